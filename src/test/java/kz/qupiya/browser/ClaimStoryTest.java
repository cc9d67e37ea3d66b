package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Elements;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.DemoClients;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One claim from the paper to the decision, each step by who has to do it; the clerk reads Russian, the custodian and the lawyer Kazakh. */
@QupiyaTest
@DisplayName("A claim, from the letter to the decision")
class ClaimStoryTest {

    private static final String OPERATOR = "zvonobot";
    private static final int PERSON = 90;
    private static final String DIALOG = "dialog.qp-new-case";
    private static final String PANEL = ".qp-dock .qp-case";
    private static final String CLAIM = " [data-section=claim]";
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
    private TaskService tasks;

    @Test
    @DisplayName(
            "is opened with its scan, holds the evidence, is looked into by who knows the system, and decided otherwise than the table proposes")
    void decidedOtherwise() {
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
                assertThat(lawyer.faults()).isEmpty();
            }
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
