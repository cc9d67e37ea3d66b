package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Consents: a list loaded beside a bare {@code COPY}; with ten million stored, the permit check of one person and of ten thousand. */
@QupiyaBench
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsentBench {

    private static final int CONSENTS = Integer.getInteger("bench.consents", 10_000_000);
    private static final int LOADED = Integer.getInteger("bench.loaded", 100_000);
    private static final int TURNS = Integer.getInteger("bench.turns", 5);
    private static final int ASKED = Integer.getInteger("bench.asked", 10_000);
    /** Of operators that exist; one for each turn. */
    private static final List<Integer> PREFIXES = List.of(700, 701, 702, 705, 707, 708, 747, 771, 775, 776, 777, 778);

    private static final String OPERATOR = StoredRestrictions.OPERATOR;
    private static final String API = "/api/v1/operators/" + OPERATOR;

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    DemoUsers users;

    @Test
    @Order(1)
    void list() throws Exception {
        jdbc.execute("create schema if not exists bench");
        for (var table : List.of("consent", "consent_identifier")) {
            jdbc.execute("create table bench." + table + " (like qupiya." + table + " including all)");
        }
        List<Double> measured = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        load(-1, LOADED / 5);
        for (int turn = 0; turn < TURNS; turn++) {
            var before = jdbc.queryForObject("select clock_timestamp()::text", String.class);
            measured.add(load(turn, LOADED));
            floor.add(LOADED / copied(before));
        }
        assertThat(jdbc.queryForObject("select count(*) from bench.consent", Long.class))
                .isEqualTo((long) TURNS * LOADED);
        jdbc.execute("drop table bench.consent, bench.consent_identifier");
        Report.add(
                Report.Row.CONSENT_LIST,
                String.format(
                        Locale.ROOT,
                        "CSV of consents over HTTP, %,d lines with two identifiers each; floor: COPY of the rows it makes, same columns and indexes",
                        LOADED),
                "lines/s",
                measured,
                floor,
                0.3);
    }

    @Test
    @Order(2)
    void permits() throws Exception {
        StoredRestrictions.fill(jdbc, hasher);
        store();
        var http = new HttpLoad(port, "integration2", users.password());
        assertThat(http.send(permit(http, login(0, 1))).body()).contains("\"allowed\":true");
        assertThat(http.send(permit(http, "bench-nobody")).body()).contains("no-consent");
        assertThat(http.send(permit(http, "bench-blocked")).body()).contains("TWL-2000-0000001");
        var rates = http.compare(
                new HttpLoad.Side(i -> permit(http, login((int) (i % TURNS), (int) (i * 7919 % LOADED))), 200),
                new HttpLoad.Side(i -> http.get(API + "/bench-rows/" + (1 + i % StoredRestrictions.COUNT)), 200));
        Report.add(
                Report.Row.PERMIT_WITH_CONSENT,
                String.format(
                        Locale.ROOT,
                        "permit check for advertising over HTTP, %,d consents, %,d restrictions, %d clients; floor: one SELECT by primary key",
                        CONSENTS,
                        StoredRestrictions.COUNT,
                        HttpLoad.CLIENTS),
                "/s",
                rates.measured(),
                rates.floor(),
                0.8);
    }

    @Test
    @Order(3)
    void many() throws Exception {
        var body = new StringBuilder("{\"purpose\":\"advertising\",\"subjects\":[");
        for (int i = 0; i < ASKED; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"phone\":\"")
                    .append(phone(0, i))
                    .append("\"}");
        }
        var request = request("/permits/check")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body + "]}"))
                .build();
        var hashes = IntStream.range(0, ASKED)
                .mapToObj(i -> hasher.hash(new OperatorKey(OPERATOR), new Identifier(IdentifierKind.PHONE, phone(0, i)))
                        .bytes())
                .toArray(byte[][]::new);
        var client = HttpClient.newHttpClient();
        List<Double> measured = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        // Each of the connections that may be taken has to have seen the question.
        for (int turn = -40; turn < 3 * TURNS; turn++) {
            var start = System.nanoTime();
            var answer = client.send(request, BodyHandlers.ofString());
            var one = System.nanoTime() - start;
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().split("\"allowed\":true", -1)).hasSize(ASKED + 1);
            start = System.nanoTime();
            assertThat(oneStatement(hashes)).isEqualTo(ASKED);
            var other = System.nanoTime() - start;
            if (turn >= 0) {
                measured.add(ASKED * 1e9 / one);
                floor.add(ASKED * 1e9 / other);
            }
        }
        Report.add(
                Report.Row.PERMITS_OF_MANY,
                String.format(
                        Locale.ROOT,
                        "permit check for advertising of %,d people in one call, %,d consents; floor: one SQL statement over the same rows",
                        ASKED,
                        CONSENTS),
                "people/s",
                measured,
                floor,
                0.5);
    }

    /** Whether each is under no restriction and has a running consent. */
    private int oneStatement(byte[][] hashes) {
        return jdbc.query(
                        connection -> {
                            var statement = connection.prepareStatement(
                                    """
                    select asked.n, r.id, c.consent_id, c.running, c.until
                      from unnest(?) with ordinality asked(hash, n)
                      left join qupiya.restriction_identifier i on i.hash = asked.hash and i.active
                      left join qupiya.restriction r on r.id = i.restriction_id and r.ended_at is null
                      left join qupiya.consent_identifier c on c.hash = asked.hash and c.purposes & 16 <> 0
                     where r.id is null and c.running & 16 <> 0""");
                            statement.setArray(1, connection.createArrayOf("bytea", hashes));
                            return statement;
                        },
                        (rs, n) -> rs.getLong(1))
                .size();
    }

    /** Lines per second. */
    private double load(int turn, int lines) throws Exception {
        var file = new StringBuilder(
                "phone,login,fullName,purposes,givenAt,operatorName,operatorBin,termText,thirdPartyTransfer,crossBorderTransfer,publication,data,"
                        + "otherInformation,form,action,textVersion,address\n");
        for (int i = 0; i < lines; i++) {
            file.append(phone(turn, i))
                    .append(',')
                    .append(login(turn, i))
                    .append(",Аты Жөні ")
                    .append(i)
                    .append(
                            ",advertising,2026-01-01T10:00:00+05:00,ТОО «TWELVE»,250640020303,до отзыва,true,false,false,ФИО;телефон;адрес электронной почты,"
                                    + "нет,other,флажок «Согласен получать рекламу»,2026-01,203.0.113.7\n");
        }
        var request = request("/consents")
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofByteArray(file.toString().getBytes(StandardCharsets.UTF_8)))
                .build();
        var start = System.nanoTime();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        var seconds = (System.nanoTime() - start) / 1e9;
        assertThat(answer.body()).contains("\"accepted\":" + lines + ",");
        return lines / seconds;
    }

    /** Seconds that the rows recorded since then take, in tables as large as those of the application. */
    private double copied(String since) {
        var seconds = new double[1];
        for (var select : List.of(
                "bench.consent#select * from qupiya.consent where recorded_at >= '" + since + "'",
                "bench.consent_identifier#select i.* from qupiya.consent_identifier i join qupiya.consent c on c.id = i.consent_id where c.recorded_at >= '"
                        + since + "'")) {
            var parts = select.split("#");
            jdbc.execute((ConnectionCallback<Boolean>) connection -> {
                try {
                    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
                    var rows = new java.io.ByteArrayOutputStream();
                    copy.copyOut("copy (" + parts[1] + ") to stdout (format binary)", rows);
                    var start = System.nanoTime();
                    copy.copyIn(
                            "copy " + parts[0] + " from stdin (format binary)",
                            new ByteArrayInputStream(rows.toByteArray()));
                    seconds[0] += (System.nanoTime() - start) / 1e9;
                    return true;
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
        return seconds[0];
    }

    /** Consents of other people: what counts is the size of the table and its index. The index is built when the rows are there. */
    private void store() {
        var more = CONSENTS - (int) (long) jdbc.queryForObject("select count(*) from qupiya.consent", Long.class);
        if (more > 0) {
            jdbc.execute("alter table qupiya.consent_identifier drop constraint consent_identifier_pkey");
            jdbc.execute("drop index qupiya.consent_identifier_consent");
            jdbc.update(
                    """
                    insert into qupiya.consent
                           (id, given_at, recorded_at, until, text_id, purposes, running, shortened, term, operator, recorded_by, digest, sealed)
                    select ('00000000-0000-8000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, now() - i * interval '1 second', now(), null,
                           (select min(id) from qupiya.consent_text), 16, 16, false, 'until-purpose-reached', ?, 'bench', sha256(i::text::bytea),
                           sha256(i::text::bytea) || sha256(i::text::bytea) || sha256(i::text::bytea)
                      from generate_series(1, ?) i""",
                    OPERATOR,
                    more);
            jdbc.update(
                    """
                    insert into qupiya.consent_identifier (until, person, purposes, running, kinds, kind, consent_id, hash)
                    select null, k.kind * i, 16, 16, 13, k.kind, ('00000000-0000-8000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
                           sha256((i || ':' || k.kind)::bytea)
                      from generate_series(1, ?) i, (values (1), (4), (8)) k(kind)""",
                    more);
            jdbc.execute(
                    "alter table qupiya.consent_identifier add primary key (hash, consent_id) include (until, person, purposes, running, kinds)");
            jdbc.execute("create index consent_identifier_consent on qupiya.consent_identifier (consent_id)");
        }
        jdbc.execute("vacuum analyze qupiya.consent");
        jdbc.execute("vacuum analyze qupiya.consent_identifier");
        jdbc.execute("checkpoint");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + API + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("integration2:" + users.password()).getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpRequest permit(HttpLoad http, String login) {
        return http.post(API + "/permits", "{\"purpose\":\"advertising\",\"subject\":{\"login\":\"" + login + "\"}}");
    }

    private static String login(int turn, int i) {
        return "bench-" + turn + "-" + i;
    }

    private static String phone(int turn, int i) {
        return "+7" + PREFIXES.get((turn + 1) % PREFIXES.size()) + (1_000_000 + turn / PREFIXES.size() * 1_000_000 + i);
    }
}
