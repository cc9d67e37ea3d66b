package kz.qupiya.pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import kz.qupiya.casefile.TimelineChecks;
import kz.qupiya.letter.DueLetters;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What staff and managers see, on a Wednesday in November with a year of cases behind it: the same day whenever the pictures are made. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationPictures {

    private static final float LETTER_DPI = 110;

    private static final String IIN = "850515499993";
    private static final String PERSON = "Айгүл Демонстрационная";

    @Autowired
    private TimelineChecks timelines;

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    Office office;

    @Autowired
    DueLetters letters;

    private Studio studio;

    @BeforeAll
    void open() {
        studio = new Studio(api.url(""));
    }

    @AfterAll
    void close() {
        studio.close();
    }

    /** Within a test: the coverage of the models, which comes with the tests' context, counts nothing before. */
    @BeforeEach
    void year() {
        office.year();
    }

    @Test
    void tasklistWithACase() throws IOException {
        TestClock.set(Instant.parse("2026-11-12T06:25:00Z"));
        var operator = "zvonobot";
        var number = office.open(
                operator,
                Map.of("iin", IIN, "fullName", PERSON),
                Map.of("kind", "subject", "name", PERSON, "email", "demo.person@example.kz"),
                "inaccurate-data",
                "letter",
                "В моём договоре неверно записана фамилия. Прошу заблокировать мои данные на время проверки и исправить запись.");
        office.document(operator, number, "identity", "удостоверение.pdf");
        office.post(
                "officer",
                operator,
                number,
                "/notes",
                Map.of("text", "Копия удостоверения получена с письмом, подпись сверена."));
        letters.run();
        TestClock.set(Office.NOW);
        try (var officer = studio.desk("ru")) {
            officer.login("tasklist", "officer", users.password());
            officer.openTask(office.verification(number).getId());
            var page = officer.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Взять в работу"))
                    .click();
            assertThat(page.locator(".qp-dock .qp-case h2")).hasText(number);
            page.getByLabel("Не подтверждено", new Page.GetByLabelOptions().setExact(true))
                    .check();
            page.locator(".fjs-form-field-select .fjs-input-group").click();
            page.getByText("Данные соответствуют документам").click();
            Studio.keep(officer, "tasklist");
            page.locator(".qp-dock [data-section=letters]").scrollIntoViewIfNeeded();
            Studio.keep(officer, "tasklist-letters");
        }
        try (var clerk = studio.desk("ru")) {
            clerk.login("tasklist", "clerk", users.password());
            newCase(clerk);
        }
    }

    @Test
    void tasklistInKazakh() throws IOException {
        TestClock.set(Instant.parse("2026-11-16T04:10:00Z"));
        var operator = "twelve";
        var number = office.open(
                operator,
                Map.of("iin", IIN, "fullName", PERSON),
                Map.of("kind", "representative", "name", "Ерлан Мысалұлы", "email", "demo.person@example.kz"),
                "unlawful-processing",
                "visit",
                "Жарнама хабарламаларына келісім бермегенмін, деректерімді бұғаттауды сұраймын.");
        TestClock.set(Office.NOW);
        try (var officer = studio.desk("kk")) {
            officer.login("tasklist", "officer", users.password());
            officer.openTask(office.verification(number).getId());
            var page = officer.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Жұмысқа алу"))
                    .click();
            assertThat(page.locator(".qp-dock .qp-case h2")).hasText(number);
            assertThat(page.locator(".task-card .fjs-form")).isVisible();
            Studio.keep(officer, "tasklist-kk");
        }
    }

    /** The dialog, filled in, and the dates that it shows before anything is written. */
    private static void newCase(StaffBrowser.Desk clerk) throws IOException {
        var page = clerk.page();
        page.locator(".qp-new-button").click();
        var dialog = page.locator("dialog.qp-new-case");
        dialog.locator("[data-field=kind] input[value=data-block]").check();
        dialog.locator("select[name=operator]").selectOption("kao-solutions");
        dialog.getByLabel("письмом").check();
        dialog.getByLabel("сам субъект").check();
        dialog.locator("input[name='subject.fullName']").fill(PERSON);
        dialog.locator("input[name='subject.iin']").fill(IIN);
        dialog.locator(".qp-known .qp-callout").waitFor();
        dialog.getByLabel("Данные недостоверны").check();
        dialog.locator("textarea[name=description]").fill("Фамилия в отчёте указана неверно.");
        dialog.locator(".qp-dialog-body").evaluate("each => each.scrollTop = 0");
        Studio.keep(clerk, "new-case");
        dialog.locator("button[type=submit]").click();
        dialog.locator("details.qp-why summary").first().click();
        Studio.keep(clerk, "new-case-terms");
    }

    @Test
    void cockpit() throws IOException {
        var number = story();
        // as every night
        timelines.verifyAll();
        try (var manager = studio.desk("ru", Studio.WIDTH, 1160, Studio.DENSITY)) {
            manager.login("cockpit", "manager", users.password());
            var page = manager.page();
            page.locator("main.qp-board canvas").nth(1).waitFor();
            Studio.keep(manager, "dashboard");
            page.setViewportSize(Studio.WIDTH, Studio.HEIGHT);
            page.navigate(api.url("/camunda/app/cockpit/default/#/qupiya/cases?sort=due&status=open"));
            page.locator("main.qp-cases table").waitFor();
            page.locator("main.qp-cases form select").first().waitFor();
            Studio.keep(manager, "cases");
            page.setViewportSize(Studio.WIDTH, 1100);
            page.navigate(api.url("/camunda/app/cockpit/default/#/qupiya/cases/zvonobot/" + number));
            page.locator(".qp-diagram[data-drawn]").waitFor();
            Studio.keep(manager, "story");
            page.setViewportSize(Studio.WIDTH, Studio.HEIGHT);
            page.navigate(api.url(
                    "/camunda/app/cockpit/default/#/qupiya/report?operator=zvonobot&from=2026-01-01&to=2026-11-18"));
            page.locator("main.qp-report table").first().waitFor();
            Studio.keep(manager, "report");
        }
        letter();
    }

    /** A case that was once rejected by the second person and waits for approval again. */
    private String story() {
        var operator = "zvonobot";
        TestClock.set(Instant.parse("2026-11-05T05:15:00Z"));
        var number = office.open(
                operator,
                Map.of("iin", office.iin(operator, 7)),
                Map.of("kind", "subject", "name", "Заявитель", "email", "requester@example.kz"),
                "unlawful-processing",
                "letter",
                "Согласия на обработку не давал, прошу уничтожить мои данные.");
        TestClock.set(Instant.parse("2026-11-16T09:50:00Z"));
        office.drive(operator, number);
        office.claim("officer", office.verification(number));
        office.decide(operator, number, Map.of("decision", "unlawful-processing"));
        TestClock.set(Office.NOW);
        office.drive(operator, number);
        return number;
    }

    private void letter() throws IOException {
        TestClock.set(Instant.parse("2026-11-17T06:00:00Z"));
        var operator = "kao-solutions";
        var number = office.open(
                operator,
                Map.of("iin", IIN, "fullName", PERSON),
                Map.of("kind", "subject", "name", PERSON, "email", "demo.person@example.kz"),
                "inaccurate-data",
                "letter",
                "Фамилия в отчёте указана неверно.");
        var letters = Office.path(operator, number) + "/letters";
        var id = api.get("officer", letters).body().findPath("id").asText();
        try (var officer = studio.desk("ru")) {
            officer.login("tasklist", "officer", users.password());
            var pdf = officer.page()
                    .context()
                    .request()
                    .get(api.url(letters + "/" + id), RequestOptions.create().setHeader("Accept", "application/pdf"));
            assertThat(pdf.status()).isEqualTo(200);
            Album.keepPage("letter", pdf.body(), 0, LETTER_DPI);
        }
    }
}
