package kz.qupiya.datablocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casework.process.CaseworkModel;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.operator.Duty;
import kz.qupiya.oversight.StepRecovery;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Coverage;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Data blocking over every path of its models, on the demonstration operators' databases, with the timers fired. */
@QupiyaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("A data block")
class DataBlockingProcessTest {

    private static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            .getBytes(StandardCharsets.US_ASCII);

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    Coverage coverage;

    @Autowired
    CaseFiles cases;

    @Autowired
    Deadlines deadlines;

    @Autowired
    TaskService tasks;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Autowired
    IdentityService identity;

    @Autowired
    StepRecovery recovery;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CaseDriver driver;

    @AfterEach
    void forgetUser() {
        identity.clearAuthentication();
    }

    @Test
    @Order(1)
    @DisplayName(
            "denies the permit when the 201 is returned, and by the other identifiers once the systems have told them")
    void denies() {
        var person = driver.person("zvonobot", 10);
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        var block = open("zvonobot", subject(person), "inaccurate-data");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isFalse();
        assertThat(driver.allowed("zvonobot", "storage", "iin", person.iin())).isTrue();
        // Not yet joined, but belongs to the same person: the live look-up answers.
        assertThat(driver.allowed("zvonobot", "service", "phone", person.phone()))
                .isFalse();
        jobs.runDue(block);
        assertThat(driver.allowed("zvonobot", "service", "phone", person.phone()))
                .isFalse();
        assertThat(deadlines
                        .of(driver.file("zvonobot", block).id(), Duty.BLOCK)
                        .orElseThrow()
                        .state())
                .isEqualTo(DeadlineState.MET);
    }

    @Test
    @Order(2)
    @DisplayName("that is not confirmed is lifted, told and closed")
    void notConfirmed() {
        var person = driver.person("zvonobot", 11);
        var block = open("zvonobot", subject(person), "inaccurate-data");
        jobs.runDue(block);
        decide("officer", block, "not-confirmed", "notConfirmedReason", "data-match-documents");
        jobs.runDue(block);
        closed("zvonobot", block, "unblocked");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        assertThat(driver.letters("zvonobot", block)).contains("request-received", "result-unblocked");
    }

    @Test
    @Order(3)
    @DisplayName("that leads to a correction writes the confirmed values, while permits are denied")
    void rectified() {
        var person = driver.person("zvonobot", 12);
        var block = open("zvonobot", subject(person), "inaccurate-data");
        jobs.runDue(block);
        assertThatThrownBy(() -> decide("officer", block, "inaccurate-correctable", null, null))
                .hasRootCauseInstanceOf(ConflictException.class);
        var document = api.upload(
                "officer", CaseDriver.cases("zvonobot", block) + "/documents", "confirming", "udostoverenie.pdf", PDF);
        assertThat(document.status()).as(document.raw().body()).isIn(200, 201);
        var corrected = api.post(
                "officer",
                CaseDriver.cases("zvonobot", block) + "/corrections",
                Map.of(
                        "values",
                        List.of(Map.of("field", "full-name", "newValue", "Әбдіқадырова Гүлнұр Үсенқызы")),
                        "documentId",
                        document.body().path("id").asText(),
                        "confirmedOn",
                        "2026-11-02"));
        assertThat(corrected.status()).as(corrected.raw().body()).isEqualTo(204);
        decide("officer", block, "inaccurate-correctable", null, null);
        jobs.runDue(block);
        closed("zvonobot", block, "rectified");
        assertThat(driver.letters("zvonobot", block))
                .as("nobody has shown to be the person, so nothing is told of the data")
                .contains("result-withheld")
                .doesNotContain("result-rectified");
        assertThat(driver.demo("zvonobot")
                        .sql("select count(*) from lk.client where full_name = 'Әбдіқадырова Гүлнұр Үсенқызы'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    @DisplayName("that leads to a destruction needs a second person, and keeps what the law orders to keep")
    void destroyed() {
        var person = driver.person("kz-pay-bot", 13);
        var block = open("kz-pay-bot", subject(person), "unlawful-processing");
        driver.drive("kz-pay-bot", block);
        var document = api.upload(
                "officer", CaseDriver.cases("kz-pay-bot", block) + "/documents", "identity", "kuelik.pdf", PDF);
        var proved = api.post(
                "officer",
                CaseDriver.cases("kz-pay-bot", block) + "/entitlement",
                Map.of(
                        "state",
                        "proved",
                        "documentId",
                        document.body().path("id").asText()));
        assertThat(proved.status()).as(proved.raw().body()).isEqualTo(200);
        decide("officer", block, "unlawful-processing", null, null);
        jobs.runDue(block);
        var own = task(block, DataBlockingModel.Elements.APPROVE);
        assertThatThrownBy(() -> complete("officer", own, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        complete("officer2", own, Map.of("approval", "rejected", "rejectionReason", "ground-not-shown"));
        jobs.runDue(block);
        decide("officer2", block, "unlawful-processing", null, null);
        jobs.runDue(block);
        var again = task(block, DataBlockingModel.Elements.APPROVE);
        change(person);
        complete("lawyer", again, Map.of("approval", "approved"));
        jobs.runDue(block);
        var fresh = task(block, DataBlockingModel.Elements.APPROVE);
        complete("lawyer", fresh, Map.of("approval", "approved"));
        change(person);
        jobs.runDue(block); // changed between approval and run: looked at once more
        complete("lawyer", task(block, DataBlockingModel.Elements.APPROVE), Map.of("approval", "approved"));
        driver.drive("kz-pay-bot", block);
        var outcome = driver.file("kz-pay-bot", block).outcome();
        assertThat(outcome).isNotNull();
        assertThat(outcome.json()).startsWith("destroyed");
        assertThat(driver.letters("kz-pay-bot", block)).contains("result-" + outcome.json());
    }

    @Test
    @Order(5)
    @DisplayName("asks a custodian for facts, and ends the custodian's task only with an answer")
    void facts() {
        var block = open("zvonobot", subject(driver.person("zvonobot", 14)), "inaccurate-data");
        jobs.runDue(block);
        var asked = api.post(
                "officer",
                CaseDriver.cases("zvonobot", block) + "/facts-requests",
                Map.of("system", "cabinet", "question", "Когда изменена запись?"));
        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
        jobs.runDue(block);
        var task = task(block, DataBlockingModel.Elements.GIVE_FACTS);
        assertThatThrownBy(() -> complete("custodian", task, Map.of("factsGiven", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        var answered = api.post(
                "custodian",
                CaseDriver.cases("zvonobot", block) + "/facts-requests/"
                        + asked.body().path("id").asText() + "/answer",
                Map.of("answer", "Запись не менялась."));
        assertThat(answered.status()).as(answered.raw().body()).isEqualTo(200);
        complete("custodian", task, Map.of("factsGiven", true));
        jobs.runDue(block);
        decide("officer", block, "not-confirmed", "notConfirmedReason", "no-data-found");
        jobs.runDue(block);
        closed("zvonobot", block, "unblocked");
    }

    @Test
    @Order(6)
    @DisplayName("by somebody who shows no right to ask is lifted after the date of the reminder, not before")
    void notEntitled() {
        var body = new java.util.HashMap<String, Object>(
                request(subject(driver.person("zvonobot", 15)), "inaccurate-data"));
        body.put("requester", Map.of("kind", "representative", "name", "Иванов Иван", "email", "ivanov@example.kz"));
        var block = opened("zvonobot", body);
        jobs.runDue(block);
        assertThat(api.post("officer", CaseDriver.cases("zvonobot", block) + "/proof-requests", "")
                        .status())
                .isEqualTo(202);
        jobs.runDue(block);
        assertThatThrownBy(() -> decide("officer", block, "not-entitled", "notEntitledReason", "no-proof-of-authority"))
                .hasRootCauseInstanceOf(ConflictException.class);
        TestClock.forward(Duration.ofDays(30));
        jobs.runDue(block);
        assertThat(driver.letters("zvonobot", block)).contains("proof-reminder");
        decide("officer", block, "not-entitled", "notEntitledReason", "no-proof-of-authority");
        jobs.runDue(block);
        closed("zvonobot", block, "not-entitled");
        assertThat(driver.letters("zvonobot", block)).contains("result-not-entitled");
    }

    @Test
    @Order(7)
    @DisplayName("warns at each step once, tells the manager of a missed date, and stays a block while nobody decides")
    void missed() {
        var person = driver.person("zvonobot", 16);
        var block = open("zvonobot", subject(person), "inaccurate-data");
        jobs.runDue(block);
        var caseFile = driver.file("zvonobot", block);
        TestClock.forward(Duration.ofDays(40));
        jobs.runDue(block);
        var verification = deadlines.of(caseFile.id(), Duty.VERIFICATION).orElseThrow();
        assertThat(verification.state()).isEqualTo(DeadlineState.MISSED);
        assertThat(jdbc.sql("select count(*) from qupiya.staff_notice where case_number = ? and kind = 'missed'")
                        .param(block)
                        .query(Integer.class)
                        .single())
                .isPositive();
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isFalse();
        var escalation = task(block, "userTask_missedDeadline");
        complete("manager", escalation, Map.of("missedMeasure", "act-ordered"));
        jobs.runDue(block);
        decide("officer", block, "not-confirmed", "notConfirmedReason", "data-match-documents");
        jobs.runDue(block);
        closed("zvonobot", block, "unblocked");
        assertThat(deadlines.of(caseFile.id(), Duty.VERIFICATION).orElseThrow().state())
                .isEqualTo(DeadlineState.MISSED);
    }

    @Test
    @Order(8)
    @DisplayName("gives a custodian what no connector can do, and ends that task only with a proof")
    void byHand() {
        var block = open("kao-solutions", subject(driver.person("kao-solutions", 17)), "inaccurate-data");
        jobs.runDue(block);
        var task = task(block, CaseworkModel.Elements.ACT_BY_HAND);
        assertThatThrownBy(() -> complete("custodian", task, Map.of("handDone", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        driver.drive("kao-solutions", block);
        decide("officer", block, "not-confirmed", "notConfirmedReason", "processing-with-consent");
        driver.drive("kao-solutions", block);
        closed("kao-solutions", block, "unblocked");
    }

    @Test
    @Order(9)
    @DisplayName(
            "in a system that is down blocks the rest, becomes an incident without a name in it, and completes by itself")
    void systemDown() {
        var person = driver.person("twelve", 18);
        driver.breakDown("twelve", true);
        String block;
        try {
            block = open("twelve", Map.of("iin", person.iin()), "inaccurate-data");
            assertThat(driver.allowed("twelve", "service", "iin", person.iin())).isFalse();
            jobs.runDueUntilFailing(block);
            var incidents = runtime.createProcessInstanceQuery().processInstanceBusinessKey(block).list().stream()
                    .flatMap(i -> runtime.createIncidentQuery().processInstanceId(i.getId()).list().stream())
                    .toList();
            assertThat(incidents).isNotEmpty();
            assertThat(incidents).allSatisfy(i -> assertThat(String.valueOf(i.getIncidentMessage()))
                    .doesNotContain(person.iin())
                    .doesNotContain(person.phone()));
            assertThat(recovery.recover()).isZero();
            var story = api.get("manager", CaseDriver.cases("twelve", block) + "/story")
                    .body();
            assertThat(story.path("failures")).isNotEmpty().allSatisfy(failure -> {
                assertThat(failure.path("retriesLeft").asInt()).isZero();
                assertThat(failure.path("code").asText()).isEqualTo("system-unavailable");
                assertThat(failure.path("failedAt").asText()).isNotBlank();
                assertThat(failure.path("step").asText())
                        .isNotEqualTo(failure.path("element").asText());
                assertThat(story.path("paths")).anySatisfy(path -> assertThat(path.path("elements")
                                .path(failure.path("element").asText())
                                .path("state")
                                .asText())
                        .isEqualTo("failed"));
            });
        } finally {
            driver.breakDown("twelve", false);
        }
        // the pool of connections tries again with growing pauses
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(recovery.recover()).isPositive());
        jobs.runDue(block);
        assertThat(driver.allowed("twelve", "service", "phone", person.phone())).isFalse();
        decide("officer", block, "not-confirmed", "notConfirmedReason", "data-match-documents");
        jobs.runDue(block);
        closed("twelve", block, "unblocked");
    }

    @Test
    @Order(10)
    @DisplayName("of a person under two cases ends with the last of them")
    void twoCases() {
        var person = driver.person("zvonobot", 19);
        var first = open("zvonobot", subject(person), "inaccurate-data");
        jobs.runDue(first);
        var second = open("zvonobot", Map.of("phone", person.phone()), "unlawful-processing");
        jobs.runDue(second);
        decide("officer", first, "not-confirmed", "notConfirmedReason", "data-match-documents");
        jobs.runDue(first);
        closed("zvonobot", first, "unblocked");
        assertThat(driver.allowed("zvonobot", "service", "phone", person.phone()))
                .isFalse();
        decide("officer", second, "not-confirmed", "notConfirmedReason", "processing-with-consent");
        jobs.runDue(second);
        closed("zvonobot", second, "unblocked");
        assertThat(driver.allowed("zvonobot", "service", "phone", person.phone()))
                .isTrue();
    }

    @Test
    @Order(11)
    @DisplayName(
            "of a person under two cases lets nothing be destroyed before both are decided, and then goes on by itself")
    void destructionWaitsForTheOtherCase() {
        var person = driver.person("zvonobot", 21);
        var first = open("zvonobot", subject(person), "unlawful-processing");
        jobs.runDue(first);
        var second = open("zvonobot", Map.of("phone", person.phone()), "unlawful-processing");
        jobs.runDue(second);
        decide("officer", first, "unlawful-processing", null, null);
        jobs.runDueUntilFailing(first);
        assertThat(recovery.recover()).isZero();
        var timeline = api.get("officer", CaseDriver.cases("zvonobot", first) + "/timeline")
                .body();
        assertThat(timeline.findValuesAsText("code"))
                .as("said once, not at every try")
                .containsOnlyOnce("act.waits");
        assertThat(timeline.toString()).contains(second);
        decide("officer", second, "unlawful-processing", null, null);
        assertThat(recovery.recover()).isPositive();
        jobs.runDue(first);
        complete("lawyer", task(first, DataBlockingModel.Elements.APPROVE), Map.of("approval", "approved"));
        jobs.runDue(first);
        assertThat(driver.file("zvonobot", first).isOpen()).isFalse();
        jobs.runDue(second);
        complete("lawyer", task(second, DataBlockingModel.Elements.APPROVE), Map.of("approval", "approved"));
        jobs.runDue(second);
        assertThat(driver.file("zvonobot", second).isOpen()).isFalse();
    }

    @Test
    @Order(12)
    @DisplayName("is watched until its case is closed")
    void watchEnds() {
        var block = open("zvonobot", subject(driver.person("zvonobot", 20)), "inaccurate-data");
        jobs.runDue(block);
        var caseFile = driver.file("zvonobot", block);
        runtime.startProcessInstanceByKey(
                CaseworkModel.WATCH_DEADLINES,
                block,
                Map.of("caseId", caseFile.id().toString(), "operator", "zvonobot"));
        decide("officer", block, "not-confirmed", "notConfirmedReason", "data-match-documents");
        jobs.runDue(block);
        closed("zvonobot", block, "unblocked");
        TestClock.forward(Duration.ofDays(60));
        jobs.runDue(block);
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(block)
                        .count())
                .isZero();
    }

    @Test
    @Order(13)
    @DisplayName(
            "that is a withdrawal is handled on as one with the same receipt, and lifts its own block in every system")
    void reclassified() {
        var person = driver.person("zvonobot", 57);
        var block = open("zvonobot", subject(person), "unlawful-processing");
        jobs.runDue(block);
        assertThat(reclassify(block, Map.of("kind", "data-block", "ground", "unlawful-processing")))
                .isEqualTo(400);
        assertThatThrownBy(() -> decide("officer", block, "reclassified", "notConfirmedReason", "data-match-documents"))
                .as("never chosen on the form")
                .isInstanceOf(Exception.class);
        var answer = api.post(
                "officer",
                CaseDriver.cases("zvonobot", block) + "/reclassify",
                Map.of("kind", "consent-withdrawal", "scope", List.of("statistics", "support")));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        assertThat(answer.body().path("scope")).hasSize(2);
        var old = driver.file("zvonobot", block);
        var next = driver.file("zvonobot", answer.body().path("number").asText());
        assertThat(next.receivedAt()).isEqualTo(old.receivedAt());
        assertThat(next.channel()).isEqualTo(old.channel());
        assertThat(reclassify(block, Map.of("kind", "other-request", "about", "access")))
                .as("once only")
                .isEqualTo(409);
        driver.drive("zvonobot", block);
        closed("zvonobot", block, "reclassified");
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin())).isTrue();
        assertThat(driver.letters("zvonobot", block))
                .as("the other case writes from now on")
                .containsExactly("request-received");
    }

    private int reclassify(String number, Map<String, ?> as) {
        return api.post("officer", CaseDriver.cases("zvonobot", number) + "/reclassify", as)
                .status();
    }

    @Test
    @Order(99)
    @DisplayName("has been led over every flow node of its models")
    void coverage() {
        coverage.isComplete(CaseworkModel.ACT_ON_SYSTEM);
        coverage.isComplete(CaseworkModel.WATCH_DEADLINES, "endEvent_watchEnded");
        coverage.isComplete(DataBlockingModel.ID, "endEvent_watchEnded");
    }

    // ---

    private static Map<String, Object> subject(CaseDriver.Person person) {
        return Map.of("iin", person.iin());
    }

    private static Map<String, Object> request(Map<String, ?> subject, String ground) {
        return Map.of(
                "subject",
                subject,
                "requester",
                Map.of("kind", "subject", "name", "Заявитель", "email", "requester@example.kz"),
                "ground",
                ground,
                "description",
                "Прошу заблокировать мои данные на время проверки.");
    }

    private String open(String operator, Map<String, ?> subject, String ground) {
        return opened(operator, request(subject, ground));
    }

    private String opened(String operator, Map<String, ?> body) {
        var answer = api.post("integration", "/api/v1/operators/" + operator + "/data-blocks", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("number").asText();
    }

    private void closed(String operator, String number, String outcome) {
        driver.closed(operator, number, DataBlockingModel.ID, outcome);
    }

    private Task task(String number, String key) {
        return staffTasks.of(number, key);
    }

    private void decide(String user, String number, String decision, String reasonField, String reason) {
        var variables = new java.util.HashMap<String, Object>(Map.of("decision", decision));
        if (reasonField != null) {
            variables.put(reasonField, reason);
        }
        complete(user, task(number, DataBlockingModel.Elements.VERIFY), variables);
    }

    private void complete(String user, Task task, Map<String, Object> variables) {
        staffTasks.complete(user, task, variables);
    }

    private void change(CaseDriver.Person person) {
        driver.demo("kz-pay-bot")
                .sql(
                        """
                        insert into bot.dialog (telegram_id, at, from_client, message)
                        select telegram_id, now(), true, 'ещё одно сообщение' from (
                            select telegram_id, iin from bot.tg_user union all select telegram_id, iin from bot.blocked_tg_user) u
                        where u.iin = ?""")
                .param(person.iin())
                .update();
    }
}
