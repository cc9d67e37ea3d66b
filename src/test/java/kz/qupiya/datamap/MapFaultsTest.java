package kz.qupiya.datamap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault of a map names file, line and cause. */
class MapFaultsTest {

    private static final String FILE = "operators/testoperator/data-map.yaml";

    private static final String GOOD =
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
                    subject: {identifiers: {iin: iin}}
                    block: {flag: {column: hidden, blocked: true, free: false}}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, export: true, destroy: with-row}
                      hidden: {category: technical, destroy: with-row}
                      silent: {category: technical, destroy: with-row}
                    stop:
                      - {purposes: [advertising], where: {id: {above: 0}}, flag: {column: silent, stopped: true}}
                      - {purposes: [notices], permit-only: true}
                  - table: crm.order
                    key: [id]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      id: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      paid: {category: financial, destroy: {keep: {ground: law, years: 5, from: paid}, then: with-row}}
                obligations:
                  - {code: open-order, name: {ru: а, kk: а, en: a}, table: crm.client, where: {hidden: false}, without: crm.order, purposes: [service]}
              - key: paper
                name: {ru: а, kk: а, en: a}
                connector: manual
                custodian: {ru: а, kk: а, en: a}
                accepts: [iin]
                instructions: {stop: {ru: а, kk: а, en: a}}
                tables:
                  - table: folder
                    stop: [{purposes: [support]}]
                    columns:
                      copy: {category: identity, destroy: with-row}
                obligations:
                  - {code: originals, name: {ru: а, kk: а, en: a}, purposes: [service]}
            grounds:
              law: {ru: а, kk: а, en: a}
            recipients:
              - {key: mailer, name: {ru: а, kk: а, en: a}, categories: [contact], told-of: [stop], purposes: [advertising], via: mail, identifiers: [phone]}
            """;

    private static final String SCHEMA =
            """
            create schema crm;
            create table crm.client (id int primary key, iin char(12), hidden boolean, silent boolean);
            create table crm.order (id int primary key, client_id int references crm.client, paid date);
            """;

    private static List<MapFault> read(String text) {
        return MapReader.read("testoperator", FILE, text).faults();
    }

    @Test
    void the_good_map_has_none() {
        assertThat(read(GOOD)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    operator: testoperator              | operator: other                      | 2  | bad-value      | folder
                    format: 1                           | format: 2                            | 1  | bad-value      | format
                    connector: jdbc                     | connector: odbc                      | 6  | bad-value      | connector
                    subject: {identifiers: {iin: iin}}  | subject: {identifiers: {pin: iin}}   | 12 | bad-value      | kind of identifier
                    subject: {identifiers: {iin: iin}}  | subject: {identifiers: {iin: inn}}   | 12 | unknown-column | 'inn'
                    column: hidden, blocked             | column: shown, blocked               | 13 | unknown-column | 'shown'
                    {to: crm.client, on:                | {to: crm.customer, on:               | 24 | unknown-table  | crm.customer
                    on: {client_id: id}                 | on: {client_id: no}                  | 24 | unknown-column | 'no'
                    ground: law, years                  | ground: lore, years                  | 29 | unknown-ground | lore
                    years: 5, from: paid                | years: 5, from: paid_at              | 29 | unknown-column | 'paid_at'
                    years: 5, from: paid                | years: five, from: paid              | 29 | bad-value      | years
                    export: true, destroy: with-row     | export: yes, destroy: with-row       | 16 | bad-value      | true or false
                    export: true, destroy: with-row     | export: true, destroy: shred         | 16 | bad-value      | destroy
                    export: true, destroy: with-row     | export: true                         | 16 | missing        | 'destroy'
                    export: true, destroy: with-row     | exprt: true, destroy: with-row       | 16 | unknown-key    | 'exprt'
                    export: true, destroy: with-row     | export: true, destroy: {mask: '{no}'} | 16 | bad-value     | mask
                    key: crm                            | key: CRM                             | 4  | bad-value      | lower case
                    table: crm.order                    | table: crm.client                    | 22 | duplicate      | twice
                    kk: а, en: a}                       | kk: а}                               | 5  | missing        | 'en'
                    subject: {identifiers: {iin: iin}}  | subject: {through: [{to: crm.order, on: {id: client_id}}]} | 10 | cycle | crm.client
                    purposes: [advertising], where      | purposes: [spam], where              | 20 | unknown-purpose | 'spam'
                    purposes: [advertising], where      | purposes: [storage], where           | 20 | unknown-purpose | never stopped
                    purposes: [advertising], where      | purposes: [], where                  | 20 | missing        | at least one purpose
                    {purposes: [advertising], where: {id: {above: 0}}, | {where: {id: {above: 0}}, | 20 | missing       | 'purposes'
                    where: {id: {above: 0}}             | where: {no: {above: 0}}              | 20 | unknown-column | 'no'
                    where: {id: {above: 0}}             | where: {id: {over: 0}}               | 20 | unknown-key    | 'over'
                    where: {id: {above: 0}}             | where: {id: {above: 0, below: 2}}    | 20 | bad-value      | a condition is
                    where: {id: {above: 0}}             | where: {id: []}                      | 20 | missing        | at least one value
                    flag: {column: silent, stopped: true}} | flag: {column: quiet, stopped: true}} | 20 | unknown-column | 'quiet'
                    flag: {column: silent, stopped: true}} | flag: {column: iin, stopped: x}} | 20 | bad-value      | technical
                    flag: {column: silent, stopped: true}} | flag: {column: id, stopped: 1}} | 20 | bad-value       | none of the key
                    flag: {column: silent, stopped: true}} | flag: {column: hidden, stopped: true}} | 20 | bad-value | marks the block
                    flag: {column: silent, stopped: true}} | flag: {column: silent}} | 20 | missing                 | 'stopped'
                    flag: {column: silent, stopped: true}} | flag: {column: silent, stopped: true}, permit-only: true} | 20 | bad-value | one way
                    {purposes: [notices], permit-only: true} | {purposes: [notices], permit-only: false} | 21 | bad-value | permit-only
                    {purposes: [notices], permit-only: true} | {purposes: [notices], flag: {column: silent, stopped: false}} | 21 | bad-value | two values
                    {purposes: [notices], permit-only: true} | {purposes: [notices], move: {to: crm.away}} | 20 | bad-value | marked where they are
                    paid: {category: financial, destroy: {keep: {ground: law, years: 5, from: paid}, then: with-row}} | paid: {category: marketing, destroy: with-row} | 22 | missing | 'stop'
                    instructions: {stop: {ru: а, kk: а, en: a}} | instructions: {} | 32 | missing | custodian
                    stop: [{purposes: [support]}]       | stop: [{purposes: [support], permit-only: true}] | 40 | unknown-key | 'permit-only'
                    where: {hidden: false}              | where: {shown: false}                | 31 | unknown-column | 'shown'
                    table: crm.client, where            | table: crm.customer, where           | 31 | unknown-table  | crm.customer
                    name: {ru: а, kk: а, en: a}, table: crm.client, where | name: {ru: а, kk: а, en: a}, where | 31 | missing | 'table'
                    without: crm.order                  | without: crm.invoice                 | 31 | unknown-table  | crm.invoice
                    without: crm.order, purposes: [service] | without: crm.order, purposes: [services] | 31 | unknown-purpose | 'services'
                    {code: originals, name              | {code: originals, table: folder, name | 44 | unknown-key   | 'table'
                    {code: originals, name: {ru: а, kk: а, en: a}, purposes: [service]} | {code: Originals, name: {ru: а, kk: а, en: a}, purposes: [service]} | 44 | bad-value | lower case
                    told-of: [stop], purposes: [advertising] | told-of: [block], purposes: [advertising] | 48 | bad-value | told of a stop
                    told-of: [stop], purposes: [advertising] | told-of: [stop], purposes: [adverts] | 48 | unknown-purpose | 'adverts'
                    operator: testoperator              | operator: [                          | 3  | yaml           | not YAML
                    """)
    void names_file_line_and_cause(String good, String bad, int line, String code, String cause) {
        var text = GOOD.replaceFirst(
                java.util.regex.Pattern.quote(good.strip()), java.util.regex.Matcher.quoteReplacement(bad.strip()));
        assertThat(text).isNotEqualTo(GOOD);
        assertThat(read(text)).anySatisfy(fault -> {
            assertThat(fault.file()).isEqualTo(FILE);
            assertThat(fault.code()).isEqualTo(code.strip());
            assertThat(fault.cause()).contains(cause.strip());
            if (!"yaml".equals(code.strip())) {
                assertThat(fault.line()).isEqualTo(line);
            }
        });
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hidden boolean             | hidden boolean, nick text              | no-rule            | 'nick'           | 10
                    iin char(12)               | inn char(12)                           | unknown-column     | 'iin'            | 16
                    iin char(12)               | iin date                               | wrong-type         | date             | 10
                    hidden boolean             | hidden date                            | wrong-type         | hidden           | 13
                    client_id int references crm.client | client_id text                | wrong-type         | cannot refer     | 24
                    paid date                  | paid text                              | wrong-type         | not a date       | 29
                    id int primary key, iin    | id int, iin                            | wrong-key          | primary key      | 10
                    create table crm.order     | create table crm.orders                | unknown-table      | crm.order        | 22
                    create schema crm;         | create schema crm; create table crm.extra (id int); | unmapped-table | crm.extra  | 4
                    hidden boolean, silent boolean); | hidden boolean, silent boolean); create schema o; create table o.x (c int references crm.client); | unmapped-reference | o.x | 10
                    paid date                  | paid date, parent int                  | no-rule            | 'parent'         | 22
                    silent boolean             | silent date                            | wrong-type         | 'true' is no value | 20
                    silent boolean             | silent boolean generated always as (id > 0) stored | wrong-type | cannot mark a stop | 20
                    id int primary key, iin    | id text primary key, iin               | wrong-type         | numbers and dates | 20
                    """)
    void the_live_schema_is_checked(String good, String bad, String code, String cause, int line) {
        var schema = SCHEMA.replaceFirst(
                java.util.regex.Pattern.quote(good.strip()), java.util.regex.Matcher.quoteReplacement(bad.strip()));
        assertThat(schema).isNotEqualTo(SCHEMA);
        if (schema.contains("id int, iin") || schema.contains("id text")) {
            schema = schema.replace(" references crm.client", "");
        }
        if (schema.contains("crm.orders") || schema.contains("inn char")) {
            schema = schema.replace("crm.orders", "crm.orders");
        }
        try (var workshop = Workshop.of(schema, GOOD)) {
            var checks = workshop.maps.check(Workshop.OPERATOR);
            assertThat(checks.get(0).faults()).anySatisfy(fault -> {
                assertThat(fault.file()).endsWith(FILE);
                assertThat(fault.code()).isEqualTo(code.strip());
                assertThat(fault.cause()).contains(cause.strip());
                assertThat(fault.line()).isEqualTo(line);
            });
            assertThat(workshop.maps.rejected())
                    .extracting(RejectedMap::operator)
                    .containsExactly("testoperator");
            assertThat(workshop.maps.find(Workshop.OPERATOR)).isEmpty();
        }
    }

    @Test
    void an_operator_starts_again_when_its_schema_is_right() {
        try (var workshop = Workshop.of(SCHEMA.replace("hidden boolean", "hidden boolean, nick text"), GOOD)) {
            workshop.maps.check(Workshop.OPERATOR);
            assertThat(workshop.maps.find(Workshop.OPERATOR)).isEmpty();
            workshop.sql("alter table crm.client drop column nick");
            assertThat(workshop.maps.check(Workshop.OPERATOR)).allMatch(SystemCheck::good);
            assertThat(workshop.maps.find(Workshop.OPERATOR)).isPresent();
        }
    }

    @Test
    void rows_that_stay_may_not_refer_to_rows_that_move() {
        var map = GOOD.replace(
                "block: {flag: {column: hidden, blocked: true, free: false}}",
                "block: {move: {to: crm.hidden_client}}");
        try (var workshop = Workshop.of(
                SCHEMA
                        + "create table crm.hidden_client (id int primary key, iin char(12), hidden boolean, silent boolean);",
                map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .extracting(MapFault::code)
                    .containsExactly("moved-parent");
        }
    }

    @Test
    void a_cycle_of_foreign_keys_is_found() {
        var schema = SCHEMA + "alter table crm.client add last_order int references crm.order;";
        var map = GOOD.replace(
                "          iin: {category",
                "          last_order: {category: technical, destroy: with-row}\n          iin: {category");
        try (var workshop = Workshop.of(schema, map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .extracting(MapFault::code)
                    .containsExactly("cycle");
        }
    }

    @Test
    void what_cannot_be_null_needs_a_mask_where_its_row_may_stay() {
        var schema = SCHEMA.replace("iin char(12)", "iin char(12) not null");
        try (var workshop = Workshop.of(schema, GOOD)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault)
                            .extracting(MapFault::code, MapFault::line)
                            .containsExactly("not-null", 16));
        }
    }

    @Test
    void rows_that_a_stop_moves_need_a_table_that_takes_them_and_none_that_refers_to_them() {
        var map = GOOD.replace("flag: {column: silent, stopped: true}", "move: {to: crm.silenced}");
        try (var workshop = Workshop.of(SCHEMA, map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .extracting(MapFault::code, MapFault::line)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("unknown-table", 20));
        }
        try (var workshop =
                Workshop.of(SCHEMA + "create table crm.silenced (id int primary key, iin char(12));", map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .extracting(MapFault::code)
                    .containsExactly("unknown-column", "unknown-column");
        }
        var silenced = "create table crm.silenced (id int primary key, iin char(12), hidden boolean, silent boolean);";
        try (var workshop = Workshop.of(SCHEMA + silenced, map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults())
                    .extracting(MapFault::code)
                    .containsExactly("moved-parent");
        }
        try (var workshop = Workshop.of(SCHEMA.replace(" references crm.client", "") + silenced, map)) {
            assertThat(workshop.maps.check(Workshop.OPERATOR).get(0).faults()).isEmpty();
        }
    }
}
