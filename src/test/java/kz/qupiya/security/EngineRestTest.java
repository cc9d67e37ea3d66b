package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Engine REST")
@SuppressWarnings("unchecked")
class EngineRestTest {

    /** On the list of startable processes, and no model of this release. */
    private static final String PROCESS = "startedInTests";

    private static final String START = "/engine-rest/process-definition/key/" + PROCESS + "/start";
    private static final String PASSWORD = "Some-Pass_1234";
    private static final ObjectMapper JSON = new ObjectMapper();

    @LocalServerPort
    int port;

    @Autowired
    Staff staff;

    @Autowired
    RepositoryService repository;

    @Autowired
    JdbcClient jdbc;

    private String deployment = "";
    private Http client = Http.nobody(0);
    private Http foreign = Http.nobody(0);

    @BeforeAll
    void deploy() {
        var model = Bpmn.createExecutableProcess(PROCESS)
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent()
                .camundaExecutionListenerDelegateExpression("start", "${listeningStart}")
                .userTask("identify")
                .camundaCandidateGroups("privacy-officer")
                .userTask("decide")
                .endEvent()
                .done();
        deployment = repository
                .createDeployment()
                .addModelInstance("security-test.bpmn", model)
                .deploy()
                .getId();
        staff.make("rester", PASSWORD, Role.CLIENT, Staff.OPERATOR);
        staff.make("foreigner", PASSWORD, Role.CLIENT, Staff.FOREIGN);
        client = Http.basic(port, "rester", PASSWORD);
        foreign = Http.basic(port, "foreigner", PASSWORD);
    }

    @AfterAll
    void undeploy() {
        repository.deleteDeployment(deployment, true);
        staff.delete("rester");
        staff.delete("foreigner");
    }

    @AfterEach
    void forget() {
        jdbc.sql("delete from qupiya.login_failure").update();
    }

    @Test
    @DisplayName("starts a process with the caller's request, which reaches no table however it was sent")
    void start() throws Exception {
        for (var lasting : new boolean[] {false, true}) {
            var canary = "канарейка-" + lasting + "-" + System.nanoTime();
            var body = body(Staff.OPERATOR, canary + "x".repeat(10_000));
            if (lasting) {
                ((Map<String, Object>) ((Map<String, Object>) body.get("variables")).get("intake")).remove("valueInfo");
            }
            var answer = client.post(START, JSON.writeValueAsString(body));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var started = JSON.readTree(answer.body());
            assertThat(started.path("businessKey").textValue()).startsWith("TST-");
            assertThat(ListeningStart.INTAKE.get()).startsWith(canary);
            assertThat(ListeningStart.CALLER.get()).isEqualTo("rester");
            assertThat(tablesWith(canary)).isEmpty();

            var id = started.path("id").textValue();
            assertThat(client.get("/engine-rest/process-instance/" + id).statusCode())
                    .isEqualTo(200);
            assertThat(foreign.get("/engine-rest/process-instance/" + id).statusCode())
                    .isEqualTo(404);
            assertThat(JSON.readTree(client.get("/engine-rest/process-instance/count?processDefinitionKey=" + PROCESS)
                                    .body())
                            .path("count")
                            .intValue())
                    .isPositive();
            assertThat(JSON.readTree(foreign.get("/engine-rest/process-instance/count?processDefinitionKey=" + PROCESS)
                                    .body())
                            .path("count")
                            .intValue())
                    .isZero();
        }
        assertThat(client.get("/engine-rest/version").body()).contains("7.24.0");
    }

    @Test
    @DisplayName("cannot begin at a later step, nor skip what opens the case, nor set other variables")
    void bodies() throws Exception {
        var before = instances();
        var attacks = Map.<String, Object>of(
                "startInstructions",
                List.of(Map.of("type", "startBeforeActivity", "activityId", "decide")),
                "skipCustomListeners",
                true,
                "skipIoMappings",
                true,
                "businessKey",
                "MINE",
                "caseInstanceId",
                "x",
                "withVariablesInReturn",
                true);
        for (var attack : attacks.entrySet()) {
            var body = body(Staff.OPERATOR, "{}");
            body.put(attack.getKey(), attack.getValue());
            var answer = client.post(START, JSON.writeValueAsString(body), "Accept-Language", "en");
            assertThat(answer.statusCode()).as(attack.getKey()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(JSON.readTree(answer.body()).at("/violations/0/field").textValue())
                    .isEqualTo(attack.getKey());
        }
        var body = body(Staff.OPERATOR, "{}");
        ((Map<String, Object>) body.get("variables")).put("caseId", Map.of("value", "x", "type", "String"));
        assertThat(client.post(START, JSON.writeValueAsString(body)).body()).contains("variables.caseId");
        assertThat(client.post(START, "{\"variables\":").statusCode()).isEqualTo(400);
        assertThat(client.post(START, "").statusCode()).isEqualTo(400);
        assertThat(client.send("POST", START, "<x/>", "Content-Type", "application/xml")
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.post(START, JSON.writeValueAsString(body(Staff.OPERATOR, "x".repeat(2 * 1024 * 1024))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(instances()).isEqualTo(before);
    }

    @Test
    @DisplayName("starts for one's own operator and with the right role only")
    void operators() throws Exception {
        var before = instances();
        var other = client.post(START, JSON.writeValueAsString(body(Staff.FOREIGN, "{}")));
        var unknown = client.post(START, JSON.writeValueAsString(body("no-such", "{}")));
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).isEqualTo(unknown.body());
        staff.make("lawman", PASSWORD, Role.LAWYER, Staff.OPERATOR);
        try {
            assertThat(Http.basic(port, "lawman", PASSWORD)
                            .post(START, JSON.writeValueAsString(body(Staff.OPERATOR, "{}")))
                            .statusCode())
                    .isEqualTo(403);
        } finally {
            staff.delete("lawman");
        }
        assertThat(Http.nobody(port)
                        .post(START, JSON.writeValueAsString(body(Staff.OPERATOR, "{}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(instances()).isEqualTo(before);
    }

    @Test
    @DisplayName("tells what the start listener refuses as 400 with the field, and leaves nothing behind")
    void refusals() throws Exception {
        var before = instances();
        var answer =
                client.post(START, JSON.writeValueAsString(body(Staff.OPERATOR, "refuse-me")), "Accept-Language", "en");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(JSON.readTree(answer.body()).at("/violations/0/field").textValue())
                .isEqualTo("subject.iin");

        var broken = client.post(START, JSON.writeValueAsString(body(Staff.OPERATOR, "break-me")));
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("canary-in-message").doesNotContain("Exception");
        assertThat(instances()).isEqualTo(before);
    }

    @Test
    @DisplayName("is closed by every other address, method and spelling: 403 with credentials, 401 without")
    void aliases() {
        var paths = List.of(
                "/engine-rest",
                "/engine-rest/",
                "/engine-rest/engine",
                "/engine-rest/engine/default/version",
                "/engine-rest/engine/default/process-definition/key/" + PROCESS + "/start",
                "/engine-rest/version/",
                "/engine-rest//version",
                "//engine-rest/version",
                "/engine-rest/./version",
                "/engine-rest/x/../version",
                "/ui/../engine-rest/version",
                "/engine-rest/version;a=b",
                "/engine-rest;a=b/version",
                "/engine-rest/%76ersion",
                "/engine%2Drest/version",
                "/ENGINE-REST/version",
                "/Engine-Rest/version",
                "/engine-rest/Version",
                "/engine-rest/version%20",
                "/engine-rest/process-instance",
                "/engine-rest/process-instance/",
                "/engine-rest/process-instance/count/",
                "/engine-rest/process-instance/x/variables",
                "/engine-rest/process-definition",
                "/engine-rest/process-definition/key/" + PROCESS,
                "/engine-rest/process-definition/key/" + PROCESS + "/start/",
                "/engine-rest/process-definition/key/" + PROCESS + "/tenant-id/twelve/start",
                "/engine-rest/process-definition/key/unknownProcess/start",
                "/engine-rest/process-definition/key/" + PROCESS + "/submit-form",
                "/engine-rest/task",
                "/engine-rest/job",
                "/engine-rest/deployment/create",
                "/engine-rest/filter/create",
                "/engine-rest/message",
                "/engine-rest/identity/groups?userId=rester",
                "/engine-rest/metrics",
                "/engine-rest/history/cleanup");
        int looked = 0;
        for (var path : paths) {
            for (var method : List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")) {
                assertThat(client.raw(method, path))
                        .as("%s %s as client", method, path)
                        .isEqualTo(403);
                assertThat(Http.nobody(port).raw(method, path))
                        .as("%s %s as nobody", method, path)
                        .isEqualTo(401);
                looked += 2;
            }
        }
        assertThat(client.raw("HEAD", "/engine-rest/version")).isEqualTo(403);
        assertThat(client.raw("POST", "/engine-rest/version")).isEqualTo(403);
        assertThat(client.raw("GET", START)).isEqualTo(403);
        assertThat(looked).isGreaterThan(500);
    }

    private static Map<String, Object> body(String operator, String intake) {
        var intakeVariable = new LinkedHashMap<String, Object>();
        intakeVariable.put("value", intake);
        intakeVariable.put("type", "String");
        intakeVariable.put("valueInfo", Map.of("transient", true));
        var variables = new LinkedHashMap<String, Object>();
        variables.put("operator", Map.of("value", operator, "type", "String"));
        variables.put("intake", intakeVariable);
        var body = new LinkedHashMap<String, Object>();
        body.put("variables", variables);
        return body;
    }

    private long instances() {
        return jdbc.sql("select count(*) from act_hi_procinst")
                .query(Long.class)
                .single();
    }

    /** The engine's tables in which a text stands, in text or in bytes. */
    private List<String> tablesWith(String canary) {
        return jdbc
                .sql(
                        """
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public' and table_name like 'act\\_%'
                          and data_type in ('character varying', 'text', 'bytea')""")
                .query(String.class)
                .list()
                .stream()
                .filter(column -> {
                    var table = column.substring(0, column.indexOf('.'));
                    var name = column.substring(column.indexOf('.') + 1);
                    return jdbc.sql("select count(*) from " + table + " where position(:text in "
                                            + "convert_to(" + name + "::text, 'UTF8')) > 0 or position(:hex in " + name
                                            + "::text) > 0")
                                    .param("text", canary.getBytes(StandardCharsets.UTF_8))
                                    .param(
                                            "hex",
                                            java.util.HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8)))
                                    .query(Long.class)
                                    .single()
                            > 0;
                })
                .toList();
    }
}
