package kz.qupiya.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A task that nobody claims by half of its term. */
@QupiyaTest
@DisplayName("A task that nobody claims")
class UnclaimedTasksTest {

    private static final String VERIFY = "userTask_verify";

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    TaskService tasks;

    @Autowired
    UnclaimedTasks unclaimed;

    @Autowired
    StaffNotices notices;

    @Autowired
    CaseFiles cases;

    @Autowired
    Timeline timeline;

    @Autowired
    JdbcClient jdbc;

    @Test
    @DisplayName("is raised once at half of its term, on the record, with mails to managers and its group")
    void raisedOnce() {
        var number = open("+77010000721");
        var other = open("+77010000722");
        var task = staffTasks.of(number, VERIFY);
        tasks.setAssignee(staffTasks.of(other, VERIFY).getId(), "officer2");
        var created = task.getCreateTime().toInstant();
        var half = created.plus(
                Duration.between(created, task.getDueDate().toInstant()).dividedBy(2));

        TestClock.set(half.minusMillis(10));
        unclaimed.raise();
        assertThat(events(number)).isEmpty();
        assertThat(row(number).path("unclaimed").asBoolean()).isFalse();

        TestClock.set(half.plusMillis(10));
        assertThat(unclaimed.raise()).isPositive();
        assertThat(events(number)).singleElement().satisfies(event -> assertThat(event.data())
                .containsEntry("taskId", task.getId()));
        assertThat(events(other)).as("somebody has it").isEmpty();
        assertThat(staffTasks.of(number, VERIFY).getPriority()).isEqualTo(UnclaimedTasks.RAISED);
        assertThat(staffTasks.of(other, VERIFY).getPriority()).isLessThan(UnclaimedTasks.RAISED);
        assertThat(row(number).path("unclaimed").asBoolean()).isTrue();
        assertThat(told(number)).contains("manager", "officer", "officer2").doesNotContain("clerk", "integration");

        TestClock.set(half.plus(Duration.ofHours(1)));
        unclaimed.raise();
        assertThat(events(number)).hasSize(1);
        assertThat(told(number)).hasSize((int) told(number).stream().distinct().count());

        var history = api.get("officer", "/api/v1/operators/zvonobot/cases/" + number + "/story")
                .body()
                .path("events");
        assertThat(history).anySatisfy(event -> {
            assertThat(event.path("code").asText()).isEqualTo("task.unclaimed");
            assertThat(event.path("text").asText()).doesNotContain("userTask_", "{");
        });

        tasks.setAssignee(task.getId(), "officer");
        assertThat(row(number).path("unclaimed").asBoolean()).isFalse();
        while (notices.sendDue() > 0) {
            // a chunk at a time
        }
        assertThat(jdbc.sql(
                                "select count(*) from qupiya.staff_notice where case_number = ? and kind = 'unclaimed' and sent_at is null")
                        .param(number)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private String open(String phone) {
        var number = api.openCase("zvonobot", phone);
        jobs.runDue(number);
        return number;
    }

    private JsonNode row(String number) {
        var story = api.get("officer", "/api/v1/operators/zvonobot/cases/" + number + "/story")
                .body();
        return story.path("tasks").get(0);
    }

    private List<Timeline.Entry> events(String number) {
        return timeline.of(cases.require(new OperatorKey("zvonobot"), number).id()).stream()
                .filter(entry -> entry.code().equals("task.unclaimed"))
                .toList();
    }

    private List<String> told(String number) {
        return jdbc.sql("select user_id from qupiya.staff_notice where case_number = ? and kind = 'unclaimed'")
                .param(number)
                .query(String.class)
                .list();
    }
}
