package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What a manager does all day, in a real browser. With {@code -Dqupiya.pictures=true} a picture of each page lies in {@code target/screenshots} afterwards. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("In Cockpit")
class CockpitStoryTest {

    private static final String OPERATOR = "kz-pay-bot";

    @Autowired
    private Desks desks;

    @Autowired
    private Cases cases;

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private DemoUsers users;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private Deadlines deadlines;

    @Autowired
    private Clock clock;

    private String fresh;
    private String late;

    /** Within a test: the coverage of the models counts nothing before. */
    @BeforeEach
    void openCases() {
        if (fresh != null) {
            return;
        }
        fresh = cases.open(OPERATOR, clock.instant().minusSeconds(60));
        late = cases.open(OPERATOR, clock.instant().minus(Duration.ofDays(45)));
        deadlines.sweepMissed();
    }

    @Test
    @DisplayName(
            "a manager goes from a figure to the cases behind it, to the whole story of one, and takes its files along")
    void fromFigureToStory() throws IOException {
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.LARGE)) {
            var page = manager.page();
            var board = page.locator("main.qp-board");
            board.locator("select").selectOption(OPERATOR);
            var overdue = board.locator("[data-figure=overdue] strong");
            assertThat(overdue).hasText(Pattern.compile("[1-9]\\d*"));
            var figure = overdue.textContent();
            board.locator("canvas").first().waitFor();
            assertThat(board.locator("table.qp-urgency")).containsText("kz pay bot");
            manager.picture("dashboard");
            manager.readsWell("main.qp-board");
            // what the engine counts stands below
            assertThat(page.locator(".dashboard")).containsText("Выполняемые экземпляры процессов");

            board.locator("[data-figure=overdue]").click();
            var list = page.locator("main.qp-cases");
            assertThat(list.locator(".qp-found")).hasText("Найдено дел: " + figure);
            assertThat(list.locator("table")).containsText(late);
            assertThat(list.locator("table")).not().containsText(fresh);
            manager.picture("cases");
            manager.readsWell("main.qp-cases");
            assertThat(saved(page, list.locator("[data-file=csv]")))
                    .startsWith("\uFEFFНомер дела;")
                    .contains(late);
            assertThat(saved(page, list.locator("[data-file=xlsx]"))).startsWith("PK");

            list.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(late))
                    .click();
            var story = page.locator("main.qp-story");
            story.locator(".qp-diagram[data-drawn]").waitFor();
            assertThat(story.locator("h1")).hasText("Дело " + late);
            assertThat(story.locator(".qp-path-done").first()).isVisible();
            assertThat(story.locator(".qp-path-active").first()).isVisible();
            assertThat(story.locator("[data-part=events]")).containsText("Срок начат");
            assertThat(story.locator("[data-part=tasks]")).containsText("Проверить обращение и решить");
            manager.picture("story");
            story.locator(".qp-diagram-tools button").last().click();
            manager.picture("path-large");
            page.keyboard().press("Escape");
            assertThat(story.locator(".qp-diagram-large")).hasCount(0);
            manager.readsWell("main.qp-story");
            assertThat(manager.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a manager hands a task over and moves a deadline that the law does not set, each with a reason, on the record")
    void acts() {
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.LARGE)) {
            var page = manager.page();
            var story = manager.story(OPERATOR, fresh);
            story.locator("[data-part=tasks] button").first().click();
            var dialog = page.locator("dialog.qp-manager-act");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-field=reason] .qp-error")).hasText("Заполните это поле.");
            dialog.locator("select[name=to]").selectOption("officer");
            dialog.locator("select[name=reason]").selectOption("workload");
            manager.picture("hand-over");
            manager.readsWell("dialog.qp-manager-act");
            dialog.locator("button[type=submit]").click();
            assertThat(story.locator("[data-part=tasks]")).containsText("Гүлнар Хранителева");
            assertThat(story.locator("[data-part=events]")).containsText("распределение нагрузки");
            assertThat(staffTasks.of(fresh, "userTask_verify").getAssignee()).isEqualTo("officer");

            var verification = story.locator("[data-part=deadlines] > div")
                    .filter(new Locator.FilterOptions().setHas(page.locator("[data-duty=verification]")));
            verification
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Перенести срок"))
                    .click();
            dialog.locator("input[name=dueOn]").fill("01.01.2020");
            dialog.locator("select[name=reason]").selectOption("information-awaited");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-field=dueOn] .qp-error")).not().isEmpty();
            var day = Almaty.dayOf(clock.instant()).plusDays(40);
            dialog.locator("input[name=dueOn]").fill(written(day));
            dialog.locator("button[type=submit]").click();
            assertThat(story.locator("[data-part=events]")).containsText(written(day));
            manager.picture("deadline-moved");
            assertThat(manager.latinWords(story)).isEmpty();
            var moved = deadlinesOf(fresh);
            assertThat(moved).contains(day.toString());
            // the block is a duty of law: nobody moves it
            assertThat(manager.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("a manager reads every page in Kazakh on a screen of 1280 by 720; a closed case keeps its whole story")
    void kazakh() {
        var closed = cases.open("digital-rocket", clock.instant().minusSeconds(30));
        staffTasks.complete(
                "officer",
                staffTasks.of(closed, "userTask_verify"),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        jobs.runDue(closed);
        assertThat(api.post("security", "/api/v1/operators/digital-rocket/breaches/rehearsals", Map.of("people", 3))
                        .status())
                .isEqualTo(201);
        try (var manager = desks.at("cockpit", "kk", "manager", Screen.SMALL)) {
            var page = manager.page();
            for (var place : Map.of(
                            "board",
                            "/dashboard",
                            "cases",
                            "/qupiya/cases",
                            "report",
                            "/qupiya/report",
                            "staff",
                            "/qupiya/staff",
                            "calendar",
                            "/qupiya/calendar")
                    .entrySet()) {
                manager.go(place.getValue());
                var main = page.locator("main.qp-" + place.getKey());
                main.locator("table:visible").first().waitFor();
                if (place.getKey().equals("cases")) {
                    assertThat(main.locator("table")).containsText("оқу-жаттығу ісі");
                }
                manager.picture(place.getKey());
                if (place.getKey().equals("calendar")) {
                    // sources are cited by their addresses
                    assertThat(manager.barriers("main.qp-calendar")).isEmpty();
                    assertThat(manager.undrawable(main)).isEmpty();
                } else {
                    manager.readsWell("main.qp-" + place.getKey());
                }
                assertThat((boolean) main.evaluate("each => each.scrollWidth <= each.clientWidth + 1"))
                        .as(place.getKey() + " needs no scrolling sideways")
                        .isTrue();
            }
            var story = manager.story("digital-rocket", closed);
            assertThat(story.locator(".qp-story-head")).containsText("Жабылды");
            assertThat(story.locator(".qp-path-active")).hasCount(0);
            story.locator("[data-part=path] details summary").click();
            assertThat(story.locator(".qp-steps")).containsText("өтілді");
            manager.picture("closed-case");
            assertThat(manager.latinWords(story)).isEmpty();
            assertThat(manager.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("a manager sees what an order would change before it is loaded; everything works by keyboard")
    void calendarByKeyboard() {
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.SMALL)) {
            var page = manager.page();
            manager.go("/qupiya/calendar");
            var form = page.locator("form[data-load=order]");
            form.locator("input").first().focus();
            var monday = Almaty.dayOf(clock.instant())
                    .plusYears(1)
                    .with(java.time.temporal.TemporalAdjusters.next(java.time.DayOfWeek.MONDAY));
            for (var written : new String[] {written(monday.minusDays(1)), written(monday), "Приказ № 1"}) {
                page.keyboard().type(written);
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            assertThat(form.locator(".qp-change")).containsText("станет нерабочим");
            assertThat(form.locator(".qp-change")).containsText("Сдвигаются сроки");
            assertThat(form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Загрузить")))
                    .isVisible();
            manager.picture("what-if");
            // what was shown is what is loaded: another day needs another look
            form.locator("input").first().fill("");
            assertThat(form.locator(".qp-change")).hasCount(0);
            assertThat(manager.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a session that ran out is told in words and goes on after a log-in, and nothing personal lies in the browser")
    void sessionEnds() {
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.SMALL)) {
            var page = manager.page();
            manager.story(OPERATOR, fresh);
            page.context().clearCookies();
            manager.go("/qupiya/report");
            var dialog = page.locator("dialog.qp-session");
            assertThat(dialog).containsText("manager");
            manager.picture("session-over");
            assertThat(manager.latinWords(dialog)).isEmpty();
            dialog.locator("input[name=password]").fill(users.password());
            dialog.locator("button.qp-primary").click();
            assertThat(page.locator("main.qp-report [data-table=volumes] table"))
                    .isVisible();
            var kept = (String) page.evaluate("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)");
            assertThat(kept).doesNotContain(fresh, "Проситель", "7701");
        }
    }

    private String deadlinesOf(String number) {
        return api.get("manager", "/api/v1/operators/" + OPERATOR + "/cases/" + number)
                .body()
                .path("deadlines")
                .toString();
    }

    private static String saved(Page page, Locator button) throws IOException {
        Download download = page.waitForDownload(button::click);
        assertThat(download.suggestedFilename()).matches("Дела \\d{4}-\\d\\d-\\d\\d\\.(csv|xlsx)");
        return Files.readString(
                download.path(),
                download.suggestedFilename().endsWith("csv")
                        ? java.nio.charset.StandardCharsets.UTF_8
                        : java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String written(LocalDate day) {
        return String.format(Locale.ROOT, "%02d.%02d.%04d", day.getDayOfMonth(), day.getMonthValue(), day.getYear());
    }
}
