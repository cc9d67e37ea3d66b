package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who the rows of a table are about, over the joins of the map. */
class RowPeopleTest {

    private static final String SCHEMA =
            """
            create schema crm;
            create table crm.client (id int primary key, iin bigint, surname varchar(40), name varchar(40) not null, phone varchar(16), language char(2), born date);
            create table crm.hidden (like crm.client including all);
            create table crm.orders (id int primary key, client_id int not null, contact varchar(40), payer_iin varchar(14), payer varchar(80), at timestamptz not null, local timestamp);
            create table crm.item (order_id int not null, no int not null, primary key (order_id, no));
            insert into crm.client values (1, 850515499993, 'Демонстрационная', 'Айгүл', '+77010000001', 'kk', '1985-05-15'), (2, null, null, 'Болат', '87010000002x', 'ru', null);
            insert into crm.hidden values (3, 10101590009, 'Скрытая', 'Дина', '+77010000003', 'ru', '2001-01-01');
            insert into crm.orders values (10, 1, 'a@example.kz', null, null, '2026-01-10T23:30:00Z', '2026-01-11 04:30'), (11, 1, null, '900101399006', 'Плательщик', '2026-01-20T00:00:00Z', '2026-01-20 05:00'),
                (12, 2, null, null, null, '2026-02-01T00:00:00Z', null), (13, 3, 'd@example.kz', null, null, '2026-02-02T00:00:00Z', null);
            insert into crm.item values (10, 1), (11, 1), (12, 1);
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
                    block: {move: {to: crm.hidden}}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, export: true, destroy: with-row}
                      surname: {category: identity, field: surname, export: true, destroy: with-row}
                      name: {category: identity, field: given-name, export: true, destroy: {with-row: {otherwise: {mask: "-"}}}}
                      phone: {category: contact, export: true, destroy: with-row}
                      language: {category: other, field: language, export: true, destroy: with-row}
                      born: {category: identity, export: true, destroy: with-row}
                  - table: crm.orders
                    key: [id]
                    subject: {identifiers: {email: contact, iin: payer_iin}, through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      id: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      contact: {category: contact, export: true, destroy: with-row}
                      payer_iin: {category: identity, export: true, destroy: with-row}
                      payer: {category: identity, field: full-name, export: true, destroy: with-row}
                      at: {category: service, export: true, destroy: {with-row: {otherwise: none}}}
                      local: {category: service, export: true, destroy: {with-row: {otherwise: none}}}
                  - table: crm.item
                    key: [order_id, no]
                    subject: {through: [{to: crm.orders, on: {order_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      order_id: {category: technical, destroy: with-row}
                      no: {category: technical, destroy: with-row}
              - key: paper
                name: {ru: а, kk: а, en: a}
                connector: manual
                custodian: {ru: а, kk: а, en: a}
                accepts: [iin]
                tables:
                  - table: folder
                    columns:
                      copy: {category: identity, destroy: with-row}
            """;

    private static final String AINUR = "[850515499993, +77010000001, a@example.kz] Демонстрационная Айгүл kk []";
    private static Workshop workshop;

    @BeforeAll
    static void open() {
        workshop = Workshop.of(SCHEMA, MAP);
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    @Test
    void are_found_over_the_joins_also_where_a_block_has_moved_the_row() {
        assertThat(read("crm.item", null, null, null))
                .containsExactlyInAnyOrder(
                        AINUR,
                        "[900101399006] Плательщик null []",
                        "[850515499993, +77010000001] Демонстрационная Айгүл kk []",
                        "[] Болат ru [PHONE]");
        assertThat(read("crm.orders", "at", "2026-02-02T00:00:00Z", null))
                .containsExactly("[010101590009, +77010000003, d@example.kz] Скрытая Дина ru []");
    }

    @Test
    void of_a_window_are_those_of_the_rows_in_it() {
        assertThat(read("crm.orders", "at", "2026-01-10T23:30:00Z", "2026-01-20T00:00:00Z"))
                .containsExactly(AINUR);
        assertThat(read("crm.orders", "at", null, "2026-01-10T23:30:00Z")).isEmpty();
        assertThat(read("crm.orders", "local", "2026-01-10T23:30:00Z", "2026-01-10T23:30:01Z"))
                .as("a time without zone is one of Almaty")
                .containsExactly(AINUR);
        assertThat(read("crm.client", "born", "1985-05-15T12:00:00+05:00", "1985-05-15T13:00:00+05:00"))
                .as("a day counts as soon as the window reaches into it")
                .hasSize(1);
        assertThat(read("crm.client", "born", "1985-05-16T00:00:00+07:00", "1985-05-17T00:00:00+07:00"))
                .isEmpty();
    }

    @Test
    void of_a_whole_system_are_those_of_all_tables_that_tell() {
        assertThat(read(null, null, null, null)).hasSize(8).contains("[] Болат ru [PHONE]");
    }

    @Test
    void are_asked_for_by_what_the_map_knows() {
        assertThat(refused(new RowQuery("none", null, null, null, null)))
                .isEqualTo("query.system datamap.query.system");
        assertThat(refused(new RowQuery("paper", null, null, null, null)))
                .isEqualTo("query.system datamap.query.by-file");
        assertThat(refused(new RowQuery("crm", "crm.none", null, null, null)))
                .isEqualTo("query.table datamap.query.table");
        assertThat(refused(new RowQuery("crm", "crm.client", "phone", null, null)))
                .isEqualTo("query.column datamap.query.column");
        assertThat(refused(new RowQuery("crm", "crm.client", "xmin; drop", null, null)))
                .isEqualTo("query.column datamap.query.column");
        assertThat(refused(new RowQuery("crm", null, "born", null, null)))
                .isEqualTo("query.table datamap.query.table-of-column");
        assertThat(refused(new RowQuery("crm", "crm.client", null, Instant.EPOCH, null)))
                .isEqualTo("query.column datamap.query.window");
        assertThat(refused(new RowQuery("crm", "crm.client", "born", Instant.EPOCH, Instant.EPOCH)))
                .isEqualTo("query.to datamap.query.empty-window");
    }

    private static String refused(RowQuery query) {
        var violation = catchThrowableOfType(
                        InvalidInputException.class, () -> workshop.rowPeople.check(OPERATOR, query))
                .violations()
                .get(0);
        return violation.field() + " " + violation.code();
    }

    private static List<String> read(
            @Nullable String table, @Nullable String column, @Nullable String from, @Nullable String to) {
        List<String> read = new ArrayList<>();
        workshop.rowPeople.read(
                OPERATOR,
                new RowQuery("crm", table, column, instant(from), instant(to)),
                somebody -> read.add(somebody.identifiers().stream()
                                .sorted(java.util.Comparator.comparing(Identifier::kind))
                                .map(Identifier::value)
                                .toList()
                        + " " + somebody.name() + " " + somebody.language() + " " + somebody.unreadable()));
        return read;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : java.time.OffsetDateTime.parse(text).toInstant();
    }
}
