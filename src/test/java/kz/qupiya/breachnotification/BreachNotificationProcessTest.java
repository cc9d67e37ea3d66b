package kz.qupiya.breachnotification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import kz.qupiya.breachnotification.process.BreachNotificationModel;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Elements;
import kz.qupiya.campaign.CampaignState;
import kz.qupiya.campaign.Campaigns;
import kz.qupiya.campaign.SendCampaigns;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
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

/** A breach over every path of its models, on the demonstration operators, with the timers fired. */
@QupiyaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("A breach")
class BreachNotificationProcessTest {

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
    Campaigns campaigns;

    @Autowired
    SendCampaigns send;

    @Autowired
    StaffTasks staff;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identity;

    @Autowired
    Clock clock;

    @AfterEach
    void forgetUser() {
        identity.clearAuthentication();
    }

    @Test
    @Order(1)
    @DisplayName("is told to the authority in one working day and to the people, whom Zvonobot must tell")
    void whole() throws IOException {
        var number = open("zvonobot", Map.of());
        assertThat(due("zvonobot", number, Duty.NOTIFY_AUTHORITY).state()).isEqualTo(DeadlineState.RUNNING);
        jobs.runDue(number);
        assertThat(api.post("security", breach("zvonobot", number) + "/measures", measure("security-officer"))
                        .status())
                .as("nothing is done about what is not a breach yet")
                .isEqualTo(409);
        complete("security", number, Elements.ASSESS, Map.of("verdict", "confirmed"));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("security", number, Elements.CONTAIN, Map.of("contained", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        for (var owner : List.of("security-officer", "data-custodian")) {
            var set = api.post("security", breach("zvonobot", number) + "/measures", measure(owner));
            assertThat(set.status()).as(set.raw().body()).isEqualTo(201);
        }
        complete("security", number, Elements.CONTAIN, Map.of("contained", true));
        jobs.runDue(number);
        // the authority is told before anybody knows how many people
        file("zvonobot", number, 1);
        assertThat(due("zvonobot", number, Duty.NOTIFY_AUTHORITY).state()).isEqualTo(DeadlineState.MET);
        // the list, and the supplement that it makes
        var loaded = csv("zvonobot", number, "POST", people(3));
        assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
        complete("security", number, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(number);
        assertThat(csv("zvonobot", number, "PUT", people(2)).statusCode()).isEqualTo(409);
        file("zvonobot", number, 2);
        // the notice: written, rejected, written anew, approved by somebody else
        complete("officer", number, Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("officer", number, Elements.APPROVE_NOTICE, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        complete(
                "lawyer",
                number,
                Elements.APPROVE_NOTICE,
                Map.of("approval", "rejected", "noticeRejection", "not-clear"));
        jobs.runDue(number);
        write("zvonobot", number);
        complete("officer", number, Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        jobs.runDue(number);
        complete("lawyer", number, Elements.APPROVE_NOTICE, Map.of("approval", "approved"));
        jobs.runDue(number);
        drained("zvonobot", number);
        jobs.runDue(number);
        complete("officer", number, Elements.FOLLOW_UNREACHED, Map.of("unreached", "posted"));
        assertThat(due("zvonobot", number, Duty.NOTIFY_PEOPLE).state()).isEqualTo(DeadlineState.MET);
        claim(number);
        // measures, facts learned later, conclusion
        jobs.runDue(number);
        assertThat(api.post(
                                "security",
                                breach("zvonobot", number) + "/parts",
                                Map.of("facts", "Доступ был через старый пароль.", "measures", "Пароль сменён."))
                        .status())
                .isEqualTo(200);
        assertThat(api.post("security", breach("zvonobot", number) + "/supplements", Map.of())
                        .status())
                .isEqualTo(202);
        file("zvonobot", number, 3);
        assertThat(api.post("security", breach("zvonobot", number) + "/supplements", Map.of())
                        .status())
                .as("nothing is new")
                .isEqualTo(409);
        assertThatThrownBy(() -> complete("security", number, Elements.CLOSE, Map.of("breachCause", "attack")))
                .hasRootCauseInstanceOf(ConflictException.class);
        conclude("zvonobot", number);
        assertThatThrownBy(() -> complete("security", number, Elements.CLOSE, Map.of("breachCause", "attack")))
                .as("measures are open")
                .hasRootCauseInstanceOf(ConflictException.class);
        for (var task : tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(Elements.TAKE_MEASURE)
                .list()) {
            staff.complete("security", task, Map.of("measureTaken", true));
        }
        complete("security", number, Elements.CLOSE, Map.of("breachCause", "attack"));
        jobs.runDue(number);
        driver.closed("zvonobot", number, BreachNotificationModel.ID, "handled");
        assertThat(driver.letters("zvonobot", number)).contains("breach-notification", "breach-supplement");
        var register = api.get("officer", "/api/v1/operators/zvonobot/breaches/register");
        assertThat(register.raw().body()).contains(number, "РК-1/" + number);
        var report = api.get("security", breach("zvonobot", number) + "/report");
        assertThat(report.body().path("steps").size()).isGreaterThan(10);
    }

    @Test
    @Order(2)
    @DisplayName("suspends accounts under suspicion until their credentials are reset in every system (kz pay bot 7)")
    void credentials() {
        var person = driver.person("kz-pay-bot", 60);
        assertThat(driver.allowed("kz-pay-bot", "service", "iin", person.iin())).isTrue();
        var number = open("kz-pay-bot", Map.of("compromisedAccounts", List.of(Map.of("iin", person.iin()))));
        assertThat(driver.allowed("kz-pay-bot", "service", "iin", person.iin())).isFalse();
        driver.drive("kz-pay-bot", number);
        assertThat(driver.allowed("kz-pay-bot", "service", "iin", person.iin())).isTrue();
        complete(
                "security",
                number,
                Elements.ASSESS,
                Map.of("verdict", "not-a-breach", "verdictReason", "agent-under-contract"));
        jobs.runDue(number);
        driver.closed("kz-pay-bot", number, BreachNotificationModel.ID, "not-a-breach");
        assertThat(due("kz-pay-bot", number, Duty.NOTIFY_AUTHORITY).state()).isEqualTo(DeadlineState.CANCELLED);
        var nobody = open("kz-pay-bot", Map.of("compromisedAccounts", List.of("nobody-of-that-name")));
        driver.drive("kz-pay-bot", nobody);
        complete(
                "security", nobody, Elements.ASSESS, Map.of("verdict", "not-a-breach", "verdictReason", "false-alarm"));
        jobs.runDue(nobody);
        driver.closed("kz-pay-bot", nobody, BreachNotificationModel.ID, "not-a-breach");
    }

    @Test
    @Order(3)
    @DisplayName("reported twice is joined to the first")
    void joined() {
        var first = open("twelve", Map.of());
        var second = open("twelve", Map.of());
        jobs.runDue(second);
        assertThatThrownBy(() -> complete("security", second, Elements.ASSESS, Map.of("verdict", "joined")))
                .hasRootCauseInstanceOf(ConflictException.class);
        assertThat(api.post("security", breach("twelve", second) + "/same-as", Map.of("number", second))
                        .status())
                .isEqualTo(400);
        assertThat(api.post("security", breach("twelve", second) + "/same-as", Map.of("number", first))
                        .status())
                .isEqualTo(204);
        complete("security", second, Elements.ASSESS, Map.of("verdict", "joined"));
        jobs.runDue(second);
        driver.closed("twelve", second, BreachNotificationModel.ID, "joined");
        var view = api.get("integration", CaseDriver.cases("twelve", second));
        assertThat(view.body().path("joinedTo").asText()).isEqualTo(first);
    }

    @Test
    @Order(4)
    @DisplayName("of another operator is told to people only if an officer decides so, and later lists hold newcomers")
    void decided() {
        var number = open("kao-solutions", Map.of());
        jobs.runDue(number);
        complete("security", number, Elements.ASSESS, Map.of("verdict", "confirmed"));
        jobs.runDue(number);
        assertThat(csv("kao-solutions", number, "POST", people(2)).statusCode()).isEqualTo(200);
        complete("security", number, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete(
                        "officer", number, Elements.DECIDE_NOTICE, Map.of("tell", "tell", "tellReason", "state-tells")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        complete("officer", number, Elements.DECIDE_NOTICE, Map.of("tell", "tell", "tellReason", "high-risk"));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("security", number, Elements.PREPARE_FILING, Map.of("filingWay", "mail")))
                .as("no address of the authority is configured")
                .hasRootCauseInstanceOf(InvalidInputException.class);
        complete("security", number, Elements.PREPARE_FILING, Map.of("filingWay", "hand"));
        jobs.runDue(number);
        // what is approved is what was read: new facts make it stale
        assertThat(api.post(
                                "security",
                                breach("kao-solutions", number) + "/parts",
                                Map.of("measures", "Сервер отключён."))
                        .status())
                .isEqualTo(200);
        complete("officer", number, Elements.APPROVE_FILING, Map.of("approval", "approved"));
        jobs.runDue(number);
        complete("security", number, Elements.PREPARE_FILING, Map.of("filingWay", "hand"));
        jobs.runDue(number);
        complete(
                "officer",
                number,
                Elements.APPROVE_FILING,
                Map.of("approval", "rejected", "filingRejection", "facts-incomplete"));
        jobs.runDue(number);
        file("kao-solutions", number, 1);
        // five minutes pass while the campaign runs
        complete("officer", number, Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        jobs.runDue(number);
        complete("lawyer", number, Elements.APPROVE_NOTICE, Map.of("approval", "approved"));
        jobs.runDue(number);
        TestClock.forward(Duration.ofMinutes(6));
        jobs.runDue(number);
        drained("kao-solutions", number);
        TestClock.forward(Duration.ofMinutes(6));
        jobs.runDue(number);
        complete("officer", number, Elements.FOLLOW_UNREACHED, Map.of("unreached", "left-to-state"));
        // a later list: three, of whom two are known
        var later = csv("kao-solutions", number, "POST", people(3));
        assertThat(later.statusCode()).as(later.body()).isEqualTo(200);
        jobs.runDue(number);
        complete("security", number, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(number);
        file("kao-solutions", number, 2);
        complete("officer", number, Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        jobs.runDue(number);
        complete("lawyer", number, Elements.APPROVE_NOTICE, Map.of("approval", "approved"));
        jobs.runDue(number);
        drained("kao-solutions", number);
        jobs.runDue(number);
        assertThat(open(number, Elements.FOLLOW_UNREACHED))
                .as("the newcomer was reached")
                .isFalse();
        assertThat(campaigns.ofCase(driver.file("kao-solutions", number).id()).stream()
                        .filter(one -> one.state() == CampaignState.DRAINED)
                        .map(one -> one.total()))
                .containsExactly(2L, 1L);
    }

    @Test
    @Order(5)
    @DisplayName("may be kept from the people with a reason, and touches nobody where the list is empty")
    void notTold() {
        var number = open("twelve", Map.of());
        jobs.runDue(number);
        complete("security", number, Elements.ASSESS, Map.of("verdict", "confirmed"));
        jobs.runDue(number);
        csv("twelve", number, "POST", people(1));
        complete("security", number, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(number);
        complete("officer", number, Elements.DECIDE_NOTICE, Map.of("tell", "not-tell", "tellReason", "state-tells"));
        jobs.runDue(number);
        assertThat(due("twelve", number, Duty.NOTIFY_PEOPLE).state()).isEqualTo(DeadlineState.CANCELLED);
        var empty = open("digital-rocket", Map.of());
        jobs.runDue(empty);
        complete("security", empty, Elements.ASSESS, Map.of("verdict", "confirmed"));
        jobs.runDue(empty);
        complete("security", empty, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(empty);
        assertThat(open(empty, Elements.DECIDE_NOTICE)).isFalse();
    }

    @Test
    @Order(6)
    @DisplayName("that is reported badly is refused with every field named, and leaves nothing behind")
    void badInput() {
        var answer = api.post(
                "integration",
                "/api/v1/operators/zvonobot/breaches",
                Map.of(
                        "kind",
                        "leak",
                        "discoveredAt",
                        clock.instant().plusSeconds(3600).toString(),
                        "dataCategories",
                        List.of(),
                        "compromisedAccounts",
                        List.of(Map.of("iin", "123"))));
        assertThat(answer.status()).isEqualTo(400);
        List<String> fields = new ArrayList<>();
        answer.body()
                .path("violations")
                .forEach(one -> fields.add(one.path("field").asText()));
        assertThat(fields)
                .contains("kind", "discoveredAt", "dataCategories", "description")
                .anyMatch(field -> field.startsWith("compromisedAccounts[0]"));
        assertThat(api.post("officer", "/api/v1/operators/zvonobot/breaches", Map.of())
                        .status())
                .isEqualTo(400);
        assertThat(api.post("custodian", "/api/v1/operators/zvonobot/breaches", Map.of())
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Order(7)
    @DisplayName("can be rehearsed on made-up people, and nothing leaves the house")
    void rehearsal() {
        var begun = api.post(
                "security", "/api/v1/operators/zvonobot/breaches/rehearsals", Map.of("people", 50, "kind", "loss"));
        assertThat(begun.status()).as(begun.raw().body()).isEqualTo(201);
        assertThat(begun.body().path("rehearsal").asBoolean()).isTrue();
        var number = begun.body().path("number").asText();
        jobs.runDue(number);
        complete("security", number, Elements.ASSESS, Map.of("verdict", "confirmed"));
        jobs.runDue(number);
        complete("security", number, Elements.DETERMINE, Map.of("listComplete", true));
        jobs.runDue(number);
        complete("officer", number, Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        jobs.runDue(number);
        complete("lawyer", number, Elements.APPROVE_NOTICE, Map.of("approval", "approved"));
        jobs.runDue(number);
        drained("zvonobot", number);
        assertThat(campaigns.ofCase(driver.file("zvonobot", number).id()))
                .allMatch(one -> one.rehearsal() && one.total() == 50);
        assertThat(api.get("officer", "/api/v1/operators/zvonobot/breaches/register")
                        .raw()
                        .body())
                .doesNotContain(number);
    }

    @Test
    @Order(8)
    @DisplayName("may be started over engine REST, with the same checks")
    void engineRest() {
        var good = start(
                """
                {"kind": "loss", "discoveredAt": "%s", "description": "Ноутбук утерян.", "dataCategories": ["contact"]}"""
                        .formatted(clock.instant()));
        assertThat(good.status()).as(good.raw().body()).isEqualTo(200);
        var number = good.body().path("businessKey").asText();
        assertThat(api.get("integration", CaseDriver.cases("digital-rocket", number))
                        .body()
                        .path("breachKind")
                        .asText())
                .isEqualTo("loss");
        var bad = start("""
                {"kind": "leak", "description": "Ноутбук утерян."}""");
        assertThat(bad.status()).as(bad.raw().body()).isEqualTo(400);
        assertThat(bad.raw().body()).contains("\"kind\"", "discoveredAt", "dataCategories");
    }

    private Api.Answer start(String intake) {
        return api.post(
                "integration",
                "/engine-rest/process-definition/key/breachNotification/start",
                Map.of(
                        "variables",
                        Map.of(
                                "operator",
                                Map.of("value", "digital-rocket", "type", "String"),
                                "intake",
                                Map.of("value", intake, "type", "String", "valueInfo", Map.of("transient", true)))));
    }

    @Test
    @Order(100)
    @DisplayName("has been over every flow node of its models")
    void coverage() {
        // The watch and the branches that wait for more are taken away when the case closes.
        coverage.isComplete(BreachNotificationModel.ID, "endEvent_watchEnded");
        coverage.isComplete(BreachNotificationModel.NOTIFY_AUTHORITY);
        coverage.isComplete(BreachNotificationModel.AFFECTED_PEOPLE);
        coverage.isComplete(BreachNotificationModel.RESET_CREDENTIALS);
    }

    private String open(String operator, Map<String, Object> more) {
        var body = new HashMap<String, Object>(Map.of(
                "discoveredAt",
                clock.instant().minus(Duration.ofMinutes(30)).toString(),
                "kind",
                "disclosure",
                "description",
                "База клиентов выложена на форуме.",
                "dataCategories",
                List.of("identity", "contact", "пароли от кабинета")));
        body.putAll(more);
        var opened = api.post("integration", "/api/v1/operators/" + operator + "/breaches", body);
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        return opened.body().path("number").asText();
    }

    /** Prepares, approves, sends and registers a notification. */
    private void file(String operator, String number, int round) {
        jobs.runDue(number);
        complete("security", number, Elements.PREPARE_FILING, Map.of("filingWay", "hand"));
        jobs.runDue(number);
        var file = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes(operator, number)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                file.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(file.keySet())
                .containsExactlyInAnyOrder(
                        number + "-" + round + ".pdf", number + "-" + round + "-people.csv", "manifest.json");
        assertThat(new String(file.get(number + "-" + round + ".pdf"), 0, 4, StandardCharsets.ISO_8859_1))
                .isEqualTo("%PDF");
        complete("officer", number, Elements.APPROVE_FILING, Map.of("approval", "approved"));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("clerk", number, Elements.RECORD_FILING, Map.of("filed", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        var registered = api.post(
                "clerk",
                breach(operator, number) + "/filings/" + round + "/registration",
                Map.of(
                        "number",
                        "РК-" + round + "/" + number,
                        "handedInAt",
                        clock.instant().toString()));
        assertThat(registered.status()).as(registered.raw().body()).isEqualTo(204);
        complete("clerk", number, Elements.RECORD_FILING, Map.of("filed", true));
        jobs.runDue(number);
    }

    private byte[] bytes(String operator, String number) {
        try {
            return api.bytes("officer", breach(operator, number) + "/authority-file");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void write(String operator, String number) {
        var text = api.get("officer", breach(operator, number) + "/notice-text");
        assertThat(text.status()).isEqualTo(200);
        assertThat(text.body().path("kk").path("advice").asText()).contains("құпия сөз");
        var put = api.put(
                "officer",
                breach(operator, number) + "/notice-text",
                "application/json",
                text.raw().body().getBytes(StandardCharsets.UTF_8));
        assertThat(put.status()).as(put.raw().body()).isEqualTo(204);
    }

    /** What somebody answers to the notice becomes a claim of its own, once. */
    private void claim(String number) {
        var campaign = campaigns.ofCase(driver.file("zvonobot", number).id()).stream()
                .filter(one -> one.state() == CampaignState.DRAINED)
                .findFirst()
                .orElseThrow();
        send.report(campaign.number(), 1, "На меня оформили кредит, требую возмещения.");
        var panel = api.get("officer", CaseDriver.cases("zvonobot", number) + "/panel");
        var report = "";
        for (var section : panel.body().path("sections")) {
            if ("notice-reports".equals(section.path("name").asText())) {
                report = section.path("content")
                        .path("reports")
                        .path(0)
                        .path("id")
                        .asText();
            }
        }
        assertThat(report).as(panel.raw().body()).isNotEmpty();
        var opened = api.post("lawyer", breach("zvonobot", number) + "/reports/" + report + "/claim", Map.of());
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        assertThat(opened.body().path("kind").asText()).isEqualTo("claim");
        assertThat(api.post("officer", breach("zvonobot", number) + "/reports/" + report + "/claim", Map.of())
                        .body()
                        .path("number"))
                .isEqualTo(opened.body().path("number"));
        assertThat(api.post(
                                "officer",
                                breach("zvonobot", number) + "/reports/" + UUID.randomUUID() + "/claim",
                                Map.of())
                        .status())
                .isEqualTo(404);
    }

    private void conclude(String operator, String number) {
        var body =
                "{\"facts\": \"Пароль подобран.\", \"measures\": \"Доступ закрыт.\", \"lessons\": \"Второй фактор для всех.\"}";
        assertThat(api.put(
                                "security",
                                breach(operator, number) + "/conclusion",
                                "application/json",
                                body.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(204);
    }

    private void drained(String operator, String number) {
        UUID caseId = driver.file(operator, number).id();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            send.run();
            return campaigns.ofCase(caseId).stream().noneMatch(one -> one.state() == CampaignState.RUNNING);
        });
    }

    private HttpResponse<String> csv(String operator, String number, String method, String body) {
        var path = breach(operator, number) + "/affected";
        return "PUT".equals(method)
                ? api.put("integration", path, "text/csv", body.getBytes(StandardCharsets.UTF_8))
                        .raw()
                : api.send("integration", "POST", path, "text/csv", body.getBytes(StandardCharsets.UTF_8))
                        .raw();
    }

    /** The first has an IIN and an address, the second no way to be written to. */
    private static String people(int count) {
        var csv = new StringBuilder("iin,email,login,name,language\n");
        for (int at = 0; at < count; at++) {
            csv.append(at == 0 ? "850515499993" : "")
                    .append(',')
                    .append(at == 1 ? "" : "breach-person-" + at + "@example.kz")
                    .append(",breach-login-")
                    .append(at)
                    .append(",Лицо ")
                    .append(at)
                    .append(at % 2 == 0 ? ",kk\n" : ",ru\n");
        }
        return csv.toString();
    }

    private Map<String, Object> measure(String owner) {
        return Map.of(
                "text",
                "Закрыть доступ к базе.",
                "owner",
                owner,
                "dueOn",
                Instant.now(clock).plus(Duration.ofDays(1)).toString().substring(0, 10));
    }

    private void complete(String user, String number, String task, Map<String, Object> variables) {
        staff.complete(user, staff.of(number, task), variables);
    }

    private boolean open(String number, String task) {
        return tasks.createTaskQuery()
                        .processInstanceBusinessKey(number)
                        .taskDefinitionKey(task)
                        .count()
                > 0;
    }

    private kz.qupiya.casefile.Deadline due(String operator, String number, Duty duty) {
        return deadlines.of(driver.file(operator, number).id(), duty).orElseThrow();
    }

    private static String breach(String operator, String number) {
        return "/api/v1/operators/" + operator + "/breaches/" + number;
    }
}
