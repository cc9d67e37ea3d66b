package kz.qupiya.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casework.process.CaseworkModel;
import kz.qupiya.operator.OperatorKey;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** Leads a case of the demonstration operators through its process: clients out of their databases, systems done by hand, answers that come later. */
@Component
@Profile("test")
public class CaseDriver {

    private static final Map<String, String> PEOPLE = Map.of(
            "zvonobot", "select iin, phone from lk.client order by id",
            "twelve", "select iin, '+' || phone from emoney.owner order by iin",
            "kao-solutions",
                    "select c.iin, p.phone from crm.client c join crm.client_phone p on p.client_id = c.id where c.iin is not null order by c.iin",
            "kz-pay-bot",
                    "select iin, phone from bot.tg_user where iin is not null and phone is not null order by iin");

    private final Api api;
    private final Jobs jobs;
    private final StaffTasks staffTasks;
    private final CaseFiles cases;
    private final TaskService tasks;
    private final RuntimeService runtime;
    private final JdbcClient jdbc;
    private final String adminUrl;

    CaseDriver(
            Api api,
            Jobs jobs,
            StaffTasks staffTasks,
            CaseFiles cases,
            TaskService tasks,
            RuntimeService runtime,
            JdbcClient jdbc,
            @Value("${qupiya.embedded.postgres.url}") String adminUrl) {
        this.api = api;
        this.jobs = jobs;
        this.staffTasks = staffTasks;
        this.cases = cases;
        this.tasks = tasks;
        this.runtime = runtime;
        this.jdbc = jdbc;
        this.adminUrl = adminUrl;
    }

    /** A made-up client. */
    public record Person(String iin, String phone) {

        /** The client as the subject of a request. */
        public Map<String, Object> subject() {
            return Map.of("iin", iin);
        }
    }

    /** A client of a demonstration operator; each test takes others, by the number it skips. */
    public Person person(String operator, int skip) {
        return demo(operator)
                .sql(PEOPLE.get(operator) + " offset " + skip + " limit 1")
                .query((row, i) -> new Person(row.getString(1), row.getString(2)))
                .single();
    }

    /** The database of a demonstration operator, as its own programs see it. */
    public JdbcClient demo(String operator) {
        var database = "demo_" + operator.replace('-', '_');
        return JdbcClient.create(new DriverManagerDataSource(adminUrl.replace("/postgres?", "/" + database + "?")));
    }

    /** Takes a demonstration database away, or gives it back. */
    public void breakDown(String operator, boolean down) {
        var database = "demo_" + operator.replace('-', '_');
        var admin = JdbcClient.create(new DriverManagerDataSource(adminUrl));
        admin.sql("alter database " + database + " with allow_connections " + !down)
                .update();
        if (down) {
            admin.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                    .param(database)
                    .query((row, i) -> true)
                    .list();
        }
    }

    /** Where a case lies over REST. */
    public static String cases(String operator, String number) {
        return "/api/v1/operators/" + operator + "/cases/" + number;
    }

    /** The case of a number. */
    public CaseFile file(String operator, String number) {
        return cases.require(new OperatorKey(operator), number);
    }

    /** The templates of the letters of a case. */
    public List<String> letters(String operator, String number) {
        return jdbc.sql("select template from qupiya.letter where case_id = ?")
                .param(file(operator, number).id())
                .query(String.class)
                .list();
    }

    /** What the permit check says of somebody named by one identifier. */
    public boolean allowed(String operator, String purpose, String kind, String value) {
        var answer = api.post(
                "integration",
                "/api/v1/operators/" + operator + "/permits",
                Map.of("purpose", purpose, "subject", Map.of(kind, value)));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body().path("allowed").asBoolean();
    }

    /** Fails unless the case is closed with that outcome, and nothing of its process runs on. */
    public void closed(String operator, String number, String process, String outcome) {
        var view = api.get("integration", cases(operator, number));
        assertThat(view.body().path("status").asText()).as(view.raw().body()).isEqualTo("closed");
        assertThat(view.body().path("outcome").asText()).isEqualTo(outcome);
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(number)
                        .processDefinitionKey(process)
                        .count())
                .isZero();
    }

    /** Runs what is due, does what is to be done by hand, and waits a minute for systems that answer later, until nothing moves. */
    public void drive(String operator, String number) {
        for (int i = 0; i < 10; i++) {
            jobs.runDue(number);
            for (var task : byHand(number)) {
                var act = tasks.getVariable(task.getId(), "actId");
                var system = tasks.getVariable(task.getId(), "system");
                var proof = api.post(
                        "custodian",
                        cases(operator, number) + "/acts/" + act + "/systems/" + system + "/proof",
                        Map.of("proof", "Папка изъята, акт составлен."));
                assertThat(proof.status()).as(proof.raw().body()).isBetween(200, 299);
                staffTasks.complete("custodian", task, Map.of("handDone", true));
            }
            jobs.runDue(number);
            if (waiting(number) == 0) {
                if (jobs.due(number).isEmpty() && byHand(number).isEmpty()) {
                    return;
                }
                continue;
            }
            // The first time the minute passes and the ledger is asked; after that the answer of the running service is
            // awaited.
            if (i == 0) {
                TestClock.forward(Duration.ofMinutes(2));
            } else {
                await().atMost(Duration.ofSeconds(20)).until(() -> waiting(number) == 0);
            }
        }
        throw new AssertionError(number + " still waits for a system");
    }

    private List<Task> byHand(String number) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(CaseworkModel.Elements.ACT_BY_HAND)
                .list();
    }

    private long waiting(String number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
                .mapToLong(i -> runtime.createEventSubscriptionQuery()
                        .processInstanceId(i.getId())
                        .eventName(CaseworkModel.Messages.SYSTEM_ANSWERED)
                        .count())
                .sum();
    }
}
