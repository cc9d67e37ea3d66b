package kz.qupiya.pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser;
import kz.qupiya.testing.TestClock;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/** What staff and managers see, on a Wednesday in November with a year of cases behind it: the same day whenever the pictures are made. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationPictures {

    private static final Instant NOW = Instant.parse("2026-11-18T05:40:00Z");
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final double DENSITY = 1.5;
    private static final float LETTER_DPI = 110;

    private static final String IIN = "850515499993";
    private static final String PERSON = "Айгүл Демонстрационная";

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    Office office;

    @Autowired
    Deadlines deadlines;

    @Autowired
    ApplicationContext context;

    private StaffBrowser browser;
    private boolean passed;

    @BeforeAll
    void open() {
        browser = new StaffBrowser(api.url(""));
    }

    @AfterAll
    void close() {
        browser.close();
    }

    /** Within a test: the coverage of the models, which comes with the tests' context, counts nothing before. */
    @BeforeEach
    void year() {
        if (!passed) {
            passed = true;
            new Year(office, NOW).pass();
            deadlines.sweepMissed();
            sendLetters();
        }
        TestClock.set(NOW);
    }

    /** The runner that does it by itself is off in tests. */
    private void sendLetters() {
        ReflectionTestUtils.invokeMethod(context.getBean("letterSender"), "sendDue");
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
        sendLetters();
        TestClock.set(NOW);
        try (var officer = desk("ru")) {
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
            keep(officer, "tasklist");
            page.locator(".qp-dock [data-section=letters]").scrollIntoViewIfNeeded();
            keep(officer, "tasklist-letters");
        }
        try (var clerk = desk("ru")) {
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
        TestClock.set(NOW);
        try (var officer = desk("kk")) {
            officer.login("tasklist", "officer", users.password());
            officer.openTask(office.verification(number).getId());
            var page = officer.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Жұмысқа алу"))
                    .click();
            assertThat(page.locator(".qp-dock .qp-case h2")).hasText(number);
            assertThat(page.locator(".task-card .fjs-form")).isVisible();
            keep(officer, "tasklist-kk");
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
        keep(clerk, "new-case");
        dialog.locator("button[type=submit]").click();
        dialog.locator("details.qp-why summary").first().click();
        keep(clerk, "new-case-terms");
    }

    @Test
    void cockpit() throws IOException {
        var number = story();
        try (var manager = browser.desk("ru", WIDTH, 1160, DENSITY)) {
            clock(manager);
            manager.login("cockpit", "manager", users.password());
            var page = manager.page();
            page.locator("main.qp-board canvas").nth(1).waitFor();
            keep(manager, "dashboard");
            page.setViewportSize(WIDTH, HEIGHT);
            page.navigate(api.url("/camunda/app/cockpit/default/#/qupiya/cases?sort=due&status=open"));
            page.locator("main.qp-cases table").waitFor();
            page.locator("main.qp-cases form select").first().waitFor();
            keep(manager, "cases");
            page.setViewportSize(WIDTH, 1100);
            page.navigate(api.url("/camunda/app/cockpit/default/#/qupiya/cases/zvonobot/" + number));
            page.locator(".qp-diagram[data-drawn]").waitFor();
            keep(manager, "story");
            page.setViewportSize(WIDTH, HEIGHT);
            page.navigate(api.url(
                    "/camunda/app/cockpit/default/#/qupiya/report?operator=zvonobot&from=2026-01-01&to=2026-11-18"));
            page.locator("main.qp-report table").first().waitFor();
            keep(manager, "report");
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
        TestClock.set(NOW);
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
        try (var officer = desk("ru")) {
            officer.login("tasklist", "officer", users.password());
            var pdf = officer.page()
                    .context()
                    .request()
                    .get(api.url(letters + "/" + id), RequestOptions.create().setHeader("Accept", "application/pdf"));
            assertThat(pdf.status()).isEqualTo(200);
            try (var document = Loader.loadPDF(pdf.body())) {
                Album.keep("letter", new PDFRenderer(document).renderImageWithDPI(0, LETTER_DPI, ImageType.RGB));
            }
        }
    }

    private StaffBrowser.Desk desk(String language) {
        var desk = browser.desk(language, WIDTH, HEIGHT, DENSITY);
        clock(desk);
        return desk;
    }

    /** The browser's clock goes on from the same moment: pages say how long something has been waiting. */
    private static void clock(StaffBrowser.Desk desk) {
        desk.page().context().clock().install(new Clock.InstallOptions().setTime(NOW.toEpochMilli()));
    }

    /** Waits until the page is still, and keeps what the window shows. */
    private static void keep(StaffBrowser.Desk desk, String name) throws IOException {
        var page = desk.page();
        assertThat(page.locator(".qp [aria-busy=true], .qp-case[aria-busy=true]"))
                .hasCount(0);
        page.mouse().move(0, 0);
        page.waitForTimeout(SETTLED);
        Album.keep(
                name,
                page.screenshot(new Page.ScreenshotOptions()
                        .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED)));
        assertThat(desk.faults()).isEmpty();
    }

    /** Milliseconds for fades of the engine's own pages, which say nowhere when they end. */
    private static final int SETTLED = 1200;
}
