package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.security.Role;
import kz.qupiya.security.Staff;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** Staff who use no mouse, and staff who have no business with a case. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The web applications")
class TasklistAccessTest {

    private static final String OPERATOR = "zvonobot";
    private static final String PASSWORD = "Some-Pass_1234";
    private static final int MOST_STEPS = 120;

    /** What has the focus, in words, and whether one sees it. */
    private static final String FOCUSED =
            """
            () => {
              const it = document.activeElement;
              const style = getComputedStyle(it);
              const label = it.labels?.[0] ?? it;
              const seen = [it, it.parentElement, it.labels?.[0]].filter(Boolean).map(each => getComputedStyle(each))
                .some(each => (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== 'none');
              return [it.tagName + '.' + it.className, (it.textContent + ' ' + label.textContent + ' ' + (it.placeholder ?? '') + ' ' + (it.title ?? '')).replace(/\\s+/g, ' ').trim(), String(seen)];
            }""";

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
    private Staff staff;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TaskService tasks;

    @Autowired
    private Clock clock;

    @Test
    @DisplayName("take an officer from the log-in to the decision by keyboard alone, and show where the focus is")
    void keyboard() {
        // overdue for long and raised: the first of its list
        var number = cases.open(OPERATOR, clock.instant().minus(Duration.ofDays(200)));
        tasks.setPriority(staffTasks.of(number, "userTask_verify").getId(), Integer.MAX_VALUE);
        try (var officer = desks.empty("ru", Screen.SMALL)) {
            var page = officer.page();
            page.navigate(api.url("/camunda/app/tasklist/default/"));
            var name = page.locator(".form-signin input[type=text]");
            // the page puts the focus there itself, a moment after it is drawn; what is typed before it has settled is
            // lost
            assertThat(name).isFocused();
            page.waitForLoadState(LoadState.NETWORKIDLE);
            type(page, name, "officer2");
            page.keyboard().press("Tab");
            type(page, page.locator(".form-signin input[type=password]"), users.password());
            page.keyboard().press("Enter");
            page.locator(".task-filters, [cam-tasklist-filters]").first().waitFor();

            to(page, "", "Звонобот Казахстан");
            page.keyboard().press("Enter");
            page.locator("li.task")
                    .filter(new Locator.FilterOptions().setHasText(number))
                    .waitFor();
            officer.picture("keyboard-list");
            to(page, "", "Проверить обращение и решить");
            page.keyboard().press("Enter");
            page.locator(".claim").waitFor();
            to(page, "claim", "");
            page.keyboard().press("Enter");
            page.locator(".qp-release").waitFor();
            assertThat(page.locator(".qp-dock .qp-case h2")).hasText(number);

            to(page, "", "Данные неточны, исправимы");
            for (int i = 0; i < 3; i++) {
                page.keyboard().press("ArrowDown");
            }
            assertThat(page.getByLabel("Не подтверждено", new Page.GetByLabelOptions().setExact(true)))
                    .isChecked();
            page.locator(".fjs-form-field-select").waitFor();
            to(page, "fjs-select-hidden-input", "");
            page.locator(".fjs-dropdownlist-item").first().waitFor();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page.locator(".fjs-select-display")).isVisible();
            officer.picture("keyboard-decided");
            to(page, "btn-primary", "Завершить");
            page.keyboard().press("Enter");
            assertThat(page.locator(".task-card .fjs-form")).isHidden();
            assertThat(officer.faults()).isEmpty();
        }
        jobs.runDue(number);
        assertThat(api.get("officer", "/api/v1/operators/" + OPERATOR + "/cases/" + number)
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("closed");
    }

    @Test
    @DisplayName("show nothing of a case to the staff of another operator, and say so in words")
    void wrongOperator() {
        var number = cases.open(OPERATOR);
        var task = staffTasks.of(number, "userTask_verify").getId();
        staff.make("stranger", PASSWORD, Role.OFFICER, "twelve");
        staff.make("strange-manager", PASSWORD, Role.MANAGER, "twelve");
        try (var officer = desks.empty("kk", Screen.SMALL);
                var manager = desks.empty("ru", Screen.SMALL)) {
            officer.login("tasklist", "stranger", PASSWORD);
            var page = officer.page();
            page.navigate(api.url("/camunda/app/tasklist/default/#/?task=" + task));
            var told = page.locator("[notifications-panel] .alert, .task-details .alert, .qp-task-gone")
                    .first();
            assertThat(told).isVisible();
            officer.picture("wrong-operator-task");
            assertThat(officer.latinWords(told)).isEmpty();
            nothingOf(page, number);

            manager.login("cockpit", "strange-manager", PASSWORD);
            manager.go("/qupiya/cases/" + OPERATOR + "/" + number);
            var notice = manager.page().locator("main.qp-page .qp-notice-error");
            assertThat(notice).isVisible();
            manager.picture("wrong-operator-case");
            assertThat(manager.latinWords(notice)).isEmpty();
            assertThat(manager.page().locator("main.qp-page")).not().containsText("Номер не мой");
        } finally {
            staff.delete("stranger");
            staff.delete("strange-manager");
        }
    }

    @Test
    @DisplayName("welcome an officer in Kazakh, with the applications of the role and no other")
    void welcome() {
        try (var officer = desks.at("welcome", "kk", "officer", Screen.SMALL)) {
            var page = officer.page();
            assertThat(page.locator(".webapps")).containsText("Тапсырмалар");
            assertThat(page.locator(".webapps")).not().containsText("Бақылау");
            officer.picture("welcome");
            assertThat(officer.latinWords(page.locator(".webapps"))).isEmpty();
            assertThat(officer.faults()).isEmpty();
        }
    }

    private static void nothingOf(Page page, String number) {
        assertThat(page.locator("body")).not().containsText(number);
        assertThat(page.locator("body")).not().containsText("Номер не мой");
        assertThat(page.locator(".qp-dock .qp-case h2")).hasCount(0);
        assertThat(page.locator(".fjs-form")).hasCount(0);
    }

    /** Types into the field that has the focus until it holds the text. */
    private static void type(Page page, Locator field, String text) {
        await().pollInSameThread().untilAsserted(() -> {
            page.keyboard().press("Control+A");
            page.keyboard().type(text);
            assertThat(field.inputValue()).isEqualTo(text);
        });
    }

    /** Tabs on until something of this class and these words has the focus, seen by its outline. */
    private static void to(Page page, String className, String words) {
        var passed = new StringBuilder();
        for (int i = 0; i < MOST_STEPS; i++) {
            var focused = (List<?>) page.evaluate(FOCUSED);
            var what = (String) focused.get(0);
            if (!what.startsWith("BODY") && what.contains(className) && ((String) focused.get(1)).contains(words)) {
                assertThat(focused.get(2))
                        .as("one sees the focus on " + focused)
                        .isEqualTo("true");
                return;
            }
            passed.append('\n').append(focused);
            page.keyboard().press("Tab");
        }
        throw new AssertionError(className + " " + words + " is not reached by keyboard:" + passed);
    }
}
