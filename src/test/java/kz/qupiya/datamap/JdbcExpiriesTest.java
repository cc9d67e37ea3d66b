package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.restriction.RestrictionKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows whose term is over, in a real database; who is held is the test's own. */
class JdbcExpiriesTest {

    private static final String SCHEMA =
            """
            create schema crm;
            create table crm.client (id bigint primary key, iin char(12), phone varchar(16), name varchar(60) not null, closed_on date, note text);
            create table crm.address (client_id bigint not null references crm.client, line text);
            create table crm.orders (id bigint primary key, client_id bigint not null references crm.client, done_on date, what text);
            create table crm.parcel (order_id bigint not null references crm.orders, sent_on date not null, recipient text);
            create table crm.visit (phone varchar(16), at timestamptz not null, ip text, place text) partition by range (at);
            create table crm.visit_old partition of crm.visit for values from ('2000-01-01') to ('2020-01-01');
            create table crm.visit_new partition of crm.visit for values from ('2020-01-01') to ('2100-01-01');
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
                    block: {permit-only: true}
                    expires: {ground: law, years: 5, from: [closed_on, crm.orders.done_on]}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, destroy: {keep: {ground: long, years: 7, from: closed_on}, then: with-row}}
                      phone: {category: contact, destroy: with-row}
                      name: {category: identity, destroy: {with-row: {otherwise: {mask: "-"}}}}
                      closed_on: {category: service, destroy: {with-row: {otherwise: none}}}
                      note: {category: other, destroy: with-row}
                  - table: crm.address
                    key: []
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    expires: {with: {to: crm.client, on: {client_id: id}}}
                    columns:
                      client_id: {category: technical, destroy: with-row}
                      line: {category: contact, destroy: with-row}
                  - table: crm.orders
                    key: [id]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    expires: {ground: law, years: 5, from: done_on}
                    columns:
                      id: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      done_on: {category: service, destroy: with-row}
                      what: {category: service, destroy: with-row}
                  - table: crm.parcel
                    key: []
                    subject: {through: [{to: crm.orders, on: {order_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      order_id: {category: technical, destroy: with-row}
                      sent_on: {category: service, destroy: with-row}
                      recipient: {category: identity, destroy: with-row}
                  - table: crm.visit
                    key: []
                    subject: {identifiers: {phone: phone}}
                    block: {permit-only: true}
                    expires: {ground: law, months: 13, from: at, what: columns}
                    columns:
                      phone: {category: contact, destroy: {mask: "anon-{random:6}"}}
                      at: {category: device, destroy: none}
                      ip: {category: device, destroy: clear}
                      place: {category: technical, destroy: none}
            grounds:
              law: {ru: Закон, kk: Заң, en: Law}
              long: {ru: Закон, kk: Заң, en: Law}
            """;

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    private Workshop workshop;
    private JdbcExpiries expiries;

    @BeforeEach
    void open() {
        workshop = Workshop.of(SCHEMA, MAP);
        expiries = new JdbcExpiries(
                workshop.maps, workshop.connections, workshop.holds, (purpose, content) -> Hashes.sha256(content)
                        .substring(0, 32)
                        .getBytes());
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void client(int id, String closed) {
        workshop.sql("insert into crm.client values (" + id + ", " + iin(id) + ", '+7701" + (1_000_000 + id)
                + "', 'Имя', " + (closed == null ? "null" : "'" + closed + "'") + ", 'x')");
    }

    /** A made-up number per person: the first ones of the register's rule. */
    private static String iin(int id) {
        return "'"
                + java.util.stream.IntStream.range(9000, 9999)
                        .mapToObj(n -> kz.qupiya.subject.MadeUpIin.of(LocalDate.of(1985, 5, 15), false, n))
                        .filter(java.util.Objects::nonNull)
                        .skip(id)
                        .findFirst()
                        .orElseThrow()
                + "'";
    }

    private Expiries.Part part(String relation) {
        return expiries.parts(OPERATOR).stream()
                .filter(p -> p.relation().equals(relation))
                .findFirst()
                .orElseThrow();
    }

    private List<Expiries.Chunk> sweep(String relation) {
        List<Expiries.Chunk> chunks = new ArrayList<>();
        long from = 0;
        while (chunks.isEmpty() || !chunks.get(chunks.size() - 1).end()) {
            chunks.add(expiries.end(OPERATOR, part(relation), TODAY, from, 100, chunk -> {}));
            from = chunks.get(chunks.size() - 1).to();
        }
        return chunks;
    }

    private static long total(List<Expiries.Chunk> chunks, Function<Expiries.Chunk, Long> of) {
        return chunks.stream().mapToLong(of::apply).sum();
    }

    @Test
    void what_ends_first_is_gone_through_first() {
        assertThat(expiries.parts(OPERATOR))
                .extracting(Expiries.Part::relation)
                .containsSubsequence("crm.orders", "crm.client")
                .containsSubsequence("crm.address", "crm.client")
                .contains("crm.visit_old", "crm.visit_new")
                .doesNotContain("crm.visit", "crm.parcel");
        assertThat(part("crm.address").ground()).isEqualTo("law");
        assertThat(part("crm.visit_old").what()).isEqualTo(ExpiryRule.What.COLUMNS);
    }

    @Test
    void a_row_goes_on_the_day_after_its_last_one_and_not_before() {
        client(1, "2019-05-31");
        assertThat(expiries.count(OPERATOR, part("crm.client"), LocalDate.of(2026, 5, 31)))
                .as("the longer of two duties, and its last day")
                .isZero();
        assertThat(expiries.count(OPERATOR, part("crm.client"), TODAY)).isEqualTo(1);
        assertThat(total(sweep("crm.client"), Expiries.Chunk::destroyed)).isEqualTo(1);
        assertThat(workshop.one("select count(*) from crm.client")).isEqualTo("0");
    }

    @Test
    void nothing_goes_that_has_not_ended() {
        client(1, null);
        client(2, "2010-01-01");
        workshop.sql("insert into crm.orders values (2, 2, null, 'not done')");
        client(3, "2010-01-01");
        workshop.sql("insert into crm.orders values (3, 3, '2025-01-01', 'lately')");
        client(4, "2024-01-01");
        assertThat(expiries.count(OPERATOR, part("crm.client"), TODAY)).isZero();
        assertThat(total(sweep("crm.client"), Expiries.Chunk::over)).isZero();
        assertThat(total(sweep("crm.orders"), Expiries.Chunk::over)).isZero();
        assertThat(workshop.one("select count(*) from crm.client")).isEqualTo("4");
    }

    @Test
    void what_belongs_to_a_row_goes_with_it_and_what_is_referred_to_stays() {
        client(1, "2010-01-01");
        client(2, "2010-01-01");
        client(3, "2025-01-01");
        workshop.sql("insert into crm.address values (1, 'a'), (1, 'b'), (2, 'c'), (3, 'd')");
        workshop.sql("insert into crm.orders values (1, 1, '2010-01-01', 'x'), (2, 2, '2010-01-01', 'y')");
        // of this nothing on the map says when it ends
        workshop.sql("insert into crm.parcel values (2, '2010-01-01', 'him')");
        assertThat(total(sweep("crm.orders"), Expiries.Chunk::destroyed)).isEqualTo(1);
        assertThat(total(sweep("crm.address"), Expiries.Chunk::destroyed)).isEqualTo(3);
        assertThat(total(sweep("crm.client"), Expiries.Chunk::destroyed)).isEqualTo(1);
        assertThat(workshop.one("select string_agg(id::text, ',' order by id) from crm.client"))
                .isEqualTo("2,3");
        assertThat(workshop.one("select string_agg(line, ',') from crm.address"))
                .isEqualTo("d");
        assertThat(expiries.left(OPERATOR, part("crm.client"), TODAY))
                .as("nobody may destroy it, so it was not passed by")
                .isZero();
        assertThat(expiries.count(OPERATOR, part("crm.client"), TODAY))
                .as("it may go when what refers to it has gone")
                .isEqualTo(1);
    }

    @Test
    void who_is_held_or_blocked_keeps_every_row_and_the_others_go() {
        for (int i = 1; i <= 5; i++) {
            client(i, "2010-01-01");
            workshop.sql("insert into crm.orders values (" + i + ", " + i + ", '2010-01-01', 'x')");
        }
        var held = iin(3).replace("'", "");
        workshop.holds.keeps =
                person -> person.stream().anyMatch(one -> one.value().equals(held));
        var keeper = Map.of(Workshop.StandingHolds.KEEPER, 1L);
        assertThat(expiries.kept(OPERATOR, part("crm.orders"), TODAY)).isEqualTo(keeper);
        assertThat(expiries.kept(OPERATOR, part("crm.client"), TODAY))
                .as("also of rows that others refer to as yet")
                .isEqualTo(keeper);
        assertThat(workshop.one("select count(*) from crm.orders"))
                .as("nothing has gone")
                .isEqualTo("5");
        var orders = sweep("crm.orders");
        assertThat(total(orders, Expiries.Chunk::over)).isEqualTo(5);
        assertThat(total(orders, Expiries.Chunk::kept)).isEqualTo(1);
        assertThat(orders).extracting(Expiries.Chunk::keepers).contains(keeper);
        assertThat(total(orders, Expiries.Chunk::destroyed)).isEqualTo(4);
        assertThat(total(sweep("crm.client"), Expiries.Chunk::destroyed)).isEqualTo(4);
        assertThat(workshop.one("select string_agg(client_id::text, ',') from crm.orders"))
                .as("found over the client")
                .isEqualTo("3");
        assertThat(workshop.one("select string_agg(id::text, ',') from crm.client"))
                .isEqualTo("3");
    }

    @Test
    void columns_are_masked_once_in_every_partition_and_the_row_stays() {
        workshop.sql(
                "insert into crm.visit values ('+77011000001', '2015-01-01', '10.0.0.1', 'p'), ('+77011000002', '2021-01-01', null, 'p'), ('+77011000003', '2026-05-01', '10.0.0.3', 'p')");
        assertThat(total(sweep("crm.visit_old"), Expiries.Chunk::destroyed)).isEqualTo(1);
        assertThat(total(sweep("crm.visit_new"), Expiries.Chunk::destroyed)).isEqualTo(1);
        assertThat(workshop.one("select count(*) from crm.visit where phone ~ '^anon-[0-9a-f]{6}$' and ip is null"))
                .isEqualTo("2");
        assertThat(workshop.one("select phone || ip from crm.visit where at > '2026-01-01'"))
                .isEqualTo("+7701100000310.0.0.3");
        assertThat(total(sweep("crm.visit_old"), Expiries.Chunk::over))
                .as("done once")
                .isZero();
        assertThat(expiries.count(OPERATOR, part("crm.visit_new"), TODAY)).isZero();
    }

    @Test
    void many_rows_go_page_by_page_and_each_chunk_has_a_digest_of_its_own() {
        workshop.sql(
                "insert into crm.client select i, null, '+7702' || (1000000 + i), repeat('И', 50), '2010-01-01', repeat('n', 200) from generate_series(1, 3000) i");
        workshop.sql("analyze crm.client");
        var kept = new int[1];
        workshop.holds.keeps =
                person -> person.stream().anyMatch(one -> one.value().endsWith("7")) && kept[0]++ >= 0;
        assertThat(Expiries.total(expiries.kept(OPERATOR, part("crm.client"), TODAY)))
                .isEqualTo(300);
        var chunks = sweep("crm.client");
        assertThat(chunks).hasSizeGreaterThan(10);
        assertThat(total(chunks, Expiries.Chunk::over)).isEqualTo(3000);
        assertThat(total(chunks, Expiries.Chunk::kept)).isEqualTo(300);
        assertThat(workshop.one("select count(*) from crm.client where phone not like '%7'"))
                .isEqualTo("0");
        assertThat(chunks.stream().map(Expiries.Chunk::digest).collect(Collectors.toSet()))
                .hasSizeGreaterThan(10);
        assertThat(expiries.count(OPERATOR, part("crm.client"), TODAY)).isEqualTo(300);
    }

    @Test
    void what_cannot_be_put_on_record_is_not_destroyed() {
        client(1, "2010-01-01");
        assertThatThrownBy(() -> expiries.end(OPERATOR, part("crm.client"), TODAY, 0, 100, chunk -> {
                    assertThat(chunk.destroyed()).isEqualTo(1);
                    throw new IllegalStateException("the ledger is down");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(workshop.one("select count(*) from crm.client")).isEqualTo("1");
    }

    @Test
    void nothing_is_destroyed_while_a_hold_is_searched_for() {
        client(1, "2010-01-01");
        workshop.restrictions.add(RestrictionKind.HOLD, java.util.UUID.randomUUID());
        workshop.holds.searching = true;
        assertThatThrownBy(() -> expiries.end(OPERATOR, part("crm.client"), TODAY, 0, 100, chunk -> {}))
                .isInstanceOf(Expiries.HoldsUnknownException.class);
        assertThat(workshop.one("select count(*) from crm.client")).isEqualTo("1");
    }

    @Test
    void a_map_that_cannot_tell_when_rows_end_is_refused() {
        assertThat(faults("from: [closed_on, crm.orders.done_on]", "from: crm.orders.done_on"))
                .contains("names a date of the row itself");
        assertThat(faults("ground: law, years: 5, from: done_on", "ground: none, years: 5, from: done_on"))
                .contains("the ground 'none' does not stand under grounds");
        assertThat(faults("ground: law, years: 5, from: done_on", "ground: law, from: done_on"))
                .contains("has a term in years, months or days");
        assertThat(faults("from: done_on}", "from: gone_on}")).contains("gone_on");
        assertThat(faults(
                        "expires: {with: {to: crm.client, on: {client_id: id}}}",
                        "expires: {with: {to: crm.parcel, on: {client_id: order_id}}}"))
                .contains("crm.parcel");
        assertThat(faults(
                        "expires: {with: {to: crm.client, on: {client_id: id}}}",
                        "expires: {years: 5, with: {to: crm.client, on: {client_id: id}}}"))
                .contains("has no term of its own");
        assertThat(faults("from: at, what: columns", "from: at")).contains("no column goes with its row");
    }

    private static String faults(String was, String is) {
        assertThat(MAP).contains(was);
        return MapReader.read("testoperator", "data-map.yaml", MAP.replace(was, is)).faults().stream()
                .map(MapFault::toString)
                .collect(Collectors.joining("\n"));
    }
}
