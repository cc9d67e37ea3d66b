package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Acts on a database with two schemas, foreign keys, a composite key, a join path, a table without primary key, and every way of blocking. */
class DataActsTest {

    private static final String AINUR = "850515499993";
    private static final String BOLAT = "900101399006";

    static final String SCHEMA =
            """
            create schema crm; create schema "Billing";
            create table crm.client (id bigint primary key, iin char(12) unique, full_name varchar(60) not null, phone varchar(16), email varchar(80),
                login varchar(40) not null unique, state varchar(10) not null default 'ACTIVE', closed_on date);
            create table crm.contract (number varchar(20) primary key, client_id bigint not null references crm.client, signed date not null, hidden boolean not null default false);
            create table "Billing".payment (client_id bigint not null references crm.client, no int not null, amount numeric(10,2) not null, paid_on date,
                card varchar(20), state varchar(10) default 'ok', primary key (client_id, no));
            create table "Billing".refund (id bigint generated always as identity primary key, client_id bigint not null, no int not null, reason text,
                foreign key (client_id, no) references "Billing".payment);
            create table crm.message (id bigint primary key, number varchar(20) not null references crm.contract, body text);
            create table crm.message_hidden (id bigint primary key, number varchar(20) not null, body text);
            create table crm.attachment (message_id bigint not null references crm.message, n int not null, name text, doubled text generated always as (name || name) stored, primary key (message_id, n));
            create table crm.attachment_hidden (message_id bigint not null, n int not null, name text, doubled text generated always as (name || name) stored, primary key (message_id, n));
            create table crm.call_log (callee varchar(16), said text, at timestamptz, status varchar(10));
            create table crm.tariff (id int primary key);
            insert into crm.client values (1, '850515499993', 'Айгүл Демонстрационная', '77010000001', 'Ainur@example.kz', 'ainur', 'ACTIVE', null),
                (2, '900101399006', 'Болат', '77010000002', 'bolat@example.kz', 'bolat', 'VIP', null);
            insert into crm.contract values ('K-1', 1, '2020-01-01', false), ('K-2', 2, '2020-01-01', false);
            insert into "Billing".payment values (1, 1, 10, '2020-02-01', '4111', 'ok'), (1, 2, 20, '2024-02-01', '4111', 'ok'), (2, 1, 30, '2024-02-01', '4222', 'ok');
            insert into "Billing".refund (client_id, no, reason) values (1, 1, 'old'), (1, 2, 'new'), (2, 1, 'his');
            insert into crm.message values (10, 'K-1', 'hello'), (11, 'K-1', 'again'), (20, 'K-2', 'his');
            insert into crm.attachment (message_id, n, name) values (10, 1, 'a'), (10, 2, 'b'), (20, 1, 'c');
            insert into crm.call_log values ('+77010000001', 'x', '2026-01-01', 'NEW'), ('+77010000001', 'x', '2026-01-01', 'OLD'), ('+77010000002', 'y', '2026-01-02', 'NEW');
            """;

    static final String MAP =
            """
            format: 1
            operator: testoperator
            systems:
              - key: crm
                name: {ru: "База", kk: "База", en: "Base"}
                connector: jdbc
                schemas: [crm, Billing]
                custodian: {ru: "Админ", kk: "Админ", en: "Admin"}
                no-personal-data: [crm.tariff]
                tables:
                  - table: crm.client
                    key: [id]
                    subject: {identifiers: {iin: iin, phone: {column: phone, as: digits}, email: email, login: login}}
                    block: {status: {column: state, blocked: BLOCKED, free: ACTIVE}}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, export: true, rectify: true, destroy: {keep: {ground: payments, years: 5, from: [closed_on, Billing.payment.paid_on]}, then: with-row}}
                      full_name: {category: identity, field: full-name, export: true, rectify: true, destroy: {with-row: {otherwise: {mask: "{first:1}***"}}}}
                      phone: {category: contact, export: true, rectify: true, destroy: {with-row: {otherwise: clear}}}
                      email: {category: contact, export: true, rectify: true, destroy: {with-row: {otherwise: clear}}}
                      login: {category: credentials, export: true, destroy: {with-row: {otherwise: {mask: "deleted-{random:12}"}}}}
                      state: {category: technical, destroy: with-row}
                      closed_on: {category: service, export: true, destroy: {with-row: {otherwise: none}}}
                  - table: crm.contract
                    key: [number]
                    subject: {identifiers: {contract: number}, through: [{to: crm.client, on: {client_id: id}}]}
                    block: {flag: {column: hidden, blocked: true, free: false}}
                    columns:
                      number: {category: identity, export: true, destroy: with-row, depersonalise: none}
                      client_id: {category: technical, destroy: with-row}
                      signed: {category: service, export: true, destroy: with-row}
                      hidden: {category: technical, destroy: with-row}
                  - table: Billing.payment
                    key: [client_id, no]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      client_id: {category: technical, destroy: with-row}
                      no: {category: technical, destroy: with-row}
                      amount: {category: financial, export: true, destroy: {keep: {ground: payments, years: 5, from: paid_on}, then: with-row}, depersonalise: none}
                      paid_on: {category: financial, export: true, destroy: {keep: {ground: payments, years: 5, from: paid_on}, then: with-row}}
                      card: {category: financial, export: true, destroy: clear, depersonalise: clear}
                      state: {category: technical, destroy: with-row}
                  - table: Billing.refund
                    key: [id]
                    subject: {through: [{to: Billing.payment, on: {client_id: client_id, no: no}}]}
                    block: {permit-only: true}
                    columns:
                      id: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      no: {category: technical, destroy: with-row}
                      reason: {category: communication, export: true, destroy: with-row}
                  - table: crm.message
                    key: [id]
                    subject: {through: [{to: crm.contract, on: {number: number}}]}
                    block: {move: {to: crm.message_hidden}}
                    columns:
                      id: {category: technical, destroy: with-row}
                      number: {category: technical, destroy: with-row}
                      body: {category: communication, export: true, destroy: with-row}
                  - table: crm.attachment
                    key: [message_id, n]
                    subject: {through: [{to: crm.message, on: {message_id: id}}]}
                    block: {move: {to: crm.attachment_hidden}}
                    columns:
                      message_id: {category: technical, destroy: with-row}
                      n: {category: technical, destroy: with-row}
                      name: {category: communication, export: true, destroy: with-row}
                      doubled: {category: technical, destroy: with-row}
                  - table: crm.call_log
                    key: []
                    subject: {identifiers: {phone: callee}}
                    block: {status: {column: status, blocked: HIDDEN, free: NEW}}
                    columns:
                      callee: {category: communication, export: true, rectify: true, destroy: {mask: "+7{last:2}"}}
                      said: {category: communication, export: true, destroy: clear}
                      at: {category: service, export: true, destroy: none}
                      status: {category: technical, destroy: none}
            grounds:
              payments: {ru: "Закон о платежах", kk: "Төлемдер туралы заң", en: "Law on payments"}
            """;

    private static final List<Identifier> HER = List.of(iin(AINUR));

    private Workshop workshop;
    private final UUID caseA = UUID.randomUUID();
    private final UUID caseB = UUID.randomUUID();

    @BeforeEach
    void open() {
        workshop = Workshop.of(SCHEMA, MAP);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private String dump() {
        return workshop.one(
                """
                select string_agg(r, E'\\n' order by r) from (
                  select 'client ' || c::text r from crm.client c union all select 'contract ' || c::text from crm.contract c
                  union all select 'payment ' || c::text from "Billing".payment c union all select 'refund ' || c::text from "Billing".refund c
                  union all select 'message ' || c::text from crm.message c union all select 'attachment ' || c::text from crm.attachment c
                  union all select 'call ' || c::text from crm.call_log c
                  union all select 'hidden ' || c::text from crm.message_hidden c union all select 'hidden2 ' || c::text from crm.attachment_hidden c) x
                """);
    }

    private PrepareAct block(UUID caseId) {
        return PrepareAct.block(OPERATOR, caseId, HER, "system");
    }

    private PrepareAct unblock(UUID caseId) {
        return PrepareAct.unblock(OPERATOR, caseId, HER, "officer");
    }

    private static ActAuthority decided(UUID... cases) {
        return new ActAuthority(Set.of(cases), "unlawful", Instant.parse("2026-06-01T06:00:00Z"));
    }

    private static long count(List<ActItem> items, String table, String column, ItemOutcome outcome) {
        return items.stream()
                .filter(i -> i.table().toString().equals(table) && i.column().equals(column) && i.outcome() == outcome)
                .mapToLong(ActItem::count)
                .sum();
    }

    private static List<ActItem> results(Act act) {
        return act.systems().stream().flatMap(s -> s.items().stream()).toList();
    }

    @Test
    void the_map_fits_its_schema() {
        assertThat(workshop.maps.check(OPERATOR)).allMatch(SystemCheck::good);
        assertThat(workshop.maps.rejected()).isEmpty();
    }

    @Nested
    class Finding {

        @Test
        void a_person_is_found_by_any_identifier_with_all_that_belongs_together() {
            var findings = workshop.finder.find(OPERATOR, List.of(phone("+77010000001")));
            assertThat(findings.covered())
                    .extracting(Identifier::value)
                    .contains(AINUR, "ainur", "ainur@example.kz", "K-1");
            assertThat(findings.covered()).extracting(Identifier::value).doesNotContain(BOLAT, "K-2");
            assertThat(findings.systems().get(0).tables())
                    .extracting(t -> t.table() + "=" + t.rows())
                    .containsExactlyInAnyOrder(
                            "crm.client=1",
                            "crm.contract=1",
                            "Billing.payment=2",
                            "Billing.refund=2",
                            "crm.message=2",
                            "crm.attachment=2",
                            "crm.call_log=2");
        }

        @Test
        void a_shared_telephone_does_not_pull_in_the_other_person() {
            workshop.sql("update crm.client set phone = '77010000001' where id = 2");
            var findings = workshop.finder.find(OPERATOR, HER);
            assertThat(findings.covered())
                    .extracting(Identifier::value)
                    .doesNotContain(BOLAT)
                    .contains("+77010000001");
            assertThat(findings.certain())
                    .extracting(Identifier::value)
                    .contains(AINUR)
                    .doesNotContain("+77010000001");
            assertThat(findings.otherPeople()).isEqualTo(1);

            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(count(act.items(), "crm.call_log", "said", ItemOutcome.NOTHING_FOUND))
                    .isZero();
            assertThat(count(act.items(), "crm.call_log", "said", ItemOutcome.DESTROYED))
                    .isZero();
            assertThat(count(act.items(), "crm.client", "phone", ItemOutcome.DESTROYED))
                    .isEqualTo(1);
        }

        @Test
        void a_shared_telephone_alone_blocks_everyone_and_destroys_nobody() {
            workshop.sql("update crm.client set phone = '77010000001' where id = 2");
            var who = List.of(phone("+77010000001"));
            var findings = workshop.finder.find(OPERATOR, who);
            assertThat(findings.ambiguous()).isTrue();
            assertThat(findings.covered()).extracting(Identifier::value).contains(AINUR, BOLAT);
            assertThat(findings.certain()).isEmpty();

            var blocked = workshop.whole(PrepareAct.block(OPERATOR, caseA, who, "system"));
            assertThat(blocked.ambiguous()).isTrue();
            assertThat(workshop.one("select string_agg(state, ',' order by id) from crm.client"))
                    .isEqualTo("BLOCKED,BLOCKED");
            var destroy = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseB, who, null, "officer"));
            assertThat(destroy.items()).allMatch(i -> i.outcome() == ItemOutcome.NOTHING_FOUND);
        }
    }

    @Nested
    class Blocking {

        @Test
        void marks_moves_and_remembers_and_unblock_restores_to_the_byte() {
            var before = dump();
            var act = workshop.whole(block(caseA));
            assertThat(act.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            assertThat(workshop.one("select state from crm.client where id = 1"))
                    .isEqualTo("BLOCKED");
            assertThat(workshop.one("select hidden::text from crm.contract where number = 'K-1'"))
                    .isEqualTo("true");
            assertThat(workshop.one("select count(*)::text from crm.message where number = 'K-1'"))
                    .isEqualTo("0");
            assertThat(workshop.one("select count(*)::text from crm.message_hidden"))
                    .isEqualTo("2");
            assertThat(workshop.one("select count(*)::text from crm.attachment_hidden"))
                    .isEqualTo("2");
            assertThat(workshop.one("select count(*)::text from crm.call_log where status = 'HIDDEN'"))
                    .isEqualTo("2");
            assertThat(workshop.one("select state from crm.client where id = 2"))
                    .isEqualTo("VIP");
            assertThat(count(results(act), "crm.client", "iin", ItemOutcome.BLOCKED))
                    .isEqualTo(1);
            assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);

            var unblock = workshop.whole(unblock(caseA));
            assertThat(unblock.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            assertThat(dump()).isEqualTo(before);
            assertThat(workshop.acts.standingBlocks(OPERATOR)).isEmpty();
            assertThat(workshop.acts.complete(unblock.id()).state()).isEqualTo(ActState.COMPLETED);
        }

        @Test
        void a_preview_writes_nothing() {
            var before = dump();
            workshop.acts.preview(block(caseA));
            workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(dump()).isEqualTo(before);
        }

        @Test
        void running_twice_changes_nothing_more() {
            var act = workshop.whole(block(caseA));
            var blocked = dump();
            workshop.ours.sql("update qupiya.act_system set state = 'running'").update();
            assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
            assertThat(dump()).isEqualTo(blocked);
            workshop.whole(unblock(caseA));
            assertThat(workshop.one("select state from crm.client where id = 1"))
                    .isEqualTo("ACTIVE");
        }

        @Test
        void the_last_of_two_overlapping_blocks_releases_the_rows() {
            var before = dump();
            workshop.whole(block(caseA));
            var both = dump();
            workshop.whole(block(caseB));
            assertThat(dump()).isEqualTo(both);
            var first = workshop.whole(unblock(caseA));
            assertThat(dump()).isEqualTo(both);
            assertThat(results(first))
                    .filteredOn(i -> i.outcome() == ItemOutcome.UNBLOCKED)
                    .isEmpty();
            assertThat(results(first))
                    .filteredOn(i -> ActItem.OTHER_CASE.equals(i.ground()))
                    .isNotEmpty();
            workshop.whole(unblock(caseB));
            assertThat(dump()).isEqualTo(before);
        }

        @Test
        void what_the_operator_had_blocked_stays_blocked() {
            workshop.sql("update crm.client set state = 'BLOCKED' where id = 1");
            var before = dump();
            workshop.whole(block(caseA));
            var unblock = workshop.whole(unblock(caseA));
            assertThat(dump()).isEqualTo(before);
            assertThat(results(unblock))
                    .filteredOn(i -> i.column().equals("iin"))
                    .allMatch(i -> ActItem.ALREADY.equals(i.ground()));
        }

        @Test
        void rows_that_appear_later_are_joined_and_released_with_the_rest() {
            workshop.whole(block(caseA));
            workshop.sql("insert into crm.contract values ('K-9', 1, '2026-01-01', false)");
            workshop.sql("insert into crm.message values (12, 'K-9', 'new')");
            var rejoined = workshop.acts.rejoin(caseA).orElseThrow();
            assertThat(rejoined.newRows()).isEqualTo(2);
            assertThat(rejoined.findings().covered())
                    .extracting(Identifier::value)
                    .contains("K-9");
            assertThat(workshop.one("select hidden::text from crm.contract where number = 'K-9'"))
                    .isEqualTo("true");
            assertThat(workshop.one("select count(*)::text from crm.message where id = 12"))
                    .isEqualTo("0");
            assertThat(workshop.acts.rejoin(caseA).orElseThrow().newRows()).isZero();
            workshop.whole(unblock(caseA));
            assertThat(workshop.one("select hidden::text from crm.contract where number = 'K-9'"))
                    .isEqualTo("false");
            assertThat(workshop.one("select count(*)::text from crm.message")).isEqualTo("4");
            assertThat(workshop.acts.rejoin(caseA)).isEmpty();
        }

        @Test
        void a_crash_before_the_commit_there_loses_no_value_before() {
            var before = dump();
            var act = workshop.acts.preview(block(caseA));
            workshop.acts.run(act.id(), "crm");
            // As if the operator's transaction had been lost after ours was committed.
            workshop.sql("update crm.client set state = 'ACTIVE' where id = 1");
            workshop.ours.sql("update qupiya.act_system set state = 'running'").update();
            workshop.acts.run(act.id(), "crm");
            workshop.whole(unblock(caseA));
            assertThat(dump()).isEqualTo(before);
        }

        @Test
        void nothing_personal_lies_in_the_ledger() {
            workshop.whole(block(caseA));
            workshop.whole(PrepareAct.rectify(
                    OPERATOR,
                    caseA,
                    HER,
                    List.of(new Correction("full-name", null, "Айгүл Исправленная")),
                    decided(caseA),
                    "officer"));
            for (var table : List.of("act", "act_system", "act_item", "act_row")) {
                var rows = workshop.ours
                        .sql("select t::text || encode(convert_to(t::text, 'UTF8'), 'escape') from qupiya." + table
                                + " t")
                        .query(String.class)
                        .list();
                assertThat(rows).isNotEmpty();
                for (var canary : List.of(AINUR, "Айгүл", "Исправленная", "77010000001", "ainur", "K-1")) {
                    assertThat(rows).noneMatch(r -> r.contains(canary));
                    assertThat(workshop.ours
                                    .sql(
                                            "select count(*) from qupiya." + table
                                                    + " t where position(convert_to(:c, 'UTF8') in convert_to(t::text, 'UTF8')) > 0")
                                    .param("c", canary)
                                    .query(Long.class)
                                    .single())
                            .isZero();
                }
            }
        }
    }

    @Nested
    class Destroying {

        @Test
        void deletes_masks_clears_and_keeps_with_ground_and_date() {
            workshop.sql("update crm.client set closed_on = '2023-05-01' where id = 1");
            var act = workshop.whole(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(act.system("crm").orElseThrow().error()).isNull();
            assertThat(act.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            var items = results(act);
            assertThat(items)
                    .contains(new ActItem(
                            "crm",
                            new TableName("crm", "client"),
                            "iin",
                            ItemOutcome.KEPT,
                            1,
                            "payments",
                            LocalDate.parse("2029-02-01")));
            assertThat(count(items, "Billing.payment", "amount", ItemOutcome.KEPT))
                    .isEqualTo(1);
            assertThat(count(items, "Billing.payment", "amount", ItemOutcome.DESTROYED))
                    .isEqualTo(1);
            assertThat(count(items, "crm.client", "full_name", ItemOutcome.MASKED))
                    .isEqualTo(1);
            assertThat(
                            workshop.one(
                                    "select iin || '|' || full_name || '|' || coalesce(phone, '-') || '|' || login from crm.client where id = 1"))
                    .matches(AINUR + "\\|А\\*\\*\\*\\|-\\|deleted-[0-9a-f]{12}");
            assertThat(
                            workshop.one(
                                    "select string_agg(no::text || coalesce(card, '-'), ',') from \"Billing\".payment where client_id = 1"))
                    .isEqualTo("2-");
            assertThat(workshop.one("select count(*)::text from \"Billing\".refund where client_id = 1"))
                    .isEqualTo("0");
            assertThat(workshop.one("select count(*)::text from crm.message where number = 'K-1'"))
                    .isEqualTo("0");
            assertThat(workshop.one("select count(*)::text from crm.contract where client_id = 1"))
                    .isEqualTo("0");
            assertThat(workshop.one("select string_agg(callee, ',' order by callee) from crm.call_log"))
                    .isEqualTo("+7" + "01,+701," + "+77010000002");
            assertThat(workshop.one("select full_name from crm.client where id = 2"))
                    .isEqualTo("Болат");
            assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
            assertThat(act.kept()).isNotEmpty();
        }

        @Test
        void once_the_term_is_over_the_whole_person_goes() {
            workshop.sql("update crm.client set closed_on = '2020-01-01' where id = 1");
            workshop.clock.now = Instant.parse("2029-02-01T18:59:00Z");
            var last = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(last.kept()).isNotEmpty();
            workshop.clock.now = Instant.parse("2029-02-01T19:01:00Z");
            var act = workshop.whole(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(act.kept()).isEmpty();
            assertThat(workshop.one("select count(*)::text from crm.client where id = 1"))
                    .isEqualTo("0");
            assertThat(workshop.one("select count(*)::text from \"Billing\".payment where client_id = 1"))
                    .isEqualTo("0");
        }

        @Test
        void an_empty_date_keeps_without_end() {
            workshop.sql("update \"Billing\".payment set paid_on = null where client_id = 1 and no = 2");
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(act.kept())
                    .anyMatch(i -> i.column().equals("iin") && i.until() == null && "payments".equals(i.ground()));
        }

        @Test
        void a_hold_beats_destruction() {
            workshop.restrictions.add(RestrictionKind.HOLD, caseB);
            var before = dump();
            var act = workshop.whole(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThat(dump()).isEqualTo(before);
            assertThat(results(act))
                    .filteredOn(i -> i.count() > 0)
                    .isNotEmpty()
                    .allMatch(i -> ActItem.HOLD.equals(i.ground()));
        }

        @Test
        void needs_a_second_person_and_unchanged_data() {
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThatThrownBy(() -> workshop.acts.run(act.id(), "crm"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("datamap.act.not-approved");
            assertThatThrownBy(() -> workshop.acts.approve(act.id(), act.digest(), "officer"))
                    .isInstanceOf(ForbiddenException.class);
            assertThatThrownBy(() -> workshop.acts.approve(act.id(), "0".repeat(64), "lawyer"))
                    .hasMessage("datamap.act.data-changed");
            workshop.sql("update crm.client set email = 'other@example.kz' where id = 1");
            assertThatThrownBy(() -> workshop.acts.approve(act.id(), act.digest(), "lawyer"))
                    .hasMessage("datamap.act.data-changed");
            var again = workshop.acts.previewAgain(act.id(), "officer");
            assertThat(again.digest()).isNotEqualTo(act.digest());
            workshop.acts.approve(act.id(), again.digest(), "lawyer");
            workshop.sql("update crm.client set email = 'third@example.kz' where id = 1");
            var before = dump();
            assertThatThrownBy(() -> workshop.acts.run(act.id(), "crm")).hasMessage("datamap.act.data-changed");
            assertThat(dump()).isEqualTo(before);
        }

        @Test
        void an_interrupted_run_is_recognised_as_done() {
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            workshop.acts.approve(act.id(), act.digest(), "lawyer");
            workshop.acts.run(act.id(), "crm");
            var done = dump();
            // As if we had crashed before recording that it is done.
            workshop.ours
                    .sql("update qupiya.act_system set state = 'running', done_at = null")
                    .update();
            workshop.ours.sql("delete from qupiya.act_item").update();
            assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
            assertThat(dump()).isEqualTo(done);
            assertThat(results(workshop.acts.get(act.id()))).isNotEmpty();
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        }

        @Test
        void is_refused_while_blocked_without_the_decision_and_reaches_moved_rows_with_it() {
            workshop.whole(block(caseA));
            assertThatThrownBy(() -> workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer")))
                    .hasMessage("datamap.act.blocked");
            var act = workshop.whole(PrepareAct.destroy(OPERATOR, caseA, HER, decided(caseA), "officer"));
            assertThat(act.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            assertThat(workshop.one("select count(*)::text from crm.message_hidden"))
                    .isEqualTo("0");
            assertThat(workshop.one("select count(*)::text from crm.attachment_hidden"))
                    .isEqualTo("0");
            var unblock = workshop.whole(unblock(caseA));
            assertThat(unblock.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            assertThat(workshop.one("select state from crm.client where id = 1"))
                    .isEqualTo("ACTIVE");
            // The calls have no key and were changed under the block: they are still known.
            assertThat(workshop.one("select string_agg(status, ',' order by status) from crm.call_log"))
                    .isEqualTo("NEW,NEW,OLD");
        }

        @Test
        void the_block_of_another_case_stands_in_the_way() {
            workshop.whole(block(caseA));
            workshop.whole(block(caseB));
            assertThatThrownBy(() ->
                            workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, decided(caseA), "officer")))
                    .hasMessage("datamap.act.blocked");
            assertThatThrownBy(() -> workshop.acts.preview(PrepareAct.rectify(
                            OPERATOR,
                            caseA,
                            HER,
                            List.of(new Correction("full-name", null, "X")),
                            decided(caseA),
                            "officer")))
                    .hasMessage("datamap.act.blocked");
        }

        @Test
        void the_block_of_another_case_that_is_decided_does_not() {
            workshop.whole(block(caseA));
            workshop.whole(block(caseB));
            workshop.restrictions.add(RestrictionKind.BLOCK, caseB);
            workshop.decided.add(caseB);
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, decided(caseA), "officer"));
            workshop.acts.approve(act.id(), act.digest(), "lawyer");
            workshop.acts.run(act.id(), "crm");
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        }

        @Test
        void a_restriction_without_rows_stands_in_the_way_too() {
            workshop.restrictions.add(RestrictionKind.BLOCK, caseB);
            assertThatThrownBy(() ->
                            workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, decided(caseA), "officer")))
                    .hasMessage("datamap.act.blocked");
        }

        @Test
        void done_is_refused_while_a_field_is_unaccounted() {
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            assertThatThrownBy(() -> workshop.acts.complete(act.id())).hasMessage("datamap.act.unaccounted");
            workshop.acts.approve(act.id(), act.digest(), "lawyer");
            workshop.acts.run(act.id(), "crm");
            assertThatThrownBy(() -> workshop.acts.complete(act.id())).hasMessage("datamap.act.unaccounted");
            workshop.acts.prove(act.id(), "crm");
            workshop.ours
                    .sql("delete from qupiya.act_item where column_name = 'body'")
                    .update();
            assertThatThrownBy(() -> workshop.acts.complete(act.id())).hasMessage("datamap.act.unaccounted");
        }

        @Test
        void proof_fails_when_the_data_come_back() {
            var act = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
            workshop.acts.approve(act.id(), act.digest(), "lawyer");
            workshop.acts.run(act.id(), "crm");
            workshop.sql("insert into crm.contract values ('K-1', 1, '2020-01-01', false)");
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.FAILED);
        }
    }

    @Nested
    class Rectifying {

        @Test
        void reaches_every_column_of_the_field_and_no_other_person() {
            var act = workshop.whole(PrepareAct.rectify(
                    OPERATOR,
                    caseA,
                    HER,
                    List.of(
                            new Correction("full-name", null, "Айгүл Жаңа"),
                            new Correction("phone", "+7 701 000 00 01", "8 701 000 00 99")),
                    null,
                    "officer"));
            assertThat(act.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
            assertThat(workshop.one("select full_name || phone from crm.client where id = 1"))
                    .isEqualTo("Айгүл Жаңа77010000099");
            assertThat(workshop.one("select count(*)::text from crm.call_log where callee = '+77010000099'"))
                    .isEqualTo("2");
            assertThat(workshop.one("select full_name || phone from crm.client where id = 2"))
                    .isEqualTo("Болат77010000002");
            assertThat(count(results(act), "crm.client", "full_name", ItemOutcome.RECTIFIED))
                    .isEqualTo(1);
            assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
        }

        @Test
        void under_a_block_the_unblock_still_knows_the_rows() {
            workshop.whole(block(caseA));
            workshop.whole(PrepareAct.rectify(
                    OPERATOR,
                    caseA,
                    HER,
                    List.of(new Correction("phone", null, "+77010000099")),
                    decided(caseA),
                    "officer"));
            workshop.whole(unblock(caseA));
            assertThat(
                            workshop.one(
                                    "select string_agg(status, ',' order by status) from crm.call_log where callee = '+77010000099'"))
                    .isEqualTo("NEW,OLD");
        }

        @Test
        void bad_corrections_name_their_field() {
            assertThatThrownBy(() -> workshop.acts.preview(PrepareAct.rectify(
                            OPERATOR,
                            caseA,
                            HER,
                            List.of(
                                    new Correction("nonsense", null, "x"),
                                    new Correction("login", null, "x"),
                                    new Correction("iin", null, "123")),
                            null,
                            "officer")))
                    .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                            .extracting(v -> v.field())
                            .containsExactly(
                                    "corrections[0].field", "corrections[1].field", "corrections[2].newValue"));
            assertThatThrownBy(() -> workshop.acts.preview(PrepareAct.rectify(
                            OPERATOR,
                            caseA,
                            HER,
                            List.of(new Correction("full-name", null, "x".repeat(61))),
                            null,
                            "officer")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("corrections[0].newValue:datamap.value.too-long");
        }
    }

    @Test
    void export_gives_what_may_be_given_and_says_what_not() {
        var act = workshop.whole(PrepareAct.export(OPERATOR, caseA, HER, "officer"));
        var exported = workshop.acts.exported(act.id(), "crm").orElseThrow();
        assertThat(exported).contains("Айгүл Демонстрационная", "hello", "4111").doesNotContain("Болат");
        assertThat(count(results(act), "crm.message", "body", ItemOutcome.EXPORTED))
                .isEqualTo(2);
        assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
    }

    @Test
    void depersonalisation_leaves_the_rows_and_nobody_in_them() {
        workshop.sql("update \"Billing\".payment set paid_on = '2019-01-01'");
        workshop.sql("update crm.client set closed_on = '2019-01-01'");
        var act = workshop.whole(PrepareAct.depersonalise(OPERATOR, caseA, HER, null, "officer"));
        assertThat(act.system("crm").orElseThrow().state()).isEqualTo(SystemState.PROVED);
        assertThat(workshop.one("select count(*)::text from \"Billing\".payment where client_id = 1"))
                .isEqualTo("2");
        assertThat(
                        workshop.one(
                                "select coalesce(iin, '-') || coalesce(phone, '-') || coalesce(email, '-') from crm.client where id = 1"))
                .isEqualTo("---");
        assertThat(workshop.one("select amount::text from \"Billing\".payment where client_id = 1 and no = 1"))
                .isEqualTo("10.00");
    }

    @Test
    void a_system_that_is_down_is_reported_and_works_when_it_is_back() {
        var url = workshop.theirUrl.get();
        workshop.theirUrl.set("jdbc:postgresql://127.0.0.1:1/nowhere");
        assertThat(workshop.maps.check(OPERATOR)).allMatch(c -> "unreachable".equals(c.error()));
        assertThat(workshop.maps.rejected()).isEmpty();
        assertThat(workshop.systems.probe(OPERATOR, "crm")).isEqualTo(Systems.Health.DOWN);
        assertThat(workshop.finder.find(OPERATOR, HER).failedSystems()).containsExactly("crm");
        assertThat(workshop.finder.resolve(OPERATOR, HER).failedSystems()).containsExactly("crm");
        var act = workshop.acts.preview(block(caseA));
        assertThat(act.previewComplete()).isFalse();
        assertThatThrownBy(() -> workshop.acts.run(act.id(), "crm")).isInstanceOf(SystemUnavailableException.class);
        assertThat(workshop.acts.get(act.id()).system("crm").orElseThrow().state())
                .isEqualTo(SystemState.FAILED);

        workshop.theirUrl.set(url);
        workshop.connections.forget(OPERATOR, "crm");
        assertThat(workshop.systems.probe(OPERATOR, "crm")).isEqualTo(Systems.Health.UP);
        assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
        assertThat(workshop.one("select state from crm.client where id = 1")).isEqualTo("BLOCKED");
    }
}
