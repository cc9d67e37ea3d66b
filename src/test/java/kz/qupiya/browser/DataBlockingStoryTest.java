package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.DemoClients;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** One case from the letter to its end, each step by who has to do it, at a screen of their own. */
@QupiyaTest
@DisplayName("A data block, from the letter to the closed case")
class DataBlockingStoryTest {

    private static final String OPERATOR = "kao-solutions";
    private static final String VERIFY = "userTask_verify";
    private static final String APPROVE = "userTask_approveDestruction";
    private static final String DIALOG = "dialog.qp-new-case";
    private static final String PANEL = ".qp-dock .qp-case";
    private static final String FORM = ".task-card .fjs-form";

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private Desks desks;

    @Autowired
    private DemoClients clients;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private CaseWording wording;

    @ParameterizedTest(name = "in {0} on a {1} screen")
    @CsvSource({"ru, LARGE, 580", "kk, SMALL, 590"})
    @DisplayName(
            "is opened by a clerk, carried out by hand by a custodian, decided by an officer, approved by a second person only, and seen closed by a manager")
    void wholeStory(String language, Screen screen, int person) {
        var iin = clients.iin(OPERATOR, person);
        String number;
        try (var clerk = desks.at("tasklist", language, "clerk", screen)) {
            number = register(clerk, iin);
        }
        jobs.runDue(number);
        try (var custodian = desks.at("tasklist", language, "custodian", screen);
                var officer = desks.at("tasklist", language, "officer", screen);
                var lawyer = desks.at("tasklist", language, "lawyer", screen)) {
            byHand(custodian, number, true);
            decide(officer, number, iin);
            jobs.runDue(number);
            preparerCannotApprove(officer, number);
            approve(lawyer, number);
            jobs.runDue(number);
            byHand(custodian, number, false);
            jobs.runDue(number);
            for (var each : List.of(custodian, officer, lawyer)) {
                assertThat(each.faults()).isEmpty();
            }
        }
        var closed = api.get("officer", "/api/v1/operators/" + OPERATOR + "/cases/" + number)
                .body();
        assertThat(closed.path("status").asText()).isEqualTo("closed");
        assertThat(closed.path("outcome").asText()).startsWith("destroyed");
        try (var manager = desks.at("cockpit", language, "manager", screen)) {
            var story = manager.story(OPERATOR, number);
            assertThat(story.locator("h1")).containsText(number);
            assertThat(story.locator(".qp-path-active")).hasCount(0);
            manager.picture("closed");
            manager.readsWell("main.qp-story");
            assertThat(manager.faults()).isEmpty();
        }
    }

    /** A letter becomes a case. */
    private String register(Desk clerk, String iin) {
        clerk.page().locator(".qp-new-button").click();
        var dialog = clerk.page().locator(DIALOG);
        dialog.locator("[data-field=kind] input[value=data-block]").check();
        dialog.locator("select[name=operator]").selectOption(OPERATOR);
        dialog.locator("[data-field=channel] input[value=letter]").check();
        dialog.locator("[data-field='requester.kind'] input[value=subject]").check();
        dialog.locator("input[name='subject.iin']").fill(iin);
        dialog.locator("[data-field=ground] input[value=unlawful-processing]").check();
        dialog.locator("textarea[name=description]").fill("Согласия на обработку я не давал.");
        dialog.locator(".qp-known .qp-callout").waitFor();
        clerk.picture("request");
        clerk.readsWell(DIALOG);

        dialog.locator("button[type=submit]").click();
        assertThat(dialog.locator("[data-duty=verification]")).isVisible();
        dialog.locator("details.qp-why summary").first().click();
        clerk.picture("terms");
        clerk.readsWell(DIALOG);

        dialog.locator(".qp-dialog-footer .qp-primary").click();
        var number = dialog.locator(".qp-number-big");
        assertThat(number).hasText(Pattern.compile("[A-Z]{3}-\\d{4}-\\d{6}"));
        clerk.picture("opened");
        assertThat(clerk.latinWords(dialog)).isEmpty();
        assertThat(clerk.faults()).isEmpty();
        return number.textContent();
    }

    /** What no connector can do is done by a person, who writes down how it can be proved. */
    private void byHand(Desk custodian, String number, boolean first) {
        custodian.claim(staffTasks.of(number, "userTask_actByHand"));
        var page = custodian.page();
        var form = page.locator(FORM);
        form.locator("input[type=checkbox]").check();
        if (first) {
            // without a proof the task does not end
            custodian.complete();
            refused(custodian);
            custodian.picture("by-hand-without-proof");
        }
        var acts = page.locator(PANEL + " [data-section=acts]");
        acts.locator("textarea[name=proof]").fill("Папка изъята и опечатана, акт составлен.");
        acts.locator(".qp-primary").click();
        assertThat(acts.locator("textarea[name=proof]")).hasCount(0);
        custodian.picture("by-hand");
        if (first) {
            custodian.readsWell(PANEL);
            custodian.readsWell(FORM);
        }
        custodian.complete();
        assertThat(form).isHidden();
    }

    /** Form and case at one look; a field is shown on request, on the record; the decision names its reason. */
    private void decide(Desk officer, String number, String iin) {
        officer.claim(staffTasks.of(number, VERIFY));
        var page = officer.page();
        var panel = page.locator(PANEL);
        assertThat(panel.locator("h2")).hasText(number);
        assertThat(page.locator(FORM)).isVisible();
        assertThat(panel.locator("[data-section=deadlines] [data-duty=verification] .qp-clock"))
                .isVisible();
        assertThat(panel).not().containsText(iin);
        panel.locator("[data-section=parties] .qp-reveal button").first().click();
        assertThat(panel.locator("[data-section=parties]")).containsText(iin);
        var notes = panel.locator("[data-section=notes]");
        notes.locator("details.qp-form summary").click();
        notes.locator("textarea").fill("Сведения сверены с удостоверением.");
        notes.locator(".qp-form .qp-button").click();
        assertThat(notes.locator(".qp-note")).containsText("Сведения сверены с удостоверением.");
        panel.locator("[data-section=timeline] > summary").click();
        assertThat(panel.locator("[data-section=timeline]")).containsText(revealed(officer.language()));
        panel.evaluate("each => each.parentElement.scrollTop = each.parentElement.scrollHeight");

        choose(officer, "data-blocking/data-blocking-verify", "decision", "unlawful-processing");
        assertThat((List<?>)
                        page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('camunda-form'))"))
                .as("what stands in the browser's storage says nothing about the decision")
                .isEmpty();
        officer.picture("decided");
        officer.readsWell(PANEL);
        officer.readsWell(FORM);
        assertThat(officer.undrawable(page.locator("body"))).isEmpty();
        officer.complete();
        assertThat(page.locator(FORM)).isHidden();
        officer.picture("after-decision");
    }

    /** What the record says of a look at a field. */
    private String revealed(String language) {
        return wording.text("timeline.field.revealed", Locale.forLanguageTag(language))
                .split("\\{")[0]
                .strip();
    }

    private void preparerCannotApprove(Desk officer, String number) {
        officer.claim(staffTasks.of(number, APPROVE));
        choose(officer, "data-blocking/data-blocking-approve-destruction", "approval", "approved");
        officer.complete();
        refused(officer);
        officer.picture("own-approval-refused");
        assertThat(staffTasks.of(number, APPROVE).getAssignee()).isEqualTo("officer");
        // the task goes back to the group
        officer.page().locator(".qp-release").click();
        assertThat(officer.page().locator(".claim")).isVisible();
        assertThat(staffTasks.of(number, APPROVE).getAssignee()).isNull();
    }

    private void approve(Desk lawyer, String number) {
        lawyer.claim(staffTasks.of(number, APPROVE));
        var acts = lawyer.page().locator(PANEL + " [data-section=acts]");
        acts.locator("details.qp-why summary").last().click();
        acts.scrollIntoViewIfNeeded();
        choose(lawyer, "data-blocking/data-blocking-approve-destruction", "approval", "approved");
        lawyer.picture("approval");
        lawyer.readsWell(PANEL);
        lawyer.readsWell(FORM);
        lawyer.complete();
        assertThat(lawyer.page().locator(FORM)).isHidden();
    }

    private static void choose(Desk desk, String form, String field, String option) {
        desk.page()
                .locator(FORM)
                .getByLabel(
                        new FormWords(form, desk.language()).option(field, option),
                        new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    /** The refusal is told in the reader's words. */
    private static void refused(Desk desk) {
        var told = desk.page().locator("[notifications-panel] .alert").last();
        assertThat(told).isVisible();
        assertThat(desk.latinWords(told)).isEmpty();
    }
}
