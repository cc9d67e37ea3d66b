package kz.qupiya.oversight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.util.HtmlUtils;

/** What managers see over all cases. Other tests leave cases of their own, so figures are held against the lists behind them, and against what a new case adds. */
@QupiyaTest
class OversightApiTest {

    private static final String BOARD = "/api/v1/oversight/deadlines";
    private static final String CASES = "/api/v1/oversight/cases";
    private static final String REPORT = "/api/v1/oversight/report";

    @Autowired
    private Api api;

    @Autowired
    private DemoUsers users;

    @Autowired
    private Deadlines deadlines;

    @Autowired
    private Clock clock;

    @Autowired
    private Jobs jobs;

    @Test
    void a_late_case_moves_from_on_time_to_overdue_and_into_the_trend() {
        var before = row(board("twelve"));
        var missedBefore = thisMonth(board("twelve")).get("missed").asLong();

        api.openCase("twelve", Api.somePhone(), clock.instant().minusSeconds(1));
        var fresh = row(board("twelve"));
        assertThat(open(fresh)).isEqualTo(open(before) + 1);
        assertThat(fresh.get("overdue").asLong())
                .isEqualTo(before.get("overdue").asLong());

        var late = api.openCase("twelve", Api.somePhone(), clock.instant().minus(Duration.ofDays(60)));
        deadlines.sweepMissed();
        var after = board("twelve");
        assertThat(row(after).get("overdue").asLong())
                .isEqualTo(before.get("overdue").asLong() + 1);
        assertThat(thisMonth(after).get("missed").asLong()).isEqualTo(missedBefore + 1);

        var listed = numbers(list("operator=twelve&due=overdue&size=200"));
        assertThat(listed).contains(late);
        assertThat(numbers(list("operator=twelve&missedIn=" + YearMonth.from(today()) + "&size=200")))
                .contains(late);
        assertThat(numbers(list("operator=twelve&due=on-time&size=200"))).doesNotContain(late);
    }

    @Test
    void every_figure_of_the_board_is_as_long_as_the_list_behind_it() {
        api.openCase("zvonobot", Api.somePhone(), clock.instant().minus(Duration.ofDays(60)));
        jobs.runDue(
                api.openCase("kao-solutions", Api.somePhone(), clock.instant().minusSeconds(1)));
        var board = api.get("manager", BOARD).body();

        assertThat(board.get("rows")).isNotEmpty();
        for (var row : board.get("rows")) {
            var behind = "operator=" + row.get("operator").get("code").asText() + "&kind="
                    + row.get("kind").get("code").asText();
            for (var due : Map.of(
                            "overdue",
                            "overdue",
                            "today",
                            "today",
                            "three-days",
                            "threeDays",
                            "on-time",
                            "onTime",
                            "undated",
                            "undated")
                    .entrySet()) {
                assertThat(list(behind + "&rehearsal=without&due=" + due.getKey())
                                .get("total")
                                .asLong())
                        .as(behind + " " + due.getKey())
                        .isEqualTo(row.get(due.getValue()).asLong());
            }
        }
        assertThat(board.get("coming")).hasSize(28);
        var busy = 0;
        for (var day : board.get("coming")) {
            var cases = day.get("cases").asLong();
            busy += cases > 0 ? 1 : 0;
            assertThat(list("rehearsal=without&dueOn=" + day.get("day").asText())
                            .get("total")
                            .asLong())
                    .as(day.get("day").asText())
                    .isEqualTo(cases);
        }
        assertThat(busy).as("days on which something is due").isPositive();
        assertThat(board.get("trend")).hasSize(12);
        for (var month : board.get("trend")) {
            assertThat(list("rehearsal=without&missedIn=" + month.get("month").asText())
                            .get("total")
                            .asLong())
                    .isEqualTo(month.get("missed").asLong());
            assertThat(month.get("ended").asLong())
                    .isGreaterThanOrEqualTo(month.get("missed").asLong());
        }
        assertThat(list("rehearsal=without&unclaimed=true").get("total").asLong())
                .isPositive()
                .isEqualTo(board.get("unclaimed").asLong());
        assertThat(board.get("oldest")).isNotEmpty();
        assertThat(list("rehearsal=without&failing=true").get("total").asLong())
                .isEqualTo(board.get("failing").asLong());
    }

    @Test
    void a_rehearsal_is_listed_and_marked_and_counts_nowhere() throws IOException {
        jobs.runDue(api.openCase("twelve", Api.somePhone(), clock.instant().minus(Duration.ofDays(60))));
        deadlines.sweepMissed();
        var before = board("twelve");
        var reported = report();
        var number = api.post(
                        "security",
                        "/api/v1/operators/twelve/breaches",
                        Map.of(
                                "discoveredAt",
                                clock.instant().minus(Duration.ofDays(60)).toString(),
                                "kind",
                                "disclosure",
                                "description",
                                "Учебное нарушение",
                                "dataCategories",
                                List.of("contact"),
                                "rehearsal",
                                true))
                .body()
                .path("number")
                .asText();
        jobs.runDue(number);
        deadlines.sweepMissed();

        var listed = list("operator=twelve&kind=breach&number=" + number).get("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("rehearsal").asBoolean()).isTrue();
        assertThat(listed.get(0).get("missed").asLong())
                .as("its terms are real")
                .isPositive();
        assertThat(numbers(list("operator=twelve&unclaimed=true&size=200"))).contains(number);
        assertThat(numbers(list("operator=twelve&rehearsal=only&size=200"))).contains(number);
        assertThat(numbers(list("operator=twelve&rehearsal=without&size=200")))
                .isNotEmpty()
                .doesNotContain(number);
        assertThat(api.get("manager", CASES + "?rehearsal=perhaps").status()).isEqualTo(400);
        assertThat(new String(
                        download("/api/v1/oversight/cases.csv?operator=twelve&number=" + number, "ru")
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("(учебное дело)");

        var after = board("twelve");
        for (var part : List.of("rows", "coming", "pace", "trend", "unclaimed", "oldest", "failing")) {
            assertThat(after.get(part)).as(part).isEqualTo(before.get(part));
        }
        assertThat(report().get("tables")).isEqualTo(reported.get("tables"));
        var today = today();
        assertThat(new String(
                        download(
                                        "/api/v1/operators/twelve/breaches/register?from=" + today.minusDays(90)
                                                + "&to=" + today,
                                        "ru")
                                .body(),
                        StandardCharsets.UTF_8))
                .startsWith("\uFEFF")
                .doesNotContain(number);
    }

    @Test
    void the_list_is_filtered_sorted_and_paged() {
        var number = api.openCase("kz-pay-bot", Api.somePhone(), clock.instant().minus(Duration.ofDays(2)));

        var one = list("number=" + number.toLowerCase(java.util.Locale.ROOT))
                .get("items")
                .get(0);
        assertThat(one.get("number").asText()).isEqualTo(number);
        assertThat(one.get("operator").get("code").asText()).isEqualTo("kz-pay-bot");
        assertThat(one.get("kind").get("name").asText()).isEqualTo("Блокирование данных");
        assertThat(one.get("ground").get("name").asText()).isEqualTo("Данные недостоверны");
        assertThat(one.get("duty").asText()).isNotBlank();
        assertThat(one.get("dueAt").asText()).endsWith("+05:00");

        var day = today().minusDays(2);
        assertThat(numbers(list("receivedFrom=" + day + "&receivedTo=" + day + "&size=200")))
                .contains(number);
        assertThat(numbers(list("receivedFrom=" + day.plusDays(1) + "&size=200")))
                .doesNotContain(number);
        assertThat(numbers(list("status=closed&size=200"))).doesNotContain(number);
        assertThat(numbers(list("kind=breach&size=200"))).doesNotContain(number);
        assertThat(numbers(list("outcome=destroyed&number=" + number))).isEmpty();

        var byDue = list("sort=due&status=open&size=200").get("items");
        String last = null;
        for (var item : byDue) {
            var due = item.path("dueAt").asText(null);
            if (last != null && due != null) {
                assertThat(java.time.OffsetDateTime.parse(due)).isAfterOrEqualTo(java.time.OffsetDateTime.parse(last));
            }
            last = due;
        }
        api.openCase("kz-pay-bot", Api.somePhone(), clock.instant().minusSeconds(5));
        var first = numbers(list("operator=kz-pay-bot&size=1"));
        var second = numbers(list("operator=kz-pay-bot&size=1&page=1"));
        assertThat(first).hasSize(1).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSize(1);
    }

    @Test
    void a_manager_sees_own_operators_only_and_nobody_without_the_role_sees_anything() {
        for (var path : List.of(BOARD, CASES, CASES + ".csv", CASES + ".xlsx", REPORT, REPORT + ".xlsx")) {
            assertThat(api.get("integration", path).status()).as(path).isEqualTo(403);
            assertThat(api.get("custodian", path).status()).as(path).isEqualTo(403);
            assertThat(api.get("clerk", path).status()).as(path).isEqualTo(403);
            assertThat(api.get("officer", path).status()).as(path).isEqualTo(200);
            assertThat(api.get("manager", path + "?operator=nobody").status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void a_bad_filter_is_named() {
        for (var bad : Map.of(
                        "kind=nonsense", "kind",
                        "status=nonsense", "status",
                        "outcome=nonsense", "outcome",
                        "due=soon", "due",
                        "dueOn=tomorrow", "dueOn",
                        "missedIn=2026-13", "missedIn",
                        "receivedFrom=2026-02-02&receivedTo=2026-02-01", "receivedTo",
                        "number=17", "number",
                        "sort=colour", "sort",
                        "size=100000", "size")
                .entrySet()) {
            var answer = api.get("manager", CASES + "?" + bad.getKey());
            assertThat(answer.status()).as(bad.getKey()).isEqualTo(400);
            assertThat(answer.body().get("violations").get(0).get("field").asText())
                    .isEqualTo(bad.getValue());
        }
        assertThat(api.get("manager", CASES + "?failing=perhaps").status()).isEqualTo(400);
        assertThat(api.get("manager", CASES + "?page=x").status()).isEqualTo(400);
        assertThat(api.get("manager", REPORT + "?from=2026-02-02&to=2026-02-01").status())
                .isEqualTo(400);
    }

    @Test
    void the_list_leaves_as_csv_and_xlsx() throws IOException {
        var number = api.openCase("zvonobot", Api.somePhone(), clock.instant());
        var total = list("operator=zvonobot").get("total").asInt();

        var csv = download("/api/v1/oversight/cases.csv?operator=zvonobot", "kk");
        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment")
                .contains("UTF-8''");
        var text = new String(csv.body(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFFІс нөмірі;Оператор;");
        var rows = new ArrayList<List<String>>();
        CsvReader.builder()
                .fieldSeparator(';')
                .ofCsvRecord(text.substring(1))
                .forEach(each -> rows.add(each.getFields()));
        assertThat(rows).hasSize(total + 1);
        assertThat(rows.get(1).get(0)).as("the newest comes first").isEqualTo(number);
        assertThat(rows.get(1).get(2)).isEqualTo("Деректерді бұғаттау");
        assertThat(rows.get(1).get(7)).matches("\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d");

        var xlsx = download("/api/v1/oversight/cases.xlsx?operator=zvonobot", "ru");
        var sheet = entry(xlsx.body(), "xl/worksheets/sheet1.xml");
        assertThat(sheet.split("<row", -1)).hasSize(total + 2);
        assertThat(entry(xlsx.body(), "xl/sharedStrings.xml") + sheet).contains(number, "Номер дела");
    }

    @Test
    void the_report_counts_what_happened_in_the_period() throws IOException {
        var before = value(report(), "volumes", "digital-rocket", 2);
        api.openCase("digital-rocket", Api.somePhone(), clock.instant().minusSeconds(30));
        var late =
                api.openCase("digital-rocket", Api.somePhone(), clock.instant().minus(Duration.ofDays(60)));
        deadlines.sweepMissed();
        var report = report();

        assertThat(value(report, "volumes", "digital-rocket", 2)).isEqualTo(before + 1);
        assertThat(table(report, "volumes").get("rows")).hasSize(5 * 5);
        for (var row : table(report, "duties").get("rows")) {
            var met = row.get(2).asDouble();
            var missed = row.get(3).asDouble();
            assertThat(row.get(4).asDouble()).isCloseTo(met / (met + missed), within(1e-9));
        }
        assertThat(table(report, "duties").get("rows"))
                .anySatisfy(row -> assertThat(row.get(3).asLong()).isPositive());
        assertThat(table(report, "grounds").get("rows").toString()).contains("Данные недостоверны");
        assertThat(table(report, "restrictions").get("rows").toString()).contains("Блокирование");
        assertThat(numbers(list("number=" + late))).containsExactly(late);

        var file = download("/api/v1/oversight/report.xlsx", "ru");
        assertThat(entry(file.body(), "xl/workbook.xml"))
                .contains("Поступление и исполнение", "Действующие ограничения");
        assertThat(entry(file.body(), "xl/worksheets/sheet5.xml")).contains("<row");
    }

    private JsonNode report() {
        return api.get("manager", REPORT).body();
    }

    private static JsonNode table(JsonNode report, String code) {
        return StreamSupport.stream(report.get("tables").spliterator(), false)
                .filter(table -> table.get("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static long value(JsonNode report, String code, String operator, int column) {
        var name = StreamSupport.stream(report.get("operators").spliterator(), false)
                .filter(each -> each.get("code").asText().equals(operator))
                .findFirst()
                .orElseThrow()
                .get("name")
                .asText();
        return StreamSupport.stream(table(report, code).get("rows").spliterator(), false)
                .filter(row ->
                        row.get(0).asText().equals(name) && row.get(1).asText().equals("Блокирование данных"))
                .findFirst()
                .orElseThrow()
                .get(column)
                .asLong();
    }

    private JsonNode board(String operator) {
        return api.get("manager", BOARD + "?operator=" + operator).body();
    }

    private static JsonNode row(JsonNode board) {
        return StreamSupport.stream(board.get("rows").spliterator(), false)
                .filter(row -> row.get("kind").get("code").asText().equals("data-block"))
                .findFirst()
                .orElseGet(() -> com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("overdue", 0)
                        .put("today", 0)
                        .put("threeDays", 0)
                        .put("onTime", 0)
                        .put("undated", 0));
    }

    private static long open(JsonNode row) {
        return row.get("overdue").asLong()
                + row.get("today").asLong()
                + row.get("threeDays").asLong()
                + row.get("onTime").asLong()
                + row.get("undated").asLong();
    }

    private JsonNode thisMonth(JsonNode board) {
        var trend = board.get("trend");
        assertThat(trend.get(11).get("month").asText())
                .isEqualTo(YearMonth.from(today()).toString());
        return trend.get(11);
    }

    private LocalDate today() {
        return Almaty.dayOf(clock.instant());
    }

    private JsonNode list(String filter) {
        var answer = api.get("manager", CASES + "?" + filter);
        assertThat(answer.status()).as(filter + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> numbers(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(item -> item.get("number").asText())
                .toList();
    }

    private HttpResponse<byte[]> download(String path, String language) throws IOException {
        var basic =
                Base64.getEncoder().encodeToString(("manager:" + users.password()).getBytes(StandardCharsets.UTF_8));
        try {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(api.url(path)))
                                    .header("Authorization", "Basic " + basic)
                                    .header("Accept-Language", language)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String entry(byte[] zip, String name) throws IOException {
        var file = Files.createTempFile("book", ".xlsx");
        try {
            Files.write(file, zip);
            try (var book = new ZipFile(file.toFile());
                    var entry = book.getInputStream(book.getEntry(name))) {
                // letters beyond ASCII are written as references
                return HtmlUtils.htmlUnescape(new String(entry.readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(file);
        }
    }
}
