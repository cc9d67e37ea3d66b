package kz.qupiya.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kz.qupiya.casework.process.CaseworkModel;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.DemoClients;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Does with cases what staff do, by the same calls; at the time that {@link TestClock} shows. */
@Component
@Profile("test")
class Office {

    private static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            .getBytes(StandardCharsets.US_ASCII);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 10;

    private final Api api;
    private final Jobs jobs;
    private final StaffTasks staffTasks;
    private final TaskService tasks;
    private final RuntimeService runtime;
    private final DemoClients clients;

    Office(Api api, Jobs jobs, StaffTasks staffTasks, TaskService tasks, RuntimeService runtime, DemoClients clients) {
        this.api = api;
        this.jobs = jobs;
        this.staffTasks = staffTasks;
        this.tasks = tasks;
        this.runtime = runtime;
        this.clients = clients;
    }

    /** The identifier of a made-up client of an operator. */
    String iin(String operator, int index) {
        return clients.iin(operator, index);
    }

    /** Opens a data block as a clerk does, and lets everything run that is due. */
    String open(
            String operator,
            Map<String, ?> subject,
            Map<String, ?> requester,
            String ground,
            String channel,
            String text) {
        var answer = api.post(
                "clerk",
                "/api/v1/operators/" + operator + "/data-blocks",
                Map.of(
                        "subject",
                        subject,
                        "requester",
                        requester,
                        "ground",
                        ground,
                        "channel",
                        channel,
                        "description",
                        text));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var number = answer.body().path("number").asText();
        drive(operator, number);
        return number;
    }

    /** Files a document with a case. */
    String document(String operator, String number, String purpose, String name) {
        var answer = api.upload("officer", path(operator, number) + "/documents", purpose, name, PDF);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    /** Posts to an address of a case; any success will do. */
    void post(String user, String operator, String number, String address, Object body) {
        var answer = api.post(user, path(operator, number) + address, body);
        assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 299);
    }

    /** The officer decides; the reason goes with some decisions only. */
    void decide(String operator, String number, Map<String, Object> decision) {
        staffTasks.complete("officer", staffTasks.of(number, DataBlockingModel.Elements.VERIFY), decision);
        drive(operator, number);
    }

    /** The lawyer approves what is to be destroyed. */
    void approve(String operator, String number) {
        staffTasks.complete(
                "lawyer", staffTasks.of(number, DataBlockingModel.Elements.APPROVE), Map.of("approval", "approved"));
        drive(operator, number);
    }

    /** The manager answers for a deadline that was missed. */
    void answerForMissed(String operator, String number) {
        tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey("userTask_missedDeadline")
                .list()
                .forEach(task -> staffTasks.complete("manager", task, Map.of("missedMeasure", "act-ordered")));
        drive(operator, number);
    }

    /** The task of verification. */
    Task verification(String number) {
        return staffTasks.of(number, DataBlockingModel.Elements.VERIFY);
    }

    /** Takes a task as a member of the staff. */
    void claim(String user, Task task) {
        tasks.claim(task.getId(), user);
    }

    static String path(String operator, String number) {
        return "/api/v1/operators/" + operator + "/cases/" + number;
    }

    /** Runs what is due, answers for systems without a connector, and waits for those that answer later, until nothing moves. */
    void drive(String operator, String number) {
        for (int round = 0; round < ROUNDS; round++) {
            jobs.runDue(number);
            for (var task : byHand(number)) {
                post(
                        "custodian",
                        operator,
                        number,
                        "/acts/" + tasks.getVariable(task.getId(), "actId") + "/systems/"
                                + tasks.getVariable(task.getId(), "system") + "/proof",
                        Map.of("proof", "Папка изъята из хранения, составлен акт."));
                staffTasks.complete("custodian", task, Map.of("handDone", true));
            }
            jobs.runDue(number);
            if (waiting(number) > 0) {
                if (round == 0) {
                    // the ledger of the other side is asked after a minute
                    TestClock.forward(Duration.ofMinutes(2));
                } else {
                    Awaitility.await().atMost(PATIENCE).until(() -> waiting(number) == 0);
                }
            } else if (jobs.due(number).isEmpty() && byHand(number).isEmpty()) {
                return;
            }
        }
        throw new IllegalStateException(number + " does not come to rest");
    }

    private List<Task> byHand(String number) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(CaseworkModel.Elements.ACT_BY_HAND)
                .list();
    }

    private long waiting(String number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
                .mapToLong(instance -> runtime.createEventSubscriptionQuery()
                        .processInstanceId(instance.getId())
                        .eventName("actOnSystem.systemAnswered")
                        .count())
                .sum();
    }
}
