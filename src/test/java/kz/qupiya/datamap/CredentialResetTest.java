package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials made useless on suspicion (kz pay bot 7), in a database, by a service and by hand. */
class CredentialResetTest {

    private static final String AINUR = "850515499993";

    private static final String SCHEMA =
            """
            create schema crm;
            create table crm.client (id int primary key, iin char(12), login varchar(40) not null unique, password varchar(80) not null, api_key varchar(40),
                must_change boolean not null default false, hidden boolean not null default false);
            create table crm.note (id int primary key, client_id int not null, body text);
            insert into crm.client values (1, '850515499993', 'ainur', '$2a$10$old', 'key-1', false, false), (2, '900101399006', 'bolat', '$2a$10$his', null, false, false),
                (3, '850515499993', 'ainur-shop', '!', null, false, true);
            insert into crm.note values (10, 1, 'hello');
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
                    subject: {identifiers: {iin: iin, login: login}}
                    block: {flag: {column: hidden, blocked: true, free: false}}
                    reset: {set: {password: "!", must_change: true}, clear: [api_key]}
                    columns:
                      id: {category: technical, destroy: with-row}
                      iin: {category: identity, export: true, destroy: with-row}
                      login: {category: credentials, export: true, destroy: {with-row: {otherwise: {mask: "x{random:8}"}}}}
                      password: {category: credentials, destroy: {with-row: {otherwise: {mask: "-"}}}}
                      api_key: {category: credentials, destroy: with-row}
                      must_change: {category: technical, destroy: with-row}
                      hidden: {category: technical, destroy: with-row}
                  - table: crm.note
                    key: [id]
                    subject: {through: [{to: crm.client, on: {client_id: id}}]}
                    block: {permit-only: true}
                    columns:
                      id: {category: technical, destroy: with-row}
                      client_id: {category: technical, destroy: with-row}
                      body: {category: communication, export: true, destroy: with-row}
              - key: dialer
                name: {ru: Обзвон, kk: Қоңырау, en: Dialler}
                connector: http
                custodian: {ru: а, kk: а, en: a}
                accepts: [login]
                tables:
                  - table: account
                    reset: true
                    columns:
                      pin: {category: credentials, destroy: with-row}
                      phone: {category: contact, export: true, destroy: with-row}
              - key: paper
                name: {ru: Бумага, kk: Қағаз, en: Paper}
                connector: manual
                custodian: {ru: а, kk: а, en: a}
                accepts: [iin]
                instructions: {reset-credentials: {ru: Изъять жетон., kk: Жетонды алу., en: Take the token away.}}
                tables:
                  - table: token
                    reset: true
                    columns:
                      token: {category: credentials, destroy: with-row}
              - key: archive
                name: {ru: Архив, kk: Мұрағат, en: Archive}
                connector: manual
                custodian: {ru: а, kk: а, en: a}
                accepts: [iin]
                tables:
                  - table: folder
                    columns:
                      copy: {category: identity, destroy: with-row}
            """;

    private final UUID caseId = UUID.randomUUID();
    private Workshop workshop;
    private Dialer dialer;

    @BeforeEach
    void open() {
        workshop = Workshop.of(SCHEMA, MAP);
        dialer = new Dialer(
                "{\"state\":\"done\",\"items\":[{\"table\":\"account\",\"column\":\"pin\",\"outcome\":\"reset\",\"count\":1}]}");
        workshop.services.put("dialer", dialer.connection());
    }

    @AfterEach
    void close() {
        dialer.close();
        workshop.close();
    }

    @Test
    void is_previewed_run_and_proved_and_touches_nothing_else() {
        var act = preview(iin(AINUR));
        assertThat(act.systems().stream().map(Act.ActSystem::system)).containsExactly("crm", "dialer", "paper");
        assertThat(act.kind().needsApproval()).isFalse();
        assertThat(items(act, "crm"))
                .containsExactlyInAnyOrder(
                        "password reset 1 null",
                        "password reset 1 already-reset",
                        "api_key reset 1 null",
                        "api_key reset 1 already-reset");
        assertThat(client(1)).as("a preview writes nothing").isEqualTo("$2a$10$old|key-1|false");

        assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        assertThat(client(1)).isEqualTo("!|null|true");
        assertThat(client(2)).as("somebody else's").isEqualTo("$2a$10$his|null|false");
        assertThat(client(3)).as("opened nothing before").isEqualTo("!|null|false");
        assertThat(workshop.one("select body from crm.note where id = 10")).isEqualTo("hello");
        var system = workshop.acts.get(act.id()).system("crm").orElseThrow();
        assertThat(system.evidence()).containsEntry("reset-rows", "2").containsEntry("values-reset", "4");
        assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.PROVED);
    }

    @Test
    void does_not_touch_the_password_that_the_person_has_chosen_since() {
        var act = preview(login("ainur"));
        workshop.acts.run(act.id(), "crm");
        workshop.sql("update crm.client set password = '$2a$10$new', must_change = false where id = 1");
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        assertThat(client(1)).isEqualTo("$2a$10$new|null|false");
    }

    @Test
    void fails_its_proof_when_the_old_password_opens_again_and_is_run_again() {
        var act = preview(iin(AINUR));
        workshop.acts.run(act.id(), "crm");
        workshop.sql("update crm.client set password = '$2a$10$old', api_key = 'key-1' where id = 1");
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.FAILED);
        assertThat(workshop.acts.get(act.id()).system("crm").orElseThrow().error())
                .isEqualTo("not-reset");
        workshop.acts.run(act.id(), "crm");
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        assertThat(client(1)).isEqualTo("!|null|true");
    }

    @Test
    void reaches_an_account_opened_since() {
        var act = preview(iin(AINUR));
        workshop.acts.run(act.id(), "crm");
        workshop.sql("insert into crm.client values (4, '850515499993', 'ainur-2', 'open', null, false, false)");
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.FAILED);
        workshop.acts.run(act.id(), "crm");
        assertThat(workshop.acts.prove(act.id(), "crm")).isEqualTo(SystemState.PROVED);
        assertThat(client(4)).isEqualTo("!|null|true");
    }

    @Test
    void is_done_while_a_block_of_another_case_stands() {
        workshop.restrictions.add(RestrictionKind.BLOCK, UUID.randomUUID());
        var act = preview(iin(AINUR));
        assertThat(workshop.acts.run(act.id(), "crm")).isEqualTo(SystemState.DONE);
        assertThat(client(1)).isEqualTo("!|null|true");
    }

    @Test
    void is_told_to_the_service_which_accounts_for_every_credential() {
        var act = preview(iin(AINUR));
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
        assertThat(workshop.acts.prove(act.id(), "dialer")).isEqualTo(SystemState.PROVED);
        var run = dialer.calls().stream()
                .filter(call -> "run".equals(call.path("step").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(run.path("kind").asText()).isEqualTo("reset-credentials");
        assertThat(run.path("identifiers").toString()).contains("ainur").doesNotContain(AINUR);
    }

    @Test
    void is_told_to_the_custodian_with_what_to_do_and_completed_by_proofs() {
        var act = preview(iin(AINUR));
        assertThat(workshop.acts.run(act.id(), "paper")).isEqualTo(SystemState.BY_HAND);
        assertThat(workshop.acts.instructions(act.id(), "paper", Locale.forLanguageTag("ru")))
                .contains("недействительными", "Изъять жетон.", "token");
        var done = workshop.acts.completeByHand(act.id(), "paper", "Жетон изъят", null, "custodian");
        assertThat(items(done.system("paper").orElseThrow().items())).containsExactly("token reset 1 null");
        assertThatThrownBy(() -> workshop.acts.complete(act.id()))
                .isInstanceOf(kz.qupiya.problem.ConflictException.class);
    }

    @Test
    void needs_a_rule_where_credentials_are_kept() {
        assertThat(faults(MAP.replace(
                        "        reset: {set: {password: \"!\", must_change: true}, clear: [api_key]}\n", "")))
                .anyMatch(f -> f.contains("has no 'reset'"));
        assertThat(faults(MAP.replace(", clear: [api_key]", ""))).anyMatch(f -> f.contains("still open: [api_key]"));
        assertThat(faults(MAP.replace("must_change: true}", "hidden: true}")))
                .anyMatch(f -> f.contains("no key, no identifier and no mark: 'hidden'"));
        assertThat(faults(MAP.replace("must_change: true}", "login: x}")))
                .anyMatch(f -> f.contains("no key, no identifier and no mark: 'login'"));
        assertThat(faults(MAP.replace("must_change: true}", "nothing: 1}")))
                .anyMatch(f -> f.contains("no rule for the column 'nothing'"));
        assertThat(faults(MAP.replace("pin: {category: credentials", "pin: {category: contact")))
                .anyMatch(f -> f.contains("nothing of the category credentials"));
        assertThat(faults(MAP)).isEmpty();
    }

    @Test
    void fits_the_live_schema_or_the_operator_does_not_start() {
        try (var other = Workshop.of(SCHEMA, MAP.replace("must_change: true}", "must_change: perhaps}"))) {
            other.maps.check(OPERATOR);
            assertThat(other.maps.rejected()).isNotEmpty();
        }
        try (var other = Workshop.of(
                SCHEMA,
                MAP.replace(
                        "set: {password: \"!\", must_change: true}, clear: [api_key]",
                        "set: {must_change: true}, clear: [password, api_key]"))) {
            other.maps.check(OPERATOR);
            assertThat(other.maps.rejected()).isNotEmpty();
        }
    }

    private static List<String> faults(String map) {
        return MapReader.read("testoperator", "x", map).faults().stream()
                .map(MapFault::cause)
                .toList();
    }

    private Act preview(Identifier... her) {
        return workshop.acts.preview(PrepareAct.resetCredentials(OPERATOR, caseId, List.of(her), "security"));
    }

    private static List<String> items(Act act, String system) {
        return items(act.items().stream().filter(i -> i.system().equals(system)).toList());
    }

    private static List<String> items(List<ActItem> items) {
        return items.stream()
                .map(i -> i.column() + " " + i.outcome().json() + " " + i.count() + " " + i.ground())
                .toList();
    }

    private String client(int id) {
        return workshop.one(
                "select password || '|' || coalesce(api_key, 'null') || '|' || must_change from crm.client where id = "
                        + id);
    }
}
