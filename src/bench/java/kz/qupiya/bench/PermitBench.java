package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import kz.qupiya.QupiyaApplication;
import kz.qupiya.security.DemoUsers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The permit check over HTTP with a million restrictions stored, beside an endpoint behind the same security chain that does one prepared
 * {@code SELECT} by primary key. Aim: 0.8 of it.
 *
 * <p>Both are asked by the same number of clients over kept connections, in turns of some seconds, so that what else the machine does hits
 * both. Each asks for another person each time.
 */
@SpringBootTest(
        classes = {QupiyaApplication.class, PermitBench.Floor.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "qupiya.data-dir=target/bench-data/permits",
            "logging.level.root=warn",
            "camunda.bpm.job-execution.enabled=false"
        })
class PermitBench {

    private static final int RESTRICTIONS = Integer.getInteger("bench.restrictions", 1_000_000);
    private static final int CLIENTS = Integer.getInteger("bench.clients", 8);
    private static final int TURNS = Integer.getInteger("bench.turns", 6);
    private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("bench.seconds", 5));
    private static final String OPERATOR = "twelve";

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    DemoUsers users;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void permitCheckBesideItsFloor() throws Exception {
        store();
        LongFunction<HttpRequest> floor =
                i -> request("/api/v1/operators/" + OPERATOR + "/bench-floor/" + (1 + i % RESTRICTIONS))
                        .GET()
                        .build();
        LongFunction<HttpRequest> permit = i -> request("/api/v1/operators/" + OPERATOR + "/permits")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"purpose\":\"service\",\"subject\":{\"login\":\"bench-" + i % 1_000_000 + "\"}}"))
                .build();
        run(floor, TURN);
        run(permit, TURN);
        double floors = 0;
        double permits = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            floors += run(floor, TURN);
            permits += run(permit, TURN);
        }
        System.out.printf(
                Locale.ROOT,
                "%n| benchmark | cores | clients | measured | floor | ratio | aim |%n|---|---|---|---|---|---|---|%n"
                        + "| permit check, %,d restrictions | %d | %d | %.0f/s | %.0f/s | %.2f | 0.80 |%n",
                RESTRICTIONS,
                Runtime.getRuntime().availableProcessors(),
                CLIENTS,
                permits / TURNS,
                floors / TURNS,
                permits / floors);
        assertThat(permits).isPositive();
    }

    /** Restrictions of people who are not asked for: what counts is the size of the tables and indexes. */
    private void store() {
        jdbc.execute("create table if not exists qupiya.bench_floor (id bigint primary key, value text not null)");
        jdbc.update(
                "insert into qupiya.bench_floor select i, 'value ' || i from generate_series(1, ?) i on conflict do nothing",
                RESTRICTIONS);
        var stored = jdbc.queryForObject("select count(*) from qupiya.restriction", Long.class);
        if (stored != null && stored >= RESTRICTIONS) {
            return;
        }
        jdbc.update(
                """
                insert into qupiya.restriction
                       (id, operator, kind, reason, purposes, case_id, case_number, received_at, since, searched_at)
                select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ?, 'block', 'bench', '{}', gen_random_uuid(),
                       'TWL-2000-' || lpad(i::text, 7, '0'), now(), now(), now()
                  from generate_series(1, ?) i""",
                OPERATOR,
                RESTRICTIONS);
        jdbc.update(
                """
                insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at)
                select r.id, sha256((r.id::text || k.kind)::bytea), k.kind, 'given', now()
                  from qupiya.restriction r, (values ('iin'), ('phone')) k(kind)
                 where r.reason = 'bench'""");
        jdbc.execute("vacuum analyze qupiya.restriction");
        jdbc.execute("vacuum analyze qupiya.restriction_identifier");
        jdbc.execute("vacuum analyze qupiya.bench_floor");
    }

    /** Answers per second. */
    private double run(LongFunction<HttpRequest> requests, Duration length) throws Exception {
        var answers = new LongAdder();
        var failure = new AtomicReference<Throwable>();
        var done = new CountDownLatch(CLIENTS);
        var start = System.nanoTime();
        var end = start + length.toNanos();
        for (int c = 0; c < CLIENTS; c++) {
            var offset = UUID.randomUUID().getMostSignificantBits() >>> 8;
            new Thread(() -> {
                        try {
                            for (long i = offset; System.nanoTime() < end; i++) {
                                var answer = http.send(requests.apply(i), BodyHandlers.discarding());
                                if (answer.statusCode() != 200) {
                                    throw new IllegalStateException("status " + answer.statusCode());
                                }
                                answers.increment();
                            }
                        } catch (Exception e) {
                            failure.set(e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(failure.get()).isNull();
        return answers.sum() * 1e9 / (System.nanoTime() - start);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("integration2:" + users.password()).getBytes(StandardCharsets.UTF_8)));
    }

    /** One prepared SELECT by primary key behind the security chain of the API. */
    @RestController
    static class Floor {

        private final JdbcTemplate jdbc;

        Floor(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @GetMapping("/api/v1/operators/{operator}/bench-floor/{id}")
        Row row(@PathVariable String operator, @PathVariable long id) {
            return jdbc.queryForObject(
                    "select id, value from qupiya.bench_floor where id = ?",
                    (rs, n) -> new Row(rs.getLong(1), rs.getString(2)),
                    id);
        }

        record Row(long id, String value) {}
    }
}
