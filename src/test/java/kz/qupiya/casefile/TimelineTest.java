package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import kz.qupiya.engine.ProcessPaths;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class TimelineTest {

    private CaseFileKit kit;
    private Timeline timeline;
    private TimelineChecks checks;
    private CaseFile file;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        timeline = kit.bean(Timeline.class);
        checks = kit.bean(TimelineChecks.class);
        file = kit.open();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    private void grow(int events) {
        for (int i = 0; i < events; i++) {
            kit.files()
                    .record(
                            file.id(),
                            TimelineEvent.of("test.happened", OFFICER)
                                    .result("well")
                                    .with("n", i));
        }
    }

    /** What somebody with the rights of the tables' owner can do. */
    private void tamper(String... statements) {
        kit.transaction().executeWithoutResult(status -> {
            kit.jdbc().sql("alter table qupiya.case_event disable trigger user").update();
            kit.jdbc()
                    .sql("alter table qupiya.timeline_anchor disable trigger user")
                    .update();
            for (String statement : statements) {
                kit.jdbc().sql(statement).update();
            }
            kit.jdbc().sql("alter table qupiya.case_event enable trigger user").update();
            kit.jdbc()
                    .sql("alter table qupiya.timeline_anchor enable trigger user")
                    .update();
        });
    }

    @Test
    void a_chain_verifies_and_anybody_can_count_it_again() throws Exception {
        grow(3);
        var checked = timeline.verify(file.id());
        assertThat(checked.sound()).isTrue();
        assertThat(checked.events()).isEqualTo(4);

        var last = timeline.of(file.id()).get(3);
        assertThat(last.hash()).isEqualTo(checked.head());
        var row = "{\"actor\":\"user:officer\",\"at\":\"" + last.at() + "\",\"case\":\"" + file.id()
                + "\",\"code\":\"test.happened\",\"data\":{\"n\":2},\"result\":\"well\",\"sequence\":4}";
        var hash = MessageDigest.getInstance("SHA-256")
                .digest((last.previousHash() + "\n" + row).getBytes(StandardCharsets.UTF_8));
        assertThat(last.hash()).isEqualTo(HexFormat.of().formatHex(hash));
        assertThat(timeline.of(file.id()).get(0).previousHash()).isEqualTo("0".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update qupiya.case_event set code = 'x.y'",
                "delete from qupiya.case_event",
                "truncate qupiya.case_event",
                "update qupiya.timeline_anchor set head = ''",
                "delete from qupiya.timeline_check"
            })
    void the_database_refuses_to_change_what_was_written(String statement) {
        checks.verifyAll();
        assertThatThrownBy(() -> kit.jdbc().sql(statement).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("append-only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor = 'user:manager'",
                "code = 'other.happened'",
                "result = 'badly'",
                "result = null",
                "data = '{\"n\":7}'",
                "data = '{ \"n\":1}'",
                "at = at - interval '1 day'"
            })
    void a_changed_row_is_found(String change) {
        grow(3);
        tamper("update qupiya.case_event set " + change + " where sequence = 3");
        var checked = timeline.verify(file.id());
        assertThat(checked.sound()).isFalse();
        assertThat(checked.brokenAt()).isEqualTo(3);
        assertThat(checked.fault()).isEqualTo("hash");
    }

    @Test
    void a_row_taken_out_of_the_middle_is_found() {
        grow(3);
        tamper("delete from qupiya.case_event where sequence = 2");
        assertThat(timeline.verify(file.id()).brokenAt()).isEqualTo(2);
        assertThat(timeline.verify(file.id()).fault()).isEqualTo("sequence");
    }

    @Test
    void a_cut_tail_is_found() {
        grow(3);
        tamper("delete from qupiya.case_event where sequence = 4");
        assertThat(timeline.verify(file.id()).brokenAt()).isEqualTo(4);
        assertThat(timeline.verify(file.id()).fault()).isEqualTo("truncated");
    }

    @Test
    void a_cut_tail_with_a_forged_head_is_found_by_the_anchor() {
        grow(3);
        checks.verifyAll();
        tamper(
                "delete from qupiya.case_event where sequence = 4",
                "update qupiya.case_file set timeline_count = 3,"
                        + " timeline_head = (select hash from qupiya.case_event where sequence = 3)");
        assertThat(timeline.verify(file.id()).fault()).isEqualTo("truncated");
    }

    @Test
    void an_empty_chain_is_a_failure() {
        tamper("delete from qupiya.case_event", "update qupiya.case_file set timeline_count = 0, timeline_head = null");
        assertThat(timeline.verify(file.id()).sound()).isFalse();
        assertThat(timeline.verify(file.id()).fault()).isEqualTo("empty");
    }

    @Test
    void a_rewritten_chain_does_not_pass_through_its_anchor() {
        checks.verifyAll();
        var entry = timeline.of(file.id()).get(0);
        var forged =
                HashChain.hash(file.id(), 1, entry.at(), "user:manager", entry.code(), null, "{}", HashChain.GENESIS);
        tamper(
                "update qupiya.case_event set actor = 'user:manager', data = '{}', hash = '" + forged + "'",
                "update qupiya.case_file set timeline_head = '" + forged + "'");
        var checked = timeline.verify(file.id());
        assertThat(checked.brokenAt()).isEqualTo(1);
        assertThat(checked.fault()).isEqualTo("anchor");
    }

    @Test
    void the_run_over_all_names_the_broken_and_goes_on() {
        var others = new ArrayList<CaseFile>();
        for (int i = 0; i < 205; i++) {
            others.add(kit.open());
        }
        var victim = others.get(100);
        tamper("update qupiya.case_event set code = 'a.b' where case_id = '" + victim.id() + "'");

        var run = checks.verifyAll();

        assertThat(run.cases()).isEqualTo(206);
        assertThat(run.events()).isEqualTo(206);
        assertThat(run.broken()).singleElement().satisfies(one -> {
            assertThat(one.number()).isEqualTo(victim.number());
            assertThat(one.brokenAt()).isEqualTo(1);
        });
        assertThat(kit.published(TimelineBroken.class))
                .containsExactly(new TimelineBroken(victim.id(), victim.number(), 1, "hash"));
        assertThat(kit.bean(io.micrometer.core.instrument.MeterRegistry.class)
                        .get("qupiya.timeline.broken")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(kit.jdbc()
                        .sql("select count(*) from qupiya.timeline_anchor")
                        .query(Long.class)
                        .single())
                .isEqualTo(205);
        checks.verifyAll();
        assertThat(kit.jdbc()
                        .sql("select count(*) from qupiya.timeline_anchor")
                        .query(Long.class)
                        .single())
                .as("a chain that did not grow gets no second anchor")
                .isEqualTo(205);
        var chained = kit.jdbc()
                .sql(
                        "select b.previous = a.hash from qupiya.timeline_check a join qupiya.timeline_check b on b.id = a.id + 1")
                .query(Boolean.class)
                .list();
        assertThat(chained).containsExactly(true);
    }

    @Test
    void many_writers_make_one_chain() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var writers = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 40; i++) {
                writers.add(() -> {
                    grow(1);
                    return null;
                });
            }
            for (var one : threads.invokeAll(writers)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(timeline.verify(file.id())).satisfies(checked -> {
            assertThat(checked.sound()).isTrue();
            assertThat(checked.events()).isEqualTo(41);
        });
    }

    @Test
    void a_roll_back_leaves_no_trace_in_the_chain() {
        kit.transaction().executeWithoutResult(status -> {
            grow(2);
            status.setRollbackOnly();
        });
        grow(1);
        assertThat(timeline.verify(file.id()).events()).isEqualTo(2);
        assertThat(timeline.verify(file.id()).sound()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "850515499993",
                "ИИН 850515499993",
                "+77010000001",
                "8 (701) 000-00-01",
                "demo.person@example.kz",
                "4111 1111 1111 1111"
            })
    void what_looks_like_a_person_is_refused(String value) {
        assertThatThrownBy(() -> TimelineEvent.of("test.happened", OFFICER).with("value", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
        assertThatThrownBy(() -> TimelineEvent.of("test.happened", OFFICER).with("value", List.of("ok", value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codes_ids_hashes_and_times_pass() {
        var event = TimelineEvent.of("test.happened", OFFICER)
                .with("number", "ZVN-2026-000123")
                .with("id", java.util.UUID.fromString("01234567-0123-4123-8123-012345678901"))
                .with("sha256", "0".repeat(64))
                .with("at", java.time.Instant.parse("2026-03-02T05:00:00.123456Z"))
                .with("basis", "Law 94-V art. 25(2)(8)")
                .with("nothing", null)
                .with("several", List.of("crm", "billing"));
        kit.files().record(file.id(), event);
        assertThat(timeline.of(file.id()).get(1).data())
                .containsEntry("number", "ZVN-2026-000123")
                .containsEntry("at", "2026-03-02T05:00:00.123456Z")
                .containsEntry("several", List.of("crm", "billing"))
                .doesNotContainKey("nothing");
        assertThat(timeline.verify(file.id()).sound()).isTrue();
    }

    @Test
    void a_head_is_remembered_for_one_transaction_only() {
        var other = kit.open();
        var inner = new TransactionTemplate(kit.bean(PlatformTransactionManager.class));
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        kit.transaction().executeWithoutResult(status -> {
            grow(2);
            // another case, whose transaction is over before this one
            inner.executeWithoutResult(
                    nested -> kit.files().record(other.id(), TimelineEvent.of("test.happened", OFFICER)));
            kit.files().record(other.id(), TimelineEvent.of("test.happened", OFFICER));
            inner.executeWithoutResult(
                    nested -> assertThat(timeline.of(file.id())).hasSize(1));
            grow(1);
        });
        kit.transaction().executeWithoutResult(status -> {
            grow(2);
            status.setRollbackOnly();
        });
        grow(1);

        assertThat(timeline.of(file.id())).hasSize(5);
        assertThat(timeline.of(other.id())).hasSize(3);
        assertThat(timeline.verify(file.id()).sound()).isTrue();
        assertThat(timeline.verify(other.id()).sound()).isTrue();
    }

    @Test
    void the_way_of_a_process_is_written_to_its_case_and_of_one_without_a_case_to_none() {
        var paths = new PathRecorder(kit.bean(JdbcTimeline.class));
        var instance = "01234567-0123-4123-8123-012345678901";
        var model = "0".repeat(64);
        kit.transaction()
                .executeWithoutResult(status -> paths.moved(List.of(
                        move(file.number().value(), instance, model, "a"),
                        move("ZVN-2026-999999", instance, model, "b"),
                        move(null, instance, model, "c"),
                        move(file.number().value(), "01234567-0123-4123-8123-012345678902", model, "d"))));

        assertThat(timeline.of(file.id())).hasSize(2);
        assertThat(CasePaths.of(timeline.of(file.id())))
                .extracting(path -> path.elements().keySet())
                .containsExactly(Set.of("a"), Set.of("d"));
        assertThat(timeline.verify(file.id()).sound()).isTrue();
    }

    private static ProcessPaths.Move move(@Nullable String number, String instance, String model, String element) {
        return new ProcessPaths.Move(
                number,
                instance,
                "dataBlocking",
                model,
                null,
                null,
                List.of(new ProcessPaths.Step(ProcessPaths.Kind.ENTERED, element)));
    }
}
