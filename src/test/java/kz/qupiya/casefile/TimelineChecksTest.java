package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static kz.qupiya.casefile.CaseFileKit.TWELVE;
import static kz.qupiya.casefile.CaseFileKit.ZVONOBOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of all timelines")
class TimelineChecksTest {

    private CaseFileKit kit;
    private TimelineChecks checks;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        checks = kit.bean(TimelineChecks.class);
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    private List<CaseFile> open(int count) {
        var opened = new ArrayList<CaseFile>();
        for (int i = 0; i < count; i++) {
            opened.add(kit.open());
        }
        return opened;
    }

    private void tamper(String statement) {
        kit.transaction().executeWithoutResult(status -> {
            kit.jdbc().sql("alter table qupiya.case_event disable trigger user").update();
            kit.jdbc().sql(statement).update();
            kit.jdbc().sql("alter table qupiya.case_event enable trigger user").update();
        });
    }

    private double gauge(String name) {
        return kit.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private long count(String table) {
        return kit.jdbc()
                .sql("select count(*) from qupiya." + table)
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName("goes on where a node died, and looks at no case twice")
    void resumes() {
        open(1_100);
        var broken = kit.jdbc()
                .sql("select id from qupiya.case_file order by id limit 1")
                .query(UUID.class)
                .single();
        tamper("update qupiya.case_event set code = 'a.b' where case_id = '" + broken + "'");
        // the node dies in the middle of its second batch
        kit.jdbc()
                .sql("create function qupiya.die() returns trigger language plpgsql as $$ begin"
                        + " if new.cases > 500 then raise exception 'the power is gone'; end if; return new; end $$")
                .update();
        kit.jdbc()
                .sql(
                        "create trigger die before update on qupiya.timeline_run for each row execute function qupiya.die()")
                .update();
        assertThatThrownBy(checks::verifyAll).hasMessageContaining("the power is gone");
        kit.jdbc().sql("drop trigger die on qupiya.timeline_run").update();
        assertThat(checks.state().done()).isEqualTo(500);
        assertThat(checks.state().broken()).as("what is broken shows at once").isEqualTo(1);
        assertThat(count("timeline_anchor")).isEqualTo(499);

        assertThat(checks.carryOn()).as("the lease of the dead node still runs").isEmpty();
        kit.clock.set(kit.clock.instant().plus(Duration.ofMinutes(11)));
        var run = checks.carryOn().orElseThrow();

        assertThat(run.cases()).isEqualTo(1_100);
        assertThat(run.events()).isEqualTo(1_100);
        assertThat(run.broken()).singleElement().satisfies(one -> assertThat(one.caseId())
                .isEqualTo(broken));
        assertThat(count("timeline_anchor")).isEqualTo(1_099);
        assertThat(kit.published(TimelineBroken.class)).hasSize(1);
        assertThat(checks.carryOn()).as("nothing is left to do").isEmpty();
    }

    @Test
    @DisplayName("is done once however many nodes work on it")
    void manyNodes() throws Exception {
        open(30);
        assertThat(checks.ask(OFFICER)).isTrue();
        assertThat(checks.ask(OFFICER)).as("one at a time").isFalse();
        var threads = Executors.newFixedThreadPool(6);
        try {
            var nodes = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 6; i++) {
                nodes.add(() -> checks.carryOn().isPresent() ? 1 : 0);
            }
            int done = 0;
            for (var one : threads.invokeAll(nodes)) {
                done += one.get();
            }
            assertThat(done).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(count("timeline_check")).isEqualTo(1);
        assertThat(checks.state().cases()).isEqualTo(30);
        assertThat(checks.state().runningSince()).isNull();
    }

    @Test
    @DisplayName("that lost its lease leaves nothing behind")
    void lostLease() {
        open(3);
        checks.ask(OFFICER);
        // another node takes the check over between reading and writing
        kit.jdbc()
                .sql("create function qupiya.take() returns trigger language plpgsql as $$ begin"
                        + " if new.cases > 0 then return null; end if; return new; end $$")
                .update();
        kit.jdbc()
                .sql(
                        "create trigger take before update on qupiya.timeline_run for each row execute function qupiya.take()")
                .update();
        assertThat(checks.carryOn()).isEmpty();
        assertThat(count("timeline_anchor")).isZero();
        assertThat(count("timeline_check")).isZero();
    }

    @Test
    @DisplayName("is stale when none has ended for two days, and says how old it is")
    void stale() {
        assertThat(checks.state().stale()).as("nothing to check").isFalse();
        assertThat(gauge("qupiya.timeline.check.age")).isZero();
        open(2);
        assertThat(checks.state().stale()).isFalse();
        kit.clock.set(kit.clock.instant().plus(Duration.ofHours(49)));
        assertThat(checks.state().stale()).as("never checked").isTrue();
        assertThat(checks.state().finishedAt()).isNull();
        checks.verifyAll();
        assertThat(checks.state().stale()).isFalse();
        assertThat(checks.state().finishedAt()).isEqualTo(kit.clock.instant());
        assertThat(gauge("qupiya.timeline.check.age")).isZero();
        kit.clock.set(kit.clock.instant().plus(Duration.ofHours(47)));
        assertThat(checks.state().stale()).isFalse();
        kit.clock.set(kit.clock.instant().plus(Duration.ofHours(2)));
        checks.ask(OFFICER);
        assertThat(checks.state().stale())
                .as("one that does not end is no help")
                .isTrue();
        assertThat(checks.state().runningSince()).isEqualTo(kit.clock.instant());
        assertThat(gauge("qupiya.timeline.check.age")).isEqualTo(49 * 3600.0);
    }

    @Test
    @DisplayName("names broken timelines to those of the operator, and forgets them when they are sound again")
    void broken() {
        var file = kit.open();
        kit.open(CaseFileKit.block(TWELVE, null));
        tamper("update qupiya.case_event set code = 'a.b' where case_id = '" + file.id() + "'");
        checks.verifyAll();
        assertThat(checks.broken(List.of(ZVONOBOT), 10)).singleElement().satisfies(one -> {
            assertThat(one.number()).isEqualTo(file.number());
            assertThat(one.brokenAt()).isEqualTo(1);
            assertThat(one.fault()).isEqualTo("hash");
        });
        assertThat(checks.broken(List.of(TWELVE), 10)).isEmpty();
        assertThat(checks.broken(List.of(), 10)).isEmpty();
        assertThat(gauge("qupiya.timeline.broken")).isEqualTo(1);
        tamper("update qupiya.case_event set code = 'case.opened' where case_id = '" + file.id() + "'");
        checks.verifyAll();
        assertThat(checks.broken(List.of(ZVONOBOT), 10)).isEmpty();
        assertThat(gauge("qupiya.timeline.broken")).isZero();
    }

    @Test
    @DisplayName("walks a chain of many rows, and finds the one that was changed")
    void longChain() {
        var file = kit.open();
        kit.transaction().executeWithoutResult(status -> kit.bean(JdbcTimeline.class)
                .appendAll(
                        file.id(),
                        java.util.stream.IntStream.range(0, 3_500)
                                .mapToObj(i -> TimelineEvent.of("test.happened", OFFICER)
                                        .with("n", i))
                                .toList()));
        assertThat(checks.verifyAll().events()).isEqualTo(3_501);
        tamper("update qupiya.case_event set data = '{\"n\":1}' where case_id = '" + file.id()
                + "' and sequence = 3000");
        assertThat(checks.verifyAll().broken()).singleElement().satisfies(one -> assertThat(one.brokenAt())
                .isEqualTo(3_000));
    }
}
