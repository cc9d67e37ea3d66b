package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.TermRule;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a manager may do to work under way: each act with a reason and on the record, and nothing past law, roles or the second person. */
@QupiyaTest
@DisplayName("A manager")
class ManagerActsTest {

    private static final String VERIFY = "userTask_verify";
    private static final String STRANGER = "officer-of-twelve";

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Autowired
    IdentityService identity;

    @Autowired
    CaseFiles cases;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Timeline timeline;

    @BeforeEach
    void stranger() {
        if (identity.createUserQuery().userId(STRANGER).count() == 0) {
            var user = identity.newUser(STRANGER);
            user.setFirstName("Чужой");
            user.setLastName("Сотрудник");
            user.setPassword("Some-Pass_1234");
            identity.saveUser(user);
            identity.createMembership(STRANGER, "privacy-officer");
            identity.createTenantUserMembership("twelve", STRANGER);
        }
    }

    @AfterEach
    void remove() {
        identity.clearAuthentication();
        identity.deleteUser(STRANGER);
    }

    @Test
    @DisplayName("hears the reasons of each act in the reader's language")
    void reasons() {
        var reasons = api.get("manager", "/api/v1/reasons").body();
        for (var act : List.of("handOver", "moveDeadline", "retry")) {
            assertThat(reasons.path(act)).as(act).hasSizeGreaterThanOrEqualTo(3).allSatisfy(reason -> {
                assertThat(reason.path("text").asText())
                        .isNotBlank()
                        .isNotEqualTo(reason.path("code").asText());
            });
        }
    }

    @Test
    @DisplayName("hands a task to a colleague who may do it, and back to the group")
    void handsOver() {
        var number = api.openCase("zvonobot", "+77010000711");
        jobs.runDue(number);
        var task = staffTasks.of(number, VERIFY).getId();
        tasks.setAssignee(task, "officer");
        var path = "/api/v1/tasks/" + task;

        var candidates = api.get("manager", path + "/candidates").body();
        assertThat(texts(candidates, "id"))
                .contains("officer2")
                .doesNotContain("officer", "clerk", "manager", STRANGER);
        assertThat(candidates.get(0).path("name").asText()).isNotBlank();

        for (var bad : List.of("clerk", "manager", "integration", "nobody", STRANGER, "officer")) {
            var refused = api.post("manager", path + "/hand-over", Map.of("to", bad, "reason", "absence"));
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(texts(refused.body().path("violations"), "field"))
                    .as(bad)
                    .containsExactly("to");
        }
        assertThat(fields(api.post("manager", path + "/hand-over", Map.of("to", "officer2"))))
                .containsExactly("reason");
        assertThat(fields(
                        api.post("manager", path + "/hand-over", Map.of("to", "officer2", "reason", "cause-removed"))))
                .containsExactly("reason");
        for (var user : List.of("officer", "admin", "clerk")) {
            assertThat(api.post(user, path + "/hand-over", Map.of("to", "officer2", "reason", "absence"))
                            .status())
                    .as(user)
                    .isEqualTo(403);
            assertThat(api.get(user, path + "/candidates").status()).as(user).isEqualTo(403);
        }
        assertThat(assignee(task)).isEqualTo("officer");

        var note = "Гүлнар болеет до среды.";
        assertThat(api.post("manager", path + "/hand-over", Map.of("to", "officer2", "reason", "absence", "note", note))
                        .status())
                .isEqualTo(204);
        assertThat(assignee(task)).isEqualTo("officer2");
        assertThat(last(number, "task.handed-over").data())
                .containsEntry("from", "user:officer")
                .containsEntry("to", "user:officer2")
                .containsEntry("reason", "absence");
        var panel = api.get("officer", "/api/v1/operators/zvonobot/cases/" + number + "/panel")
                .body();
        assertThat(texts(panel.path("notes"), "text")).contains(note);
        assertThat(texts(panel.path("history"), "text"))
                .anyMatch(text -> text.contains("officer2") && !text.contains("userTask_") && !text.contains("{"));

        var group = new HashMap<String, @Nullable Object>();
        group.put("to", null);
        group.put("reason", "workload");
        assertThat(api.post("manager", path + "/hand-over", group).status()).isEqualTo(204);
        assertThat(assignee(task)).isNull();
        assertThat(api.post("manager", path + "/hand-over", group).status()).isEqualTo(409);
        assertThat(api.get("manager", "/api/v1/tasks/none/candidates").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("never hands an approval to the one who prepared what it approves")
    void secondPerson() {
        var number = api.openCase("zvonobot", "+77010000712");
        jobs.runDue(number);
        staffTasks.complete("officer", staffTasks.of(number, VERIFY), Map.of("decision", "unlawful-processing"));
        jobs.runDue(number);
        var task = staffTasks.of(number, "userTask_approveDestruction").getId();
        assertThat(texts(
                        api.get("manager", "/api/v1/tasks/" + task + "/candidates")
                                .body(),
                        "id"))
                .contains("officer2", "lawyer")
                .doesNotContain("officer");
        assertThat(fields(api.post(
                        "manager",
                        "/api/v1/tasks/" + task + "/hand-over",
                        Map.of("to", "officer", "reason", "workload"))))
                .containsExactly("to");

        tasks.setAssignee(task, "lawyer");
        var all = api.post("manager", "/api/v1/staff/lawyer/hand-over", Map.of("to", "officer", "reason", "absence"));
        assertThat(all.status()).as(all.raw().body()).isEqualTo(200);
        assertThat(all.body().path("stayed")).anySatisfy(stayed -> {
            assertThat(stayed.path("id").asText()).isEqualTo(task);
            assertThat(stayed.at("/why/code").asText()).isEqualTo("second-person");
            assertThat(stayed.at("/why/text").asText()).isNotBlank();
        });
        assertThat(assignee(task)).isEqualTo("lawyer");
    }

    @Test
    @DisplayName("hands over everything of a person who is away, and sees who has how much")
    void absence() {
        var first = api.openCase("zvonobot", "+77010000713");
        var second = api.openCase("zvonobot", "+77010000714");
        var mine = new ArrayList<String>();
        for (var number : List.of(first, second)) {
            jobs.runDue(number);
            var task = staffTasks.of(number, VERIFY).getId();
            tasks.setAssignee(task, "officer2");
            mine.add(task);
        }
        var before = person("officer2");
        assertThat(before.path("openTasks").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(before.at("/roles/0/code").asText()).isEqualTo("officer");
        assertThat(before.at("/roles/0/text").asText()).isNotBlank();
        assertThat(texts(api.get("manager", "/api/v1/staff").body(), "id")).doesNotContain("integration");
        var task = tasks.createTaskQuery().taskId(mine.get(0)).singleResult();
        task.setDueDate(Date.from(Instant.parse("2020-01-01T00:00:00Z")));
        tasks.saveTask(task);
        assertThat(person("officer2").path("overdueTasks").asInt())
                .isEqualTo(before.path("overdueTasks").asInt() + 1);

        var answer =
                api.post("manager", "/api/v1/staff/officer2/hand-over", Map.of("to", "officer", "reason", "absence"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(texts(answer.body().path("handedOver"), "id")).containsAll(mine);
        assertThat(answer.body().path("count").asInt())
                .isEqualTo(answer.body().path("handedOver").size());
        assertThat(mine).allSatisfy(id -> assertThat(assignee(id)).isEqualTo("officer"));
        assertThat(last(first, "task.handed-over").data()).containsEntry("to", "user:officer");

        assertThat(api.post("manager", "/api/v1/staff/officer/hand-over", Map.of("reason", "absence"))
                        .status())
                .isEqualTo(200);
        assertThat(mine).allSatisfy(id -> assertThat(assignee(id)).isNull());
        assertThat(api.post("manager", "/api/v1/staff/nobody/hand-over", Map.of("reason", "absence"))
                        .status())
                .isEqualTo(404);
        assertThat(fields(api.post(
                        "manager", "/api/v1/staff/officer/hand-over", Map.of("to", "nobody", "reason", "absence"))))
                .containsExactly("to");
        for (var user : List.of("officer", "admin", "integration")) {
            assertThat(api.get(user, "/api/v1/staff").status()).as(user).isEqualTo(403);
            assertThat(api.post(user, "/api/v1/staff/officer/hand-over", Map.of("reason", "absence"))
                            .status())
                    .as(user)
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("moves a deadline of policy or rule both ways; timers, warnings and due dates follow")
    void moves() {
        var number = api.openCase("zvonobot", "+77010000715");
        jobs.runDue(number);
        var file = file("zvonobot", number);
        var ours = deadlines.of(file.id()).stream()
                .filter(one -> one.ruling().rule().source() != TermRule.Source.LAW)
                .filter(one -> one.metAt() == null)
                .findFirst()
                .orElseThrow();
        var path = "/api/v1/operators/zvonobot/cases/" + number + "/deadlines/"
                + ours.duty().code() + "/move";
        var today = Almaty.dayOf(ClockUtil.getCurrentTime().toInstant());
        var due = Almaty.dayOf(ours.dueAt());
        assertThat(due).isAfter(today.plusDays(2));

        for (var bad : List.of("2020-01-01", "tomorrow", "2026-02-31", due.toString())) {
            assertThat(fields(api.post("manager", path, Map.of("dueOn", bad, "reason", "answer-sooner"))))
                    .as(bad)
                    .containsExactly("dueOn");
        }
        assertThat(fields(api.post("manager", path, Map.of("reason", "answer-sooner"))))
                .containsExactly("dueOn");
        assertThat(fields(api.post("manager", path, Map.of("dueOn", due.plusDays(1), "reason", "x"))))
                .containsExactly("reason");
        for (var user : List.of("officer", "admin", "integration")) {
            assertThat(api.post(user, path, Map.of("dueOn", today.plusDays(1), "reason", "answer-sooner"))
                            .status())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(deadlines.of(file.id(), ours.duty()).orElseThrow().dueAt()).isEqualTo(ours.dueAt());

        var sooner = today.plusDays(1);
        var moved =
                api.post("manager", path, Map.of("dueOn", sooner, "reason", "answer-sooner", "note", "Просил суд."));
        assertThat(moved.status()).as(moved.raw().body()).isEqualTo(200);
        assertThat(OffsetDateTime.parse(moved.body().path("dueAt").asText()).toLocalDate())
                .isEqualTo(sooner);
        assertThat(moved.body().at("/readings/0/source").asText()).isEqualTo("manager");
        assertThat(moved.body().at("/readings/0/decided/by").asText()).isEqualTo("manager");
        assertThat(moved.body().at("/readings/0/decided/reason/code").asText()).isEqualTo("answer-sooner");
        assertThat(moved.body().path("earlier")).hasSize(1);
        follows(file, number, ours.duty());

        var law = ours.readings().stream()
                .filter(one -> one.rule().source() == TermRule.Source.LAW)
                .map(one -> one.receipt().dueOn())
                .min(LocalDate::compareTo);
        var later = law.orElse(due.plusDays(3));
        assertThat(api.post("manager", path, Map.of("dueOn", later, "reason", "unusual-extent"))
                        .status())
                .isEqualTo(200);
        follows(file, number, ours.duty());
        assertThat(deadlines.of(file.id(), ours.duty()).orElseThrow().earlier()).hasSize(2);
        law.ifPresent(day -> assertThat(
                        fields(api.post("manager", path, Map.of("dueOn", day.plusDays(1), "reason", "unusual-extent"))))
                .containsExactly("dueOn"));
        assertThat(last(number, "deadline.moved").data()).containsEntry("reason", "unusual-extent");
        assertThat(last(number, "deadline.moved").result()).isEqualTo("by-manager");
        assertThat(timeline.verify(file.id()).sound()).isTrue();

        deadlines.meet(file.id(), ours.duty(), ClockUtil.getCurrentTime().toInstant());
        assertThat(api.post("manager", path, Map.of("dueOn", sooner, "reason", "answer-sooner"))
                        .status())
                .isEqualTo(409);
        assertThat(api.post(
                                "manager",
                                "/api/v1/operators/zvonobot/cases/" + number + "/deadlines/none/move",
                                Map.of("dueOn", sooner, "reason", "answer-sooner"))
                        .status())
                .isEqualTo(404);
    }

    private void follows(CaseFile file, String number, Duty duty) {
        var deadline = deadlines.of(file.id(), duty).orElseThrow();
        var timers =
                runtime
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(number, "watchDeadlines")
                        .list()
                        .stream()
                        .flatMap(watch -> management.createJobQuery().processInstanceId(watch.getId()).list().stream())
                        .toList();
        assertThat(timers).hasSize(1).allSatisfy(timer -> assertThat(
                        timer.getDuedate().toInstant())
                // the engine keeps milliseconds
                .isEqualTo(deadlines.nextStep(file.id()).orElseThrow().truncatedTo(ChronoUnit.MILLIS)));
        if (duty == Duty.VERIFICATION) {
            assertThat(staffTasks.of(number, VERIFY).getDueDate().toInstant()).isEqualTo(deadline.dueAt());
        }
    }

    @Test
    @DisplayName("moves no deadline of law")
    void neverOfLaw() {
        for (var operator : List.of("zvonobot", "twelve", "kao-solutions", "kz-pay-bot", "digital-rocket")) {
            var number = api.openCase(operator, "+77010000716");
            var file = file(operator, number);
            var ofLaw = deadlines.of(file.id()).stream()
                    .filter(one -> one.ruling().rule().source() == TermRule.Source.LAW)
                    .toList();
            for (var deadline : ofLaw) {
                var answer = api.post(
                        "manager",
                        "/api/v1/operators/" + operator + "/cases/" + number + "/deadlines/"
                                + deadline.duty().code() + "/move",
                        Map.of("dueOn", Almaty.dayOf(deadline.dueAt()).plusDays(5), "reason", "unusual-extent"));
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.body().path("type").asText()).endsWith("casefile.deadline.of-law");
                assertThat(deadlines
                                .of(file.id(), deadline.duty())
                                .orElseThrow()
                                .dueAt())
                        .isEqualTo(deadline.dueAt());
                return;
            }
        }
        throw new AssertionError("no operator has a deadline of law");
    }

    @Test
    @DisplayName("gives a failed step its tries back, and only such a step of that case")
    void retries() {
        var number = api.openCase("zvonobot", "+77010000717");
        var other = api.openCase("zvonobot", "+77010000718");
        var job = jobs.due(number).get(0);
        var path = "/api/v1/operators/zvonobot/cases/" + number + "/retries";
        assertThat(api.post("manager", path, Map.of("step", job.getId(), "reason", "cause-removed"))
                        .status())
                .isEqualTo(409);
        management.setJobRetries(job.getId(), 0);
        assertThat(api.post(
                                "manager",
                                "/api/v1/operators/zvonobot/cases/" + other + "/retries",
                                Map.of("step", job.getId(), "reason", "cause-removed"))
                        .status())
                .isEqualTo(404);
        assertThat(fields(api.post("manager", path, Map.of("step", job.getId()))))
                .containsExactly("reason");
        assertThat(fields(api.post("manager", path, Map.of("reason", "cause-removed"))))
                .containsExactly("step");
        for (var user : List.of("officer", "admin", "integration")) {
            assertThat(api.post(user, path, Map.of("step", job.getId(), "reason", "cause-removed"))
                            .status())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(management.createJobQuery().jobId(job.getId()).singleResult().getRetries())
                .isZero();
        var done = api.post("manager", path, Map.of("step", job.getId(), "reason", "cause-removed"));
        assertThat(done.status()).as(done.raw().body()).isEqualTo(204);
        assertThat(management.createJobQuery().jobId(job.getId()).singleResult().getRetries())
                .isPositive();
        assertThat(last(number, "step.retried").data()).containsEntry("reason", "cause-removed");
        var told = api.get("manager", "/api/v1/operators/zvonobot/cases/" + number + "/story")
                .body();
        assertThat(texts(told.path("events"), "text")).noneMatch(text -> text.contains("serviceTask_"));
    }

    private CaseFile file(String operator, String number) {
        return cases.require(new OperatorKey(operator), number);
    }

    private @Nullable String assignee(String taskId) {
        return tasks.createTaskQuery().taskId(taskId).singleResult().getAssignee();
    }

    private JsonNode person(String id) {
        for (var person : api.get("manager", "/api/v1/staff").body()) {
            if (person.path("id").asText().equals(id)) {
                return person;
            }
        }
        throw new AssertionError("no " + id + " among the staff");
    }

    private Timeline.Entry last(String number, String code) {
        return timeline.of(file("zvonobot", number).id()).stream()
                .filter(entry -> entry.code().equals(code))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static List<String> fields(Api.Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        return texts(answer.body().path("violations"), "field");
    }

    private static List<String> texts(JsonNode array, String name) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(one.path(name).asText()));
        return texts;
    }
}
