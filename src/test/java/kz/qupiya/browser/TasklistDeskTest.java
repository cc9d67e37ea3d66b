package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What makes Tasklist a desk to work at: papers, letters, dates, lists, a session that runs out, and a colleague who was faster. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("At the desk in Tasklist")
class TasklistDeskTest {

    private static final String OPERATOR = "kao-solutions";
    private static final String OPERATORS = "/api/v1/operators/" + OPERATOR;
    private static final String IIN = "850515499993";
    private static final String NAME = "Айгүл Демонстрационная";
    private static final String TYPED = "Сверено с удостоверением заявителя";

    @Autowired
    private Desks desks;

    @Autowired
    private Cases cases;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private Api api;

    @Autowired
    private DemoUsers users;

    @Autowired
    private Clock clock;

    @Test
    @DisplayName(
            "an officer sees a document page by page, letters in both languages and why a date was moved; a session that ends keeps what was typed and stores nothing")
    void papersLettersDatesSession() throws IOException {
        var number = openCase();
        var path = OPERATORS + "/cases/" + number;
        moveVerification(path);
        assertThat(api.upload("clerk", path + "/documents", "identity", "удостоверение.pdf", pdf(5))
                        .status())
                .isEqualTo(201);
        try (var officer = desks.at("tasklist", "ru", "officer", Screen.LARGE)) {
            var page = officer.page();
            officer.claim(staffTasks.of(number, "userTask_verify"));
            var panel = page.locator(".qp-dock .qp-case");
            assertThat(panel.locator("h2")).hasText(number);

            // a document, drawn by the server
            var documents = panel.locator("[data-section=documents]");
            documents.locator("details.qp-form summary").click();
            assertThat(documents).containsText("До 10 МБ");
            documents.locator("input[type=file]").setInputFiles(file("вирус.exe", "MZ"));
            documents.locator(".qp-form .qp-button").last().click();
            assertThat(documents).containsText("Такой вид файла не принимается");
            documents.getByText("Посмотреть", exactly()).click();
            var viewer = page.locator("dialog.qp-viewer");
            assertThat(viewer.locator("img")).hasCount(4);
            assertThat(viewer).containsText("Страница 4 из 5");
            assertThat((Boolean) viewer.locator("img").first().evaluate("each => each.naturalWidth > 1000"))
                    .isTrue();
            viewer.getByText("Показать следующие страницы").click();
            assertThat(viewer.locator("img")).hasCount(5);
            assertThat(viewer.locator("iframe, object, embed")).hasCount(0);
            officer.picture("document");
            assertThat(officer.latinWords(viewer)).containsOnly("pdf");
            button(page, "Закрыть", viewer).last().click();

            // a letter in both languages
            var letters = panel.locator("[data-section=letters]");
            assertThat(letters).containsText("составлено");
            letters.getByText("Посмотреть письмо").first().click();
            var frame = letters.locator("iframe").first().contentFrame();
            assertThat(frame.locator("body")).containsText("обращение");
            letters.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("по-казахски"))
                    .first()
                    .click();
            assertThat(letters.locator("iframe").first().contentFrame().locator("body"))
                    .containsText("өтініш");
            var draft = letters.locator("[data-draft=proof-reminder]");
            draft.getByText("Посмотреть проект письма").click();
            assertThat(draft.locator("iframe").contentFrame().locator("body")).containsText(number);
            officer.picture("letters");

            // a date that a manager moved
            var verification = panel.locator("[data-section=deadlines] [data-duty=verification]");
            verification.locator("details.qp-why summary").first().click();
            assertThat(verification.locator("[data-role=earlier]")).containsText("Прежний расчёт");
            assertThat(verification).containsText("руководител");
            officer.picture("moved-date");

            // the session ends in the middle of a note and of a decision
            panel.locator("[data-section=notes] details.qp-form summary").click();
            panel.getByLabel("Новая заметка").fill(TYPED);
            page.getByLabel("Не подтверждено", new Page.GetByLabelOptions().setExact(true))
                    .check();
            page.context().clearCookies();
            panel.locator("[data-section=notes] .qp-form .qp-button").click();
            var ended = page.locator("dialog.qp-session");
            assertThat(ended).containsText("Сеанс завершён");
            officer.picture("session-ended");
            assertThat(officer.latinWords(ended)).isEmpty();
            nothingPersonalStored(page);
            page.keyboard().press("Escape");
            assertThat(ended).isVisible();
            // sent while the session was over, answered only when it is there again
            var slow = new AtomicReference<Route>();
            page.route("**/api/v1/names?slow", slow::set, new Page.RouteOptions().setTimes(1));
            page.evaluate("() => { fetch('/api/v1/names?slow').then(answer => window.slow = answer.status); }");
            ended.locator("input").fill("wrong-password-1");
            button(page, "Войти и продолжить", ended).click();
            assertThat(ended).containsText("Пароль не подошёл");
            ended.locator("input").fill(users.password());
            button(page, "Войти и продолжить", ended).click();
            assertThat(ended).isHidden();
            slow.get().fulfill(new Route.FulfillOptions().setStatus(401));
            page.waitForFunction("() => window.slow === 200");
            assertThat(ended).isHidden();
            assertThat(panel.locator("[data-section=notes] .qp-note")).containsText(TYPED);
            assertThat(page.getByLabel("Не подтверждено", new Page.GetByLabelOptions().setExact(true)))
                    .isChecked();
            officer.picture("session-again");
            nothingPersonalStored(page);
            assertThat(officer.faults()).isEmpty();
        }
        assertThat(api.get("officer", path + "/panel")
                        .body()
                        .at("/notes/0/text")
                        .asText())
                .isEqualTo(TYPED);
    }

    @Test
    @DisplayName(
            "a clerk learns that the person is known, takes documents along, and a refused one does not lose the case")
    void newCase() {
        var earlier = openCase();
        try (var clerk = desks.at("tasklist", "kk", "clerk", Screen.SMALL)) {
            var page = clerk.page();
            page.locator(".qp-new-button").click();
            var dialog = page.locator("dialog.qp-new-case");
            dialog.locator("[data-field=kind] input[value=data-block]").check();
            dialog.locator("select[name=operator]").selectOption(OPERATOR);
            dialog.locator("[data-field=channel] input").first().check();
            dialog.locator("[data-field='requester.kind'] input").first().check();
            var known = dialog.locator(".qp-known");
            dialog.locator("input[name='subject.iin']").pressSequentially(IIN.substring(0, 11));
            assertThat(known.locator(".qp-callout")).hasCount(0);
            var ground = dialog.locator("[data-field=ground]");
            var before = ground.boundingBox();
            dialog.locator("input[name='subject.iin']").press("3");
            assertThat(known).containsText(earlier);
            assertThat(known).containsText("Күшіндегі шектеулер");
            assertThat(known).not().containsText("Демонстрационная");
            assertThat(ground.boundingBox())
                    .as("what is told of the person moves nothing from under the hand")
                    .usingRecursiveComparison()
                    .isEqualTo(before);
            clerk.picture("person-known");
            dialog.locator("[data-field=ground] input").first().check();
            dialog.locator("textarea[name=description]").fill("Тегім қате жазылған.");
            for (var paper : List.of(file("хат.pdf", "<html>"), file("хат.txt", "Тегімді түзетіңіз."))) {
                dialog.locator("input[type=file]").setInputFiles(paper);
                dialog.getByText("Құжат қосу").click();
            }
            assertThat(dialog.locator(".qp-papers li")).hasCount(2);
            clerk.picture("new-case-with-papers");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-duty=verification]")).isVisible();
            clerk.picture("new-case-dates");
            dialog.getByText("Іс ашып, бұғаттау").click();
            var number = dialog.locator(".qp-number-big");
            number.waitFor();
            assertThat(dialog.locator(".qp-papers li[data-state=filed]")).containsText("хат.txt");
            assertThat(dialog.locator(".qp-papers li[data-state=refused]")).containsText("Қайталау");
            clerk.picture("new-case-papers-filed");
            assertThat(clerk.latinWords(dialog)).containsOnly("pdf", "txt");
            assertThat(clerk.faults()).isEmpty();
            nothingPersonalStored(page);
            assertThat(api.get("officer", OPERATORS + "/cases/" + number.textContent() + "/documents")
                            .body()
                            .findValuesAsText("fileName"))
                    .containsExactly("хат.txt");
        }
    }

    @Test
    @DisplayName("a clerk is told beside the field what is wrong, and no case is opened; everything works by keyboard")
    void wrongInput() {
        try (var clerk = desks.at("tasklist", "kk", "clerk2", Screen.SMALL)) {
            var page = clerk.page();
            page.locator(".qp-new-button").waitFor();
            page.locator(".qp-new-button").focus();
            page.keyboard().press("Enter");
            var dialog = page.locator("dialog.qp-new-case");
            assertThat(dialog.locator("select[name=operator]")).isFocused();
            page.keyboard().type("Цифр");
            dialog.locator("[data-field=kind] input[value=data-block]").check();
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
            clerk.readsWell("dialog.qp-discard");
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
    @DisplayName("lists say case and operator whole and by name, the most pressing first")
    void lists() {
        var number = openCase();
        try (var officer = desks.at("tasklist", "kk", "officer2", Screen.SMALL)) {
            var page = officer.page();
            var operator = page.locator("[cam-tasklist-filters] a, .task-filters a")
                    .filter(new Locator.FilterOptions().setHasText("KAO Solutions"))
                    .first();
            operator.click();
            var card = page.locator("li.task")
                    .filter(new Locator.FilterOptions().setHasText(number))
                    .first();
            card.waitFor();
            assertThat(card).containsText("KAO Solutions");
            assertThat(card).not().containsText(OPERATOR);
            assertThat(card).containsText("Мерзімі");
            // what is shown is not cut off below
            assertThat((Boolean) card.locator(".task-card-details")
                            .evaluate("each => each.scrollHeight <= each.clientHeight + 1"))
                    .isTrue();
            assertThat(page.url()).contains("dueDate");
            officer.picture("lists");
            assertThat(officer.latinWords(page.locator("ol.tasks-list"))).isEmpty();
            assertThat(officer.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("two people on one task: the second is told who has it, then that it is finished")
    void twoPeople() {
        var number = openCase();
        var task = staffTasks.of(number, "userTask_verify");
        try (var first = desks.at("tasklist", "ru", "officer", Screen.LARGE);
                var second = desks.at("tasklist", "kk", "officer2", Screen.SMALL)) {
            first.openTask(task.getId());
            second.openTask(task.getId());
            assertThat(second.page().locator(".claim")).isVisible();
            assertThat(second.page().locator(".qp-dock .qp-case h2")).hasText(number);
            button(first.page(), "Взять в работу").click();
            assertThat(first.page().locator(".qp-release")).isVisible();
            second.page().locator(".claim").click();
            var news = second.page().locator(".qp-task-news");
            assertThat(news).containsText("Тапсырманы басқа қызметкер жұмысқа алды");
            assertThat(second.page()
                            .getByText("Бұл тапсырманы басқа қызметкер жұмысқа алған")
                            .first())
                    .isVisible();
            second.picture("taken-by-another");
            assertThat(second.latinWords(news)).isEmpty();
            assertThat(second.page().locator(".qp-release")).isHidden();

            var form = first.page().locator(".task-card .fjs-form");
            form.getByLabel("Не подтверждено", new Locator.GetByLabelOptions().setExact(true))
                    .check();
            form.locator(".fjs-form-field-select .fjs-input-group").click();
            first.page().getByText("Недостоверность ничем не подтверждена").click();
            button(first.page(), "Завершить").click();
            assertThat(form).isHidden();
            second.page().evaluate("() => window.dispatchEvent(new Event('qp-task-refused'))");
            assertThat(news).containsText("аяқталған");
            second.picture("finished-by-another");
            assertThat(first.faults()).isEmpty();
            assertThat(second.faults()).isEmpty();
        }
    }

    /** Cookies of the session, its token, and a chosen language; texts of the application; nothing that was typed or shown. */
    private void nothingPersonalStored(Page page) {
        var kept = (String)
                page.evaluate(
                        """
                async () => JSON.stringify({
                  local: {...localStorage}, session: {...sessionStorage},
                  databases: await indexedDB.databases(), caches: await caches.keys(),
                  cookies: document.cookie, address: location.href
                })""");
        assertThat(kept).doesNotContain(IIN, NAME, TYPED, "notConfirmed", "not-confirmed", "camunda-form");
        assertThat(kept).contains("\"databases\":[]", "\"caches\":[]", "\"session\":{}");
        assertThat(
                        (Boolean)
                                page.evaluate(
                                        "() => Object.keys(localStorage).every(key => ['camunda-web', 'qupiya.language'].includes(key))"))
                .isTrue();
        assertThat(page.context().cookies())
                .allMatch(each -> List.of("JSESSIONID", "XSRF-TOKEN", "SESSION").contains(each.name));
    }

    private void moveVerification(String path) {
        var reasons = api.get("manager", "/api/v1/reasons").body().path("moveDeadline");
        var due = LocalDate.ofInstant(clock.instant(), Almaty.ZONE).plusDays(4);
        while (due.getDayOfWeek().getValue() > 5) {
            due = due.plusDays(1);
        }
        var moved = api.post(
                "manager",
                path + "/deadlines/verification/move",
                Map.of(
                        "dueOn",
                        due.toString(),
                        "reason",
                        reasons.get(0).path("code").asText()));
        assertThat(moved.status()).as(moved.raw().body()).isBetween(200, 204);
    }

    private String openCase() {
        return cases.open(
                OPERATOR,
                Map.of(
                        "subject",
                        Map.of("iin", IIN, "fullName", NAME),
                        "requester",
                        Map.of("kind", "subject", "name", NAME, "email", "demo.person@example.kz")));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator button(Page page, String name, Locator inside) {
        return inside.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] pdf(int pages) throws IOException {
        try (var document = new PDDocument()) {
            for (int n = 0; n < pages; n++) {
                document.addPage(new PDPage());
            }
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"));
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }
}
