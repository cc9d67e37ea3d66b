package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The story of a case: the way it took, drawn from our timeline alone. */
@QupiyaTest
@DisplayName("The story of a case")
class StoryTest {

    private static final String CASES = "/api/v1/operators/zvonobot/cases/";

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    HistoryService history;

    @Autowired
    ManagementService management;

    @Autowired
    CaseFiles cases;

    @Autowired
    Timeline timeline;

    @Test
    @DisplayName("shows the whole path after the engine's history is gone, in a chain that verifies")
    void outlivesTheEngine() {
        var number = api.openCase("zvonobot", "+77010000701");
        jobs.runDue(number);
        var open = story("officer", number);
        var mine = path(open, "dataBlocking");
        assertThat(mine.at("/elements/startEvent_requestReceived/state").asText())
                .isEqualTo("done");
        assertThat(mine.at("/elements/userTask_verify/state").asText()).isEqualTo("active");
        assertThat(mine.at("/elements/callActivity_blockInSystem/times").asInt())
                .isEqualTo(1);
        assertThat(texts(mine.path("flows"))).contains("flow_startToBranches", "flow_toWatch", "flow_verify");
        assertThat(open.path("tasks").get(0).path("element").asText()).isEqualTo("userTask_verify");
        assertThat(open.path("tasks").get(0).path("claimable").asBoolean()).isTrue();
        assertThat(story("manager", number)
                        .path("tasks")
                        .get(0)
                        .path("claimable")
                        .asBoolean())
                .isFalse();

        staffTasks.complete(
                "officer",
                staffTasks.of(number, "userTask_verify"),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        jobs.runDue(number);
        var before = story("manager", number);
        assertThat(before.path("status").path("code").asText()).isEqualTo("closed");

        var file = cases.require(new OperatorKey("zvonobot"), number);
        history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
                .filter(instance -> instance.getSuperProcessInstanceId() == null)
                .forEach(instance -> history.deleteHistoricProcessInstance(instance.getId()));
        assertThat(history.createHistoricActivityInstanceQuery()
                        .processInstanceId(String.valueOf(file.processInstanceId()))
                        .count())
                .isZero();

        var after = story("manager", number);
        assertThat(after.path("paths")).isEqualTo(before.path("paths"));
        var whole = path(after, "dataBlocking");
        assertThat(after.path("paths").get(0)).isEqualTo(whole);
        assertThat(whole.path("instance").asText()).isEqualTo(file.processInstanceId());
        assertThat(whole.at("/elements/endEvent_caseClosed/state").asText()).isEqualTo("done");
        assertThat(whole.at("/elements/callActivity_watchDeadlines/state").asText())
                .isEqualTo("cancelled");
        assertThat(whole.at("/elements/callActivity_unblockInSystem/state").asText())
                .isEqualTo("done");
        assertThat(texts(whole.path("flows"))).contains("flow_toUnblock", "flow_closeToEnd");
        var watch = path(after, "watchDeadlines");
        assertThat(watch.at("/elements/event_nextStep/state").asText()).isEqualTo("cancelled");
        assertThat(watch.path("parent").asText()).isEqualTo(file.processInstanceId());
        assertThat(paths(after, "actOnSystem")).isNotEmpty().allSatisfy(path -> {
            assertThat(path.path("about").asText()).isNotBlank();
            assertThat(path.path("parent").asText()).isEqualTo(file.processInstanceId());
            assertThat(path.at("/elements/endEvent_actProved/state").asText()).isEqualTo("done");
        });
        assertThat(timeline.verify(file.id()).sound()).isTrue();
        assertThat(after.path("events"))
                .allSatisfy(event -> assertThat(event.path("code").asText()).isNotEqualTo("process.moved"));
        assertThat(api.get("manager", CASES + number + "/panel").body().path("history"))
                .allSatisfy(event -> assertThat(event.path("code").asText()).isNotEqualTo("process.moved"));
        assertThat(api.get("manager", CASES + number + "/timeline").body().path("events"))
                .anySatisfy(event -> assertThat(event.path("code").asText()).isEqualTo("process.moved"));

        var model = api.get("manager", "/api/v1/models/" + whole.path("model").asText());
        assertThat(model.status()).isEqualTo(200);
        assertThat(model.raw().body()).contains("id=\"dataBlocking\"");
        assertThat(model.raw().headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(api.get("manager", "/api/v1/models/" + "0".repeat(64)).status())
                .isEqualTo(404);
        assertThat(api.get(
                                "integration",
                                "/api/v1/models/" + whole.path("model").asText())
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("is written by one event for each command, however many instances and steps it moved")
    void oneEventEach() {
        var number = api.openCase("zvonobot", "+77010000702");
        var file = cases.require(new OperatorKey("zvonobot"), number);
        assertThat(moved(file.id())).as("the start").hasSize(1);
        var due = jobs.due(number);
        management.executeJob(due.get(0).getId());
        assertThat(moved(file.id())).hasSize(2);
        assertThat(moved(file.id()).get(0).by().toString()).isEqualTo("system:engine");
    }

    @Test
    @DisplayName("is told to staff who watch cases, not to systems, custodians or other operators")
    void roles() {
        var number = api.openCase("zvonobot", "+77010000703");
        for (var user : List.of("clerk", "officer", "lawyer", "security", "manager", "admin")) {
            assertThat(api.get(user, CASES + number + "/story").status())
                    .as(user)
                    .isEqualTo(200);
        }
        for (var user : List.of("custodian", "integration")) {
            assertThat(api.get(user, CASES + number + "/story").status())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(api.get("integration2", CASES + number + "/story").status()).isEqualTo(404);
        assertThat(api.get("manager", CASES + "ZVO-2000-000001/story").status()).isEqualTo(404);
    }

    private List<Timeline.Entry> moved(java.util.UUID caseId) {
        return timeline.of(caseId).stream()
                .filter(entry -> entry.code().equals("process.moved"))
                .toList();
    }

    private JsonNode story(String user, String number) {
        var answer = api.get(user, CASES + number + "/story");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> paths(JsonNode story, String process) {
        return StreamSupport.stream(story.path("paths").spliterator(), false)
                .filter(path -> path.path("process").asText().equals(process))
                .toList();
    }

    private static JsonNode path(JsonNode story, String process) {
        var found = paths(story, process);
        assertThat(found).as(process).hasSize(1);
        return found.get(0);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
