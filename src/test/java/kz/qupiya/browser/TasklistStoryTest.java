package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What staff do all day, in a real browser: open a case, claim, look, decide. A picture of each page lies in {@code target/screenshots} afterwards. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("In Tasklist")
class TasklistStoryTest {

    private static final String OPERATOR = "digital-rocket";
    private static final String IIN = "850515499993";
    private static final String KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private DemoUsers users;

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

    @Test
    @DisplayName(
            "a clerk opens a case from a letter, an officer looks, shows one field and finds nothing confirmed: the case closes")
    void wholeStoryInRussian() {
        String number;
        try (var clerk = browser.desk("ru", 1440, 900)) {
            clerk.login("tasklist", "clerk", users.password());
            number = openCase(clerk);
            assertThat(clerk.faults()).isEmpty();
        }
        jobs.runDue(number);
        try (var officer = browser.desk("ru", 1440, 900)) {
            officer.login("tasklist", "officer", users.password());
            var page = officer.page();
            officer.openTask(task(number));
            officer.picture("task");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Взять в работу"))
                    .click();

            // form and case at one look
            var panel = page.locator(".qp-dock .qp-case");
            var form = page.locator(".task-card .fjs-form");
            assertThat(form).isVisible();
            assertThat(panel.locator("h2")).hasText(number);
            assertThat(panel.locator("[data-section=summary]")).containsText("Заблокировано с");
            assertThat(panel.locator("[data-section=deadlines] [data-duty=verification]"))
                    .containsText("осталось");
            officer.picture("form-and-case");

            // one field, on the record
            var iin = panel.locator("[data-section=parties]")
                    .getByRole(
                            AriaRole.BUTTON,
                            new com.microsoft.playwright.Locator.GetByRoleOptions()
                                    .setName("Показать: ИИН. Просмотр записывается."));
            assertThat(panel).not().containsText(IIN);
            iin.click();
            assertThat(panel).containsText(IIN);
            officer.picture("field-shown");

            panel.locator("[data-section=notes] details.qp-form summary").click();
            panel.getByLabel("Новая заметка").fill("Сведения сверены с удостоверением.");
            panel.locator("[data-section=notes]")
                    .getByText("Добавить", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(panel.locator("[data-section=notes]")).containsText("Сведения сверены с удостоверением.");
            panel.locator("[data-section=deadlines] details.qp-why summary")
                    .first()
                    .click();
            panel.locator("[data-section=timeline] summary").click();
            assertThat(panel.locator("[data-section=timeline]")).containsText("Просмотрено значение");
            panel.evaluate("each => each.scrollTop = each.scrollHeight");
            officer.picture("case-to-its-end");
            assertThat(officer.latinWords(panel)).isEmpty();
            assertThat(officer.latinWords(form)).isEmpty();

            // what stands in the browser's storage says nothing about the person or the decision
            page.getByLabel("Не подтверждено", new Page.GetByLabelOptions().setExact(true))
                    .check();
            assertThat((List<?>) page.evaluate(
                            "() => Object.keys(localStorage).filter(key => key.startsWith('camunda-form'))"))
                    .isEmpty();
            page.locator(".fjs-form-field-select .fjs-input-group").click();
            page.getByText("Недостоверность ничем не подтверждена").click();
            assertThat(page.locator(".fjs-select-display")).hasText("Недостоверность ничем не подтверждена");
            officer.picture("decided");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Завершить"))
                    .click();
            assertThat(page.locator(".task-card .fjs-form")).isHidden();
            officer.picture("after");
            assertThat(officer.faults()).isEmpty();
        }
        jobs.runDue(number);
        var closed = api.get("officer", "/api/v1/operators/" + OPERATOR + "/cases/" + number)
                .body();
        assertThat(closed.path("status").asText()).isEqualTo("closed");
        assertThat(closed.path("outcome").asText()).isEqualTo("unblocked");
    }

    @Test
    @DisplayName(
            "an officer reads form and case in Kazakh on a screen of 1280 by 720, and gives the task back to the group")
    void lookAndReleaseInKazakh() {
        var opened = api.post(
                "clerk",
                "/api/v1/operators/" + OPERATOR + "/data-blocks",
                Map.of(
                        "subject", Map.of("iin", IIN),
                        "requester", Map.of("kind", "representative", "name", "Ерлан Мысалұлы"),
                        "ground", "unlawful-processing",
                        "description", "Келісім бермегенмін.",
                        "channel", "visit"));
        assertThat(opened.status()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        jobs.runDue(number);
        var taskId = task(number);
        try (var officer = browser.desk("kk", 1280, 720)) {
            officer.login("tasklist", "officer", users.password());
            officer.openTask(taskId);
            var page = officer.page();
            var panel = page.locator(".qp-dock .qp-case");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Жұмысқа алу"))
                    .click();
            assertThat(panel.locator("h2")).hasText(number);
            var form = page.locator(".task-card .fjs-form");
            assertThat(form).containsText("Шешім тексеруді аяқтайды");
            assertThat(form).not().containsText("Решение заканчивает");
            assertThat(panel).containsText("Құқық растамасын қабылдау");
            officer.picture("form-and-case");
            panel.locator("[data-section=timeline] summary").click();
            panel.evaluate("each => each.scrollTop = each.scrollHeight");
            officer.picture("case-to-its-end");
            assertThat(officer.latinWords(panel)).isEmpty();
            assertThat(officer.latinWords(form)).isEmpty();
            assertThat(officer.undrawable(panel, KAZAKH_LETTERS)).isEmpty();
            assertThat(officer.undrawable(form, KAZAKH_LETTERS)).isEmpty();
            assertThat(officer.undrawable(page.locator("body"), KAZAKH_LETTERS)).isEmpty();

            page.getByText("Топқа қайтару").click();
            assertThat(page.locator(".claim")).isVisible();
            officer.picture("given-back");
            assertThat(officer.faults()).isEmpty();
        }
        assertThat(tasks.createTaskQuery().taskId(taskId).singleResult().getAssignee())
                .isNull();
    }

    @Test
    @DisplayName("a clerk is told beside the field what is wrong, and no case is opened; everything works by keyboard")
    void wrongInput() {
        try (var clerk = browser.desk("kk", 1280, 720)) {
            clerk.login("tasklist", "clerk2", users.password());
            var page = clerk.page();
            page.locator(".qp-new-button").waitFor();
            page.locator(".qp-new-button").focus();
            page.keyboard().press("Enter");
            var dialog = page.locator("dialog.qp-new-case");
            assertThat(dialog.locator("select[name=operator]")).isFocused();
            page.keyboard().type("Цифр");
            dialog.locator("input[name='subject.iin']").fill("850515499994");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-field='subject.iin'] .qp-error")).containsText("12 цифр");
            assertThat(dialog.locator("[data-field=ground] .qp-error")).isVisible();
            clerk.picture("new-case-refused");
            assertThat(clerk.latinWords(dialog)).isEmpty();

            // what was typed is not thrown away without asking
            var question = page.locator("dialog.qp-discard");
            page.keyboard().press("Escape");
            assertThat(question.locator(".qp-primary")).isFocused();
            clerk.picture("discard");
            assertThat(clerk.latinWords(question)).isEmpty();
            assertThat(clerk.barriers("dialog.qp-discard")).isEmpty();
            page.keyboard().press("Escape");
            assertThat(question).hasCount(0);
            assertThat(dialog.locator("input[name='subject.iin']")).hasValue("850515499994");
            page.keyboard().press("Escape");
            page.keyboard().press("Shift+Tab");
            page.keyboard().press("Enter");
            assertThat(dialog).isHidden();
            assertThat(page.locator(".qp-new-button")).isFocused();

            // an untouched one closes at once
            page.keyboard().press("Enter");
            assertThat(dialog.locator("select[name=operator]")).isFocused();
            page.keyboard().press("Escape");
            assertThat(dialog).hasCount(0);
            assertThat(clerk.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("a manager sees Cockpit in Russian, and an officer the welcome page in Kazakh")
    void otherApplications() {
        try (var manager = browser.desk("ru", 1440, 900)) {
            manager.login("cockpit", "manager", users.password());
            manager.page().getByText("Выполняемые экземпляры процессов").first().waitFor();
            manager.picture("cockpit-dashboard");
            manager.page().navigate(api.url("/camunda/app/cockpit/default/#/processes"));
            manager.page().getByText("Блокирование").first().waitFor();
            manager.picture("cockpit-processes");
            assertThat(manager.faults()).isEmpty();
        }
        try (var officer = browser.desk("kk", 1280, 720)) {
            officer.login("welcome", "officer", users.password());
            officer.page().getByText("Қолданбалар").first().waitFor();
            officer.picture("welcome");
            assertThat(officer.faults()).isEmpty();
        }
    }

    /** The dialog for a new case, filled as a clerk does. */
    private String openCase(StaffBrowser.Desk clerk) {
        var page = clerk.page();
        page.locator(".qp-new-button").click();
        var dialog = page.locator("dialog.qp-new-case");
        dialog.locator("select[name=operator]").selectOption(OPERATOR);
        dialog.getByLabel("письмом").check();
        dialog.getByLabel("сам субъект").check();
        dialog.locator("input[name='subject.fullName']").fill("Айгүл Демонстрационная");
        // what is known of the person comes in between and moves the rest down
        page.waitForResponse(
                answer -> answer.url().endsWith("/subject-look-ups"),
                () -> dialog.locator("input[name='subject.iin']").fill(IIN));
        dialog.getByLabel("Данные недостоверны").check();
        dialog.locator("textarea[name=description]").fill("Фамилия указана неверно.");
        clerk.picture("new-case-filled");
        dialog.locator("button[type=submit]").click();
        assertThat(dialog).containsText("Сроки, которые начнут идти");
        assertThat(dialog.locator("[data-duty=verification]")).isVisible();
        dialog.locator("details.qp-why summary").first().click();
        clerk.picture("new-case-terms");
        assertThat(clerk.latinWords(dialog)).isEmpty();
        dialog.getByText("Открыть дело и заблокировать").click();
        var number = dialog.locator(".qp-number-big");
        number.waitFor();
        clerk.picture("new-case-opened");
        assertThat(number).hasText(java.util.regex.Pattern.compile("[A-Z]{3}-\\d{4}-\\d{6}"));
        return number.textContent();
    }

    private String task(String number) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey("userTask_verify")
                .singleResult()
                .getId();
    }
}
