package kz.qupiya.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kz.qupiya.casefile.TimelineChecks;
import kz.qupiya.casefile.VerifyCase;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The history of a person and the archive of a case beside a task, and the check of all timelines on the dashboard, in a real browser. */
@QupiyaTest
@DisplayName("The evidence of a case, in a browser")
class EvidenceBrowserTest {

    private static final String OPERATOR = "twelve";

    @Autowired
    private Desks desks;

    @Autowired
    private Cases cases;

    @Autowired
    private CaseDriver driver;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private TimelineChecks checks;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ru", "kk"})
    @DisplayName("an officer reads the history of the person and takes the archive along")
    void panel(String language) throws IOException {
        var person = driver.person(OPERATOR, language.equals("ru") ? 641 : 642);
        var subject = Map.of("subject", Map.of("iin", person.iin()));
        var earlier = cases.open(OPERATOR, subject);
        var number = cases.open(OPERATOR, subject);
        try (var officer = desks.at("tasklist", language, "officer", Screen.LARGE)) {
            officer.claim(staffTasks.of(number, "userTask_verify"));
            var panel = officer.page().locator(".qp-dock .qp-case");
            var history = panel.locator("[data-section=person]");
            history.locator("summary").click();
            history.locator("button").click();
            assertThat(history).containsText(earlier);
            assertThat(history.locator(".qp-timeline li").first()).isVisible();
            history.scrollIntoViewIfNeeded();
            officer.picture("person");
            assertThat(officer.barriers("[data-section=person]")).isEmpty();
            if (language.equals("kk")) {
                assertThat(officer.undrawable(history)).isEmpty();
            }
            assertThat(history.textContent()).doesNotContain(person.iin());

            var archive = panel.locator("[data-section=archive]");
            archive.locator("summary").click();
            archive.scrollIntoViewIfNeeded();
            officer.picture("archive");
            officer.readsWell("[data-section=archive]");
            assertThat(verified(officer.page(), archive.locator("[data-action=export]"), number))
                    .isZero();
            assertThat(officer.faults()).isEmpty();
        }
    }

    private int verified(com.microsoft.playwright.Page page, Locator link, String number) {
        var download = page.waitForDownload(link::click);
        assertThat(download.suggestedFilename()).isEqualTo(number + ".zip");
        var file = directory.resolve(number + ".zip");
        download.saveAs(file);
        return VerifyCase.run(new String[] {VerifyCase.COMMAND, "--lang", "ru", file.toString()});
    }

    @Test
    @DisplayName("a manager sees whether the timelines verify, asks for a check, and takes the archive from the story")
    void manager() {
        var number = cases.open(OPERATOR, Map.of());
        var id = driver.file(OPERATOR, number).id();
        checks.verifyAll();
        try (var manager = desks.at("cockpit", "ru", "manager", Screen.LARGE)) {
            var page = manager.page();
            var proof = page.locator("main.qp-board [data-part=timelines]");
            assertThat(proof).containsText("Целостность историй дел проверена");
            manager.readsWell("main.qp-board [data-part=timelines]");
            manager.picture("timelines-sound");
            proof.locator("button").click();
            assertThat(proof).containsText("Проверка начнётся в течение минуты");
            result(id, "x");
            try {
                assertThat(checks.carryOn()).isPresent();
                page.reload();
                assertThat(proof).containsText("Нарушены истории дел: 1");
                assertThat(proof).containsText(number);
                manager.picture("timelines-broken");
                manager.readsWell("main.qp-board [data-part=timelines]");
            } finally {
                result(id, null);
                checks.verifyAll();
            }
            var story = manager.story(OPERATOR, number);
            manager.picture("story-export");
            assertThat(verified(page, story.locator("[data-action=export]"), number))
                    .isZero();
            assertThat(manager.faults()).isEmpty();
        }
    }

    private void result(java.util.UUID id, String result) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("alter table qupiya.case_event disable trigger user").update();
            jdbc.sql("update qupiya.case_event set result = ? where case_id = ? and sequence = 1")
                    .params(java.util.Arrays.asList(result, id))
                    .update();
            jdbc.sql("alter table qupiya.case_event enable trigger user").update();
        });
    }
}
