package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a hold does to acts that end data for good, whenever it comes; the holds are the test's own. */
class HeldActsTest {

    private static final List<Identifier> HER = List.of(iin("850515499993"));
    private static final ActItem.Hold CLAIM = new ActItem.Hold("TST-2026-000001", Restrictions.CLAIM, null);

    private final UUID caseId = UUID.randomUUID();
    private final UUID holder = UUID.randomUUID();
    private Workshop workshop;

    @AfterEach
    void close() {
        workshop.close();
    }

    private PrepareAct order(ActKind kind) {
        return kind == ActKind.DESTROY
                ? PrepareAct.destroy(OPERATOR, caseId, HER, null, "officer")
                : PrepareAct.depersonalise(OPERATOR, caseId, HER, null, "officer");
    }

    private Act approved(ActKind kind) {
        var act = workshop.acts.preview(order(kind));
        return workshop.acts.approve(act.id(), act.digest(), "lawyer");
    }

    private List<ActItem> found(Act act, String system) {
        return workshop.acts.get(act.id()).system(system).orElseThrow().items().stream()
                .filter(item -> item.outcome() != ItemOutcome.NOTHING_FOUND)
                .toList();
    }

    @Nested
    class In_a_database {

        @BeforeEach
        void open() {
            workshop = Workshop.of(DataActsTest.SCHEMA, DataActsTest.MAP);
        }

        private String everything() {
            return workshop.one(
                    "select md5((select string_agg(c::text, '|' order by id) from crm.client c) || (select string_agg(p::text, '|' order by client_id, no) from \"Billing\".payment p)"
                            + " || (select string_agg(k::text, '|' order by number) from crm.contract k) || (select string_agg(m::text, '|' order by id) from crm.message m)"
                            + " || (select string_agg(l::text, '|' order by l::text) from crm.call_log l))");
        }

        @ParameterizedTest
        @EnumSource(
                value = ActKind.class,
                names = {"DESTROY", "DEPERSONALISE"})
        void a_hold_after_the_approval_keeps_everything_and_the_act_does_not_fail(ActKind kind) {
            var act = approved(kind);
            var before = everything();
            workshop.restrictions.add(RestrictionKind.HOLD, holder);
            assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
            assertThat(everything()).isEqualTo(before);
            assertThat(found(act, "crm")).isNotEmpty().allSatisfy(item -> {
                assertThat(item.outcome()).isEqualTo(ItemOutcome.KEPT);
                assertThat(item.ground()).isEqualTo(ActItem.HOLD);
                assertThat(item.holds()).containsExactly(CLAIM);
                assertThat(item.until()).isNull();
            });
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
            var done = workshop.acts.complete(act.id());
            assertThat(done.digest())
                    .as("what was approved stays what was approved")
                    .isEqualTo(act.digest());
            assertThat(everything()).isEqualTo(before);

            workshop.restrictions.standing.clear();
            var on = workshop.acts.carryOn(act.id());
            assertThat(on.proved()).isTrue();
            assertThat(on.act().kind()).isEqualTo(kind);
            assertThat(on.act().approvedBy()).isEqualTo("lawyer");
            workshop.acts.complete(on.act().id());
            assertThat(workshop.one("select coalesce(phone, '-') from crm.client where id = 1"))
                    .as("her account stays for the payments, without her telephone")
                    .isEqualTo("-");
            assertThat(workshop.acts.stillKept(act.id())).noneMatch(ActItem::held);
            assertThat(workshop.one("select phone from crm.client where id = 2"))
                    .isEqualTo("77010000002");
        }

        @Test
        void a_hold_that_comes_at_the_last_moment_is_seen() {
            var act = approved(ActKind.DESTROY);
            var before = everything();
            workshop.holds.beforeGuard = () -> workshop.restrictions.add(RestrictionKind.HOLD, holder);
            workshop.acts.run(act.id(), "crm");
            assertThat(everything()).isEqualTo(before);
            assertThat(found(act, "crm")).isNotEmpty().allMatch(ActItem::held);
        }

        @Test
        void data_that_changed_are_not_destroyed_and_no_hold_hides_it() {
            var act = approved(ActKind.DESTROY);
            workshop.sql("update crm.client set email = 'third@example.kz' where id = 1");
            workshop.restrictions.add(RestrictionKind.HOLD, holder);
            assertThatThrownBy(() -> workshop.acts.run(act.id(), "crm"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("datamap.act.data-changed");
        }

        @Test
        void a_hold_that_is_over_before_the_run_kept_what_was_approved_as_kept_and_it_goes_after() {
            workshop.restrictions.add(RestrictionKind.HOLD, holder);
            var act = approved(ActKind.DESTROY);
            assertThat(act.items()).filteredOn(ActItem::kept).isNotEmpty().allMatch(ActItem::held);
            var before = everything();
            workshop.restrictions.standing.clear();
            workshop.acts.run(act.id(), "crm");
            assertThat(everything())
                    .as("nobody has approved a list without the hold")
                    .isEqualTo(before);
            assertThat(found(act, "crm"))
                    .allSatisfy(item -> assertThat(item.holds()).containsExactly(CLAIM));
            workshop.acts.prove(act.id(), "crm");
            workshop.acts.complete(act.id());
            assertThat(workshop.acts.carryOn(act.id()).proved()).isTrue();
            assertThat(workshop.one("select count(*) from crm.contract where client_id = 1"))
                    .isEqualTo("0");
        }

        @Test
        void a_hold_after_what_was_kept_may_go_keeps_that_too() {
            workshop.restrictions.add(RestrictionKind.HOLD, holder);
            var act = approved(ActKind.DESTROY);
            workshop.acts.run(act.id(), "crm");
            workshop.acts.prove(act.id(), "crm");
            workshop.acts.complete(act.id());
            var held = List.copyOf(workshop.restrictions.standing);
            workshop.restrictions.standing.clear();
            var before = everything();
            workshop.holds.beforeGuard = () -> workshop.restrictions.standing.addAll(held);
            var on = workshop.acts.carryOn(act.id());
            assertThat(on.proved()).isTrue();
            workshop.acts.complete(on.act().id());
            assertThat(everything()).isEqualTo(before);
            assertThat(on.kept()).isNotEmpty().allMatch(ActItem::held);

            workshop.holds.beforeGuard = () -> {};
            assertThat(workshop.acts.carryOn(act.id()).act()).isNull();
            workshop.restrictions.standing.clear();
            assertThat(workshop.acts.carryOn(act.id()).proved()).isTrue();
            assertThat(everything()).isNotEqualTo(before);
        }

        @Test
        void the_holds_are_asked_for_under_every_identifier_that_the_systems_tell() {
            approved(ActKind.DESTROY);
            assertThat(workshop.holds.asked).isNotEmpty().allSatisfy(person -> assertThat(person)
                    .extracting(Identifier::value)
                    .contains("850515499993", "+77010000001", "ainur", "K-1")
                    .doesNotContain("900101399006", "+77010000002"));
        }

        @Test
        void who_shares_a_telephone_with_the_held_person_is_not_asked_for_as_that_person() {
            workshop.sql("update crm.client set phone = '77010000001' where id = 2");
            approved(ActKind.DESTROY);
            assertThat(workshop.holds.asked).isNotEmpty().allSatisfy(person -> assertThat(person)
                    .extracting(Identifier::value)
                    .contains("850515499993")
                    .doesNotContain("900101399006", "bolat"));
        }

        @Test
        void the_unknown_is_held_while_a_hold_is_searched_for() {
            var act = approved(ActKind.DESTROY);
            workshop.holds.searching = true;
            var before = everything();
            var url = workshop.theirUrl.get();
            // the systems have told everything of her: she is not the one
            assertThat(workshop.acts.preview(order(ActKind.DESTROY)).items()).noneMatch(ActItem::held);

            workshop.theirUrl.set("jdbc:postgresql://127.0.0.1:9/nowhere");
            workshop.connections.forget(OPERATOR, "crm");
            // down while the person is looked up, and back when the run begins
            workshop.holds.beforeGuard = () -> {
                workshop.theirUrl.set(url);
                workshop.connections.forget(OPERATOR, "crm");
            };
            workshop.acts.run(act.id(), "crm");
            assertThat(everything()).isEqualTo(before);
            assertThat(found(act, "crm")).isNotEmpty().allSatisfy(item -> {
                assertThat(item.held()).isTrue();
                assertThat(item.holds()).as("nobody knows which").isEmpty();
            });
        }

        @Test
        void other_acts_are_not_stopped() {
            workshop.restrictions.add(RestrictionKind.HOLD, holder);
            workshop.whole(PrepareAct.block(OPERATOR, caseId, HER, "system"));
            assertThat(workshop.one("select state from crm.client where id = 1"))
                    .isEqualTo("BLOCKED");
        }
    }

    @Nested
    class In_a_system_that_is_told_or_done_by_hand {

        private static final String SAYING =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"%s\",\"count\":%s}]}";

        @BeforeEach
        void open() {
            workshop = Workshop.of(
                    "create schema x",
                    """
                    format: 1
                    operator: testoperator
                    systems:
                      - key: dialer
                        name: {ru: а, kk: а, en: a}
                        connector: http
                        custodian: {ru: а, kk: а, en: a}
                        accepts: [iin]
                        tables:
                          - table: dialog
                            columns:
                              text: {category: communication, destroy: with-row}
                      - key: archive
                        name: {ru: а, kk: а, en: a}
                        connector: manual
                        custodian: {ru: а, kk: а, en: a}
                        accepts: [iin]
                        tables:
                          - table: folder
                            columns:
                              copy: {category: identity, destroy: with-row}
                    """);
        }

        @Test
        void a_service_is_not_told_to_destroy_and_is_when_the_hold_is_over() throws Exception {
            try (var dialer = new Dialer(SAYING.formatted("destroyed", 3))) {
                workshop.services.put("dialer", dialer.connection());
                var act = approved(ActKind.DESTROY);
                workshop.restrictions.add(RestrictionKind.HOLD, holder);
                assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
                assertThat(workshop.acts.prove(act.id(), "dialer")).isEqualTo(SystemState.PROVED);
                assertThat(found(act, "dialer")).singleElement().satisfies(item -> {
                    assertThat(item.held()).isTrue();
                    assertThat(item.count()).isEqualTo(3);
                    assertThat(item.holds()).containsExactly(CLAIM);
                });
                assertThat(workshop.acts.run(act.id(), "archive"))
                        .as("a custodian has nothing to do")
                        .isEqualTo(SystemState.PROVED);
                assertThat(found(act, "archive")).singleElement().matches(ActItem::held);
                assertThat(dialer.calls())
                        .noneMatch(call -> call.path("step").asText().equals("run"));
                workshop.acts.complete(act.id());

                workshop.restrictions.standing.clear();
                var on = workshop.acts.carryOn(act.id());
                assertThat(dialer.calls())
                        .filteredOn(call -> call.path("step").asText().equals("run"))
                        .singleElement()
                        .satisfies(call -> assertThat(call.has("continues"))
                                .as("it never heard of the first act")
                                .isFalse());
                assertThat(on.proved()).as("the custodian has still to do it").isFalse();
                assertThat(on.act().system("archive").orElseThrow().state()).isEqualTo(SystemState.BY_HAND);
                workshop.acts.completeByHand(on.act().id(), "archive", "Листы уничтожены", null, "custodian");
                assertThat(workshop.acts.carryOn(act.id()).proved()).isTrue();
                workshop.acts.complete(on.act().id());
                assertThat(workshop.acts.stillKept(act.id())).isEmpty();
                assertThat(workshop.acts.carryOn(act.id()).act()).isNull();
            }
        }

        @Test
        void what_is_held_in_a_service_has_to_be_there_still() throws Exception {
            Act act;
            try (var dialer = new Dialer(SAYING.formatted("destroyed", 3))) {
                workshop.services.put("dialer", dialer.connection());
                act = approved(ActKind.DESTROY);
                workshop.restrictions.add(RestrictionKind.HOLD, holder);
                workshop.acts.run(act.id(), "dialer");
            }
            try (var dialer = new Dialer(SAYING.formatted("destroyed", 2))) {
                workshop.services.put("dialer", dialer.connection());
                assertThat(workshop.acts.prove(act.id(), "dialer")).isEqualTo(SystemState.FAILED);
                assertThat(workshop.acts
                                .get(act.id())
                                .system("dialer")
                                .orElseThrow()
                                .error())
                        .isEqualTo("not-as-left");
            }
        }

        @Test
        void a_custodian_who_has_been_asked_is_told_to_keep_everything() throws Exception {
            try (var dialer = new Dialer(SAYING.formatted("destroyed", 3))) {
                workshop.services.put("dialer", dialer.connection());
                var act = approved(ActKind.DESTROY);
                assertThat(workshop.acts.run(act.id(), "archive")).isEqualTo(SystemState.BY_HAND);
                assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag("ru")))
                        .doesNotContain("ВНИМАНИЕ");
                workshop.restrictions.add(RestrictionKind.HOLD, holder);
                assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag("ru")))
                        .contains("ВНИМАНИЕ", "на время рассмотрения претензии (дело TST-2026-000001)");
                assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag("kk")))
                        .contains("НАЗАР АУДАРЫҢЫЗ", "TST-2026-000001");
                workshop.acts.completeByHand(act.id(), "archive", "Папка осталась в архиве", null, "custodian");
                assertThat(found(act, "archive")).singleElement().matches(ActItem::held);
            }
        }
    }
}
