package kz.qupiya.retention;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.ExpiryRule;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A sweep in real browsers: the manager watches in Cockpit, an officer and a lawyer approve in Tasklist. */
@QupiyaTest
@DisplayName("A sweep over terms of storage")
class RetentionBrowserTest {

    private static final OperatorKey KAO = new OperatorKey("kao-solutions");

    /** Before anything that the operator's systems hold: nothing of it can really go. */
    private static final LocalDate LONG_AGO = LocalDate.of(2001, 1, 1);

    private static final String KEEPER = "KAO-2026-999999";

    @Autowired
    private Desks desks;

    @Autowired
    private RetentionStore store;

    @Autowired
    private RetentionRuns runs;

    @Autowired
    private DataMaps maps;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @AfterEach
    void forget() {
        for (var table : List.of("retention_chunk", "retention_keeper", "retention_part")) {
            jdbc.sql("delete from qupiya." + table
                            + " where run_id in (select id from qupiya.retention_run where as_of = ?)")
                    .param(LONG_AGO)
                    .update();
        }
        jdbc.sql(
                        "delete from qupiya.staff_notice where retention_run in (select id from qupiya.retention_run where as_of = ?)")
                .param(LONG_AGO)
                .update();
        jdbc.sql("delete from qupiya.retention_run where as_of = ?")
                .param(LONG_AGO)
                .update();
    }

    private void prepared() {
        var id = UUID.randomUUID();
        var run = RetentionRun.prepared(
                id,
                KAO,
                LONG_AGO,
                maps.get(KAO).version(),
                "d".repeat(64),
                clock.instant(),
                null,
                List.of(part(0, "billing.payment", 1240), part(1, "billing.invoice", 310)));
        transaction.executeWithoutResult(status -> {
            assertThat(store.insert(run)).isTrue();
            store.expect(id, 0, Map.of(new Holds.Keeper(RestrictionKind.HOLD, KEEPER), 12L));
            store.expect(id, 1, Map.of());
        });
    }

    private static Part part(int at, String table, long counted) {
        return Part.counted(at, "billing", table, table, "payments-law-13-12-3", ExpiryRule.What.ROWS, counted);
    }

    @Test
    @DisplayName(
            "is seen by a manager, approved by an officer and a lawyer, watched to its end, or rejected with a reason")
    void fromCountToEnd() {
        prepared();
        try (var manager = desks.at("cockpit", "kk", "manager", Screen.SMALL);
                var officer = desks.at("tasklist", "ru", "officer", Screen.LARGE);
                var lawyer = desks.at("tasklist", "kk", "lawyer", Screen.SMALL)) {
            var page = manager.page();
            var tile = page.locator("main.qp-board [data-figure=sweeps]");
            assertThat(tile.locator("strong")).hasText("1");
            tile.click();
            var watched = page.locator("main.qp-retention [data-operator=kao-solutions]");
            assertThat(watched.locator("table")).containsText(KEEPER);
            assertThat(watched.locator("[data-act]")).hasCount(0);
            assertThat(page.locator("main.qp-retention [data-operator=twelve] .qp-empty"))
                    .isVisible();
            manager.picture("retention-manager");
            manager.readsWell("main.qp-retention");
            assertThat(manager.scrollsSideways()).isFalse();

            var first = open(officer, "Сроки хранения");
            first.locator("[data-act=approve]").click();
            var dialog = officer.page().locator("dialog.qp-retention-act");
            assertThat(dialog).containsText("1\u00a0550 записей");
            officer.picture("retention-first");
            officer.readsWell("dialog.qp-retention-act");
            dialog.locator("button[type=submit]").click();
            assertThat(first).containsText("Гүлнар Хранителева");
            assertThat(first).containsText("Ждёт юриста или другого ответственного");
            assertThat(first.locator("[data-act=approve]")).hasCount(0);
            officer.readsWell("dialog.qp-retention-desk");

            var second = open(lawyer, "Сақтау мерзімдері");
            assertThat(second.locator("[data-act=approve]")).isVisible();
            lawyer.picture("retention-second");
            second.locator("[data-act=approve]").click();
            lawyer.page().locator("dialog.qp-retention-act button[type=submit]").click();
            assertThat(second.locator("[data-state=approved]")).isVisible();
            lawyer.picture("retention-approved");
            lawyer.readsWell("dialog.qp-retention-desk");

            assertThat(runs.work()).isEqualTo(1);
            // it is looked at again by itself
            second.locator("details.qp-retention-past summary").first().click();
            assertThat(second.locator("details.qp-retention-past").first()).containsText("Орындалды және расталды");
            assertThat(second.locator("details.qp-retention-past").first()).containsText("Сәуле Правоведова");

            prepared();
            officer.page().reload();
            var again = open(officer, "Сроки хранения");
            again.locator("[data-act=reject]").click();
            dialog.locator("button[type=submit]").click();
            assertThat(dialog.locator("[data-field=reason] .qp-error")).hasText("Заполните это поле.");
            dialog.locator("select[name=reason]").selectOption("still-needed");
            dialog.locator("button[type=submit]").click();
            assertThat(again.locator("[data-act=ask]")).isVisible();
            again.locator("details.qp-retention-past summary").first().click();
            assertThat(again.locator("details.qp-retention-past").first())
                    .containsText("Данные ещё нужны на законном основании");
            officer.picture("retention-rejected");
            for (var desk : List.of(manager, officer, lawyer)) {
                assertThat(desk.faults()).isEmpty();
            }
        }
    }

    /** The sweeps of the operator, in the dialog of Tasklist. */
    private static Locator open(StaffBrowser.Desk desk, String button) {
        desk.page()
                .getByRole(AriaRole.BUTTON, new com.microsoft.playwright.Page.GetByRoleOptions().setName(button))
                .click();
        return desk.page().locator("dialog.qp-retention-desk [data-operator=kao-solutions]");
    }
}
