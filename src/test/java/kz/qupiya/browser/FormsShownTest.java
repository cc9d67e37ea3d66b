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
import kz.qupiya.browser.StaffBrowser.Desk;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    private static final String FORM = ".task-card .fjs-form";
    private static final String KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private DemoUsers users;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TaskService tasks;

    private StaffBrowser browser;

    @BeforeAll
    void open() {
        browser = new StaffBrowser(api.url(""));
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"ru", "kk"})
    @DisplayName("says everything in the reader's language: labels, what is missing, choices, days and months")
    void everyForm(String language) throws IOException {
        var task = task();
        tasks.setAssignee(task, "officer");
        try (var officer = browser.desk(language, 1280, 720)) {
            officer.login("tasklist", "officer", users.password());
            var page = officer.page();
            // what is typed here belongs to no task: nothing of it reaches the server
            page.route(Pattern.compile("/task/[^/]+/submit-form"), Route::abort);
            officer.openTask(task);
            for (var form : forms()) {
                show(page, Files.readString(form));
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

    private static void show(Page page, String form) {
        page.unroute(DEPLOYED);
        page.route(
                DEPLOYED,
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("application/json").setBody(form)));
        page.reload();
        page.locator(FORM + " .fjs-form-field").first().waitFor();
        assertThat(page.locator(".form-actions button.btn-primary")).isVisible();
        // a page that is loaded anew has its texts from the start
        assertThat(page.locator("body")).not().containsText(Pattern.compile("[A-Z]+_[A-Z]+"));
    }

    private static void check(Desk desk, String name) {
        var page = desk.page();
        var form = page.locator(FORM);
        submit(page);
        assertThat(form.locator(".fjs-form-field-error").first()).isVisible();
        right(desk, name + "-empty", FORM);

        // choices that ask for more, such as a reason for a refusal
        var radios = form.locator("input[type=radio]");
        for (int i = 0; i < radios.count(); i++) {
            radios.nth(i).check();
            if (form.locator(".fjs-form-field-select").count() > 0) {
                submit(page);
                assertThat(form.locator(".fjs-form-field-error").first()).isVisible();
                assertThat(desk.latinWords(form)).as(name + " choice " + i).isEmpty();
            }
            selects(desk, name + "-choice-" + i);
        }
        if (radios.count() == 0) {
            selects(desk, name);
        }
        if (form.locator(".fjs-form-field-datetime").count() > 0) {
            wrongValues(desk, name);
            dates(desk, name);
        }
    }

    private static void submit(Page page) {
        page.locator(".form-actions button.btn-primary").click();
    }

    private static void selects(Desk desk, String name) {
        var page = desk.page();
        var selects = page.locator(FORM + " .fjs-form-field-select .fjs-input-group, " + FORM
                + " .fjs-form-field-taglist .fjs-taglist-input");
        for (int i = 0; i < selects.count(); i++) {
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
            for (int month = 0; picker.first().locator(".flatpickr-next-month").count() > 0 && month < 12; month++) {
                picker.first().locator(".flatpickr-next-month").click();
                assertThat(desk.latinWords(picker.first())).isEmpty();
            }
            page.keyboard().press("Escape");
            page.locator(FORM + " .fjs-form-field-text").first().click();
        }
        assertThat(desk.latinWords(page.locator(FORM))).isEmpty();
    }

    private static void right(Desk desk, String name, String part) {
        desk.picture(name);
        var shown = desk.page().locator(part);
        assertThat(desk.latinWords(shown)).as(name).isEmpty();
        assertThat(desk.undrawable(shown, KAZAKH_LETTERS)).as(name).isEmpty();
    }

    private String task() {
        var opened = api.post(
                "clerk",
                "/api/v1/operators/digital-rocket/data-blocks",
                Map.of(
                        "subject",
                        Map.of("phone", "+77010000731"),
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный"),
                        "ground",
                        "inaccurate-data",
                        "description",
                        "Номер не мой",
                        "channel",
                        "letter"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        jobs.runDue(number);
        return staffTasks.of(number, "userTask_verify").getId();
    }
}
