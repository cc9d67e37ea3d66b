package kz.qupiya.intake;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.Letterbox;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The public form as people see it: on a phone and on a desk, in three languages, in a browser that runs no scripts. */
@QupiyaTest
@DisplayName("The public web form in a browser")
class RequestFormBrowserTest {

    private static final String FORM = "/request/kao-solutions";
    private static final String OPERATOR = "kao-solutions";
    private static final List<String> KINDS = List.of("withdrawal", "block", "claim", "other");

    @Autowired
    Desks desks;

    @Autowired
    CaseDriver driver;

    @Autowired
    Parties parties;

    @Autowired
    Documents documents;

    @Autowired
    ContactCodes contactCodes;

    @Autowired
    Codes codes;

    @Autowired
    FormSettings settings;

    @Autowired
    Letterbox letterbox;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @BeforeEach
    void forgetCounts() {
        jdbc.sql("delete from qupiya.form_rate").update();
    }

    @TempDir
    Path directory;

    private record Receipt(String number, String code) {}

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ru,PHONE", "kk,PHONE", "en,PHONE", "ru,SMALL", "kk,SMALL", "en,SMALL"})
    @DisplayName("takes every kind of request, shows its state, and tells a wrong code")
    void everyKind(String language, Screen screen) {
        try (var desk = desks.withoutScripts(language, screen);
                var eyes = desks.empty(language, screen)) {
            var page = desk.page();
            desk.open(FORM);
            assertThat(page.locator("html")).hasAttribute("lang", language);
            assertThat(page.locator(".kinds a")).hasCount(KINDS.size());
            looksWell(desk, eyes, screen, "choose");
            for (var kind : KINDS) {
                desk.open(FORM);
                page.locator(".kinds a[href*='kind=" + kind + "']").click();
                looksWell(desk, eyes, screen, kind);
                fill(page, kind);
                send(page);
                var receipt = receipt(page);
                if (kind.equals("withdrawal")) {
                    looksWell(desk, eyes, screen, "received");
                }
                taken(kind, receipt);
                // the way on is a link, and nothing of the request stands in an address
                page.locator("main a[href*=status]").click();
                status(page, receipt.number(), receipt.code());
                assertThat(page.locator(".receipt dd").first()).hasText(receipt.number());
                assertThat(page.url()).doesNotContain(receipt.number(), receipt.code());
                if (kind.equals("other")) {
                    looksWell(desk, eyes, screen, "status");
                }
            }
            desk.open(FORM + "/status");
            looksWell(desk, eyes, screen, "status-empty");
            status(page, "KAO-2026-999999", "AAAABBBBCCCC");
            assertThat(page.locator(".faults")).isVisible();
            looksWell(desk, eyes, screen, "status-unknown");
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ru,PHONE", "kk,SMALL", "en,PHONE"})
    @DisplayName("tells what is wrong beside the field and keeps what was written")
    void whatIsWrong(String language, Screen screen) {
        try (var desk = desks.withoutScripts(language, screen);
                var eyes = desks.empty(language, screen)) {
            var page = desk.page();
            desk.open(FORM + "?kind=withdrawal");
            // as browsers do that check nothing by themselves
            page.evaluate("() => { document.querySelector('form').noValidate = true; }");
            page.locator("#f-iin").fill("850515499994");
            page.locator("#f-phone").fill("12");
            page.locator("#f-email").fill("почта");
            page.locator("input[value=representative]").check();
            page.locator("#f-text").fill("Отзываю <b>согласие</b>");
            page.locator("#f-files").setInputFiles(file("заметка.txt", 10));
            send(page);
            for (var field : List.of("iin", "phone", "email", "requesterName")) {
                assertThat(page.locator("#e-" + field)).isVisible();
                assertThat(page.locator("#f-" + field)).hasAttribute("aria-invalid", "true");
            }
            assertThat(page.locator("#e-scope")).isVisible();
            assertThat(page.locator("#e-again")).isVisible();
            assertThat(page.locator("#f-text")).hasValue("Отзываю <b>согласие</b>");
            assertThat(page.locator("input[value=representative]")).isChecked();
            looksWell(desk, eyes, screen, "bad-fields");
            for (var link : page.locator(".faults a").all()) {
                assertThat(page.locator(link.getAttribute("href"))).hasCount(1);
            }

            desk.open(FORM + "?kind=other");
            page.evaluate("() => { document.querySelector('form').noValidate = true; }");
            send(page);
            assertThat(page.locator("#e-about")).isVisible();
            assertThat(page.locator("#e-text")).isVisible();
            assertThat(page.locator("#e-iin")).isVisible();
            looksWell(desk, eyes, screen, "nothing-filled");

            // one file over the limit, and more than any request may have
            for (int megabytes : List.of(12, 40)) {
                desk.open(FORM + "?kind=claim");
                fill(page, "claim");
                // by its path: a browser on this machine reads it itself
                page.locator("#f-files").setInputFiles(large(megabytes));
                var answer = page.waitForResponse(FORM_POSTED, () -> send(page));
                assertThat(answer.status()).isEqualTo(413);
                assertThat(page.locator("html")).hasAttribute("lang", language);
                assertThat(page.locator("main")).containsText("10");
                page.locator("main a[href*='kind=claim']").waitFor();
            }
            looksWell(desk, eyes, screen, "too-large");

            desk.open(FORM + "?kind=claim");
            fill(page, "claim");
            page.locator("#f-files")
                    .setInputFiles(
                            new FilePayload[] {file("1.txt", 5), file("2.txt", 5), file("3.txt", 5), file("4.txt", 5)});
            send(page);
            assertThat(page.locator("#e-files")).isVisible();
            looksWell(desk, eyes, screen, "too-many-files");

            // sent twice
            desk.open(FORM + "?kind=claim");
            fill(page, "claim");
            var token = page.locator("input[name=token]").inputValue();
            send(page);
            receipt(page);
            desk.open(FORM + "?kind=claim");
            fill(page, "claim");
            page.evaluate("token => { document.querySelector('input[name=token]').value = token; }", token);
            send(page);
            assertThat(page.locator("form")).hasCount(0);
            looksWell(desk, eyes, screen, "sent-before");

            desk.open("/request/nobody");
            assertThat(page.locator("main")).not().isEmpty();
            looksWell(desk, eyes, screen, "unknown-operator");

            full("address", "127.0.0.1", settings.perAddress());
            desk.open(FORM + "?kind=claim");
            fill(page, "claim");
            var answer = page.waitForResponse(FORM_POSTED, () -> send(page));
            assertThat(answer.status()).isEqualTo(429);
            looksWell(desk, eyes, screen, "too-many");
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ru,SMALL,80", "kk,PHONE,81", "en,SMALL,82"})
    @DisplayName("proves who somebody is by a code sent to an address on file")
    void oneTimeCode(String language, Screen screen, int skip) {
        var known = driver.demo("kao-solutions")
                .sql(
                        """
                        select c.iin, e.email from crm.client c join crm.client_email e on e.client_id = c.id
                        where c.iin is not null and e.email is not null order by c.iin offset ? limit 1""")
                .param(skip)
                .query((row, n) -> Map.of("iin", row.getString(1), "email", row.getString(2)))
                .single();
        try (var desk = desks.withoutScripts(language, screen);
                var eyes = desks.empty(language, screen)) {
            var page = desk.page();
            desk.open(FORM + "?kind=other");
            fill(page, "other");
            page.locator("#f-phone").fill("");
            page.locator("#f-iin").fill(known.get("iin"));
            page.locator("#f-email").fill(known.get("email"));
            send(page);
            var receipt = receipt(page);
            page.locator(".ask button").click();
            looksWell(desk, eyes, screen, "code-asked");
            assertThat(contactCodes.sendAsked()).isEqualTo(1);
            var code = letterbox.find(receipt.number() + ": (\\d{6})");
            page.locator("#f-oneTime").fill(code.equals("000000") ? "000001" : "000000");
            send(page);
            assertThat(page.locator(".faults")).isVisible();
            looksWell(desk, eyes, screen, "code-wrong");
            page.locator("#f-oneTime").fill(code);
            send(page);
            assertThat(page.locator("form")).hasCount(0);
            looksWell(desk, eyes, screen, "proved");
            assertThat(opened(receipt).entitlement()).isEqualTo(Entitlement.PROVED);
        }
    }

    private static final java.util.function.Predicate<com.microsoft.playwright.Response> FORM_POSTED =
            response -> response.request().method().equals("POST");

    /** Fits the screen, is in the person's language, drawn by fonts that have its letters, and has nothing in the way of anybody. */
    private void looksWell(Desk desk, Desk eyes, Screen screen, String name) {
        desk.wholePicture("form-" + screen.name().toLowerCase(java.util.Locale.ROOT) + "-" + name);
        assertThat(desk.scrollsSideways()).as(name).isFalse();
        assertThat(desk.page().locator("h1")).hasCount(1);
        assertThat(desk.page().locator("script")).hasCount(0);
        assertThat(desk.page().locator("body")).not().containsText("??");
        if (screen != Screen.PHONE && !desk.language().equals("kk")) {
            return; // the same page as on a phone, with more room
        }
        // axe is a script itself
        eyes.show(desk);
        if (!desk.language().equals("en")) {
            assertThat(eyes.latinWords(eyes.page().locator("main"))).as(name).isEmpty();
            assertThat(eyes.undrawable(eyes.page().locator("main"))).as(name).isEmpty();
        }
        assertThat(eyes.barriers("html")).as(name).isEmpty();
    }

    private void fill(Page page, String kind) {
        switch (kind) {
            case "withdrawal" -> {
                page.locator("input[name=scope][value=purposes]").check();
                page.locator("input[name=purposes][value=statistics]").check();
                page.locator("input[name=purposes][value=third-party-transfer]").check();
                page.locator("#f-effective")
                        .fill(Almaty.dayOf(clock.instant()).plusDays(30).toString());
            }
            case "block" ->
                page.locator("input[name=ground][value=unlawful-processing]").check();
            case "other" -> page.locator("input[name=about][value=access]").check();
            default -> {}
        }
        page.locator("#f-text").fill("Мәтін: өтінішім осы.\nВторая строка.");
        page.locator("#f-fullName").fill("Әбілқасымұлы Ғани");
        page.locator("#f-phone").fill(Api.somePhone());
        page.locator("#f-email").fill("applicant@example.kz");
        page.locator("#f-files").setInputFiles(file("өтініш.txt", 20));
    }

    private static void send(Page page) {
        page.locator("form button[type=submit]:not(.second)").click();
    }

    private static void status(Page page, String number, String code) {
        page.locator("#f-number").fill(number);
        page.locator("#f-code").fill(code);
        send(page);
    }

    private static Receipt receipt(Page page) {
        var shown = page.locator(".receipt dd");
        assertThat(shown).hasCount(2);
        return new Receipt(shown.nth(0).textContent(), shown.nth(1).textContent());
    }

    private void taken(String kind, Receipt receipt) {
        var caseFile = opened(receipt);
        assertThat(caseFile.kind().json())
                .isEqualTo(
                        switch (kind) {
                            case "withdrawal" -> "consent-withdrawal";
                            case "block" -> "data-block";
                            case "claim" -> "claim";
                            default -> "other-request";
                        });
        assertThat(parties.value(caseFile.id(), Parties.DESCRIPTION))
                .hasValueSatisfying(text -> assertThat(text).contains("Мәтін: өтінішім осы.", "Вторая строка."));
        assertThat(parties.value(caseFile.id(), Parties.SUBJECT_NAME)).contains("Әбілқасымұлы Ғани");
        assertThat(documents.of(caseFile.id())).hasSize(1);
        assertThat(documents.of(caseFile.id()).get(0).fileName()).isEqualTo("өтініш.txt");
    }

    private CaseFile opened(Receipt receipt) {
        return driver.file(OPERATOR, receipt.number());
    }

    /** As if so many had come already. */
    private void full(String scope, String whose, int count) {
        assertThat(jdbc.sql("update qupiya.form_rate set count = ? where scope = ?")
                        .params(count, codes.hash("intake-rate-" + scope, whose))
                        .update())
                .isEqualTo(1);
    }

    private Path large(int megabytes) {
        try {
            return Files.write(directory.resolve("скан-" + megabytes + ".pdf"), new byte[megabytes * 1024 * 1024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FilePayload file(String name, int bytes) {
        return new FilePayload(
                name, "application/octet-stream", "x".repeat(bytes).getBytes(StandardCharsets.UTF_8));
    }
}
