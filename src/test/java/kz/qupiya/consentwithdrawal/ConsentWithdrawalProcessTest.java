package kz.qupiya.consentwithdrawal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.consent.Consents;
import kz.qupiya.consent.GivenConsent;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Elements;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.letter.Letters;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.SubjectInput;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.CaseDriver.Person;
import kz.qupiya.testing.Coverage;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;

/** Withdrawal of consent over every path of its model, on the demonstration operators' databases, with the timers fired. */
@QupiyaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("A withdrawal of consent")
class ConsentWithdrawalProcessTest {

    /** Of nobody: for operators whose policy names none. */
    private static final String BIN = "000000000000";

    @Autowired
    Api api;

    @Autowired
    CaseDriver driver;

    @Autowired
    Jobs jobs;

    @Autowired
    Coverage coverage;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Recipients recipients;

    @Autowired
    Letters letters;

    @Autowired
    Obligations obligations;

    @Autowired
    OpenObligations openObligations;

    @Autowired
    Consents consents;

    @Autowired
    Operators operators;

    @Autowired
    Clock clock;

    @Autowired
    StaffTasks staff;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identity;

    @AfterEach
    void forgetUser() {
        identity.clearAuthentication();
    }

    @Test
    @Order(1)
    @DisplayName("from advertising stops it when the 201 is returned, by nobody's hand, and tells so")
    void advertising() {
        var person = driver.person("zvonobot", 40);
        consent("zvonobot", person, "advertising");
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isTrue();
        var number = open("zvonobot", person, "advertising");
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isFalse();
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        assertThat(take("zvonobot", number)).isEqualTo(409);
        driver.drive("zvonobot", number);
        assertThat(driver.allowed("zvonobot", "advertising", "phone", person.phone()))
                .as("by what the systems tell of the person too")
                .isFalse();
        assertThat(deadlines
                        .of(driver.file("zvonobot", number).id(), Duty.STOP_ADVERTISING)
                        .orElseThrow()
                        .state())
                .isEqualTo(DeadlineState.MET);
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
        assertThat(driver.letters("zvonobot", number)).contains("withdrawal-received", "withdrawal-stopped");
        var panel = api.get("officer", CaseDriver.cases("zvonobot", number) + "/panel");
        assertThat(panel.status()).as(panel.raw().body()).isEqualTo(200);
        assertThat(panel.raw().body()).contains("\"consent-withdrawal\"", "tookEffectAt");
        var again = open("zvonobot", person, "advertising");
        driver.drive("zvonobot", again);
        closed("zvonobot", again, "stopped");
        assertThat(driver.letters("zvonobot", again)).contains("withdrawal-repeated");
        assertThat(view("zvonobot", again).path("repeated").asBoolean()).isTrue();
        consent("zvonobot", person, "advertising");
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .as("a consent given anew is a new one")
                .isTrue();
    }

    @Test
    @Order(2)
    @DisplayName("from everything is decided by an officer and stops everything but storage and letters")
    void everything() {
        var person = debtless("zvonobot", 50);
        var number = open("zvonobot", person, "all");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        jobs.runDue(number);
        assertThatThrownBy(() -> decide("officer", number, Map.of("decision", "stop", "decisionReason", "as-proposed")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> decide(
                        "officer",
                        number,
                        Map.of("decision", "stop", "decisionReason", "law-demands", "fate", "keep-denied")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        assertThatThrownBy(
                        () -> decide("officer", number, Map.of("decision", "refuse", "decisionReason", "law-demands")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        decide("officer", number, Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "keep-denied"));
        driver.drive("zvonobot", number);
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
        for (var purpose : List.of("service", "billing", "support", "advertising", "statistics")) {
            assertThat(driver.allowed("zvonobot", purpose, "iin", person.iin()))
                    .as(purpose)
                    .isFalse();
        }
        assertThat(driver.allowed("zvonobot", "storage", "iin", person.iin())).isTrue();
    }

    @Test
    @Order(3)
    @DisplayName("that a second person does not let refuse is decided again, and a refusal is a reasoned letter")
    void refused() {
        var person = debtless("zvonobot", 50);
        consent("zvonobot", person, "advertising");
        var number = open("zvonobot", person, "all");
        jobs.runDue(number);
        var refusal = Map.<String, Object>of(
                "decision", "refuse", "decisionReason", "law-demands", "refusalGround", "contradicts-law");
        decide("officer", number, refusal);
        jobs.runDue(number);
        var approval = staff.of(number, Elements.APPROVE_REFUSAL);
        assertThatThrownBy(() -> staff.complete("officer", approval, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        staff.complete("lawyer", approval, Map.of("approval", "rejected", "refusalRejection", "ground-not-shown"));
        jobs.runDue(number);
        decide("officer", number, refusal);
        jobs.runDue(number);
        staff.complete("lawyer", staff.of(number, Elements.APPROVE_REFUSAL), Map.of("approval", "approved"));
        jobs.runDue(number);
        closed("zvonobot", number, "refused");
        var apart = linked("zvonobot", number, "withdrawal.opted-out").orElseThrow();
        driver.drive("zvonobot", apart);
        acknowledge("zvonobot", apart);
        closed("zvonobot", apart, "stopped");
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .as("nobody can be refused to be left alone")
                .isFalse();
        assertThat(driver.letters("zvonobot", number)).contains("withdrawal-refused");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        assertThat(deadlines
                        .of(driver.file("zvonobot", number).id(), Duty.STOP_PROCESSING)
                        .orElseThrow()
                        .state())
                .isEqualTo(DeadlineState.MET);
    }

    @Test
    @Order(4)
    @DisplayName(
            "by somebody who shows no right to ask is denied by the safe side, and ended after the term for the proof")
    void notEntitled() {
        var person = debtless("zvonobot", 50);
        var number = open(
                "zvonobot",
                body(
                        person.subject(),
                        Map.of(
                                "scope",
                                "all",
                                "channel",
                                "letter",
                                "requester",
                                Map.of(
                                        "kind",
                                        "representative",
                                        "name",
                                        "Иванов Иван",
                                        "email",
                                        "ivanov@example.kz"))));
        jobs.runDue(number);
        assertThatThrownBy(() -> decide(
                        "officer",
                        number,
                        Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "keep-denied")))
                .hasRootCauseInstanceOf(ConflictException.class);
        assertThat(api.post("officer", CaseDriver.cases("zvonobot", number) + "/proof-requests", Map.of())
                        .status())
                .isEqualTo(202);
        jobs.runDue(number);
        assertThatThrownBy(() -> decide(
                        "officer",
                        number,
                        Map.of("decision", "not-entitled", "notEntitledReason", "no-proof-of-authority")))
                .hasRootCauseInstanceOf(ConflictException.class);
        TestClock.forward(Duration.ofDays(40));
        jobs.runDue(number);
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isFalse();
        decide("officer", number, Map.of("decision", "not-entitled", "notEntitledReason", "no-proof-of-authority"));
        jobs.runDue(number);
        closed("zvonobot", number, "not-entitled");
        assertThat(driver.letters("zvonobot", number)).contains("withdrawal-proof", "withdrawal-not-entitled");
    }

    @Test
    @Order(5)
    @DisplayName(
            "that nobody decides is suppressed by itself four hours before the end, destroys nothing and stays open")
    void safeSide() {
        var person = driver.person("kao-solutions", 44);
        consent("kao-solutions", person, "advertising");
        var number = open("kao-solutions", person, "all");
        driver.drive("kao-solutions", number);
        var deadline = deadlines
                .of(driver.file("kao-solutions", number).id(), Duty.STOP_PROCESSING)
                .orElseThrow();
        assertThat(deadline.ruling().rule().basis()).isEqualTo("KAO policy 8.1");
        TestClock.set(deadline.dueAt().minus(Duration.ofHours(4)).minusSeconds(60));
        jobs.runDue(number);
        assertThat(driver.allowed("kao-solutions", "advertising", "iin", person.iin()))
                .isTrue();
        TestClock.forward(Duration.ofMinutes(2));
        jobs.runDue(number);
        assertThat(driver.allowed("kao-solutions", "advertising", "iin", person.iin()))
                .isFalse();
        assertThat(view("kao-solutions", number).path("status").asText()).isEqualTo("open");
        assertThat(take("kao-solutions", number)).isEqualTo(200);
        jobs.runDue(number);
        closed("kao-solutions", number, "taken-back");
        assertThat(driver.allowed("kao-solutions", "advertising", "iin", person.iin()))
                .as("taken back before it took effect: the consent runs on")
                .isTrue();
        assertThat(driver.letters("kao-solutions", number)).contains("withdrawal-taken-back");
    }

    @Test
    @Order(6)
    @DisplayName("with a day named waits for it, reminds before, and stops at its beginning in Almaty")
    void namedDay() {
        var person = driver.person("zvonobot", 45);
        consent("zvonobot", person, "advertising");
        var day = Almaty.dayOf(Instant.now()).plusDays(60);
        var number =
                open("zvonobot", body(person.subject(), Map.of("scope", "advertising", "effectiveOn", day.toString())));
        jobs.runDue(number);
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isTrue();
        var deadline = deadlines
                .of(driver.file("zvonobot", number).id(), Duty.STOP_ADVERTISING)
                .orElseThrow();
        assertThat(deadline.ruling().receipt().dueOn())
                .as("the consent runs until then, also beyond the statutory term")
                .isEqualTo(day.minusDays(1));
        TestClock.set(Almaty.startOf(day).minus(Duration.ofDays(2)));
        jobs.runDue(number);
        assertThat(driver.letters("zvonobot", number)).contains("withdrawal-reminder");
        TestClock.set(Almaty.startOf(day).minusSeconds(1));
        jobs.runDue(number);
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isTrue();
        TestClock.set(Almaty.startOf(day));
        driver.drive("zvonobot", number);
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .isFalse();
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
    }

    @Test
    @Order(7)
    @DisplayName(
            "from kz pay bot ends the service: the account goes, but for what a law keeps, with a second person's word")
    void endsService() {
        var person = debtless("kz-pay-bot", 46);
        var number = open("kz-pay-bot", body(person.subject(), Map.of("scope", "all", "clause", "4")));
        driver.drive("kz-pay-bot", number);
        assertThatThrownBy(() -> decide(
                        "officer",
                        number,
                        Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "keep-denied")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        decide("officer", number, Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "destroy"));
        driver.drive("kz-pay-bot", number);
        var own = staff.of(number, Elements.APPROVE_DESTRUCTION);
        assertThatThrownBy(() -> staff.complete("officer", own, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        change(person);
        staff.complete("lawyer", own, Map.of("approval", "approved")); // looked at once more: the data changed
        jobs.runDue(number);
        staff.complete("lawyer", staff.of(number, Elements.APPROVE_DESTRUCTION), Map.of("approval", "approved"));
        change(person);
        driver.drive("kz-pay-bot", number); // changed between approval and run
        staff.complete("lawyer", staff.of(number, Elements.APPROVE_DESTRUCTION), Map.of("approval", "approved"));
        driver.drive("kz-pay-bot", number);
        acknowledge("kz-pay-bot", number);
        assertThat(view("kz-pay-bot", number).path("outcome").asText()).isIn("stopped", "stopped-in-part");
        assertThat(driver.demo("kz-pay-bot")
                        .sql(
                                "select count(*) from bot.tg_user where iin = ? and (password_hash is not null or username is not null)")
                        .param(person.iin())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    @Order(8)
    @DisplayName("whose destruction a second person does not approve keeps the data, with processing denied")
    void destructionRejected() {
        var person = debtless("kz-pay-bot", 62);
        var number = open("kz-pay-bot", person, "all");
        driver.drive("kz-pay-bot", number);
        decide("officer", number, Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "destroy"));
        driver.drive("kz-pay-bot", number);
        staff.complete(
                "lawyer",
                staff.of(number, Elements.APPROVE_DESTRUCTION),
                Map.of("approval", "rejected", "rejectionReason", "must-be-kept"));
        driver.drive("kz-pay-bot", number);
        acknowledge("kz-pay-bot", number);
        closed("kz-pay-bot", number, "stopped");
        assertThat(driver.allowed("kz-pay-bot", "service", "iin", person.iin())).isFalse();
    }

    @Test
    @Order(9)
    @DisplayName(
            "asks the custodian of a system without a connection about obligations, stops in part where there are some, and stops the rest when they are fulfilled")
    void custodianAsked() {
        var person = debtless("kao-solutions", 48);
        var number = open("kao-solutions", person, "all");
        driver.drive("kao-solutions", number);
        var asked = new ArrayList<String>();
        for (var task : tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(Elements.NAME_OBLIGATIONS)
                .list()) {
            asked.add(String.valueOf(tasks.getVariable(task.getId(), "system")));
            staff.complete("custodian", task, Map.of("obligations", "exist"));
        }
        assertThat(asked).isNotEmpty();
        driver.drive("kao-solutions", number);
        decide("officer", number, Map.of("decision", "stop-in-part", "decisionReason", "as-proposed"));
        driver.drive("kao-solutions", number);
        acknowledge("kao-solutions", number);
        closed("kao-solutions", number, "stopped-in-part");
        assertThat(driver.allowed("kao-solutions", "service", "iin", person.iin()))
                .as("what the map says that the originals to be given back need")
                .isTrue();
        assertThat(driver.allowed("kao-solutions", "billing", "iin", person.iin()))
                .isFalse();
        assertThat(driver.allowed("kao-solutions", "statistics", "iin", person.iin()))
                .isFalse();

        openObligations.sweep();
        assertThat(continued(number)).as("the obligations still stand").isEmpty();
        assertThat(fulfilled("clerk", number, "paper")).isEqualTo(403);
        assertThat(fulfilled("custodian", number, "none-such")).isEqualTo(409);
        asked.forEach(
                system -> assertThat(fulfilled("custodian", number, system)).isEqualTo(200));
        assertThat(fulfilled("custodian", number, asked.get(0))).isEqualTo(409);
        openObligations.sweep();
        var rest = continued(number).orElseThrow();
        assertThat(view("kao-solutions", rest).path("scope").get(0).asText()).isEqualTo("all");
        openObligations.sweep();
        assertThat(continued(number)).as("opened once").hasValue(rest);
        driver.drive("kao-solutions", rest);
        assertThat(driver.letters("kao-solutions", rest)).contains("withdrawal-received");
        for (var again : tasks.createTaskQuery()
                .processInstanceBusinessKey(rest)
                .taskDefinitionKey(Elements.NAME_OBLIGATIONS)
                .list()) {
            staff.complete("custodian", again, Map.of("obligations", "none"));
        }
        driver.drive("kao-solutions", rest);
        decide("officer", rest, Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "keep-denied"));
        driver.drive("kao-solutions", rest);
        acknowledge("kao-solutions", rest);
        closed("kao-solutions", rest, "stopped");
        assertThat(driver.allowed("kao-solutions", "service", "iin", person.iin()))
                .isFalse();
    }

    /** The case that carries on what this one left allowed. */
    private Optional<String> continued(String number) {
        return linked("kao-solutions", number, "withdrawal.continued");
    }

    /** The case that an event of this one names. */
    private Optional<String> linked(String operator, String number, String event) {
        var numbers = new ArrayList<String>();
        api.get("officer", CaseDriver.cases(operator, number) + "/timeline")
                .body()
                .path("events")
                .forEach(entry -> {
                    if (entry.path("code").asText().equals(event)) {
                        numbers.add(entry.path("data").path("number").asText());
                    }
                });
        assertThat(numbers).hasSizeLessThan(2);
        return numbers.stream().findFirst();
    }

    private int fulfilled(String user, String number, String system) {
        return api.post(
                        user,
                        "/api/v1/operators/kao-solutions/consent-withdrawals/" + number + "/obligations/" + system
                                + "/fulfilled",
                        Map.of())
                .status();
    }

    @Test
    @Order(10)
    @DisplayName("refuses what cannot be withdrawn, names every field, and stores nothing")
    void badInput() {
        var person = driver.person("zvonobot", 49);
        refused(body(person.subject(), Map.of()), "scope");
        refused(body(person.subject(), Map.of("scope", "storage")), "scope");
        refused(body(person.subject(), Map.of("scope", List.of("advertising", "nothing"))), "scope[1]");
        refused(body(person.subject(), Map.of("scope", List.of("all", "advertising"))), "scope");
        refused(body(person.subject(), Map.of("scope", "all", "clause", "4")), "clause");
        refused(
                body(
                        person.subject(),
                        Map.of(
                                "scope",
                                "all",
                                "effectiveOn",
                                LocalDate.now(Almaty.ZONE).plusYears(6).toString())),
                "effectiveOn");
        refused(
                body(
                        person.subject(),
                        Map.of(
                                "scope",
                                "all",
                                "requester",
                                Map.of("kind", "authority", "name", "МИИЦР", "authorityDocument", "№ 1"))),
                "requester.kind");
    }

    @Test
    @Order(11)
    @DisplayName(
            "in a past day counts from its receipt; of a stranger gets a plain answer; of a minor needs a representative")
    void oddities() {
        var number = open(
                "zvonobot",
                body(Map.of("phone", Api.somePhone()), Map.of("scope", "advertising", "effectiveOn", "2020-01-01")));
        driver.drive("zvonobot", number);
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
        assertThat(view("zvonobot", number).path("effectiveAt").asText())
                .isNotBlank()
                .doesNotStartWith("2020");
        var minor = open("zvonobot", body(Map.of("iin", MINOR), Map.of("scope", "all")));
        assertThat(driver.file("zvonobot", minor).entitlement().json()).isEqualTo("to-be-proved");
    }

    @Test
    @Order(12)
    @DisplayName(
            "by somebody of whom there is neither consent nor data gets a plain answer in the term, in which no client is confirmed or denied")
    void stranger() {
        var phone = Api.somePhone();
        var number =
                open("zvonobot", body(Map.of("phone", phone), Map.of("scope", "advertising", "channel", "letter")));
        driver.drive("zvonobot", number);
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
        var met = deadlines
                .of(driver.file("zvonobot", number).id(), Duty.STOP_ADVERTISING)
                .orElseThrow();
        assertThat(met.state()).isEqualTo(DeadlineState.MET);
        var client = driver.person("zvonobot", 63);
        var known = open(
                "zvonobot", body(Map.of("phone", client.phone()), Map.of("scope", "advertising", "channel", "letter")));
        driver.drive("zvonobot", known);
        acknowledge("zvonobot", known);
        closed("zvonobot", known, "stopped");
        assertThat(undated(letter("zvonobot", number)))
                .as("what a stranger reads is what anybody reads who asks in a client's name")
                .isEqualTo(undated(letter("zvonobot", known)))
                .contains("не подтверждает и не опровергает");
    }

    @Test
    @Order(13)
    @DisplayName(
            "for a minor is a representative's, whose document is asked for; by the minor alone it is denied by the safe side until then")
    void forMinor() {
        var representative = Map.of("kind", "representative", "name", "Родителева Роза", "email", "parent@example.kz");
        var number = open("zvonobot", body(Map.of("iin", MINOR), Map.of("scope", "all", "requester", representative)));
        assertThat(driver.file("zvonobot", number).entitlement().json()).isEqualTo("to-be-proved");
        assertThat(deadlines.of(driver.file("zvonobot", number).id(), Duty.PROOF_OF_ENTITLEMENT))
                .isPresent();
        driver.drive("zvonobot", number);
        assertThatThrownBy(() -> decide(
                        "officer",
                        number,
                        Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "keep-denied")))
                .hasRootCauseInstanceOf(ConflictException.class);
        var panel = api.get("officer", CaseDriver.cases("zvonobot", number) + "/panel");
        assertThat(panel.body().findValue("minor").asBoolean()).isTrue();
        assertThat(open("zvonobot", body(Map.of("iin", MINOR), Map.of("scope", "advertising"))))
                .as("advertising stops for anybody")
                .isNotBlank();
        assertThat(driver.allowed("zvonobot", "advertising", "iin", MINOR)).isFalse();
    }

    @Test
    @Order(14)
    @DisplayName("of a purpose that never needed a consent is proposed to be refused, and an officer decides")
    void neverByConsent() {
        var person = debtless("zvonobot", 64);
        var number = open("zvonobot", person, "support");
        driver.drive("zvonobot", number);
        var section = api.get("officer", CaseDriver.cases("zvonobot", number) + "/panel")
                .body();
        assertThat(section.findValue("proposal").asText()).isNotBlank();
        assertThat(section.findValue("byConsent")).isEmpty();
        decide(
                "officer",
                number,
                Map.of("decision", "refuse", "decisionReason", "as-proposed", "refusalGround", "not-by-consent"));
        driver.drive("zvonobot", number);
        staff.complete("lawyer", staff.of(number, Elements.APPROVE_REFUSAL), Map.of("approval", "approved"));
        driver.drive("zvonobot", number);
        closed("zvonobot", number, "refused");
        assertThat(driver.allowed("zvonobot", "support", "iin", person.iin())).isTrue();
        assertThat(letter("zvonobot", number)).contains("не основана на согласии");
    }

    @Test
    @Order(15)
    @DisplayName("during a running block stops what it is of, and the block goes on")
    void duringBlock() {
        var person = driver.person("zvonobot", 65);
        consent("zvonobot", person, "advertising");
        var request = body(person.subject(), Map.of("ground", "inaccurate-data", "description", "Ошибка"));
        request.remove("text"); // a withdrawal's word for it
        var blocked = api.post("integration", "/api/v1/operators/zvonobot/data-blocks", request);
        assertThat(blocked.status()).as(blocked.raw().body()).isEqualTo(201);
        var first = blocked.body().path("number").asText();
        driver.drive("zvonobot", first);
        var number = open("zvonobot", person, "advertising");
        driver.drive("zvonobot", number);
        acknowledge("zvonobot", number);
        closed("zvonobot", number, "stopped");
        assertThat(view("zvonobot", first).path("status").asText()).isEqualTo("open");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isFalse();
        staff.complete(
                "officer",
                staff.of(first, "userTask_verify"),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        driver.drive("zvonobot", first);
        assertThat(view("zvonobot", first).path("outcome").asText()).isEqualTo("unblocked");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        assertThat(driver.allowed("zvonobot", "advertising", "iin", person.iin()))
                .as("what was withdrawn stays withdrawn")
                .isFalse();
    }

    @Test
    @Order(16)
    @DisplayName("takes the moment of its receipt from the letter, never from the future or before the law")
    void receipt() {
        var person = driver.person("zvonobot", 66);
        refused(
                body(
                        person.subject(),
                        Map.of(
                                "scope",
                                "all",
                                "receivedAt",
                                clock.instant().plus(Duration.ofHours(1)).toString())),
                "receivedAt");
        refused(body(person.subject(), Map.of("scope", "all", "receivedAt", "1990-01-01T00:00:00Z")), "receivedAt");
        var day = LocalDate.now(clock.withZone(Almaty.ZONE)).plusYears(5);
        refused(
                body(
                        person.subject(),
                        Map.of("scope", "all", "effectiveOn", day.plusDays(1).toString())),
                "effectiveOn");
        var furthest = open(
                "zvonobot",
                body(Map.of("phone", Api.somePhone()), Map.of("scope", "all", "effectiveOn", day.toString())));
        assertThat(take("zvonobot", furthest)).isEqualTo(200);
    }

    /** What the last letter of a case says, less what tells the cases apart. */
    private String letter(String operator, String number) {
        var written = letters.ofCase(driver.file(operator, number).id());
        return letters.html(written.get(written.size() - 1).id()).replace(number, "N");
    }

    /** Without days and minutes: two requests of one test may be received in two of them. */
    private static String undated(String letter) {
        return letter.replaceAll("\\d{1,2} \\p{IsCyrillic}+ \\d{4} года", "DAY")
                .replaceAll("\\b\\d{2}:\\d{2}\\b", "MINUTE");
    }

    @Test
    @Order(99)
    @DisplayName("has been led over every flow node of its model")
    void coverage() {
        // A terminate end takes the tokens of these away.
        coverage.isComplete(ConsentWithdrawalModel.ID, "endEvent_watchEnded");
    }

    // ---

    /** Clients of tests that have run: a second withdrawal of the same person would be a repeated one. */
    private static final Set<String> TAKEN = new HashSet<>();

    /** Born 2012-03-04; serial from 9000 up, so nobody's. */
    private static final String MINOR = minor();

    private static String minor() {
        for (int serial = 9000; serial < 9999; serial++) {
            for (int digit = 0; digit < 10; digit++) {
                var iin = "1203045" + serial + digit;
                if (checks(iin)) {
                    return iin;
                }
            }
        }
        throw new AssertionError();
    }

    private static boolean checks(String iin) {
        int sum = 0;
        for (int i = 0; i < 11; i++) {
            sum += (i + 1) * (iin.charAt(i) - '0');
        }
        int digit = sum % 11;
        return digit != 10 && digit == iin.charAt(11) - '0';
    }

    private static Map<String, Object> body(Map<String, ?> subject, Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("subject", subject);
        body.put("requester", Map.of("kind", "subject", "name", "Заявитель", "email", "requester@example.kz"));
        body.put("text", "Отзываю согласие.");
        body.putAll(more);
        return body;
    }

    /** The first client from there on who owes nothing and is owed nothing. */
    private Person debtless(String operator, int from) {
        for (int skip = from; ; skip++) {
            var person = driver.person(operator, skip);
            var identifiers = List.of(new Identifier(IdentifierKind.IIN, person.iin()));
            var owed = obligations.find(new OperatorKey(operator), identifiers).obligations();
            if (owed.isEmpty() && TAKEN.add(person.iin())) {
                return person;
            }
        }
    }

    private String open(String operator, Person person, String scope) {
        return open(operator, body(person.subject(), Map.of("scope", scope)));
    }

    private String open(String operator, Map<String, ?> body) {
        var answer = api.post("integration", "/api/v1/operators/" + operator + "/consent-withdrawals", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("number").asText();
    }

    private void refused(Map<String, ?> body, String field) {
        var answer = api.post("integration", "/api/v1/operators/zvonobot/consent-withdrawals", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.body().path("violations").findValuesAsText("field"))
                .as(answer.raw().body())
                .containsExactly(field);
    }

    private com.fasterxml.jackson.databind.JsonNode view(String operator, String number) {
        return api.get("integration", CaseDriver.cases(operator, number)).body();
    }

    private int take(String operator, String number) {
        return api.delete("integration", "/api/v1/operators/" + operator + "/consent-withdrawals/" + number)
                .status();
    }

    private void decide(String user, String number, Map<String, Object> variables) {
        staff.complete(user, staff.of(number, Elements.DECIDE), variables);
    }

    private void closed(String operator, String number, String outcome) {
        driver.closed(operator, number, ConsentWithdrawalModel.ID, outcome);
    }

    /** Every recipient says that it has stopped; the task that chases them, where one is open, ends by itself or by hand. */
    private void acknowledge(String operator, String number) {
        var caseId = driver.file(operator, number).id();
        var chase = tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(Elements.FOLLOW_RECIPIENTS)
                .singleResult();
        if (chase != null) {
            assertThatThrownBy(() -> staff.complete("officer", chase, Map.of("acknowledged", true)))
                    .hasRootCauseInstanceOf(ConflictException.class);
        }
        for (var notice : recipients.open(caseId)) {
            recipients.acknowledge(notice.id(), Recipients.How.WORD, kz.qupiya.casefile.Actor.user("custodian"), null);
        }
        driver.drive(operator, number);
    }

    /** The eight contents of art. 8(4), and how it was given. */
    private void consent(String operator, Person person, String purpose) {
        consents.give(
                new OperatorKey(operator),
                new GivenConsent(
                        new SubjectInput(person.iin(), null, null, null, null, null),
                        List.of(purpose),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        null,
                        new GivenConsent.Proof(
                                "Оператор",
                                operators.get(new OperatorKey(operator)).bin().orElse(BIN),
                                "Айгүл Демонстрационная",
                                "до отзыва",
                                false,
                                false,
                                false,
                                List.of("имя", "телефон"),
                                "нет",
                                "other",
                                "кнопка «Согласен»",
                                "2026-01",
                                null,
                                "203.0.113.7")),
                "test");
    }

    private void change(Person person) {
        driver.demo("kz-pay-bot")
                .sql(
                        """
                        insert into bot.dialog (telegram_id, at, from_client, message)
                        select telegram_id, now(), true, 'ещё одно сообщение' from bot.tg_user where iin = ?""")
                .param(person.iin())
                .update();
    }
}
