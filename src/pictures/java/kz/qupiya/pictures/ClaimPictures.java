package kz.qupiya.pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Elements;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.letter.DueLetters;
import kz.qupiya.letter.LetterLanguage;
import kz.qupiya.letter.LetterView;
import kz.qupiya.letter.Letters;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** A claim from the counter to its answer, step by step as staff see it in Russian and in Kazakh. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimPictures {

    private static final String OPERATOR = "zvonobot";
    private static final List<String> LANGUAGES = List.of("ru", "kk");

    /** Of the steps, of which there are many: they need not be as sharp as the rest. */
    private static final double DENSITY = 1.25;

    private static final int PANEL_HEIGHT = 1500;
    private static final int SHEET_WIDTH = 700;

    private static final String ANSWER =
            """
            Тексеру нәтижесінде телефон нөміріңіздің Сіздің келісіміңізсіз бөгде адамдарға белгілі болғаны расталды. Ол үшін кешірім сұраймыз. Моральдық зиян \
            үшін 50\u00a0000 теңге төленеді. Нөмірді ауыстыру шығыстары туралы құжаттарды ұсынсаңыз, бұл талап қайта қаралады.

            Проверка подтвердила, что номер Вашего телефона стал известен посторонним без Вашего согласия. Приносим за это извинения. В возмещение морального вреда \
            будет выплачено 50\u00a0000 тенге. Требование о расходах на замену номера будет рассмотрено снова, если Вы представите документы о них.""";

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    Office office;

    @Autowired
    TaskService tasks;

    @Autowired
    CaseDriver driver;

    @Autowired
    Letters letters;

    @Autowired
    DueLetters due;

    @Autowired
    ObjectMapper json;

    private Studio studio;
    private String number = "";

    @BeforeAll
    void open() {
        studio = new Studio(api.url(""));
    }

    @AfterAll
    void close() {
        studio.close();
    }

    @Test
    void claim() throws IOException {
        number = office.year().claim();
        at("2026-11-09T06:05:00Z");
        step("claim-sort", "clerk", Elements.SORT, "summary", page -> {
            radio(page, 1);
            page.locator(".fjs-form input[type=checkbox]").first().check();
        });
        complete("clerk", Elements.SORT, Map.of("consumer", "no", "demandsSorted", true));
        hold();
        investigate();
        prolong();
        assess();
        decide();
        answer();
        for (var template : List.of("claim-received", "claim-prolonged", "claim-answered")) {
            var id = letter(template);
            Album.keepBeside("letter-" + template, sheet(id, LetterLanguage.KK), sheet(id, LetterLanguage.RU));
        }
    }

    /** The block that was asked for in the same letter finds the use unlawful, and the claim keeps what would be destroyed. */
    private void hold() throws IOException {
        var block = office.linked(OPERATOR, number).get(0);
        for (var one : List.of(number, block)) {
            office.post("officer", OPERATOR, one, "/entitlement", Map.of("state", "proved"));
        }
        TestClock.set(Instant.parse("2026-11-10T04:30:00Z"));
        office.decide(OPERATOR, block, Map.of("decision", "unlawful-processing"));
        var approval = office.open(block, DataBlockingModel.Elements.APPROVE).get(0);
        try (var lawyer = studio.desk("ru", Studio.WIDTH, PANEL_HEIGHT, Studio.DENSITY)) {
            lawyer.login("tasklist", "lawyer", users.password());
            lawyer.claim(approval);
            var dock = lawyer.page().locator(".qp-dock");
            dock.locator("[data-section=acts]").evaluate("each => each.scrollIntoView()");
            Studio.keep(lawyer, "hold", dock);
        }
        office.approve(OPERATOR, block);
    }

    private void investigate() {
        at("2026-11-11T05:10:00Z");
        view(
                "security",
                "security",
                "В журнале доступа 14 октября видна выгрузка номеров одним из операторов обзвона.");
        view("lawyer", "legal", "Согласия на передачу номера нет; применим пункт 5.1 политики и статья 24 Закона.");
        complete("security", Elements.SECURITY, Map.of("securityGiven", true));
        complete("lawyer", Elements.LEGAL, Map.of("legalGiven", true));
        at("2026-11-12T09:20:00Z");
        for (var task : office.open(number, Elements.FACTS)) {
            var system = String.valueOf(tasks.getVariable(task.getId(), "system"));
            view("custodian", "system:" + system, "Записи заявителя сохранены, выгрузка приложена к делу.");
        }
        complete("custodian", Elements.FACTS, Map.of("factsGiven", true));
    }

    private void view(String user, String topic, String text) {
        post(user, "/views", Map.of("topic", topic, "text", text));
    }

    private void prolong() {
        at("2026-11-13T05:00:00Z");
        office.post(
                "manager",
                OPERATOR,
                number,
                "/deadlines/answer-claim/prolong",
                Map.of("dueOn", "2026-12-21", "reason", "expert-opinion"));
    }

    private void assess() throws IOException {
        at("2026-11-16T05:15:00Z");
        step("claim-assess", "lawyer", Elements.ASSESS, "claim", page -> {
            choose(page, 0, 2);
            radio(page, 0);
            choose(page, 1, 0);
            radio(page, 3);
        });
        complete(
                "lawyer",
                Elements.ASSESS,
                Map.of("allegation", "disclosure", "shown", "yes", "exclusion", "none", "damageDocuments", "no"));
    }

    private void decide() throws IOException {
        at("2026-11-16T06:40:00Z");
        put("/award", Map.of("amount", 50_000, "payBy", "2026-12-01"));
        put("/cause", Map.of("cause", "staff-error"));
        put("/answer", Map.of("text", ANSWER));
        step("claim-decide", "lawyer", Elements.DECIDE, "claim", page -> radio(page, 0));
        try (var lawyer = studio.desk("ru", Studio.WIDTH, PANEL_HEIGHT, Studio.DENSITY)) {
            lawyer.login("tasklist", "lawyer", users.password());
            lawyer.openTask(office.open(number, Elements.DECIDE).get(0).getId());
            var dock = lawyer.page().locator(".qp-dock");
            dock.locator("[data-section=claim]").evaluate("each => each.scrollIntoView()");
            Studio.keep(lawyer, "claim-panel", dock);
        }
        complete("lawyer", Elements.DECIDE, Map.of("decisionWay", "as-proposed"));
    }

    private void answer() throws IOException {
        at("2026-11-18T05:32:00Z");
        step("claim-approve", "officer", Elements.APPROVE, "letters", page -> radio(page, 0));
        complete("officer", Elements.APPROVE, Map.of("approval", "approved"));
        at("2026-11-18T05:36:00Z");
    }

    /** A task as somebody sees it who has taken it and filled in its form, in both languages, with a section of the case beside. */
    private void step(String name, String user, String key, String section, Consumer<Page> fill) throws IOException {
        var task = office.open(number, key).get(0);
        office.claim(user, task);
        for (var language : LANGUAGES) {
            try (var desk = studio.desk(language, Studio.WIDTH, Studio.HEIGHT, DENSITY)) {
                desk.login("tasklist", user, users.password());
                desk.openTask(task.getId());
                var page = desk.page();
                assertThat(page.locator(".qp-dock .qp-case h2")).hasText(number);
                page.locator(".task-card .fjs-form .fjs-form-field").first().waitFor();
                fill.accept(page);
                page.locator(".qp-dock [data-section=" + section + "]").evaluate("each => each.scrollIntoView()");
                Studio.keep(desk, language.equals("ru") ? name : name + "-" + language);
            }
        }
    }

    /** Chooses by place: words change with the language. */
    private static void radio(Page page, int place) {
        page.locator(".task-card .fjs-form input[type=radio]").nth(place).check();
    }

    private static void choose(Page page, int list, int place) {
        page.locator(".task-card .fjs-form .fjs-form-field-select .fjs-input-group")
                .nth(list)
                .click();
        page.locator(".task-card .fjs-form .fjs-dropdownlist-item").nth(place).click();
    }

    /** A letter as staff read it, in a language. */
    private byte[] sheet(UUID letter, LetterLanguage language) {
        try (var desk = studio.desk(language.tag(), SHEET_WIDTH, 400, 1)) {
            desk.page().setContent(letters.html(letter, language));
            return Studio.whole(desk);
        }
    }

    private UUID letter(String template) {
        return letters.ofCase(driver.file(OPERATOR, number).id()).stream()
                .filter(one -> one.template().equals(template))
                .map(LetterView::id)
                .findFirst()
                .orElseThrow();
    }

    private void at(String moment) {
        TestClock.set(Instant.parse(moment));
        office.drive(OPERATOR, number);
        due.run();
    }

    private void complete(String user, String task, Map<String, Object> variables) {
        office.complete(user, OPERATOR, number, task, variables);
    }

    private void post(String user, String address, Object body) {
        var answer = api.post(user, path(address), body);
        assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 299);
    }

    private void put(String address, Map<String, Object> body) throws IOException {
        var answer = api.put("lawyer", path(address), "application/json", json.writeValueAsBytes(body));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
    }

    private String path(String more) {
        return "/api/v1/operators/" + OPERATOR + "/claims/" + number + more;
    }
}
