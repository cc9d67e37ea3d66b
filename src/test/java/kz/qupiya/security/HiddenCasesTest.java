package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineMissed;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A case that concerns members of staff, over every way in which they could come upon it. */
@QupiyaTest
@DisplayName("A case that concerns a member of staff")
class HiddenCasesTest {

    private static final String PASSWORD = "Some-Pass_1234";
    private static final String OFFICER = "named-officer";
    private static final String MANAGER = "named-manager";
    private static final String ADMIN = "named-admin";
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String LISTS = "/api/v1/operators/zvonobot/cases";

    @LocalServerPort
    int port;

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    Staff staff;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    IdentityService identity;

    @Autowired
    CaseFiles cases;

    @Autowired
    Timeline timeline;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    ApplicationContext context;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectMapper json;

    private String number = "";
    private Task task;

    @BeforeEach
    void open() {
        Map.of(OFFICER, Role.OFFICER, MANAGER, Role.MANAGER, ADMIN, Role.ADMIN).forEach((id, role) -> {
            staff.make(id, PASSWORD, role, "zvonobot");
            var user = identity.createUserQuery().userId(id).singleResult();
            user.setEmail(id + "@example.kz");
            identity.saveUser(user);
        });
        number = api.openCase("zvonobot", Api.somePhone());
        jobs.runDue(number);
        task = staffTasks.of(number, "userTask_verify");
    }

    @AfterEach
    void remove() {
        List.of(OFFICER, MANAGER, ADMIN).forEach(staff::delete);
    }

    private Api.Answer name(String by, List<String> whom) throws IOException {
        return api.put(
                by,
                LISTS + "/" + number + "/concerns",
                "application/json",
                json.writeValueAsBytes(Map.of("staff", whom, "reason", "conduct-complained-of")));
    }

    private void hide() throws IOException {
        var named = name("officer", List.of(OFFICER, MANAGER, ADMIN));
        assertThat(named.status()).as(named.raw().body()).isEqualTo(200);
        assertThat(named.body().path("staff")).hasSize(3);
    }

    @Test
    @DisplayName("is 404 for them by every address of the API, and in no list")
    void overTheApi() throws IOException {
        var addresses = addresses();
        assertThat(addresses).hasSizeGreaterThan(20);
        assertThat(addresses.stream()
                        .filter(address -> api.get("officer", address).status() == 200))
                .as("what an officer reads of a case")
                .hasSizeGreaterThan(6);
        var before = Map.of(
                OFFICER, Http.basic(port, OFFICER, PASSWORD),
                MANAGER, Http.basic(port, MANAGER, PASSWORD),
                ADMIN, Http.basic(port, ADMIN, PASSWORD));
        before.forEach((id, caller) -> {
            assertThat(caller.get(LISTS + "/" + number).statusCode()).as(id).isEqualTo(200);
            assertThat(caller.get(LISTS + "?size=200").body()).as(id).contains(number);
            assertThat(caller.get("/api/v1/oversight/cases?size=200").body())
                    .as(id)
                    .contains(number);
        });
        hide();
        before.forEach((id, caller) -> {
            assertThat(caller.get(LISTS + "/" + number).statusCode()).as(id).isEqualTo(404);
            for (var address : addresses) {
                assertThat(caller.get(address).statusCode())
                        .as(id + " " + address)
                        .isIn(404, 403, 400, 406);
            }
            assertThat(caller.get(LISTS + "?size=200").body()).as(id).doesNotContain(number);
            assertThat(caller.get("/api/v1/oversight/cases?size=200").body())
                    .as(id)
                    .doesNotContain(number);
            assertThat(caller.get("/api/v1/oversight/cases?number=" + number).body())
                    .as(id)
                    .doesNotContain(number);
            assertThat(caller.get("/api/v1/oversight/cases.csv").body()).as(id).doesNotContain(number);
            assertThat(caller.get("/api/v1/oversight/deadlines").body()).as(id).doesNotContain(number);
            assertThat(caller.get("/api/v1/tasks/" + task.getId() + "/case").statusCode())
                    .as(id)
                    .isEqualTo(404);
            assertThat(caller.get("/api/v1/oversight/instances/" + task.getProcessInstanceId() + "/case")
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
        });
        assertThat(api.get("officer", LISTS + "/" + number + "/panel").status()).isEqualTo(200);
        assertThat(api.get("manager", "/api/v1/oversight/cases?number=" + number)
                        .body()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    @DisplayName("has no tasks for them in Tasklist and Cockpit, neither in lists nor in counts nor by their ids")
    void inTheWebApplications() throws IOException {
        var officer = Http.session(port, OFFICER, PASSWORD, "tasklist");
        var manager = Http.session(port, MANAGER, PASSWORD, "cockpit");
        var instance = task.getProcessInstanceId();
        var everyTask = "/task?maxResults=2000";
        long seen = count(officer, "/task/count");
        assertThat(officer.get(ENGINE + everyTask).body()).contains(task.getId());
        assertThat(manager.get(ENGINE + "/process-instance/" + instance).statusCode())
                .isEqualTo(200);
        assertThat(instances(manager)).contains(instance);
        var filter = groupFilter(officer);
        var listed = "/filter/" + filter + "/list?maxResults=2000";
        assertThat(officer.post(ENGINE + listed, "{}", "X-XSRF-TOKEN", officer.csrf(), "Accept", "application/json")
                        .body())
                .contains(task.getId());
        long filtered = count(officer, "/filter/" + filter + "/count");

        hide();

        assertThat(officer.get(ENGINE + everyTask).body()).doesNotContain(task.getId(), number);
        assertThat(count(officer, "/task/count")).isEqualTo(seen - 1);
        assertThat(officer.post(ENGINE + listed, "{}", "X-XSRF-TOKEN", officer.csrf(), "Accept", "application/json")
                        .body())
                .doesNotContain(task.getId());
        assertThat(count(officer, "/filter/" + filter + "/count")).isEqualTo(filtered - 1);
        for (var address : List.of("", "/form", "/deployed-form", "/form-variables", "/identity-links")) {
            assertThat(officer.get(ENGINE + "/task/" + task.getId() + address).statusCode())
                    .as(address)
                    .isEqualTo(404);
        }
        assertThat(officer.get(ENGINE + "/task?processInstanceBusinessKey=" + number)
                        .statusCode())
                .isEqualTo(404);
        var claim = officer.post(
                ENGINE + "/task/" + task.getId() + "/claim",
                "{\"userId\":\"" + OFFICER + "\"}",
                "X-XSRF-TOKEN",
                officer.csrf());
        assertThat(claim.statusCode()).isEqualTo(404);
        assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee())
                .isNull();

        assertThat(manager.get(ENGINE + "/task?maxResults=2000").body()).doesNotContain(task.getId());
        assertThat(manager.get(ENGINE + "/process-instance/" + instance).statusCode())
                .isEqualTo(404);
        assertThat(manager.get(ENGINE + "/process-instance?maxResults=2000").body())
                .startsWith("[")
                .doesNotContain(instance, number);
        assertThat(instances(manager)).startsWith("[").doesNotContain(instance, number);
        assertThat(manager.get(ENGINE + "/history/process-instance?maxResults=2000")
                        .body())
                .startsWith("[")
                .doesNotContain(instance, number);
        assertThat(manager.get(ENGINE + "/history/task?maxResults=2000").body()).doesNotContain(task.getId());
        assertThat(manager.get(ENGINE + "/history/variable-instance?processInstanceId=" + instance)
                        .statusCode())
                .isEqualTo(404);
        assertThat(manager.post(
                                ENGINE + "/process-instance/count",
                                "{\"businessKey\":\"" + number + "\"}",
                                "X-XSRF-TOKEN",
                                manager.csrf())
                        .statusCode())
                .isEqualTo(404);

        // who is not named sees what there was
        var other = Http.session(port, "officer", staff.password(), "tasklist");
        assertThat(other.get(ENGINE + "/task/" + task.getId()).statusCode()).isEqualTo(200);
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("has no number for them where another case names it, and no letter; nobody else reads anything less")
    void named() throws IOException {
        var phone = Api.somePhone();
        var opened = api.post(
                "clerk",
                "/api/v1/operators/zvonobot/claims",
                Map.of(
                        "subject",
                        Map.of("phone", phone),
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный"),
                        "statement",
                        "Сотрудник оператора исправил не то.",
                        "demand",
                        List.of(Map.of("action", "correction"), Map.of("action", "real-damage", "amount", 1234567.50)),
                        "channel",
                        "letter"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var claim = opened.body().path("number").asText();
        number = opened.body().at("/demands/0/case").asText();
        jobs.runDue(claim);
        jobs.runDue(number);
        // a look at the person's history leaves the number of the one case in the record of the other
        assertThat(api.get("officer2", LISTS + "/" + number + "/person").status())
                .isEqualTo(200);
        var readings = List.of(
                LISTS + "/" + claim,
                LISTS + "/" + claim + "/timeline",
                LISTS + "/" + claim + "/panel",
                LISTS + "/" + claim + "/person",
                LISTS + "/" + claim + "/story",
                "/api/v1/operators/zvonobot/letters/print-list");
        for (var address : readings.subList(0, 4)) {
            assertThat(api.get("officer", address).raw().body()).as(address).contains(number);
        }
        var letter =
                api.get("officer", LISTS + "/" + number + "/letters").body().get(0);
        assertThat(letter.path("onPrintList").asBoolean()).isTrue();

        hide();

        var named = Http.basic(port, OFFICER, PASSWORD);
        for (var address : readings) {
            var answer = named.get(address);
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            assertThat(answer.body()).as(address).doesNotContain(number);
        }
        var view = json.readTree(named.get(readings.get(0)).body());
        assertThat(view.at("/demands/0/case").asText()).isEqualTo("скрытое дело");
        assertThat(view.path("number").asText()).isEqualTo(claim);
        assertThat(json.readTree(named.get(readings.get(0), "Accept-Language", "kk")
                                .body())
                        .at("/demands/0/case")
                        .asText())
                .isEqualTo("жасырын іс");
        assertThat(view.at("/demands/1/amount").decimalValue()).isEqualByComparingTo("1234567.5");
        var told = json.readTree(named.get(readings.get(1)).body()).path("events");
        assertThat(told).anySatisfy(event -> {
            assertThat(event.path("code").asText()).isEqualTo("case.linked");
            assertThat(event.path("text").asText()).endsWith("[скрыто].");
        });
        var whole = api.get("officer", readings.get(1)).body().path("events");
        assertThat(told).hasSameSizeAs(whole);
        assertThat(whole.toString()).contains(number);
        assertThat(told.findValuesAsText("hash")).isEqualTo(whole.findValuesAsText("hash"));

        var look = named.post(
                "/api/v1/operators/zvonobot/subject-look-ups", "{\"kind\":\"phone\",\"value\":\"" + phone + "\"}");
        assertThat(look.statusCode()).as(look.body()).isEqualTo(200);
        assertThat(look.body()).contains(claim).doesNotContain(number);
        assertThat(named.post(
                                "/api/v1/operators/zvonobot/letters/"
                                        + letter.path("id").asText() + "/printed",
                                "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.get("officer", LISTS + "/" + number + "/letters")
                        .body()
                        .get(0)
                        .path("onPrintList")
                        .asBoolean())
                .isTrue();

        // what has to verify is given whole or not at all
        var export = named.get(LISTS + "/" + claim + "/export");
        assertThat(export.statusCode()).isEqualTo(403);
        assertThat(export.body()).contains("casefile.export.names-hidden").doesNotContain(number);
        assertThat(api.get("officer", LISTS + "/" + claim + "/export").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("takes its tasks from them, and they get none by hand-over")
    void handedOver() throws IOException {
        tasks.setAssignee(task.getId(), OFFICER);
        hide();
        assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee())
                .isNull();
        var file = cases.require(new OperatorKey("zvonobot"), number);
        assertThat(timeline.of(file.id()))
                .filteredOn(entry -> entry.code().equals("task.taken-back"))
                .hasSize(1);
        assertThat(timeline.of(file.id()).toString()).doesNotContain(OFFICER, MANAGER, ADMIN);
        assertThat(timeline.verify(file.id()).sound()).isTrue();

        var candidates = api.get("manager", "/api/v1/tasks/" + task.getId() + "/candidates");
        assertThat(candidates.raw().body()).contains("officer2").doesNotContain(OFFICER);
        assertThat(api.post(
                                "manager",
                                "/api/v1/tasks/" + task.getId() + "/hand-over",
                                Map.of("to", OFFICER, "reason", "workload"))
                        .status())
                .isEqualTo(400);
        tasks.setAssignee(task.getId(), "officer2");
        var named = Http.basic(port, MANAGER, PASSWORD);
        assertThat(named.post("/api/v1/tasks/" + task.getId() + "/hand-over", "{\"reason\":\"workload\"}")
                        .statusCode())
                .isEqualTo(404);
        var all = named.post("/api/v1/staff/officer2/hand-over", "{\"reason\":\"absence\"}");
        assertThat(all.statusCode()).as(all.body()).isEqualTo(200);
        assertThat(all.body()).doesNotContain(number);
        assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee())
                .isEqualTo("officer2");
        var toNamed =
                api.post("manager", "/api/v1/staff/officer2/hand-over", Map.of("to", OFFICER, "reason", "absence"));
        assertThat(toNamed.body().path("stayed")).anySatisfy(stayed -> {
            assertThat(stayed.path("number").asText()).isEqualTo(number);
            assertThat(stayed.at("/why/code").asText()).isEqualTo("may-not");
        });
    }

    @Test
    @DisplayName("sends them no notice, not even one that waited")
    void notices() throws IOException {
        var file = cases.require(new OperatorKey("zvonobot"), number);
        var now = ClockUtil.getCurrentTime().toInstant();
        hide();
        transactions.executeWithoutResult(status ->
                events.publishEvent(new DeadlineMissed(file.id(), UUID.randomUUID(), Duty.VERIFICATION, now)));
        assertThat(jdbc.sql("select user_id from qupiya.staff_notice where case_number = ?")
                        .param(number)
                        .query(String.class)
                        .list())
                .contains("officer", "manager")
                .doesNotContain(OFFICER, MANAGER, ADMIN);
    }

    @Test
    @DisplayName(
            "is named so by officers and managers, never by those concerned, and is seen again when that is taken back")
    void whoNames() throws IOException {
        for (var user : List.of("clerk", "lawyer", "admin", "integration")) {
            assertThat(name(user, List.of(OFFICER)).status()).as(user).isEqualTo(403);
        }
        assertThat(name("officer", List.of("officer")).status()).isEqualTo(403);
        assertThat(name("officer", List.of("nobody")).status()).isEqualTo(400);
        assertThat(name("integration2", List.of()).status()).isEqualTo(404);
        for (var bad :
                List.of("{\"staff\":[\"officer2\"],\"reason\":\"x\"}", "{\"reason\":\"party-to-matter\"}", "{}")) {
            assertThat(api.put("officer", LISTS + "/" + number + "/concerns", "application/json", bad.getBytes())
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(name("manager", List.of(OFFICER)).status()).isEqualTo(200);
        var named = Http.basic(port, OFFICER, PASSWORD);
        assertThat(named.get(LISTS + "/" + number).statusCode()).isEqualTo(404);
        assertThat(named.send(
                                "PUT",
                                LISTS + "/" + number + "/concerns",
                                "{\"staff\":[],\"reason\":\"named-by-mistake\"}",
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.get("officer", LISTS + "/" + number + "/concerns").raw().body())
                .startsWith("{\"staff\":[\"" + OFFICER + "\"],\"people\":[");
        assertThat(name("officer", List.of()).status()).isEqualTo(200);
        assertThat(named.get(LISTS + "/" + number).statusCode()).isEqualTo(200);
    }

    /** Every address of the API that reads something of a case by its number. */
    private List<String> addresses() {
        return context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(mapped -> mapped.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(mapped -> mapped.getPatternValues().stream())
                .filter(path -> path.matches("/api/v1/operators/\\{operator}/[a-z-]+/\\{number}.*"))
                .map(path -> path.replace("{operator}", "zvonobot")
                        .replace("{number}", number)
                        .replace("{duty}", "verification")
                        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString()))
                .distinct()
                .toList();
    }

    private long count(Http session, String path) throws IOException {
        return json.readTree(session.get(ENGINE + path).body()).path("count").asLong();
    }

    /** The running instances of the model of the case, as Cockpit lists them. */
    private String instances(Http session) {
        return session.post(
                        "/camunda/api/cockpit/plugin/base/default/process-instance?firstResult=0&maxResults=2000",
                        "{\"processDefinitionId\":\"" + task.getProcessDefinitionId() + "\"}",
                        "X-XSRF-TOKEN",
                        session.csrf())
                .body();
    }

    private String groupFilter(Http session) throws IOException {
        for (var filter :
                json.readTree(session.get(ENGINE + "/filter?maxResults=100").body())) {
            if (filter.at("/properties/qupiya").asText().equals("groups")) {
                return filter.path("id").asText();
            }
        }
        throw new AssertionError("no list of the groups");
    }
}
