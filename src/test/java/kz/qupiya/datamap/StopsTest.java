package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.Purpose;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stop, in every way a table can be stopped, beside blocks of other cases; and what is owed. */
class StopsTest {

    private static final String AINUR = "850515499993";
    private static final List<Identifier> HER = List.of(iin(AINUR));

    private static final String SCHEMA =
            """
            create schema crm;
            create table crm.client (id int primary key, iin char(12), phone varchar(16), balance numeric(10, 2) not null, hidden boolean not null default false,
                notices_off boolean);
            create table crm.mailing (phone varchar(16) primary key, partners boolean not null, state varchar(10) not null, consent varchar(10), partner_consent varchar(10));
            create table crm.broadcast (client_id int not null, topic varchar(10) not null, primary key (client_id, topic));
            create table crm.broadcast_hidden (like crm.broadcast including all);
            create table crm.broadcast_stopped (like crm.broadcast including all);
            create table crm.list (phone varchar(16), status varchar(10), opted_out int);
            create table crm.invoice (no int primary key, client_id int not null, sum numeric(10, 2) not null, kind varchar(10));
            create table crm.payment (no int not null, part int not null, primary key (no, part));
            insert into crm.client values (1, '850515499993', '+77010000001', 150.00, false, null), (2, '900101399006', '+77010000002', 0, false, false);
            insert into crm.mailing values ('+77010000001', true, 'free', 'given', 'given'), ('+77010000002', true, 'free', 'given', 'given');
            insert into crm.broadcast values (1, 'sales'), (1, 'news'), (2, 'sales');
            insert into crm.list values ('+77010000001', 'NEW', null), ('+77010000001', 'NEW', null), ('+77010000002', 'NEW', null);
            insert into crm.invoice values (10, 1, 5, 'fee'), (11, 1, 5, 'fee'), (12, 1, 5, null), (20, 2, 5, 'fee');
            insert into crm.payment values (11, 1);
            """;

    private static final String MAP =
            """
            format: 1
            operator: testoperator
            systems:
              - key: crm
                name: {ru: а, kk: а, en: a}
                connector: jdbc
                schemas: [crm]
                custodian: {ru: а, kk: а, en: a}
                tables:
                  - table: crm.client
                    key: [id]
                    subject: {identifiers: {iin: iin, phone: phone}}
                    block: {flag: {column: hidden, blocked: true, free: false}}
                    stop:
                      - {purposes: [notices], flag: {column: notices_off, stopped: true}}
                      - {purposes: [service], permit-only: true}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, export: true, destroy: with-row}
                      phone: {category: contact, export: true, destroy: with-row}
                      balance: {category: financial, export: true, destroy: with-row}
                      hidden: {category: technical, destroy: with-row}
                      notices_off: {category: technical, destroy: with-row}
                  - table: crm.mailing
                    key: [phone]
                    subject: {identifiers: {phone: phone}}
                    block: {status: {column: state, blocked: shut, free: free}}
                    stop:
                      - {purposes: [advertising], status: {column: consent, stopped: ended}}
                      - {purposes: [third-party-transfer], where: {partners: true}, status: {column: partner_consent, stopped: ended}}
                    columns:
                      phone: {category: contact, export: true, destroy: with-row}
                      partners: {category: technical, destroy: with-row}
                      state: {category: technical, destroy: with-row}
                      consent: {category: technical, destroy: with-row}
                      partner_consent: {category: technical, destroy: with-row}
                  - table: crm.broadcast
                    key: [client_id, topic]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {move: {to: crm.broadcast_hidden}}
                    stop:
                      - {purposes: [advertising], where: {topic: [sales]}, move: {to: crm.broadcast_stopped}}
                      - {purposes: [notices], where: {topic: {not: sales}}, move: {to: crm.broadcast_stopped}}
                    columns:
                      client_id: {category: technical, destroy: with-row}
                      topic: {category: marketing, export: true, destroy: with-row}
                  - table: crm.list
                    key: []
                    subject: {identifiers: {phone: phone}}
                    block: {status: {column: status, blocked: HIDDEN, free: NEW}}
                    stop:
                      - {purposes: [advertising], flag: {column: opted_out, stopped: 1}}
                    columns:
                      phone: {category: contact, export: true, destroy: with-row}
                      status: {category: technical, destroy: with-row}
                      opted_out: {category: technical, destroy: with-row}
                  - table: crm.invoice
                    key: [no]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      no: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      sum: {category: financial, export: true, destroy: with-row}
                      kind: {category: financial, export: true, destroy: with-row}
                  - table: crm.payment
                    key: [no, part]
                    subject: {through: [{to: crm.invoice, on: {no: no}}]}
                    block: {permit-only: true}
                    columns:
                      no: {category: technical, destroy: with-row}
                      part: {category: technical, destroy: with-row}
                obligations:
                  - {code: unpaid-invoice, name: {ru: Счёт, kk: Шот, en: Invoice}, table: crm.invoice, where: {kind: [fee, fine]}, without: crm.payment, purposes: [service, billing]}
                  - {code: balance, name: {ru: Остаток, kk: Қалдық, en: Balance}, table: crm.client, where: {balance: {above: 0}}, purposes: [billing]}
                  - {code: odd, name: {ru: Иное, kk: Өзге, en: Other}, table: crm.invoice, where: {kind: {empty: true}, sum: {below: 5}}, purposes: [billing]}
              - key: dialer
                name: {ru: Обзвон, kk: Қоңырау, en: Dialler}
                connector: http
                custodian: {ru: а, kk: а, en: a}
                accepts: [phone]
                tables:
                  - table: dialog
                    stop: [{purposes: [support]}]
                    columns:
                      phone: {category: contact, export: true, destroy: with-row}
            """;

    private static final Set<Purpose> ADVERTISING = Set.of(Purpose.ADVERTISING);

    private Workshop workshop;
    private final UUID caseA = UUID.randomUUID();
    private final UUID caseB = UUID.randomUUID();

    @BeforeEach
    void open() {
        workshop = Workshop.of(SCHEMA, MAP);
        workshop.services.put("dialer", new HttpConnection(URI.create("http://127.0.0.1:9/"), "secret"));
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private PrepareAct stop(UUID caseId, Set<Purpose> purposes) {
        return PrepareAct.stop(OPERATOR, caseId, HER, purposes, "system");
    }

    /** Prepares and runs; the dialler does not answer, so the proof has to wait, see below. */
    private Act ran(PrepareAct order) {
        var act = workshop.acts.preview(order);
        act.systems().stream()
                .filter(s -> s.connector() == Connector.JDBC)
                .forEach(s -> workshop.acts.run(act.id(), s.system()));
        return workshop.acts.get(act.id());
    }

    private static List<ActItem> of(Act act, String table) {
        return act.systems().stream()
                .flatMap(s -> s.items().stream())
                .filter(i -> i.table().toString().equals(table))
                .toList();
    }

    private String mailing() {
        return workshop.one("select string_agg(m::text, ' ' order by phone) from crm.mailing m");
    }

    private String broadcast() {
        return workshop.one(
                """
                select string_agg(r, ' ' order by r) from (select 'home' || b::text r from crm.broadcast b
                  union all select 'hidden' || b::text from crm.broadcast_hidden b union all select 'stopped' || b::text from crm.broadcast_stopped b) x
                """);
    }

    private String list() {
        return workshop.one("select string_agg(l::text, ' ' order by l::text) from crm.list l");
    }

    @Test
    void the_map_is_good() {
        assertThat(workshop.maps.check(OPERATOR).get(0).faults()).isEmpty();
    }

    @Test
    void only_what_the_purposes_name_is_stopped_and_only_where_something_is() {
        var preview = workshop.acts.preview(stop(caseA, ADVERTISING));
        assertThat(preview.kind()).isEqualTo(ActKind.STOP);
        assertThat(preview.purposes()).containsExactly(Purpose.ADVERTISING);
        assertThat(preview.systems()).extracting(Act.ActSystem::system).containsExactly("crm");
        assertThat(mailing()).isEqualTo("(+77010000001,t,free,given,given) (+77010000002,t,free,given,given)");

        var act = ran(stop(caseA, ADVERTISING));
        assertThat(mailing()).isEqualTo("(+77010000001,t,free,ended,given) (+77010000002,t,free,given,given)");
        assertThat(broadcast()).isEqualTo("home(1,news) home(2,sales) stopped(1,sales)");
        assertThat(list()).isEqualTo("(+77010000001,NEW,1) (+77010000001,NEW,1) (+77010000002,NEW,)");
        assertThat(workshop.one("select notices_off from crm.client where id = 1"))
                .isEqualTo("null");
        assertThat(of(act, "crm.client")).isEmpty();
        assertThat(of(act, "crm.list"))
                .containsExactly(
                        new ActItem("crm", TableName.of("crm.list"), "phone", ItemOutcome.STOPPED, 2, null, null));
        assertThat(of(act, "crm.broadcast"))
                .containsExactly(
                        new ActItem("crm", TableName.of("crm.broadcast"), "topic", ItemOutcome.STOPPED, 1, null, null));
    }

    @Test
    void a_condition_of_a_rule_holds() {
        workshop.sql("update crm.mailing set partners = false");
        ran(stop(caseA, Set.of(Purpose.THIRD_PARTY_TRANSFER, Purpose.NOTICES)));
        assertThat(mailing()).isEqualTo("(+77010000001,f,free,given,given) (+77010000002,f,free,given,given)");
        assertThat(broadcast()).isEqualTo("home(1,sales) home(2,sales) stopped(1,news)");
        assertThat(workshop.one("select notices_off from crm.client where id = 1"))
                .isEqualTo("t");
        assertThat(workshop.one("select notices_off from crm.client where id = 2"))
                .isEqualTo("f");
    }

    @Test
    void a_second_stop_changes_nothing_and_says_so() {
        var first = ran(stop(caseA, ADVERTISING));
        assertThat(of(first, "crm.mailing")).extracting(ActItem::ground).containsOnlyNulls();
        var before = mailing() + broadcast() + list();
        var second = ran(stop(caseB, ADVERTISING));
        assertThat(mailing() + broadcast() + list()).isEqualTo(before);
        for (var table : List.of("crm.mailing", "crm.broadcast", "crm.list")) {
            assertThat(of(second, table)).isNotEmpty().allSatisfy(item -> {
                assertThat(item.outcome()).isEqualTo(ItemOutcome.STOPPED);
                assertThat(item.ground()).isEqualTo(ActItem.ALREADY_STOPPED);
            });
        }
        // the same act run twice has stopped it itself
        assertThat(workshop.acts.run(first.id(), "crm")).isEqualTo(SystemState.DONE);
        assertThat(of(workshop.acts.get(first.id()), "crm.list"))
                .extracting(ActItem::ground)
                .containsOnlyNulls();
    }

    @Test
    void what_no_system_can_mark_is_denied_by_the_permit_check_and_said_so() {
        var act = ran(stop(caseA, Set.of(Purpose.SERVICE)));
        assertThat(of(act, "crm.client")).isNotEmpty().allSatisfy(item -> {
            assertThat(item.outcome()).isEqualTo(ItemOutcome.STOPPED);
            assertThat(item.ground()).isEqualTo(ActItem.PERMIT_ONLY);
        });
    }

    @Test
    void a_stop_during_a_block_is_not_lost_when_the_block_ends() {
        workshop.restrictions.add(RestrictionKind.BLOCK, caseB);
        ran(PrepareAct.block(OPERATOR, caseB, HER, "system"));
        assertThat(broadcast()).isEqualTo("hidden(1,news) hidden(1,sales) home(2,sales)");
        ran(stop(caseA, ADVERTISING));
        assertThat(mailing()).isEqualTo("(+77010000001,t,shut,ended,given) (+77010000002,t,free,given,given)");
        assertThat(broadcast()).isEqualTo("hidden(1,news) home(2,sales) stopped(1,sales)");
        assertThat(list()).isEqualTo("(+77010000001,HIDDEN,1) (+77010000001,HIDDEN,1) (+77010000002,NEW,)");

        ran(PrepareAct.unblock(OPERATOR, caseB, HER, "officer"));
        assertThat(mailing()).isEqualTo("(+77010000001,t,free,ended,given) (+77010000002,t,free,given,given)");
        assertThat(broadcast()).isEqualTo("home(1,news) home(2,sales) stopped(1,sales)");
        assertThat(list()).isEqualTo("(+77010000001,NEW,1) (+77010000001,NEW,1) (+77010000002,NEW,)");
    }

    @Test
    void a_block_after_a_stop_ends_without_ending_the_stop() {
        ran(stop(caseA, ADVERTISING));
        ran(PrepareAct.block(OPERATOR, caseB, HER, "system"));
        assertThat(broadcast()).isEqualTo("hidden(1,news) home(2,sales) stopped(1,sales)");
        ran(PrepareAct.unblock(OPERATOR, caseB, HER, "officer"));
        assertThat(broadcast()).isEqualTo("home(1,news) home(2,sales) stopped(1,sales)");
        assertThat(list()).isEqualTo("(+77010000001,NEW,1) (+77010000001,NEW,1) (+77010000002,NEW,)");
    }

    @Test
    void rows_that_a_stop_has_moved_are_found_given_out_and_destroyed() {
        ran(stop(caseA, ADVERTISING));
        var found = workshop.finder.find(OPERATOR, HER).systems().get(0).tables().stream()
                .filter(t -> t.table().toString().equals("crm.broadcast"))
                .findFirst();
        assertThat(found.orElseThrow().rows()).isEqualTo(2);
        var export = ran(PrepareAct.export(OPERATOR, caseA, HER, "officer"));
        assertThat(workshop.acts.exported(export.id(), "crm"))
                .hasValueSatisfying(json -> assertThat(json).contains("sales", "news"));
        var destroy = workshop.acts.preview(PrepareAct.destroy(OPERATOR, caseA, HER, null, "officer"));
        workshop.ours
                .sql("update qupiya.act set state = 'approved', approved_by = 'lawyer' where id = ?")
                .param(destroy.id())
                .update();
        workshop.acts.run(destroy.id(), "crm");
        assertThat(broadcast()).isEqualTo("home(2,sales)");
    }

    @Test
    void the_proof_sees_who_was_put_back_and_the_next_run_stops_it() {
        workshop.services.clear();
        var act = ran(stop(caseA, ADVERTISING));
        workshop.sql("update crm.list set opted_out = 0");
        withDialer(() -> {
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.FAILED);
            assertThat(workshop.acts.get(act.id()).system("crm").orElseThrow().error())
                    .isEqualTo("not-stopped");
            assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        });
        assertThat(workshop.acts.get(act.id()).system("crm").orElseThrow().evidence())
                .containsEntry("stopped-rows", "4");
        assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
    }

    @Test
    void an_act_is_not_proved_before_every_system_has_told_what_it_knows_of_the_person() {
        var act = ran(stop(caseA, ADVERTISING));
        assertThatThrownBy(() -> workshop.acts.prove(act.id(), "crm"))
                .isInstanceOf(SystemUnavailableException.class)
                .hasMessage("system testoperator/dialer: unreachable");
        // the dialler knows her by another telephone, which the mailing knows too
        workshop.sql("insert into crm.mailing values ('+77010000009', true, 'free', 'given', 'given')");
        try (var dialer =
                new Dialer("{\"state\":\"done\",\"identifiers\":[{\"kind\":\"phone\",\"value\":\"+77010000009\"}]}")) {
            workshop.services.put("dialer", dialer.connection());
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.FAILED);
            assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        }
        assertThat(workshop.one("select consent from crm.mailing where phone = '+77010000009'"))
                .isEqualTo("ended");
        assertThat(workshop.one("select consent from crm.mailing where phone = '+77010000002'"))
                .isEqualTo("given");
    }

    @Test
    void nothing_to_stop_anywhere_is_an_act_that_is_done() {
        var act = workshop.acts.preview(stop(caseA, Set.of(Purpose.BILLING)));
        assertThat(act.systems()).isEmpty();
        assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
    }

    @Test
    void somebody_unknown_ends_as_nothing_found_with_proof() {
        var act = workshop.acts.preview(
                PrepareAct.stop(OPERATOR, caseA, List.of(phone("+77019999999")), ADVERTISING, "system"));
        withDialer(() -> {
            workshop.acts.run(act.id(), "crm");
            assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        });
        assertThat(workshop.acts.get(act.id()).system("crm").orElseThrow().items())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.outcome()).isEqualTo(ItemOutcome.NOTHING_FOUND));
    }

    @Test
    void a_stop_names_purposes_and_no_other_act_does() {
        assertThatThrownBy(() -> stop(caseA, Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new PrepareAct(OPERATOR, caseA, ActKind.BLOCK, ADVERTISING, HER, List.of(), null, "system"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void withDialer(Runnable work) {
        try (var dialer = new Dialer("{\"state\":\"done\"}")) {
            workshop.services.put("dialer", dialer.connection());
            work.run();
        }
    }

    @Test
    void obligations_are_counted_by_the_map_for_this_person_only() {
        var obligations = new SystemObligations(
                workshop.maps, workshop.finder, workshop.connections, workshop.clients, workshop.settings);
        var down = obligations.find(OPERATOR, HER);
        assertThat(down.failedSystems()).containsExactly("dialer");
        assertThat(down.obligations())
                .extracting(o -> o.code() + "=" + o.count())
                .containsExactly("unpaid-invoice=1", "balance=1");
        withDialer(() -> {
            var found = obligations.find(OPERATOR, HER);
            assertThat(found.failedSystems()).isEmpty();
            assertThat(found.toAsk()).isEmpty();
            assertThat(found.obligations().get(0))
                    .isEqualTo(new Obligations.Obligation(
                            "crm",
                            "unpaid-invoice",
                            new Texts("Счёт", "Шот", "Invoice"),
                            1,
                            Set.of(Purpose.SERVICE, Purpose.BILLING)));
            assertThat(obligations
                            .find(OPERATOR, List.of(phone("+77010000002")))
                            .obligations())
                    .extracting(o -> o.code() + "=" + o.count())
                    .containsExactly("unpaid-invoice=1");
            workshop.sql("insert into crm.payment values (10, 1), (20, 1)");
            workshop.sql("update crm.client set balance = 0");
            assertThat(obligations.find(OPERATOR, HER).obligations()).isEmpty();
            workshop.sql("update crm.invoice set sum = 4.99");
            assertThat(obligations.find(OPERATOR, HER).obligations())
                    .extracting(Obligations.Obligation::code)
                    .containsExactly("odd");
        });
    }
}
