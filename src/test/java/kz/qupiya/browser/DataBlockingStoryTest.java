package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import kz.qupiya.browser.StaffBrowser.Desk;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One case from the letter to its end, each step by who has to do it, at a screen of their own. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A data block, from the letter to the closed case")
class DataBlockingStoryTest {

    private static final String OPERATOR = "kao-solutions";
    private static final String KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";
    private static final Pattern ACCOUNTS = Pattern.compile("\\b(clerk|officer|lawyer|custodian|manager)\\b");
    private static final String DIALOG = "dialog.qp-new-case";
    private static final String PANEL = ".qp-dock .qp-case";
    private static final String FORM = ".task-card .fjs-form";

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private DemoUsers users;

    @Autowired
    private StaffTasks staffTasks;

    @Value("${qupiya.embedded.postgres.url}")
    private String databases;

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
    @DisplayName(
            "is opened by a clerk, carried out by hand by a custodian, decided by an officer, approved by a second person only, and seen closed by a manager")
    void wholeStory(String language) {
        String number;
        try (var clerk = desk(language, "clerk")) {
            number = register(clerk, person(language));
        }
        jobs.runDue(number);
        try (var custodian = desk(language, "custodian");
                var officer = desk(language, "officer");
                var lawyer = desk(language, "lawyer")) {
            byHand(custodian, number, true);
            decide(officer, number);
            jobs.runDue(number);
            preparerCannotApprove(officer, number);
            approve(lawyer, number);
            jobs.runDue(number);
            byHand(custodian, number, false);
            jobs.runDue(number);
            for (var each : new Desk[] {custodian, officer, lawyer}) {
                assertThat(each.faults()).isEmpty();
            }
        }
        var closed = api.get("officer", path(number)).body();
        assertThat(closed.path("status").asText()).isEqualTo("closed");
        assertThat(closed.path("outcome").asText()).startsWith("destroyed");
        try (var manager = browser.desk(language, 1440, 900)) {
            manager.login("cockpit", "manager", users.password());
            manager.page()
                    .evaluate("hash => { location.hash = hash; }", "/qupiya/cases/" + OPERATOR + "/" + number);
            var story = manager.page().locator("main.qp-story");
            story.locator(".qp-diagram[data-drawn]").first().waitFor();
            assertThat(story.locator("h1")).containsText(number);
            assertThat(story.locator(".qp-path-active")).hasCount(0);
            manager.picture("closed");
            looksRight(manager, "main.qp-story");
        }
    }

    /** A letter becomes a case. */
    private String register(Desk clerk, String iin) {
        var page = clerk.page();
        page.locator(".qp-new-button").click();
        var dialog = page.locator(DIALOG);
        dialog.locator("select[name=operator]").selectOption(OPERATOR);
        dialog.locator("[data-field=channel] input[value=letter]").check();
        dialog.locator("[data-field='requester.kind'] input[value=subject]").check();
        // what is known of the person comes in between and moves the rest down
        page.waitForResponse(
                answer -> answer.url().endsWith("/subject-look-ups"),
                () -> dialog.locator("input[name='subject.iin']").fill(iin));
        dialog.locator("[data-field=ground] input[value=unlawful-processing]").check();
        dialog.locator("textarea[name=description]").fill("Согласия на обработку я не давал.");
        clerk.picture("request");
        looksRight(clerk, DIALOG);

        dialog.locator("button[type=submit]").click();
        assertThat(dialog.locator("[data-duty=verification]")).isVisible();
        clerk.picture("terms");
        looksRight(clerk, DIALOG);

        dialog.locator(".qp-dialog-footer .qp-primary").click();
        var number = dialog.locator(".qp-number-big");
        assertThat(number).hasText(Pattern.compile("[A-Z]{3}-\\d{4}-\\d{6}"));
        clerk.picture("opened");
        looksRight(clerk, DIALOG);
        assertThat(clerk.faults()).isEmpty();
        return number.textContent();
    }

    /** What no connector can do is done by a person, who writes down how it can be proved. */
    private void byHand(Desk custodian, String number, boolean first) {
        var page = custodian.page();
        claim(custodian, number, "userTask_actByHand");
        var panel = page.locator(PANEL);
        var form = page.locator(FORM);
        form.locator("input[type=checkbox]").check();
        if (first) {
            // without a proof the task does not end
            complete(custodian);
            refused(custodian);
            custodian.picture("by-hand-without-proof");
        }
        panel.locator("[data-section=acts] textarea[name=proof]").fill("Папка изъята и опечатана, акт составлен.");
        panel.locator("[data-section=acts] .qp-primary").click();
        assertThat(panel.locator("[data-section=acts] textarea[name=proof]")).hasCount(0);
        custodian.picture("by-hand");
        if (first) {
            looksRight(custodian, PANEL);
            looksRight(custodian, FORM);
        }
        complete(custodian);
        assertThat(form).isHidden();
    }

    /** Form and case at one look; a field is shown on request; the decision names its reason. */
    private void decide(Desk officer, String number) {
        var page = officer.page();
        claim(officer, number, "userTask_verify");
        var panel = page.locator(PANEL);
        panel.locator("[data-section=parties] .qp-reveal button").first().click();
        assertThat(panel.locator("[data-section=parties] .qp-shown")).hasCount(1);
        panel.locator("[data-section=timeline] summary").click();
        page.locator(FORM)
                .getByLabel(new FormWords("data-blocking/data-blocking-verify", officer.language())
                        .option("decision", "unlawful-processing"))
                .check();
        officer.picture("decided");
        looksRight(officer, PANEL);
        looksRight(officer, FORM);
        complete(officer);
        assertThat(page.locator(FORM)).isHidden();
        officer.picture("after-decision");
    }

    private void preparerCannotApprove(Desk officer, String number) {
        var page = officer.page();
        claim(officer, number, "userTask_approveDestruction");
        approveIn(officer);
        complete(officer);
        refused(officer);
        officer.picture("own-approval-refused");
        var task = staffTasks.of(number, "userTask_approveDestruction");
        assertThat(task.getAssignee()).isEqualTo("officer");
        page.locator(".qp-release").click();
        assertThat(page.locator(".claim")).isVisible();
    }

    private void approve(Desk lawyer, String number) {
        claim(lawyer, number, "userTask_approveDestruction");
        var panel = lawyer.page().locator(PANEL);
        panel.locator("[data-section=acts] details.qp-why summary").last().click();
        panel.locator("[data-section=acts]").scrollIntoViewIfNeeded();
        approveIn(lawyer);
        lawyer.picture("approval");
        looksRight(lawyer, PANEL);
        looksRight(lawyer, FORM);
        complete(lawyer);
        assertThat(lawyer.page().locator(FORM)).isHidden();
    }

    private void approveIn(Desk desk) {
        desk.page()
                .locator(FORM)
                .getByLabel(
                        new FormWords("data-blocking/data-blocking-approve-destruction", desk.language())
                                .option("approval", "approved"),
                        new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    private void claim(Desk desk, String number, String key) {
        desk.openTask(staffTasks.of(number, key).getId());
        desk.page().locator(".claim").click();
        assertThat(desk.page().locator(".qp-release")).isVisible();
        assertThat(desk.page().locator(PANEL + " h2")).hasText(number);
    }

    private static void complete(Desk desk) {
        desk.page().locator(".form-actions button.btn-primary").click();
    }

    /** The refusal is told in the reader's words. */
    private static void refused(Desk desk) {
        var told = desk.page().locator("[notifications-panel] .alert").last();
        assertThat(told).isVisible();
        assertThat(desk.latinWords(told)).isEmpty();
    }

    private static void looksRight(Desk desk, String part) {
        var shown = desk.page().locator(part);
        assertThat(desk.latinWords(shown)).as(part).isEmpty();
        assertThat(desk.barriers(part)).as(part).isEmpty();
        assertThat(shown.first().textContent()).as("people have names").doesNotContainPattern(ACCOUNTS);
        if (desk.language().equals("kk")) {
            assertThat(desk.undrawable(shown, KAZAKH_LETTERS)).as(part).isEmpty();
        }
    }

    private Desk desk(String language, String user) {
        var desk = browser.desk(language, 1440, 900);
        desk.login("tasklist", user, users.password());
        return desk;
    }

    private static String path(String number) {
        return "/api/v1/operators/" + OPERATOR + "/cases/" + number;
    }

    /** A client whom no other test asks about. */
    private String person(String language) {
        return JdbcClient.create(new DriverManagerDataSource(databases.replace("/postgres?", "/demo_kao_solutions?")))
                .sql(
                        """
                        select c.iin from crm.client c join crm.client_phone p on p.client_id = c.id
                         where c.iin is not null order by c.iin desc offset ? limit 1""")
                .param(language.equals("ru") ? 3 : 7)
                .query(String.class)
                .single();
    }
}
