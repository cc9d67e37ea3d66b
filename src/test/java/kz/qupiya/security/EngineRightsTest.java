package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import kz.qupiya.testing.QupiyaTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The engine")
class EngineRightsTest {

    private static final String PROCESS = "consentWithdrawal";
    private static final String PASSWORD = "Some-Pass_1234";
    private static final String ENGINE = "/camunda/api/engine/engine/default";

    @LocalServerPort
    int port;

    @Autowired
    Staff staff;

    @Autowired
    AccessSetup setup;

    @Autowired
    IdentityService identity;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    FilterService filters;

    @Autowired
    JdbcClient jdbc;

    private String deployment = "";
    private String task = "";
    private String foreignTask = "";
    private String instance = "";
    private String timer = "";

    @BeforeAll
    void deploy() {
        staff.tenant(Staff.OPERATOR);
        staff.tenant(Staff.FOREIGN);
        var model = Bpmn.createExecutableProcess(PROCESS)
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent()
                .camundaExecutionListenerDelegateExpression("start", "${tenantOfOperator}")
                .userTask("verify")
                .camundaCandidateGroups("privacy-officer")
                .boundaryEvent("late")
                .cancelActivity(false)
                .timerWithDuration("P30D")
                .endEvent()
                .moveToActivity("verify")
                .endEvent()
                .done();
        deployment = repository
                .createDeployment()
                .addModelInstance("rights-test.bpmn", model)
                .deploy()
                .getId();
        staff.make("righter", PASSWORD, Role.OFFICER, Staff.OPERATOR);
        staff.make("watcher", PASSWORD, Role.MANAGER, Staff.OPERATOR);
        staff.make("adminer", PASSWORD, Role.ADMIN);
    }

    /** Not with the deployment: the report of the test coverage takes a start only while a test runs. */
    @BeforeEach
    void startOnce() {
        if (!instance.isEmpty()) {
            return;
        }
        instance = start(Staff.OPERATOR);
        task = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
        foreignTask = tasks.createTaskQuery()
                .processInstanceId(start(Staff.FOREIGN))
                .singleResult()
                .getId();
        timer = management
                .createJobQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
    }

    @AfterAll
    void undeploy() {
        identity.clearAuthentication();
        repository.deleteDeployment(deployment, true);
        List.of("righter", "watcher", "adminer").forEach(staff::delete);
    }

    @AfterEach
    void nobody() {
        identity.clearAuthentication();
        tasks.setAssignee(task, null);
    }

    @Test
    @DisplayName("has a group for each role, a tenant for each operator, the lists of Tasklist, once")
    void made() throws Exception {
        setup.run(new DefaultApplicationArguments());
        for (var role : Role.values()) {
            assertThat(identity.createGroupQuery()
                            .groupId(role.groupId())
                            .singleResult()
                            .getName())
                    .isNotBlank();
        }
        assertThat(identity.createTenantQuery().list())
                .extracting(org.camunda.bpm.engine.identity.Tenant::getId)
                .contains(Staff.OPERATOR, Staff.FOREIGN);
        assertThat(filters.createFilterQuery().list())
                .extracting(org.camunda.bpm.engine.filter.Filter::getName)
                .containsOnlyOnce(
                        "Мои задачи",
                        "Задачи моих групп",
                        "Просроченные",
                        "Срок сегодня",
                        "Срок в течение трёх рабочих дней");
        assertThat(staff.ids())
                .containsExactlyInAnyOrder(
                        "admin",
                        "clerk",
                        "clerk2",
                        "officer",
                        "officer2",
                        "lawyer",
                        "security",
                        "custodian",
                        "manager",
                        "integration",
                        "integration2");
        for (var id : staff.ids()) {
            assertThat(identity.checkPassword(id, staff.password())).as(id).isTrue();
        }
        assertThat(jdbc.sql("select count(*) from act_id_user where pwd_ like '{BCRYPT}$2%'")
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(staff.ids().size());
    }

    @Test
    @DisplayName("shows an officer the tasks of the officer's operators only")
    void tenants() {
        as("righter", Role.OFFICER, Staff.OPERATOR);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
        assertThat(tasks.createTaskQuery().taskId(foreignTask).count()).isZero();
        assertThatThrownBy(() -> tasks.claim(foreignTask, "righter")).isInstanceOf(Exception.class);
        identity.clearAuthentication();
        assertThat(tasks.createTaskQuery().taskId(foreignTask).singleResult().getAssignee())
                .isNull();
        as("clerk-of-all", Role.CLERK, Staff.OPERATOR, Staff.FOREIGN);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
    }

    @Test
    @DisplayName("lets a candidate claim and work, but change neither due date, assignee nor variables")
    void candidates() {
        as("righter", Role.OFFICER, Staff.OPERATOR);
        refused(() -> tasks.setVariable(task, "approved", true));
        refused(() -> tasks.setAssignee(task, "somebody"));
        refused(() -> tasks.addCandidateUser(task, "somebody"));
        refused(() -> {
            var changed = tasks.createTaskQuery().taskId(task).singleResult();
            changed.setDueDate(new Date());
            tasks.saveTask(changed);
        });
        refused(() -> runtime.setVariable(instance, "approved", true));
        refused(() -> runtime.deleteProcessInstance(instance, "x"));
        refused(() -> management.setJobDuedate(timer, new Date()));
        refused(() -> management.setJobRetries(timer, 1));
        refused(() -> repository.createDeployment().addString("x.bpmn", "<x/>").deploy());
        refused(() -> filters.saveFilter(filters.newTaskFilter("x")));
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isZero();
        assertThatCode(() -> tasks.claim(task, "righter")).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("lets a manager see everything of the manager's operators and change nothing")
    void managers() {
        as("watcher", Role.MANAGER, Staff.OPERATOR);
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isOne();
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
        assertThat(tasks.createTaskQuery().taskId(foreignTask).count()).isZero();
        assertThat(management.createJobQuery().jobId(timer).count()).isOne();
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isOne();
        refused(() -> runtime.setVariable(instance, "approved", true));
        refused(() -> management.setJobDuedate(timer, new Date()));
        refused(() -> management.recalculateJobDuedate(timer, false));
        refused(() -> management.executeJob(timer));
        refused(() -> management.suspendJobById(timer));
        refused(() -> runtime.deleteProcessInstance(instance, "x"));
        refused(() -> runtime.suspendProcessInstanceById(instance));
        refused(() -> tasks.complete(task));
        refused(() -> management.setJobRetries(timer, 2));
        refused(() -> tasks.setAssignee(task, "righter"));
    }

    @Test
    @DisplayName("lets an administrator administer users, and neither work on cases nor deploy")
    void administrators() {
        as("adminer", Role.ADMIN);
        assertThat(identity.createUserQuery().count()).isPositive();
        refused(() -> tasks.complete(task));
        refused(() -> runtime.setVariable(instance, "approved", true));
        refused(() -> runtime.deleteProcessInstance(instance, "x"));
        refused(() -> runtime.startProcessInstanceByKey(PROCESS));
        refused(() -> repository.createDeployment().addString("x.bpmn", "<x/>").deploy());
        refused(() -> filters.saveFilter(filters.newTaskFilter("x")));
    }

    @Test
    @DisplayName("lets nobody write to a job, whether a step of a process or the engine's own")
    void jobs() {
        var before = management.createJobQuery().jobId(timer).singleResult();
        var cleanup = history.cleanUpHistoryAsync(false).getId();
        for (var user : List.of("watcher", "adminer")) {
            var browser = Http.session(port, user, PASSWORD, "cockpit");
            var token = browser.csrf();
            assertThat(put(browser, token, "/job/" + cleanup + "/retries", "{\"retries\":1}"))
                    .isEqualTo(403);
            assertThat(put(browser, token, "/job/" + cleanup + "/duedate", "{\"duedate\":null}"))
                    .isEqualTo(403);
            assertThat(put(browser, token, "/job/" + cleanup + "/suspended", "{\"suspended\":true}"))
                    .isEqualTo(403);
            assertThat(browser.post(ENGINE + "/job/" + cleanup + "/execute", "{}", "X-XSRF-TOKEN", token)
                            .statusCode())
                    .isEqualTo(403);
            for (var body : List.of(
                    "{\"retries\":0}",
                    "{\"retries\":2}",
                    "{\"retries\":1,\"dueDate\":\"2099-01-01T00:00:00.000+0000\"}")) {
                assertThat(put(browser, token, "/job/" + timer + "/retries", body))
                        .isEqualTo(403);
            }
        }
        assertThat(management.createJobQuery().jobId(timer).singleResult())
                .extracting(Job::getRetries, Job::getDuedate)
                .containsExactly(before.getRetries(), before.getDuedate());
    }

    @Test
    @DisplayName("claims a task for the one who asks, over Tasklist, and for nobody else")
    void claims() {
        var browser = Http.session(port, "righter", PASSWORD, "tasklist");
        var token = browser.csrf();
        var claim = ENGINE + "/task/" + task + "/claim";
        assertThat(browser.post(claim, "{\"userId\":\"watcher\"}", "X-XSRF-TOKEN", token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(claim, "{}", "X-XSRF-TOKEN", token).statusCode())
                .isEqualTo(403);
        assertThat(browser.post(claim, "{\"userId\":\"righter\"}", "X-XSRF-TOKEN", token)
                        .statusCode())
                .isEqualTo(204);
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isEqualTo("righter");
        var manager = Http.session(port, "watcher", PASSWORD, "tasklist");
        assertThat(manager.post(ENGINE + "/task/" + task + "/unclaim", "{}", "X-XSRF-TOKEN", manager.csrf())
                        .statusCode())
                .as("a manager hands over with a reason, over our own API")
                .isEqualTo(403);
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isEqualTo("righter");
    }

    private static int put(Http browser, String token, String path, String body) {
        return browser.send("PUT", ENGINE + path, body, "X-XSRF-TOKEN", token).statusCode();
    }

    private String start(String operator) {
        var variables = new HashMap<String, Object>();
        variables.put("operator", operator);
        return runtime.startProcessInstanceByKey(PROCESS, variables).getId();
    }

    private void as(String user, Role role, String... operators) {
        identity.setAuthentication(user, List.of(role.groupId()), Arrays.asList(operators));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(AuthorizationException.class);
    }
}
