package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import kz.qupiya.claimhandling.process.ClaimHandlingModel;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Elements;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.DemoClients;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One claim from the paper to the act of the court, each step by who has to do it; clerk and officer read Russian, custodian and lawyer Kazakh. */
@QupiyaTest
@DisplayName("A claim, from the letter to the act of the court")
class ClaimStoryTest {

    private static final String OPERATOR = "zvonobot";
    private static final int PERSON = 90;
    private static final String DIALOG = "dialog.qp-new-case";
    private static final String PANEL = ".qp-dock .qp-case";
    private static final String CLAIM = " [data-section=claim]";
    private static final String FORM = ".task-card .fjs-form";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private Desks desks;

    @Autowired
    private DemoClients clients;

    @Autowired
    private CaseDriver driver;

    @Autowired
    private Clock clock;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TaskService tasks;

    @Test
    @DisplayName(
            "is opened with its scan, holds the evidence, is decided otherwise than the table proposes, answered on paper and fought out before a court, whose act destroys the data")
    void wholeWay() {
        try (var clerk = desks.at("tasklist", "ru", "clerk", Screen.LARGE)) {
            var number = register(clerk);
            jobs.runDue(number);
            sort(clerk, number);
            jobs.runDue(number);
            try (var custodian = desks.at("tasklist", "kk", "custodian", Screen.SMALL)) {
                facts(custodian, number);
                assertThat(custodian.faults()).isEmpty();
            }
            try (var lawyer = desks.at("tasklist", "kk", "lawyer", Screen.SMALL)) {
                assess(lawyer, number);
                decide(lawyer, number);
                approve(number, Elements.APPROVE, "claim-handling/claim-handling-approve", "claim-approve");
                TestClock.forward(Duration.ofMinutes(2));
                jobs.runDue(number);
                post(clerk, number);
                sue(lawyer, number);
                rule(lawyer, number);
                assertThat(lawyer.faults()).isEmpty();
            }
            driver.drive(OPERATOR, number);
            approve(
                    number,
                    Elements.APPROVE_DESTRUCTION,
                    "claim-handling/court-stage-approve-destruction",
                    "claim-court-destruction");
            driver.drive(OPERATOR, number);
            staffTasks.complete("officer", staffTasks.of(number, Elements.ACTION), Map.of("actionDone", true));
            jobs.runDue(number);
            TestClock.forward(Duration.ofHours(2));
            driver.drive(OPERATOR, number);
            driver.closed(OPERATOR, number, ClaimHandlingModel.ID, "satisfied");
            assertThat(clerk.faults()).isEmpty();
        }
    }

    /** A letter becomes a case with its scan. */
    private String register(Desk clerk) {
        clerk.page().locator(".qp-new-button").click();
        var dialog = clerk.page().locator(DIALOG);
        dialog.locator("[data-field=kind] input[value=claim]").check();
        dialog.locator("select[name=operator]").selectOption(OPERATOR);
        dialog.locator("[data-field=channel] input[value=letter]").check();
        dialog.locator("[data-field='requester.kind'] input[value=subject]").check();
        dialog.locator("input[name='subject.fullName']").fill("Заявитель Претензиев");
        dialog.locator("input[name='requester.address']").fill("050010, Алматы, улица Абая, 1");
        dialog.locator("input[name='subject.iin']").fill(clients.iin(OPERATOR, PERSON));
        dialog.locator("[data-field=allegation] input[value=other]").check();
        dialog.locator("[data-field=demands] input[value=real-damage]").check();
        dialog.locator("[data-field=demands] input[value=apology]").check();
        dialog.locator("input[name=damages]").fill("1 234 567,80");
        dialog.locator("input[name=consumerClaim]").check();
        dialog.locator("textarea[name=description]").fill("Мне звонят с рекламой, хотя согласия я не давал.");
        dialog.locator(".qp-file-input")
                .setInputFiles(new FilePayload(
                        "Претензия.TXT", "text/plain", "Требую возместить ущерб.".getBytes(StandardCharsets.UTF_8)));
        dialog.locator(".qp-paper-add > button").click();
        clerk.picture("claim-request");
        clerk.readsWell(DIALOG);
        dialog.locator("button[type=submit]").click();
        assertThat(dialog.locator("[data-duty=answer-claim]")).isVisible();
        assertThat(dialog.locator("[data-duty=answer-consumer-claim]")).isVisible();
        clerk.picture("claim-terms");
        dialog.locator(".qp-dialog-footer .qp-primary").click();
        var number = dialog.locator(".qp-number-big");
        assertThat(dialog.locator(".qp-papers [data-state=filed]")).hasCount(1);
        clerk.picture("claim-opened");
        var opened = number.textContent();
        dialog.locator(".qp-dialog-footer .qp-primary").click();
        return opened;
    }

    private void sort(Desk clerk, String number) {
        clerk.claim(staffTasks.of(number, Elements.SORT));
        var claim = clerk.page().locator(PANEL + CLAIM);
        assertThat(claim).containsText("рассматривается претензия");
        assertThat(claim).containsText("1\u00a0234\u00a0567,80\u00a0₸");
        assertThat(clerk.page().locator(PANEL + " [data-section=restrictions]"))
                .containsText("на время рассмотрения претензии");
        choose(clerk, "claim-handling/claim-handling-sort", 0, "consumer", "yes");
        clerk.page().locator(FORM + " input[type=checkbox]").check();
        seen(clerk, "claim-sort");
        finish(clerk);
    }

    /** What a system shows; without it the step does not end. */
    private void facts(Desk custodian, String number) {
        var task = staffTasks.of(number, Elements.FACTS);
        var system = String.valueOf(tasks.getVariable(task.getId(), "system"));
        custodian.claim(task);
        custodian.page().locator(FORM + " input[type=checkbox]").check();
        custodian.complete();
        refused(custodian);
        var facts = form(custodian, "select[name=topic]");
        facts.locator("summary").click();
        facts.locator("select[name=topic]").selectOption(system);
        facts.locator("textarea").fill("Журналда қоңырау шалу тапсырмасы бар, келісім жазылмаған.");
        saved(facts);
        seen(custodian, "claim-facts");
        finish(custodian);
        for (var other : tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(Elements.FACTS)
                .list()) {
            view("custodian", number, "system:" + tasks.getVariable(other.getId(), "system"));
            staffTasks.complete("custodian", other, Map.of("factsGiven", true));
        }
        view("security", number, "security");
        staffTasks.complete("security", staffTasks.of(number, Elements.SECURITY), Map.of("securityGiven", true));
    }

    /** The lawyer's view, and what the lawyer finds shown. */
    private void assess(Desk lawyer, String number) {
        lawyer.claim(staffTasks.of(number, Elements.LEGAL));
        var legal = form(lawyer, "textarea[name=text]").first();
        legal.locator("summary").click();
        legal.locator("textarea").fill("Заңның 8-бабы: келісім болмаған.");
        saved(legal);
        lawyer.page().locator(FORM + " input[type=checkbox]").check();
        seen(lawyer, "claim-legal");
        finish(lawyer);
        jobs.runDue(number);

        lawyer.claim(staffTasks.of(number, Elements.ASSESS));
        var assess = "claim-handling/claim-handling-assess";
        select(lawyer, assess, "allegation", "unlawful-use");
        choose(lawyer, assess, 0, "shown", "no");
        choose(lawyer, assess, 1, "damageDocuments", "no");
        seen(lawyer, "claim-assess");
        finish(lawyer);
        jobs.runDue(number);
    }

    /** The table refuses both; the lawyer apologises nevertheless. */
    private void decide(Desk lawyer, String number) {
        lawyer.claim(staffTasks.of(number, Elements.DECIDE));
        var departs = form(lawyer, "select[name=result]").first();
        departs.locator("summary").click();
        departs.locator("select[name=result]").selectOption("satisfied");
        departs.locator("select[name=reason]").selectOption("goodwill");
        saved(departs);
        var cause = form(lawyer, "select[name=cause]");
        cause.locator("summary").click();
        cause.locator("select[name=cause]").selectOption("unclear-terms");
        saved(cause);
        var answer = form(lawyer, "textarea[name=text]").last();
        answer.locator("summary").click();
        answer.locator("textarea").fill("Тексеру нәтижесінде бұзушылық расталмады. Қолайсыздық үшін кешірім сұраймыз.");
        saved(answer);
        var decide = "claim-handling/claim-handling-decide";
        choose(lawyer, decide, 0, "decisionWay", "departed");
        select(lawyer, decide, "departReason", "goodwill");
        seen(lawyer, "claim-decide");
        lawyer.readsWell(PANEL);
        lawyer.readsWell(FORM);
        assertThat(lawyer.page().locator(PANEL + CLAIM)).containsText("оператордың ізгі ниеті");
        finish(lawyer);
        jobs.runDue(number);
    }

    /** Somebody else than the lawyer looks at it. */
    private void approve(String number, String task, String form, String name) {
        try (var officer = desks.at("tasklist", "ru", "officer", Screen.SMALL)) {
            officer.claim(staffTasks.of(number, task));
            choose(officer, form, 0, "approval", "approved");
            seen(officer, name);
            finish(officer);
            assertThat(officer.faults()).isEmpty();
        }
        jobs.runDue(number);
    }

    /** The answer is printed, posted as a registered letter, and only then the step ends. */
    private void post(Desk clerk, String number) {
        clerk.claim(staffTasks.of(number, Elements.POST));
        var paper = clerk.page().locator(PANEL + " details[data-letter=claim-answered]");
        paper.locator("summary").click();
        var printed = clerk.page()
                .waitForDownload(() ->
                        paper.getByRole(AriaRole.BUTTON).filter(named("PDF")).click());
        assertThat(printed.suggestedFilename()).startsWith(number).endsWith(".pdf");
        paper.locator("input[name=registeredMail]").fill("RR123456789KZ");
        seen(clerk, "claim-post");
        paper.locator(".qp-primary").click();
        assertThat(paper).hasCount(0);
        assertThat(clerk.page().locator(PANEL + " [data-section=letters]")).containsText("RR123456789KZ");
        clerk.page().locator(FORM + " input[type=checkbox]").check();
        finish(clerk);
        jobs.runDue(number);
    }

    private static Locator.FilterOptions named(String words) {
        return new Locator.FilterOptions().setHasText(words);
    }

    /** Between two tasks a case is found by its number. */
    private void sue(Desk lawyer, String number) {
        var page = lawyer.page();
        page.locator(".qp-find-button").click();
        var found = page.locator("dialog.qp-find");
        found.locator("input[name=number]").fill(number);
        found.locator("button[type=submit]").click();
        var suit = found.locator(CLAIM + " details.qp-form:has(select[name=kind]):has(input[name=receivedAt])");
        suit.locator("summary").click();
        suit.locator("select[name=kind]").selectOption("court");
        suit.locator("input[name=suitOn]").fill(DAY.format(LocalDate.now(clock)));
        suit.locator(".qp-primary").click();
        assertThat(suit).hasCount(0);
        lawyer.picture("claim-suit");
        lawyer.readsWell("dialog.qp-find");
        assertThat(lawyer.latinWords(found)).isEmpty();
        found.locator(".qp-dialog-footer button").click();
        jobs.runDue(number);
    }

    /** The act comes into force, and is carried out by the data acts. */
    private void rule(Desk lawyer, String number) {
        lawyer.claim(staffTasks.of(number, Elements.FOLLOW));
        assertThat(lawyer.page().locator(PANEL + " [data-section=restrictions]"))
                .containsText("сот талқылауы уақытына");
        var dates = form(lawyer, "input[name=inForceOn]");
        dates.locator("summary").click();
        dates.locator("input[name=inForceOn]").fill(DAY.format(LocalDate.now(clock)));
        saved(dates);
        var follow = "claim-handling/court-stage-follow";
        select(lawyer, follow, "courtRuling", "granted");
        choose(lawyer, follow, 0, "courtOrder", "destroy");
        seen(lawyer, "claim-court");
        finish(lawyer);
    }

    private void view(String user, String number, String topic) {
        var answer = api.post(
                user,
                "/api/v1/operators/" + OPERATOR + "/claims/" + number + "/views",
                Map.of("topic", topic, "text", "Сведений о доступе нет."));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
    }

    /** A form of the claim's section that has this field. */
    private static Locator form(Desk desk, String field) {
        return desk.page().locator(PANEL + CLAIM + " details.qp-form:has(" + field + ")");
    }

    /** Saves what was written into a form of the panel; the panel is read anew then, and the form folded. */
    private static void saved(Locator form) {
        form.locator(".qp-primary").click();
        assertThat(form).not().hasAttribute("open", "");
    }

    private static void choose(Desk desk, String form, int group, String field, String option) {
        desk.page()
                .locator(FORM + " .fjs-form-field-radio")
                .nth(group)
                .getByLabel(
                        new FormWords(form, desk.language()).option(field, option),
                        new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    private static void select(Desk desk, String form, String field, String option) {
        var page = desk.page();
        page.locator(FORM + " .fjs-form-field-select .fjs-input-group").click();
        page.locator(FORM + " .fjs-dropdownlist-item")
                .getByText(
                        new FormWords(form, desk.language()).option(field, option),
                        new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    /** What stands beside the form, and the form, in the reader's language. */
    private static void seen(Desk desk, String name) {
        var panel = desk.page().locator(PANEL);
        panel.locator("[data-section=claim]").evaluate("each => each.scrollIntoView()");
        desk.picture(name);
        assertThat(desk.latinWords(panel)).as(name).isEmpty();
        assertThat(desk.latinWords(desk.page().locator(FORM))).as(name).isEmpty();
    }

    private static void finish(Desk desk) {
        Page page = desk.page();
        desk.complete();
        assertThat(page.locator(FORM)).isHidden();
    }

    private static void refused(Desk desk) {
        var told = desk.page().locator("[notifications-panel] .alert").last();
        assertThat(told).isVisible();
        assertThat(desk.latinWords(told)).isEmpty();
    }
}
