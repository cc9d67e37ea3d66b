package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.claimhandling.ClaimRequest;
import kz.qupiya.claimhandling.Claims;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.SubjectInput;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Opening a claim with three demands over the use case, with the hold on the evidence and everything that a case writes: once with demands that the claim itself answers, once
 * with compensation, a block and a withdrawal of consent, of which two are linked cases with processes of their own. Beside it three starts of a bare process.
 */
@QupiyaBench
class ClaimBench {

    private static final OperatorKey OPERATOR = new OperatorKey("zvonobot");
    private static final List<String> OWN = List.of("real-damage", "apology", "explanation");
    private static final List<String> LINKED = List.of("real-damage", "block", "withdrawal");
    private static final int CLIENTS = HttpLoad.CLIENTS;
    private static final int TURNS = Integer.getInteger("bench.turns", 5);
    private static final double SECONDS = Double.parseDouble(System.getProperty("bench.seconds", "3"));
    private static final int WARM_UP = Integer.getInteger("bench.warm-up", 5);

    private final AtomicLong next = new AtomicLong();

    @Autowired
    Claims claims;

    @Autowired
    RepositoryService models;

    @Autowired
    RuntimeService runtime;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void openingAClaimOfThreeDemands() throws Exception {
        BenchFloors.deployBareProcess(models);
        var before = instances();
        claim(next.getAndIncrement(), LINKED);
        assertThat(instances() - before)
                .as("processes of one claim: its own, of the block and of the withdrawal")
                .isEqualTo(3);
        assertThat(jdbc.queryForObject("select count(*) from qupiya.restriction where kind = 'hold'", Long.class))
                .isPositive();
        var own = instances();
        claim(next.getAndIncrement(), OWN);
        assertThat(instances() - own).as("answered in one case").isEqualTo(1);
        measure(Report.Row.CLAIM, OWN, "opening a claim with three demands and its hold over the use case", 0.4);
        measure(
                Report.Row.CLAIM_LINKED,
                LINKED,
                "opening a claim of which two demands are linked cases, a block and a withdrawal, over the use case",
                null);
    }

    private void measure(Report.Row row, List<String> demands, String what, @Nullable Double aim)
            throws InterruptedException {
        run(this::bare, WARM_UP);
        run(i -> claim(i, demands), WARM_UP);
        List<Double> opened = new ArrayList<>();
        List<Double> started = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            // Each side goes first every other time.
            for (int half = 0; half < 2; half++) {
                if ((turn + half) % 2 == 0) {
                    started.add(run(this::bare, SECONDS));
                } else {
                    opened.add(run(i -> claim(i, demands), SECONDS));
                }
            }
        }
        Report.add(
                row,
                what + ", " + CLIENTS + " threads; floor: three starts of a bare process",
                "/s",
                opened,
                started,
                aim);
    }

    private void claim(long i, List<String> demands) {
        var subject = new SubjectInput(
                null, "+7701%07d".formatted(3_000_000 + i), null, "claim-bench-" + i, null, "Бенч Демонстрационный");
        var requester = new Requester(
                RequesterKind.SUBJECT,
                "Бенч Демонстрационный",
                null,
                null,
                null,
                "claim-bench-" + i + "@example.kz",
                null,
                null,
                null,
                null);
        claims.open(
                OPERATOR,
                new ClaimRequest(
                        subject,
                        requester,
                        "Мои данные разглашены, прошу возместить ущерб.",
                        null,
                        demands,
                        false,
                        "disclosure",
                        null,
                        null,
                        null,
                        null),
                Actor.job("bench"),
                Channel.API);
    }

    private void bare(long i) {
        for (int one = 0; one < 3; one++) {
            runtime.startProcessInstanceByKey(
                    BenchFloors.BARE_PROCESS,
                    "BENCH-CLAIM-" + i + "-" + one,
                    Map.of("caseId", UUID.randomUUID().toString(), "operator", OPERATOR.value()));
        }
    }

    private long instances() {
        return runtime.createProcessInstanceQuery().rootProcessInstances().count();
    }

    /** How often a second all threads together do it. */
    private double run(LongConsumer work, double seconds) throws InterruptedException {
        var done = new LongAdder();
        var failure = new AtomicReference<@Nullable Throwable>();
        var finished = new CountDownLatch(CLIENTS);
        var start = System.nanoTime();
        var end = start + Math.round(seconds * 1e9);
        for (int c = 0; c < CLIENTS; c++) {
            new Thread(() -> {
                        try {
                            while (System.nanoTime() < end && failure.get() == null) {
                                work.accept(next.getAndIncrement());
                                done.increment();
                            }
                        } catch (RuntimeException e) {
                            failure.set(e);
                        } finally {
                            finished.countDown();
                        }
                    })
                    .start();
        }
        finished.await();
        assertThat(failure.get()).isNull();
        return done.sum() * 1e9 / (System.nanoTime() - start);
    }
}
