package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.CallerAuthentication.Way;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

@QupiyaTest
@DisplayName("A call with an Idempotency-Key")
class IdempotencyTest {

    record Answer(String number, Instant at) {}

    private static final String PERSON = "850515499993";

    @Autowired
    StoredAnswers idempotency;

    @Autowired
    JdbcClient jdbc;

    private final AtomicInteger done = new AtomicInteger();
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void caller() {
        as("integration");
    }

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    @DisplayName("gives the first answer again: status, Location and body")
    void again() {
        var first = call(key, Map.of("iin", PERSON, "a", 1));
        var second = call(key, Map.of("a", 1, "iin", PERSON));
        assertThat(done).hasValue(1);
        assertThat(second.getStatusCode().value()).isEqualTo(201);
        assertThat(second.getHeaders().getLocation())
                .isEqualTo(first.getHeaders().getLocation());
        assertThat(second.getBody()).isEqualTo(first.getBody());
    }

    @Test
    @DisplayName("with another body is refused")
    void otherBody() {
        call(key, "a");
        assertThatThrownBy(() -> call(key, "b")).isInstanceOf(ConflictException.class);
        assertThat(done).hasValue(1);
    }

    @Test
    @DisplayName("is another call for another caller, another operator, and without a key")
    void scope() {
        call(key, "a");
        as("other");
        call(key, "b");
        as("integration");
        once("zvonobot", key, "b", this::answer);
        call(null, "a");
        call(null, "a");
        assertThat(done).hasValue(5);
    }

    @Test
    @DisplayName("is forgotten after 30 days, by the purge too")
    void forgotten() {
        var start = Instant.parse("2027-01-10T05:00:00Z");
        TestClock.set(start);
        call(key, "a");
        TestClock.set(start.plus(Duration.ofDays(29)));
        idempotency.purge();
        call(key, "a");
        assertThat(done).hasValue(1);
        TestClock.set(start.plus(Duration.ofDays(31)));
        call(key, "b");
        assertThat(done).hasValue(2);
    }

    @Test
    @DisplayName("that failed is not kept and leaves nothing of its work")
    void failed() {
        var before = rows();
        Supplier<ResponseEntity<Answer>> failing = () -> {
            jdbc.sql("insert into qupiya.security_secret (name, value) values (:name, ''::bytea)")
                    .param("name", key)
                    .update();
            throw new InvalidInputException("subject.iin", "problem.field.invalid");
        };
        assertThatThrownBy(() -> once("twelve", key, "a", failing)).isInstanceOf(InvalidInputException.class);
        assertThat(rows()).isEqualTo(before);
        assertThat(jdbc.sql("select count(*) from qupiya.security_secret where name = :name")
                        .param("name", key)
                        .query(Integer.class)
                        .single())
                .isZero();
        once("twelve", key, "a", () -> ResponseEntity.badRequest().build());
        assertThat(rows()).isEqualTo(before);
        call(key, "b");
        assertThat(done).hasValue(1);
    }

    @Test
    @DisplayName("waits for its twin and answers as it did")
    void twins() throws Exception {
        var working = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> inThread(() -> once("twelve", key, "a", () -> {
            working.countDown();
            await(goOn);
            return answer();
        })));
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        var second = CompletableFuture.supplyAsync(() -> inThread(() -> call(key, "a")));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and query like '%qupiya.idempotency%'")
                                .query(Integer.class)
                                .single()
                        > 0);
        assertThat(second).isNotDone();
        goOn.countDown();
        assertThat(second.get(30, TimeUnit.SECONDS).getBody())
                .isEqualTo(first.get().getBody());
        assertThat(done).hasValue(1);
    }

    @Test
    @DisplayName("stores neither the key nor a word of request or answer")
    void nothingReadable() {
        call(key, Map.of("iin", PERSON));
        var stored = jdbc.sql("select encode(scope || body_hash || answer, 'escape') from qupiya.idempotency")
                .query(String.class)
                .list();
        assertThat(stored)
                .isNotEmpty()
                .noneMatch(row -> row.contains(PERSON) || row.contains(key) || row.contains("TWL-"));
    }

    @Test
    @DisplayName("must have a key that a header can carry")
    void keys() {
        for (var bad : new String[] {"", "ключ", "a b", "x".repeat(256)}) {
            assertThatThrownBy(() -> call(bad, "a")).isInstanceOf(InvalidInputException.class);
        }
        assertThat(done).hasValue(0);
    }

    private ResponseEntity<Answer> call(String key, Object body) {
        return once("twelve", key, body, this::answer);
    }

    private ResponseEntity<Answer> once(
            String operator, String key, Object body, Supplier<ResponseEntity<Answer>> work) {
        return idempotency.once(operator, key, body, Answer.class, work);
    }

    private ResponseEntity<Answer> answer() {
        var number = "TWL-2026-" + done.incrementAndGet();
        return ResponseEntity.created(URI.create("/api/v1/operators/twelve/cases/" + number))
                .body(new Answer(number, Instant.parse("2026-11-20T10:00:00Z")));
    }

    private long rows() {
        return jdbc.sql("select count(*) from qupiya.idempotency")
                .query(Long.class)
                .single();
    }

    private static <T> T inThread(Supplier<T> work) {
        as("integration");
        try {
            return work.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static void as(String id) {
        SecurityContextHolder.setContext(new SecurityContextImpl(
                new CallerAuthentication(new Caller(id, Set.of(Role.CLIENT), Set.of()), Way.BASIC)));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
