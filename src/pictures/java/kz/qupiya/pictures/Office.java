package kz.qupiya.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casework.process.CaseworkModel;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.letter.DueLetters;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.DemoClients;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Does with cases what staff do, by the same calls; at the time that {@link TestClock} shows. */
@Component
@Profile("test")
class Office {

    /** The Wednesday in November on which the pictures are taken. */
    static final Instant NOW = Instant.parse("2026-11-18T05:40:00Z");

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
    private final CaseDriver driver;
    private final Deadlines deadlines;
    private final DueLetters letters;
    private @Nullable Year year;

    Office(
            Api api,
            Jobs jobs,
            StaffTasks staffTasks,
            TaskService tasks,
            RuntimeService runtime,
            DemoClients clients,
            CaseDriver driver,
            Deadlines deadlines,
            DueLetters letters) {
        this.api = api;
        this.jobs = jobs;
        this.staffTasks = staffTasks;
        this.tasks = tasks;
        this.runtime = runtime;
        this.clients = clients;
        this.driver = driver;
        this.deadlines = deadlines;
        this.letters = letters;
    }

    /** What went on before, at most once in a run, and then today. */
    Year year() {
        if (year == null) {
            year = new Year(this, NOW);
            year.pass();
            deadlines.sweepMissed();
            letters.run();
        }
        TestClock.set(NOW);
        return year;
    }

    /**
     * A made-up client of Zvonobot, as its database has them.
     *
     * @param email null for a part of the people, as in life
     */
    record Client(String iin, String name, String phone, @Nullable String email) {}

    /** Some clients of Zvonobot; the order is that of {@link #iin}. */
    List<Client> clients(int first, int count) {
        return driver.demo("zvonobot")
                .sql("select iin, full_name, phone, email from lk.client order by id offset ? limit ?")
                .params(first, count)
                .query((row, n) -> new Client(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
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
        return open(
                "clerk",
                operator,
                "data-blocks",
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
    }

    /** Opens a case of any kind, and lets everything run that is due. */
    String open(String user, String operator, String kind, Map<String, ?> request) {
        var answer = api.post(user, "/api/v1/operators/" + operator + "/" + kind, request);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var number = answer.body().path("number").asText();
        drive(operator, number);
        linked(operator, number).forEach(other -> drive(operator, other));
        letters.run();
        return number;
    }

    /** The cases that were opened for demands of a claim. */
    List<String> linked(String operator, String number) {
        List<String> linked = new ArrayList<>();
        api.get("officer", path(operator, number)).body().path("demands").forEach(demand -> {
            if (demand.has("case")) {
                linked.add(demand.path("case").asText());
            }
        });
        return linked;
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

    /** Completes the tasks of a key that a case has open, and lets everything run that is due. */
    void complete(String user, String operator, String number, String key, Map<String, Object> variables) {
        var open = open(number, key);
        assertThat(open).as(key + " of " + number).isNotEmpty();
        open.forEach(task -> staffTasks.complete(user, task, variables));
        drive(operator, number);
    }

    /** The tasks of a key that a case has open. */
    List<Task> open(String number, String key) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(key)
                .list();
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
