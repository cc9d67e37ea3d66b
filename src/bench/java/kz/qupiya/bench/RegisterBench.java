package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.StaffBrowser;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long people wait with a million cases stored, beside the same with one: the case of a task in Tasklist, in a real browser, from the click to its last section; the figures
 * and lists of managers over HTTP. Runs after the other benchmarks, since it takes their cases out.
 */
@QupiyaBench
@Order(Integer.MAX_VALUE)
class RegisterBench {

    private static final int CASES = Integer.getInteger("bench.cases", 1_000_000);

    /** Of a hundred cases one is open. */
    private static final int OPEN = CASES / 100;

    private static final int YEARS_IN_DAYS = 5 * 365;

    /** A verification takes ten working days, so a fourth of what is open is late. */
    private static final int OPEN_DAYS = 18;

    private static final int WARM_UP = Integer.getInteger("bench.looks.warm-up", 15);
    private static final int LOOKS = Integer.getInteger("bench.looks", 21);
    private static final int EXPORTS = Integer.getInteger("bench.exports", 3);

    private static final String OPERATOR = "zvonobot";
    private static final String OVERSIGHT = "/api/v1/oversight/";

    /** What is asked over HTTP, and the row that it fills. */
    private static final Map<Report.Row, String> ASKED = new LinkedHashMap<>();

    static {
        ASKED.put(Report.Row.BOARD, "deadlines");
        ASKED.put(Report.Row.CASES, "cases");
        ASKED.put(Report.Row.CASES_OVERDUE, "cases?due=overdue&sort=due");
    }

    @LocalServerPort
    int port;

    @Value("${qupiya.embedded.postgres.url}")
    String postgres;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    DemoUsers users;

    @Autowired
    CaseFiles cases;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    IdentityService identity;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aMillionCases() throws Exception {
        var database = jdbc.queryForObject("select current_database()", String.class);
        try (var register = new GrownRegister(postgres.replace("/postgres?", "/" + database + "?"))) {
            register.empty();
            var shown = open();
            tasks.claim(task(shown).getId(), "officer");
            var clicksOne = clicks();
            var one = new LinkedHashMap<Report.Row, List<Double>>();
            for (var asked : ASKED.entrySet()) {
                one.put(asked.getKey(), looks(asked.getValue()));
            }

            var closed = open();
            close(closed);
            var waiting = open();
            register.copies(id(closed), 0, CASES - OPEN, YEARS_IN_DAYS, false);
            register.copies(id(waiting), CASES - OPEN, OPEN, OPEN_DAYS, true);
            register.settle();
            assertThat(jdbc.queryForObject("select count(*) from qupiya.case_file", Integer.class))
                    .isGreaterThan(CASES);
            assertThat(tasks.createTaskQuery().count()).isGreaterThan(OPEN);

            time(
                    Report.Row.PANEL,
                    "from the click on a task to the last section of its case in Tasklist",
                    clicks(),
                    clicksOne);
            time(
                    Report.Row.BOARD,
                    "figures of Cockpit's dashboard",
                    looks(ASKED.get(Report.Row.BOARD)),
                    one.get(Report.Row.BOARD));
            time(
                    Report.Row.CASES,
                    "first page of Cockpit's list",
                    looks(ASKED.get(Report.Row.CASES)),
                    one.get(Report.Row.CASES));
            time(
                    Report.Row.CASES_OVERDUE,
                    "first page of Cockpit's list, overdue, most pressing first",
                    looks(ASKED.get(Report.Row.CASES_OVERDUE)),
                    one.get(Report.Row.CASES_OVERDUE));
            export(register);
        }
    }

    private static void time(Report.Row row, String name, List<Double> measured, List<Double> one) {
        Report.add(
                row,
                String.format(
                        Locale.ROOT,
                        "%s, %,d cases; floor: the same with one case (time: less is better)",
                        name,
                        CASES),
                "ms",
                measured,
                one,
                null);
    }

    /** Milliseconds from each click on the only task of a person until the panel shows the last section of its case, drawn. */
    private List<Double> clicks() {
        try (var browser = new StaffBrowser("http://127.0.0.1:" + port);
                var desk = browser.desk("ru", 1440, 900)) {
            desk.login("tasklist", "officer", users.password());
            var page = desk.page();
            var card = page.locator("ol.tasks-list li.task .clickable").first();
            var times = new ArrayList<Double>();
            for (int i = -WARM_UP; i < LOOKS; i++) {
                card.waitFor();
                var time = ((Number) card.evaluate(CLICK)).doubleValue();
                if (i >= 0) {
                    times.add(time);
                }
                page.evaluate("() => { location.hash = location.hash.replace(/&?task=[^&]*/, ''); }");
                page.locator(".qp-dock")
                        .waitFor(new Locator.WaitForOptions()
                                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
            }
            assertThat(desk.faults()).isEmpty();
            return times;
        }
    }

    private static final String CLICK =
            """
            card => new Promise((resolve, reject) => {
              setTimeout(() => reject(new Error('the case did not show')), 60000);
              const start = performance.now();
              const watch = new MutationObserver(() => {
                if (document.querySelector('.qp-dock .qp-case:not([aria-busy]) [data-section=timeline]')) {
                  watch.disconnect();
                  // the frame after the next has it on the screen
                  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
                }
              });
              watch.observe(document.body, { subtree: true, childList: true, attributes: true });
              card.click();
            })""";

    /** Milliseconds of each answer to a manager. */
    private List<Double> looks(String path) throws IOException, InterruptedException {
        var times = new ArrayList<Double>();
        for (int i = -WARM_UP; i < LOOKS; i++) {
            long start = System.nanoTime();
            var answer =
                    http.send(request("manager", OVERSIGHT + path).GET().build(), HttpResponse.BodyHandlers.ofString());
            double time = (System.nanoTime() - start) / 1e6;
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            if (i >= 0) {
                times.add(time);
            }
        }
        return times;
    }

    /** Rows per second of the whole list as CSV, beside the same columns by {@code COPY}. */
    private void export(GrownRegister register) throws IOException, InterruptedException, SQLException {
        var measured = new ArrayList<Double>();
        var floor = new ArrayList<Double>();
        for (int i = 0; i < EXPORTS; i++) {
            long start = System.nanoTime();
            var lines = new AtomicLong();
            var answer = http.send(
                    request("manager", OVERSIGHT + "cases.csv").GET().build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (var body = answer.body()) {
                body.transferTo(new LineCounter(lines));
            }
            assertThat(lines.get()).isGreaterThan(CASES);
            measured.add(lines.get() * 1e9 / (System.nanoTime() - start));
            start = System.nanoTime();
            long rows = register.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            """
                            copy (select number, operator, kind, status, outcome, ground, channel, received_at, decided_at, closed_at
                                    from qupiya.case_file order by received_at desc, number desc) to stdout (format csv)""",
                            OutputStream.nullOutputStream());
            floor.add(rows * 1e9 / (System.nanoTime() - start));
        }
        Report.add(
                Report.Row.EXPORT,
                String.format(
                        Locale.ROOT, "list of %,d cases as CSV; floor: the columns of the case alone by COPY", CASES),
                "rows/s",
                measured,
                floor,
                null);
    }

    /** Opens a case and lets everything run that is due. */
    private String open() throws IOException, InterruptedException {
        var answer = http.send(
                request("integration", "/api/v1/operators/" + OPERATOR + "/data-blocks")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        """
                                {"subject": {"iin": "850515499993", "fullName": "Айгүл Демонстрационная"},
                                 "requester": {"kind": "subject", "name": "Айгүл Демонстрационная", "email": "demo.person@example.kz"},
                                 "ground": "inaccurate-data",
                                 "description": "Фамилия записана с ошибкой, прошу исправить."}"""))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        runDue();
        return answer.body().replaceAll("(?s).*\"number\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** An officer finds nothing confirmed, and the case closes. */
    private void close(String number) {
        var task = task(number);
        tasks.setAssignee(task.getId(), "officer");
        identity.setAuthentication(
                "officer",
                identity.createGroupQuery().groupMember("officer").list().stream()
                        .map(Group::getId)
                        .toList(),
                identity.createTenantQuery().userMember("officer").list().stream()
                        .map(Tenant::getId)
                        .toList());
        try {
            tasks.complete(
                    task.getId(), Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        } finally {
            identity.clearAuthentication();
        }
        runDue();
        assertThat(cases.require(new OperatorKey(OPERATOR), number).isOpen()).isFalse();
    }

    private void runDue() {
        while (true) {
            var due = management.createJobQuery().executable().list().stream()
                    .filter(job -> job.getProcessInstanceId() != null)
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            management.executeJob(due.get(0).getId());
        }
    }

    private Task task(String number) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey("userTask_verify")
                .singleResult();
    }

    private java.util.UUID id(String number) {
        return cases.require(new OperatorKey(OPERATOR), number).id();
    }

    private HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user + ":" + users.password()).getBytes(StandardCharsets.UTF_8)));
    }

    /** Keeps nothing of a file but how many lines it has. */
    private static final class LineCounter extends OutputStream {

        private final AtomicLong lines;

        private LineCounter(AtomicLong lines) {
            this.lines = lines;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                lines.incrementAndGet();
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
