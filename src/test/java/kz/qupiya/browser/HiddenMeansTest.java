package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the engine's web applications bring along and nobody here may do: it is not offered, and refused to who asks for it all the same. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The engine's own means")
class HiddenMeansTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPERATOR = "digital-rocket";
    private static final String BY_HAND = "kao-solutions";

    /** Names under which Tasklist offers what is hidden. */
    private static final List<String> OFFERS = List.of(
            "CREATE_TASK",
            "START_PROCESS",
            "FILTER_CREATE",
            "FILTER_EDIT",
            "FILTER_DELETE",
            "ADD_FILTER_HINT",
            "COMMENT_CREATE",
            "SET_DUE_DATE",
            "SET_FOLLOW_UP_DATE",
            "RESET_DUE_DATE",
            "RESET_FOLLOW_UP_DATE",
            "SAVE",
            "SAVE_HINT",
            "UNCLAIM_TASK",
            "DELEGATE_TASK",
            "BANNER_CE_EOL_TEXT");

    /** What can be pressed with a mouse or reached with the keyboard, and seen. */
    private static final String MEANS =
            """
            root => [...root.querySelectorAll('a[href], a[ng-click], button, input, select, textarea, [ng-click], [tabindex]')]
              .filter(each => !each.closest('.qp') && each.tabIndex > -2 && each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
              .map(each => ({
                means: [each.getAttribute('ng-click'), each.className, each.getAttribute('href')].filter(Boolean).join(' | '),
                words: [each.textContent, each.getAttribute('uib-tooltip'), each.title, each.getAttribute('aria-label')].filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim(),
                dead: getComputedStyle(each).pointerEvents === 'none' && each.tabIndex < 0
              }))
              .filter(each => !each.dead)""";

    /** Whatever in Cockpit would change something of the engine's. */
    private static final Pattern WRITES = Pattern.compile(
            "(?i)delete|suspen|retr(y|ies)|cancel|edit(?!or)|\\bsave|upload|recalc|increment|openDialog|enableEdit|saveVariable|addItem|annotation|redeploy|identityLinks|changeVersion|setNull|glyphicon-(pencil|trash|remove|plus|repeat|pause|play|refresh-|cloud-upload|ban)");

    @Autowired
    private Desks desks;

    @Autowired
    private Cases cases;

    @Autowired
    private Jobs jobs;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TaskService tasks;

    @Autowired
    private FilterService filters;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ManagementService management;

    @Autowired
    private Deadlines deadlines;

    @Autowired
    private Clock clock;

    private final Map<String, String> tasksOf = new HashMap<>();
    private String number = "";

    /** Within a test: the coverage of the models counts nothing before. */
    @BeforeEach
    void tasksForEverybody() {
        if (!number.isEmpty()) {
            return;
        }
        number = cases.open(OPERATOR);
        tasksOf.put("officer", staffTasks.of(number, "userTask_verify").getId());
        var destroyed = cases.open(OPERATOR);
        staffTasks.complete(
                "officer", staffTasks.of(destroyed, "userTask_verify"), Map.of("decision", "unlawful-processing"));
        jobs.runDue(destroyed);
        tasksOf.put(
                "lawyer",
                staffTasks.of(destroyed, "userTask_approveDestruction").getId());
        tasksOf.put(
                "custodian",
                staffTasks.of(cases.open(BY_HAND), "userTask_actByHand").getId());
        var late = cases.open(OPERATOR, clock.instant().minus(Duration.ofDays(60)));
        deadlines.sweepMissed();
        jobs.runDue(late);
        tasksOf.put("manager", staffTasks.of(late, "userTask_missedDeadline").getId());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"clerk", "officer", "lawyer", "security", "custodian", "manager"})
    @DisplayName("are not offered in Tasklist, and refused by the server, to")
    void inTasklist(String user) throws IOException {
        try (var desk = desks.at("tasklist", "ru", user, Screen.LARGE)) {
            var page = desk.page();
            var task = tasksOf.get(user);
            if (task == null) {
                page.locator(".task-filters, [cam-tasklist-filters]").first().waitFor();
            } else {
                desk.claim(tasks.createTaskQuery().taskId(task).singleResult());
            }
            desk.picture("means-of-" + user);
            var labels = labels();
            var offered = means(page.locator("body"));
            assertThat(offered).isNotEmpty();
            for (var offer : OFFERS) {
                assertThat(offered)
                        .as(offer)
                        // "return to the group" is ours
                        .noneMatch(means -> !means.path("means").asText().contains("qp-release")
                                && says(
                                        means.path("words").asText(),
                                        labels.path(offer).asText()));
            }
            assertThat(page.locator(".ce-eol-banner")).isHidden();
            if (task != null) {
                assertThat(means(page.locator("[cam-tasklist-task-meta]")))
                        .as("a task has dates, groups and a holder to read, not to edit")
                        .extracting(each -> each.path("means").asText())
                        .allMatch(means -> means.contains("qp-release"));
            }
            refused(page, task == null ? tasksOf.get("officer") : task);
            assertThat(desk.faults()).isEmpty();
        }
    }

    /** In whole words: the way back to the first page of a list begins like the way back to a group. */
    private static boolean says(String words, String label) {
        return Pattern.compile("(?U)(?<!\\w)" + Pattern.quote(label) + "(?!\\w)")
                .matcher(words)
                .find();
    }

    @Test
    @DisplayName(
            "are not offered in Cockpit to a manager, on the pages of a process, of an instance and of deployments")
    void inCockpit() throws IOException {
        var instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, "watchDeadlines")
                .singleResult();
        var main = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, "dataBlocking")
                .singleResult();
        var job = management
                .createJobQuery()
                .processInstanceId(instance.getId())
                .list()
                .get(0);
        // an incident brings buttons of its own
        management.setJobRetries(job.getId(), 0);
        var offered = new TreeMap<String, List<String>>();
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.LARGE)) {
            var page = manager.page();
            look(manager, offered, "processes", "/processes");
            look(
                    manager,
                    offered,
                    "definition",
                    "/process-definition/" + instance.getProcessDefinitionId() + "/runtime");
            tabs(manager, offered, "definition");
            for (var one : List.of(instance.getId(), main.getId())) {
                look(manager, offered, "instance", "/process-instance/" + one + "/runtime");
                tabs(manager, offered, "instance");
            }
            look(manager, offered, "deployments", "/repository");
            look(manager, offered, "decisions", "/decisions");
            look(manager, offered, "batches", "/batch");
            assertThat(page.url()).contains("cockpit");
            assertThat(manager.faults()).isEmpty();
        } finally {
            management.setJobRetries(job.getId(), 1);
        }
        var wrong = new TreeMap<String, List<String>>();
        offered.forEach((place, means) -> {
            var bad = means.stream().filter(each -> WRITES.matcher(each).find()).toList();
            if (!bad.isEmpty()) {
                wrong.put(place, bad);
            }
        });
        assertThat(wrong).isEmpty();
    }

    private void look(Desk desk, Map<String, List<String>> offered, String name, String hash) {
        var page = desk.page();
        desk.go(hash);
        page.locator(".ctn-main, .ctn-view, [ng-view]").first().waitFor();
        note(desk, offered, name);
    }

    private void tabs(Desk desk, Map<String, List<String>> offered, String name) {
        var page = desk.page();
        var tabs = page.locator(".ctn-content-bottom .nav-tabs > li > a, .ctn-tabs .nav-tabs > li > a");
        tabs.first().waitFor();
        for (int i = 0; i < tabs.count(); i++) {
            tabs.nth(i).click();
            note(desk, offered, name + "-tab-" + i);
        }
    }

    private void note(Desk desk, Map<String, List<String>> offered, String name) {
        desk.page()
                .waitForFunction(
                        "() => ![...document.querySelectorAll('.animate-spin, .loading')].some(each => each.checkVisibility()) && !/Загрузка|загружа/.test(document.body.innerText)");
        assertThat(desk.page().locator("[notifications-panel] .alert-danger")).hasCount(0);
        desk.picture("means-" + name);
        offered.computeIfAbsent(name, key -> new ArrayList<>())
                .addAll(means(desk.page().locator("body")).stream()
                        .map(each -> each.path("means").asText() + " :: "
                                + each.path("words").asText())
                        .distinct()
                        .toList());
    }

    /** Every call that stands behind what is hidden, over the session of the page itself. */
    private void refused(Page page, String task) {
        var definition = tasks.createTaskQuery().taskId(task).singleResult().getProcessDefinitionId();
        var filter = filters.createFilterQuery().listPage(0, 1).get(0).getId();
        var variable = "{\"value\":\"x\",\"type\":\"String\"}";
        var date = "2099-01-01T00:00:00.000+0000";
        var calls = List.of(
                List.of("POST", "/task/create", "{\"id\":\"own-task\",\"name\":\"x\"}"),
                List.of("POST", "/process-definition/" + definition + "/start", "{}"),
                List.of("POST", "/process-definition/" + definition + "/submit-form", "{\"variables\":{}}"),
                List.of("POST", "/process-definition/key/dataBlocking/start", "{}"),
                List.of("POST", "/filter/create", "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{}}"),
                List.of("PUT", "/filter/" + filter, "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{}}"),
                List.of("DELETE", "/filter/" + filter, ""),
                List.of(
                        "POST",
                        "/authorization/create",
                        "{\"type\":1,\"userId\":\"*\",\"resourceType\":5,\"resourceId\":\"*\",\"permissions\":[\"ALL\"]}"),
                List.of("POST", "/task/" + task + "/comment/create", "{\"message\":\"x\"}"),
                List.of("POST", "/task/" + task + "/attachment/create", "{}"),
                List.of("PUT", "/task/" + task, "{\"due\":\"" + date + "\",\"followUp\":\"" + date + "\"}"),
                List.of("POST", "/task/" + task + "/variables", "{\"modifications\":{\"x\":" + variable + "}}"),
                List.of("PUT", "/task/" + task + "/variables/x", variable),
                List.of("POST", "/task/" + task + "/localVariables", "{\"modifications\":{\"x\":" + variable + "}}"),
                List.of("POST", "/task/" + task + "/identity-links", "{\"userId\":\"clerk2\",\"type\":\"candidate\"}"),
                List.of("POST", "/task/" + task + "/assignee", "{\"userId\":\"clerk2\"}"),
                List.of("POST", "/task/" + task + "/delegate", "{\"userId\":\"clerk2\"}"),
                List.of("POST", "/task/" + task + "/unclaim", "{}"),
                List.of("POST", "/task/" + task + "/complete", "{}"),
                List.of("DELETE", "/task/" + task, ""));
        var before = state(task);
        var answers = (List<?>) page.evaluate(
                """
                calls => Promise.all(calls.map(async ([method, path, body]) => {
                  const token = document.cookie.match(/XSRF-TOKEN=([^;]+)/)[1];
                  const answer = await fetch('/camunda/api/engine/engine/default' + path, {
                    method, body: body || undefined, headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': token}
                  });
                  return `${answer.status} ${method} ${path} ${(await answer.text()).includes('CSRF') ? 'CSRF' : ''}`.trim();
                }))""",
                calls);
        assertThat(answers).hasSameSizeAs(calls).allSatisfy(answer -> assertThat((String) answer)
                .startsWith("403 ")
                .doesNotEndWith("CSRF"));
        assertThat(page.evaluate(
                        "async () => (await fetch('/camunda/api/engine/engine/default/task?maxResults=1')).status"))
                .as("the session itself is fine")
                .isEqualTo(200);
        assertThat(state(task)).isEqualTo(before);
    }

    /** What the calls could have changed. */
    private Map<String, Object> state(String task) {
        var one = tasks.createTaskQuery().taskId(task).singleResult();
        return Map.of(
                "own tasks", tasks.createTaskQuery().taskId("own-task").count(),
                "filters", filters.createFilterQuery().count(),
                "instances", runtime.createProcessInstanceQuery().count(),
                "comments", tasks.getTaskComments(task).size(),
                "links", tasks.getIdentityLinksForTask(task).size(),
                "variables", tasks.getVariables(task).keySet(),
                "due", String.valueOf(one.getDueDate()),
                "follow-up", String.valueOf(one.getFollowUpDate()),
                "holder", String.valueOf(one.getAssignee()));
    }

    private static List<JsonNode> means(Locator part) {
        var found = new ArrayList<JsonNode>();
        JSON.valueToTree(part.first().evaluate(MEANS)).forEach(found::add);
        return found;
    }

    private static JsonNode labels() throws IOException {
        return JSON.readTree(
                        new File("src/main/resources/META-INF/resources/webjars/camunda/app/tasklist/locales/ru.json"))
                .path("labels");
    }
}
