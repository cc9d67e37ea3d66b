package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The engine's own means of changing what is under way are closed to those who watch it. */
@QupiyaTest
@DisplayName("Whoever watches over cases")
class ManagerWritesTest {

    private static final String ENGINE = "/camunda/api/engine/engine/default";

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
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    private record Call(String method, String path, String body) {}

    @Test
    @DisplayName("reads lists that the web applications ask for without a bound")
    void unboundedLists() {
        var session = Http.session(port, "manager", staff.password(), "cockpit");
        for (var list : List.of(
                "/process-definition?key=dataBlocking&sortBy=version&sortOrder=desc&withoutTenantId=true",
                "/process-definition",
                "/deployment?sortBy=deploymentTime&sortOrder=desc")) {
            assertThat(session.get(ENGINE + list).statusCode()).as(list).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("changes no variable, timer, task or instance by the engine's own means, and nothing moves")
    void nothingByTheEngine() {
        var number = open();
        var instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, "dataBlocking")
                .singleResult();
        var task = staffTasks.of(number, "userTask_verify");
        tasks.setAssignee(task.getId(), "officer");
        var watch = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, "watchDeadlines")
                .singleResult();
        var timer = management.createJobQuery().processInstanceId(watch.getId()).singleResult();
        var calls = calls(
                instance.getId(),
                instance.getProcessDefinitionId(),
                task.getId(),
                task.getExecutionId(),
                timer.getId(),
                timer.getJobDefinitionId(),
                timer.getDeploymentId());
        assertThat(calls).hasSizeGreaterThanOrEqualTo(25);
        var before = state(number);

        var wrong = new ArrayList<String>();
        for (var user : List.of("manager", "admin")) {
            var browser = Http.session(port, user, staff.password(), "cockpit");
            var token = browser.csrf();
            assertThat(browser.get(ENGINE + "/process-instance/" + instance.getId())
                            .statusCode())
                    .as("it is there to be seen by " + user)
                    .isEqualTo(200);
            for (var call : calls) {
                var status = browser.send(call.method(), ENGINE + call.path(), call.body(), "X-XSRF-TOKEN", token)
                        .statusCode();
                if (status != 403) {
                    wrong.add(user + " " + call + ": " + status);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(state(number)).isEqualTo(before);
    }

    @Test
    @DisplayName("sets no due date of a task by hand, nor does anybody who works on it")
    void dueDates() {
        var number = open();
        var task = staffTasks.of(number, "userTask_verify");
        tasks.setAssignee(task.getId(), "officer");
        for (var user : List.of("manager", "admin", "officer", "clerk")) {
            var browser = Http.session(port, user, staff.password(), "tasklist");
            var status = browser.send(
                            "PUT",
                            ENGINE + "/task/" + task.getId(),
                            "{\"name\":\"x\",\"due\":\"2099-01-01T00:00:00.000+0000\",\"followUp\":\"2099-01-01T00:00:00.000+0000\",\"priority\":1}",
                            "X-XSRF-TOKEN",
                            browser.csrf())
                    .statusCode();
            assertThat(status).as(user).isEqualTo(403);
        }
        var after = staffTasks.of(number, "userTask_verify");
        assertThat(after.getDueDate()).isNotNull().isEqualTo(task.getDueDate());
        assertThat(after.getFollowUpDate()).isNull();
    }

    private static List<Call> calls(
            String instance,
            String definition,
            String task,
            String execution,
            String job,
            String jobDefinition,
            String deployment) {
        var variable = "{\"value\":\"stop\",\"type\":\"String\"}";
        var modifications = "{\"modifications\":{\"decision\":" + variable + "}}";
        var ids = "{\"processInstanceIds\":[\"" + instance + "\"]";
        return List.of(
                new Call("PUT", "/process-instance/" + instance + "/variables/decision", variable),
                new Call("POST", "/process-instance/" + instance + "/variables", modifications),
                new Call("DELETE", "/process-instance/" + instance + "/variables/caseId", ""),
                new Call("PUT", "/execution/" + execution + "/localVariables/decision", variable),
                new Call("POST", "/execution/" + execution + "/localVariables", modifications),
                new Call("DELETE", "/execution/" + execution + "/localVariables/caseId", ""),
                new Call("PUT", "/task/" + task + "/variables/decision", variable),
                new Call("PUT", "/task/" + task + "/localVariables/decision", variable),
                new Call("DELETE", "/task/" + task + "/variables/caseId", ""),
                new Call("POST", "/process-instance/variables-async", ids + ",\"variables\":{}}"),
                new Call("PUT", "/job/" + job + "/duedate", "{\"duedate\":\"2099-01-01T00:00:00.000+0000\"}"),
                new Call("POST", "/job/" + job + "/duedate/recalculate", "{}"),
                new Call("POST", "/job/" + job + "/execute", "{}"),
                new Call("PUT", "/job/" + job + "/suspended", "{\"suspended\":true}"),
                new Call("PUT", "/job/" + job + "/retries", "{\"retries\":1}"),
                new Call("PUT", "/job/" + job + "/priority", "{\"priority\":1}"),
                new Call("DELETE", "/job/" + job, ""),
                new Call("POST", "/job/retries", "{\"jobIds\":[\"" + job + "\"],\"retries\":1}"),
                new Call("PUT", "/job/suspended", "{\"processInstanceId\":\"" + instance + "\",\"suspended\":true}"),
                new Call("PUT", "/job-definition/" + jobDefinition + "/retries", "{\"retries\":1}"),
                new Call("PUT", "/job-definition/" + jobDefinition + "/suspended", "{\"suspended\":true}"),
                new Call("PUT", "/job-definition/" + jobDefinition + "/jobPriority", "{\"priority\":1}"),
                new Call("DELETE", "/process-instance/" + instance, ""),
                new Call("POST", "/process-instance/delete", ids + "}"),
                new Call("PUT", "/process-instance/" + instance + "/suspended", "{\"suspended\":true}"),
                new Call("PUT", "/process-instance/suspended", ids + ",\"suspended\":true}"),
                new Call(
                        "POST",
                        "/process-instance/" + instance + "/modification",
                        "{\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"serviceTask_closeCase\"}]}"),
                new Call(
                        "POST",
                        "/process-instance/job-retries",
                        "{\"processInstances\":[\"" + instance + "\"],\"retries\":1}"),
                new Call(
                        "POST",
                        "/process-instance/message-async",
                        ids + ",\"messageName\":\"dataBlocking.proofRequested\"}"),
                new Call("POST", "/process-definition/" + definition + "/start", "{}"),
                new Call("POST", "/process-definition/" + definition + "/restart", ids + ",\"instructions\":[]}"),
                new Call("POST", "/process-definition/" + definition + "/restart-async", ids + ",\"instructions\":[]}"),
                new Call("PUT", "/process-definition/" + definition + "/suspended", "{\"suspended\":true}"),
                new Call("DELETE", "/process-definition/" + definition + "?cascade=true", ""),
                new Call("DELETE", "/deployment/" + deployment + "?cascade=true", ""),
                new Call("POST", "/deployment/create", "{}"),
                new Call("POST", "/migration/execute", "{" + ids.substring(1) + ",\"migrationPlan\":{}}"),
                new Call("POST", "/migration/executeAsync", "{" + ids.substring(1) + ",\"migrationPlan\":{}}"),
                new Call("POST", "/modification/execute", ids + ",\"instructions\":[]}"),
                new Call("POST", "/message", "{\"messageName\":\"dataBlocking.proofRequested\"}"),
                new Call("POST", "/signal", "{\"name\":\"x\"}"),
                new Call("POST", "/execution/" + execution + "/signal", "{}"),
                new Call("POST", "/task/" + task + "/assignee", "{\"userId\":\"officer2\"}"),
                new Call("POST", "/task/" + task + "/unclaim", "{}"),
                new Call("POST", "/task/" + task + "/delegate", "{\"userId\":\"officer2\"}"),
                new Call("POST", "/task/" + task + "/complete", "{}"),
                new Call(
                        "POST",
                        "/task/" + task + "/identity-links",
                        "{\"userId\":\"officer2\",\"type\":\"candidate\"}"),
                new Call("PUT", "/task/" + task, "{\"due\":\"2099-01-01T00:00:00.000+0000\"}"),
                new Call("DELETE", "/task/" + task, ""),
                new Call("DELETE", "/history/process-instance/" + instance, ""),
                new Call(
                        "POST",
                        "/history/process-instance/delete",
                        "{\"historicProcessInstanceIds\":[\"" + instance + "\"]}"),
                new Call("POST", "/history/cleanup", ""),
                new Call("PUT", "/batch/none/suspended", "{\"suspended\":true}"),
                new Call("DELETE", "/batch/none", ""));
    }

    /** Everything of a case that such a call could change. */
    private Map<String, Object> state(String number) {
        var state = new TreeMap<String, Object>();
        for (var instance : runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .list()) {
            state.put("instance " + instance.getId(), instance.isSuspended());
            state.put("active " + instance.getId(), List.copyOf(runtime.getActiveActivityIds(instance.getId())));
            management
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .list()
                    .forEach(job -> state.put(
                            "job " + job.getId(),
                            List.of(
                                    job.getRetries(),
                                    String.valueOf(job.getDuedate()),
                                    job.isSuspended(),
                                    job.getPriority())));
            runtime.createVariableInstanceQuery()
                    .processInstanceIdIn(instance.getId())
                    .list()
                    .forEach(
                            variable -> state.put("variable " + variable.getId(), String.valueOf(variable.getValue())));
            state.put(
                    "history " + instance.getId(),
                    history.createHistoricProcessInstanceQuery()
                            .processInstanceId(instance.getId())
                            .count());
        }
        tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .list()
                .forEach(task -> state.put(
                        "task " + task.getId(),
                        List.of(
                                String.valueOf(task.getAssignee()),
                                String.valueOf(task.getDueDate()),
                                String.valueOf(task.getOwner()),
                                tasks.getIdentityLinksForTask(task.getId()).stream()
                                        .map(link -> link.getType() + link.getGroupId() + link.getUserId())
                                        .sorted()
                                        .collect(Collectors.joining(",")))));
        return state;
    }

    private String open() {
        var number = api.openCase("zvonobot", "+77010000731");
        jobs.runDue(number);
        return number;
    }
}
