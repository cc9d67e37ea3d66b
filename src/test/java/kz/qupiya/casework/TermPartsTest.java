package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A step of a case with its part of a term: the questions to a custodian during a verification. */
@QupiyaTest
@DisplayName("A part of a term")
class TermPartsTest {

    private static final String GIVE_FACTS = "userTask_giveFacts";

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    TaskService tasks;

    @Autowired
    TermParts parts;

    @Autowired
    Deadlines deadlines;

    @Autowired
    CaseFiles cases;

    @Autowired
    Timeline timeline;

    @Autowired
    JdbcClient jdbc;

    @Test
    @DisplayName(
            "is the due date of its task, half of what is left, at the end of a working day, and is shown with its reason")
    void carriedByItsTask() {
        var file = asked("+77010000751");
        var part = only(file);
        var verification = verification(file);

        assertThat(part.dueAt()).isBefore(verification.dueAt()).isEqualTo(Almaty.endOf(Almaty.dayOf(part.dueAt())));
        assertThat(task(file).getDueDate()).isEqualTo(java.util.Date.from(part.dueAt()));
        var shown = section(file);
        assertThat(shown.path("text").asText()).isEqualTo("сведения из системы");
        assertThat(shown.path("state").asText()).isEqualTo("running");
        assertThat(shown.path("why").asText()).contains("50").doesNotContain("{");
        assertThat(shown.has("topic")).as("an id says nothing").isFalse();
        assertThat(last(file, "part.given").data()).containsEntry("part", "give-facts");
    }

    @Test
    @DisplayName(
            "is chased once, to whoever has the task, and raises it; what ends undone is on the record and told to the manager")
    void chasedThenOverdue() {
        var file = asked("+77010000752");
        var part = only(file);
        var task = task(file);
        tasks.setAssignee(task.getId(), "custodian");

        TestClock.set(part.chaseAt().minusMillis(10));
        parts.chase();
        assertThat(events(file, "part.chased")).isEmpty();

        TestClock.set(part.chaseAt().plusMillis(10));
        assertThat(parts.chase()).isPositive();
        parts.chase();
        assertThat(events(file, "part.chased")).hasSize(1);
        assertThat(told(file, "chased")).containsExactly("custodian");
        assertThat(task(file).getPriority()).isGreaterThan(task.getPriority());
        assertThat(only(file).chasedAt()).isEqualTo(ClockUtil.getCurrentTime().toInstant());

        TestClock.set(part.dueAt().plusMillis(10));
        parts.chase();
        parts.chase();
        assertThat(events(file, "part.overdue")).hasSize(1);
        assertThat(told(file, "part-overdue")).contains("manager").doesNotContain("custodian");
        assertThat(section(file).path("state").asText()).isEqualTo("overdue");
        assertThat(timeline.verify(file.id()).sound()).isTrue();
        var story = api.get("officer", path(file) + "/story").body().path("events");
        assertThat(story)
                .filteredOn(event -> event.path("code").asText().startsWith("part."))
                .hasSize(3)
                .allSatisfy(
                        event -> assertThat(event.path("text").asText()).doesNotContain("{", "part.", "give-facts"));
    }

    @Test
    @DisplayName("reminds the group where nobody has the task, and nobody once the step is done")
    void groupAndDone() {
        var file = asked("+77010000753");
        var other = asked("+77010000754");
        answer(other);
        assertThat(only(other).doneAt()).isNotNull();

        TestClock.set(only(file).chaseAt().plusMillis(10));
        parts.chase();
        assertThat(told(file, "chased")).contains("custodian");
        assertThat(events(other, "part.chased")).isEmpty();
        TestClock.set(only(other).dueAt().plusMillis(10));
        parts.chase();
        assertThat(events(other, "part.overdue")).isEmpty();
        assertThat(section(other).path("state").asText()).isEqualTo("done");
    }

    @Test
    @DisplayName("is taken by one of many who reach for it")
    void once() throws Exception {
        var file = asked("+77010000755");
        TestClock.set(only(file).chaseAt().plusMillis(10));
        var threads = Executors.newFixedThreadPool(4);
        try {
            threads.invokeAll(java.util.Collections.nCopies(4, (Callable<Integer>) parts::chase))
                    .forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(30)));
        } finally {
            threads.shutdownNow();
        }
        assertThat(events(file, "part.chased")).hasSize(1);
    }

    @Test
    @DisplayName("moves with its deadline, and so does the due date of its task; one that has ended stays")
    void moves() {
        var file = asked("+77010000756");
        var ended = parts.give(file.id(), "look-up", "first", Duty.VERIFICATION, 1);
        TestClock.set(ended.dueAt().plusMillis(10));
        parts.chase();
        var before = only(file, "give-facts");

        var longer = api.post(
                "manager",
                path(file) + "/deadlines/verification/prolong",
                Map.of("dueOn", latest(file).toString(), "reason", "unusual-extent"));
        assertThat(longer.status()).as(longer.raw().body()).isEqualTo(200);

        var after = only(file, "give-facts");
        assertThat(after.dueAt()).isAfter(before.dueAt());
        assertThat(after.chaseAt()).isAfter(before.chaseAt());
        assertThat(task(file).getDueDate()).isEqualTo(java.util.Date.from(after.dueAt()));
        assertThat(only(file, "look-up").dueAt()).isEqualTo(ended.dueAt());
    }

    @Test
    @DisplayName("is given once, anew after it was done, and not without a term")
    void givenOnce() {
        var file = asked("+77010000757");
        var first = parts.give(file.id(), "review", null, Duty.VERIFICATION, 80);
        assertThat(parts.give(file.id(), "review", null, Duty.VERIFICATION, 20)).isEqualTo(first);
        assertThat(parts.give(file.id(), "review", "second", Duty.VERIFICATION, 20))
                .isNotEqualTo(first);
        assertThat(events(file, "part.given")).hasSize(3);
        parts.done(file.id(), "review", null);
        parts.done(file.id(), "none", null);
        var again = parts.give(file.id(), "review", null, Duty.VERIFICATION, 20);
        assertThat(again.doneAt()).isNull();
        assertThat(again.dueAt()).isBefore(first.dueAt());
        assertThatThrownBy(() -> parts.give(file.id(), "review", "x", Duty.ANSWER_CLAIM, 50))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> parts.give(file.id(), "review", "x", Duty.VERIFICATION, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CaseFile asked(String phone) {
        var number = api.openCase("zvonobot", phone);
        jobs.runDue(number);
        var file = cases.require(new OperatorKey("zvonobot"), number);
        var answer = api.post(
                "officer", path(file) + "/facts-requests", Map.of("system", "cabinet", "question", "Чей номер?"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return file;
    }

    private void answer(CaseFile file) {
        var request = UUID.fromString(only(file).topic());
        assertThat(api.post(
                                "custodian",
                                path(file) + "/facts-requests/" + request + "/answer",
                                Map.of("answer", "Номер есть"))
                        .status())
                .isEqualTo(200);
    }

    private java.time.LocalDate latest(CaseFile file) {
        return deadlines.prolongation(file.id(), Duty.VERIFICATION, null).latestOn();
    }

    private Deadline verification(CaseFile file) {
        return deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow();
    }

    private TermPart only(CaseFile file) {
        return only(file, "give-facts");
    }

    private TermPart only(CaseFile file, String step) {
        var found = parts.of(file.id()).stream()
                .filter(part -> part.step().equals(step))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private org.camunda.bpm.engine.task.Task task(CaseFile file) {
        return staffTasks.of(file.number().value(), GIVE_FACTS);
    }

    private JsonNode section(CaseFile file) {
        var sections = api.get("officer", path(file) + "/panel").body().path("sections");
        for (var section : sections) {
            if (section.path("name").asText().equals("term-parts")) {
                return section.at("/content/parts/0");
            }
        }
        throw new AssertionError("no section of parts: " + sections);
    }

    private List<Timeline.Entry> events(CaseFile file, String code) {
        return timeline.of(file.id()).stream()
                .filter(entry -> entry.code().equals(code))
                .toList();
    }

    private Timeline.Entry last(CaseFile file, String code) {
        var all = events(file, code);
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }

    private List<String> told(CaseFile file, String kind) {
        return jdbc.sql("select user_id from qupiya.staff_notice where case_number = ? and kind = ?")
                .params(file.number().value(), kind)
                .query(String.class)
                .list();
    }

    private static String path(CaseFile file) {
        return "/api/v1/operators/" + file.operator().value() + "/cases/"
                + file.number().value();
    }
}
