package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destruction had to keep goes when its term is over, row by row, and nothing else goes with it. */
class ContinuedDestructionTest {

    private static final List<Identifier> HER = List.of(iin("850515499993"));

    private Workshop workshop;
    private final UUID caseId = UUID.randomUUID();

    @BeforeEach
    void open() {
        workshop = Workshop.of(DataActsTest.SCHEMA, DataActsTest.MAP);
        // the account was closed a month after the last payment: the number stays by the later of both
        workshop.sql("update crm.client set closed_on = '2024-03-01' where id = 1");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void on(String day) {
        workshop.clock.now = Instant.parse(day + "T06:00:00Z");
    }

    private Act destroyed() {
        var authority = new ActAuthority(Set.of(caseId), "unlawful", Instant.parse("2026-06-01T06:00:00Z"));
        var act = workshop.whole(PrepareAct.destroy(OPERATOR, caseId, HER, authority, "officer"));
        return workshop.acts.complete(act.id());
    }

    private String payments() {
        return workshop.one(
                "select string_agg(no::text, ',' order by no) from \"Billing\".payment where client_id = 1");
    }

    private static List<String> kept(List<ActItem> items) {
        return items.stream()
                .map(i -> i.table() + "." + i.column() + " " + i.ground() + " " + i.until())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void nothing_goes_on_the_last_day_and_on_the_next_what_was_kept_goes_by_the_first_approval() {
        var first = destroyed();
        assertThat(payments()).isEqualTo("2");
        assertThat(kept(first.kept()))
                .containsExactly(
                        "Billing.payment.amount payments 2029-02-01",
                        "Billing.payment.paid_on payments 2029-02-01",
                        "crm.client.iin payments 2029-03-01");
        on("2029-02-01");
        var early = workshop.acts.carryOn(first.id());
        assertThat(early.act()).isNull();
        assertThat(kept(early.kept())).isEqualTo(kept(first.kept()));
        assertThat(workshop.acts.ofCase(caseId)).hasSize(1);

        on("2029-02-02");
        var on = workshop.acts.carryOn(first.id());
        assertThat(on.proved()).isTrue();
        assertThat(payments()).isEqualTo("null");
        assertThat(workshop.one("select iin from crm.client where id = 1")).isEqualTo("850515499993");
        var act = workshop.acts.complete(on.act().id());
        assertThat(act.continues()).isEqualTo(first.id());
        assertThat(act.preparedBy()).isEqualTo("officer");
        assertThat(act.approvedBy()).isEqualTo("lawyer");
        assertThat(act.approvedAt()).isEqualTo(first.approvedAt());
        assertThat(act.system("crm").orElseThrow().evidence()).containsEntry("deleted-rows", "1");
        assertThat(kept(workshop.acts.stillKept(first.id()))).containsExactly("crm.client.iin payments 2029-03-01");

        on("2029-03-01");
        assertThat(workshop.acts.carryOn(first.id()).act()).isNull();
        on("2029-03-02");
        var last = workshop.acts.carryOn(first.id());
        assertThat(last.proved()).isTrue();
        workshop.acts.complete(last.act().id());
        assertThat(workshop.one("select count(*) from crm.client where id = 1")).isEqualTo("0");
        assertThat(workshop.acts.stillKept(first.id())).isEmpty();
        assertThat(workshop.acts.carryOn(first.id()).act()).isNull();
        assertThat(workshop.one("select count(*) from crm.client")).isEqualTo("1");
    }

    @Test
    void who_is_a_client_again_loses_nothing_new_and_a_later_term_wins() {
        var first = destroyed();
        workshop.sql("insert into crm.contract values ('K-9', 1, '2028-01-01', false)");
        workshop.sql("insert into \"Billing\".payment values (1, 9, 90, '2028-01-01', '4999', 'ok')");
        on("2029-04-01");
        var on = workshop.acts.carryOn(first.id());
        assertThat(on.proved()).isTrue();
        workshop.acts.complete(on.act().id());
        assertThat(payments()).isEqualTo("9");
        assertThat(workshop.one("select card from \"Billing\".payment where no = 9"))
                .isEqualTo("4999");
        assertThat(workshop.one("select count(*) from crm.contract where number = 'K-9'"))
                .isEqualTo("1");
        assertThat(kept(workshop.acts.stillKept(first.id()))).containsExactly("crm.client.iin payments 2033-01-01");
        // the row goes on standing for the new contract and payment; the number in it goes with its own term
        on("2033-01-02");
        var later = workshop.acts.carryOn(first.id());
        assertThat(later.proved()).isTrue();
        workshop.acts.complete(later.act().id());
        assertThat(workshop.one("select count(*) || coalesce(max(iin), '-') from crm.client where id = 1"))
                .isEqualTo("1-");
        assertThat(payments()).isEqualTo("9");
    }

    @Test
    void a_row_that_is_in_use_again_is_left_alone_and_said_so() {
        var first = destroyed();
        workshop.sql("update crm.client set phone = '77010000055', login = 'ainur-again' where id = 1");
        on("2029-04-01");
        var on = workshop.acts.carryOn(first.id());
        assertThat(on.proved()).isTrue();
        workshop.acts.complete(on.act().id());
        assertThat(payments()).isEqualTo("null");
        assertThat(workshop.one("select iin || login || phone from crm.client where id = 1"))
                .isEqualTo("850515499993ainur-again77010000055");
        assertThat(workshop.acts.stillKept(first.id())).isNotEmpty().allSatisfy(item -> assertThat(item.ground())
                .isEqualTo(ActItem.IN_USE));
        assertThat(workshop.acts.carryOn(first.id()).kept()).isEmpty();
        assertThat(workshop.one("select iin from crm.client where id = 1")).isEqualTo("850515499993");
    }

    @Test
    void what_a_hold_kept_goes_when_the_hold_has_ended() {
        workshop.restrictions.add(RestrictionKind.HOLD, UUID.randomUUID());
        var first = destroyed();
        assertThat(payments()).isEqualTo("1,2");
        assertThat(first.kept()).isNotEmpty().allSatisfy(i -> assertThat(i.ground())
                .isEqualTo(ActItem.HOLD));
        var held = workshop.acts.carryOn(first.id());
        assertThat(held.act()).isNull();
        assertThat(held.kept()).isNotEmpty();

        workshop.restrictions.standing.clear();
        var on = workshop.acts.carryOn(first.id());
        assertThat(on.proved()).isTrue();
        workshop.acts.complete(on.act().id());
        assertThat(payments()).isEqualTo("2");
        assertThat(workshop.one("select count(*) from crm.contract where client_id = 1"))
                .isEqualTo("0");
        assertThat(kept(workshop.acts.stillKept(first.id())))
                .contains("crm.client.iin payments 2029-03-01")
                .noneMatch(item -> item.contains("hold"));
    }

    @Test
    void an_undecided_block_of_another_case_keeps_everything_and_a_decided_one_does_not() {
        var first = destroyed();
        on("2029-04-01");
        var other = UUID.randomUUID();
        workshop.restrictions.add(RestrictionKind.BLOCK, other);
        var on = workshop.acts.carryOn(first.id());
        assertThat(on.blocked()).isTrue();
        assertThat(on.act()).isNull();
        assertThat(payments()).isEqualTo("2");
        workshop.decided.add(other);
        assertThat(workshop.acts.carryOn(first.id()).proved()).isTrue();
        assertThat(payments()).isEqualTo("null");
    }

    @Test
    void a_system_that_is_down_is_asked_again_and_nothing_is_lost_between() {
        var first = destroyed();
        on("2029-04-01");
        var url = workshop.theirUrl.get();
        workshop.theirUrl.set("jdbc:postgresql://127.0.0.1:9/nowhere");
        workshop.connections.forget(OPERATOR, "crm");
        var down = workshop.acts.carryOn(first.id());
        assertThat(down.errors()).containsEntry("crm", "unreachable");
        assertThat(kept(down.kept())).as("what is known stays known").isEqualTo(kept(first.kept()));
        workshop.theirUrl.set(url);
        workshop.connections.forget(OPERATOR, "crm");
        assertThat(workshop.acts.carryOn(first.id()).proved()).isTrue();
    }

    @Test
    void nodes_that_come_together_do_it_once() throws Exception {
        var first = destroyed();
        on("2029-04-01");
        var nodes = Executors.newFixedThreadPool(4);
        try {
            var runs = nodes.invokeAll(java.util.Collections.nCopies(
                    4, () -> workshop.acts.carryOn(first.id()).act()));
            for (var run : runs) {
                run.get();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(workshop.acts.ofCase(caseId)).hasSize(2);
        assertThat(payments()).isEqualTo("null");
        assertThat(workshop.acts.carryOn(first.id()).proved()).isTrue();
    }

    @Test
    void only_a_completed_destruction_is_continued_and_only_with_the_key_of_its_case() {
        var prepared = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseId, HER, null, "officer"));
        assertThatThrownBy(() -> workshop.acts.carryOn(prepared.id())).isInstanceOf(IllegalArgumentException.class);
        var first = destroyed();
        workshop.vault.destroyKey(caseId);
        on("2029-04-01");
        assertThatThrownBy(() -> workshop.acts.carryOn(first.id()))
                .isInstanceOf(ConflictException.class)
                .hasMessage("datamap.act.key-destroyed");
        assertThat(payments()).isEqualTo("2");
    }

    @Test
    void a_service_is_told_which_destruction_goes_on() {
        workshop.close();
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
                          text: {category: communication, destroy: {keep: {ground: law, years: 5}, then: with-row}}
                  - key: archive
                    name: {ru: а, kk: а, en: a}
                    connector: manual
                    custodian: {ru: а, kk: а, en: a}
                    accepts: [iin]
                    tables:
                      - table: folder
                        columns:
                          contract: {category: identity, destroy: {keep: {ground: law, years: 5}, then: with-row}}
                grounds:
                  law: {ru: а, kk: а, en: a}
                """);
        var saying =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"%s\",\"count\":1%s}]}";
        var keeps = saying.formatted("kept", ",\"ground\":\"law\",\"until\":\"2029-02-01\"");
        Act first;
        try (var dialer = new Dialer(keeps)) {
            workshop.services.put("dialer", dialer.connection());
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseId, HER, null, "officer"));
            workshop.acts.approve(act.id(), act.digest(), "lawyer");
            workshop.acts.run(act.id(), "dialer");
            workshop.acts.prove(act.id(), "dialer");
            workshop.acts.run(act.id(), "archive");
            workshop.acts.completeByHand(act.id(), "archive", "Листы уничтожены", null, "custodian");
            first = workshop.acts.complete(act.id());
            assertThat(workshop.acts.carryOn(first.id()).kept())
                    .extracting(ActItem::until)
                    .containsExactlyInAnyOrder(LocalDate.parse("2029-02-01"), null);
            assertThat(dialer.calls())
                    .noneMatch(call ->
                            call.has("continues") && !call.path("kind").asText().equals("destroy"));
        }
        try (var dialer = new Dialer(saying.formatted("destroyed", ""))) {
            workshop.services.put("dialer", dialer.connection());
            var on = workshop.acts.carryOn(first.id());
            assertThat(on.proved()).isTrue();
            assertThat(dialer.calls())
                    .filteredOn(call -> call.path("step").asText().equals("run"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.path("continues").asText())
                            .isEqualTo(first.id().toString()));
            workshop.acts.complete(on.act().id());
            assertThat(workshop.acts.stillKept(first.id()))
                    .as("a custodian's folder says no date and is left")
                    .singleElement()
                    .satisfies(item -> assertThat(item.system()).isEqualTo("archive"));
        }
        workshop.services.put("dialer", new HttpConnection(URI.create("http://127.0.0.1:9/"), "secret"));
        assertThat(workshop.acts.carryOn(first.id()).errors())
                .as("nothing is asked of a system that keeps nothing")
                .isEmpty();
    }
}
