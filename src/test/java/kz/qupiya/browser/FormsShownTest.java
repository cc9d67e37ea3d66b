package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every form as Tasklist draws it, and one more with each kind of field that a later form may have: what the renderer and its date picker say by themselves is said in
 * the reader's language.
 */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A task form in Tasklist")
class FormsShownTest {

    private static final Path EVERY_FIELD = Path.of("src/test/resources/forms-every/every-field.form");
    private static final Pattern DEPLOYED = Pattern.compile("/task/[^/]+/deployed-form");
    private static final String LISTS =
            ".fjs-form-field-select .fjs-input-group, .fjs-form-field-taglist .fjs-taglist-input";
    private static final String CHOSEN = ".fjs-select-display:not(.fjs-select-placeholder)";
    private static final String COMPLETE = ".form-actions button.btn-primary";
    private static final String FORM = ".task-card .fjs-form";

    @Autowired
    private Desks desks;

    @Autowired
    private Cases cases;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TaskService tasks;

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"ru", "kk"})
    @DisplayName("says everything in the reader's language: labels, what is missing, choices, days and months")
    void everyForm(String language) throws IOException {
        var task =
                staffTasks.of(cases.open("digital-rocket"), "userTask_verify").getId();
        tasks.setAssignee(task, "officer");
        try (var officer = desks.at("tasklist", language, "officer", Screen.SMALL)) {
            var page = officer.page();
            // what is typed here belongs to no task: nothing of it reaches the server
            page.route(Pattern.compile("/task/[^/]+/submit-form"), Route::abort);
            officer.openTask(task);
            // not before the page has settled on the tab of the form, which its address then names
            page.locator(FORM).waitFor();
            page.reload();
            // a page that is loaded anew has its texts from the start
            page.locator(FORM).waitFor();
            assertThat(page.locator("body")).not().containsText(Pattern.compile("[A-Z]+_[A-Z]+"));
            for (var form : forms()) {
                show(officer, task, Files.readString(form));
                check(officer, form.getFileName().toString().replace(".form", ""));
            }
            assertThat(officer.faults()).isEmpty();
        }
    }

    private static List<Path> forms() throws IOException {
        try (var files = Files.walk(Path.of("forms"))) {
            return Stream.concat(
                            files.filter(file -> file.toString().endsWith(".form"))
                                    .sorted(),
                            Stream.of(EVERY_FIELD))
                    .toList();
        }
    }

    private static void show(Desk desk, String task, String form) {
        var page = desk.page();
        page.unroute(DEPLOYED);
        page.route(
                DEPLOYED,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(form)));
        // away from the task and back
        desk.go("/");
        assertThat(page.locator(FORM)).isHidden();
        desk.go("/?task=" + task);
        page.locator(FORM + " .fjs-form-field").first().waitFor();
        assertThat(page.locator(COMPLETE)).isVisible();
        assertThat(page.locator("body")).not().containsText(Pattern.compile("[A-Z]+_[A-Z]+"));
    }

    private static void check(Desk desk, String name) {
        var page = desk.page();
        var form = page.locator(FORM);
        submit(page);
        assertThat(form.locator(".fjs-form-field-error").first()).isVisible();
        right(desk, name + "-empty", FORM);

        // choices that ask for more, such as a reason for a refusal
        var lists = form.locator(LISTS);
        int always = lists.count();
        var radios = form.locator("input[type=radio]");
        for (int i = 0; i < radios.count(); i++) {
            radios.nth(i).check();
            if (lists.count() > always) {
                submit(page);
            }
        }
        boolean oneOfEach = form.locator(".fjs-form-field-datetime").count() > 0;
        for (int i = 0; i < radios.count(); i++) {
            radios.nth(i).check();
            if (lists.count() > always) {
                assertThat(desk.latinWords(form)).as(name + " choice " + i).isEmpty();
                lists(desk, name + "-choice-" + i);
                if (!oneOfEach) {
                    // what was missing for a choice that was left does not hold the form back
                    assertThat(page.locator(COMPLETE)).isEnabled();
                }
            }
        }
        if (always > 0) {
            lists(desk, name);
        }
        if (oneOfEach) {
            wrongValues(desk, name);
            dates(desk, name);
            rows(desk, name);
        }
    }

    /** A form that has been submitted once says at once what is wrong, and cannot be submitted again until nothing is. */
    private static void submit(Page page) {
        // a button that is disabled takes no click
        page.locator(COMPLETE).evaluate("button => button.click()");
    }

    private static void lists(Desk desk, String name) {
        var page = desk.page();
        var selects = page.locator(FORM).locator(LISTS);
        for (int i = 0; i < selects.count(); i++) {
            if (selects.nth(i).locator(CHOSEN).count() > 0) {
                continue;
            }
            selects.nth(i).click();
            var list = page.locator(FORM + " .fjs-dropdownlist");
            assertThat(list.locator(".fjs-dropdownlist-item").first()).isVisible();
            right(desk, name + "-select-" + i, FORM);
            // what a search does not find, and what is chosen
            var search = selects.nth(i).locator("input:visible");
            if (search.count() > 0) {
                search.first().fill("яяя");
                assertThat(list.locator(".fjs-dropdownlist-empty")).isVisible();
                assertThat(desk.latinWords(page.locator(FORM))).as(name).isEmpty();
                search.first().fill("");
            }
            list.locator(".fjs-dropdownlist-item").first().click();
            assertThat(desk.latinWords(page.locator(FORM))).as(name).isEmpty();
            page.locator(FORM + " .fjs-form-field-text").first().click();
        }
    }

    /** Every message that a field has beside "fill this in". */
    private static void wrongValues(Desk desk, String name) {
        var form = desk.page().locator(FORM);
        var wrong = Map.of(
                "short", "а", "long", "аааа", "pattern", "б", "mail", "в", "phone", "г", "least", "1", "most", "99",
                "step", "1.5");
        wrong.forEach((key, value) -> {
            var input = form.locator("input[id*='field_" + key + "'], input[name='" + key + "']");
            input.first().fill(value);
            input.first().blur();
        });
        submit(desk.page());
        right(desk, name + "-wrong", FORM);
    }

    private static void dates(Desk desk, String name) {
        var page = desk.page();
        var inputs = page.locator(FORM + " .fjs-form-field-datetime input.fjs-input");
        for (int i = 0; i < inputs.count(); i++) {
            inputs.nth(i).click();
            var picker = page.locator(".flatpickr-calendar.open, " + FORM + " .fjs-dropdownlist");
            assertThat(picker.first()).isVisible();
            desk.picture(name + "-date-" + i);
            assertThat(desk.latinWords(picker.first())).as(name + " date " + i).isEmpty();
            var next = picker.first().locator(".flatpickr-next-month");
            if (next.count() > 0) {
                assertThat(picker.first().locator(".flatpickr-weekday").first())
                        .hasText(desk.language().equals("ru") ? "Пн" : "Дс");
            }
            for (int month = 0; next.count() > 0 && month < 12; month++) {
                next.click();
                assertThat(desk.latinWords(picker.first())).isEmpty();
            }
            page.keyboard().press("Escape");
            page.locator(FORM + " .fjs-form-field-text").first().click();
        }
        assertThat(desk.latinWords(page.locator(FORM))).isEmpty();
    }

    private static void rows(Desk desk, String name) {
        var form = desk.page().locator(FORM);
        var heading = form.locator(".fjs-table-th").first();
        for (int sorted = 0; sorted < 3; sorted++) {
            heading.click();
            assertThat(desk.latinWords(form)).as(name + " table").isEmpty();
        }
        form.locator(".fjs-table-nav-button").last().click();
        for (var button : List.of(".fjs-repeat-render-collapse", ".fjs-repeat-render-add", ".fjs-repeat-row-remove")) {
            form.locator(button).last().click();
            right(desk, name + "-rows", FORM);
        }
    }

    private static void right(Desk desk, String name, String part) {
        desk.picture(name);
        var shown = desk.page().locator(part);
        assertThat(desk.latinWords(shown)).as(name).isEmpty();
        assertThat(desk.undrawable(shown)).as(name).isEmpty();
    }
}
