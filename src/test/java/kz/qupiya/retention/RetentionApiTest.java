package kz.qupiya.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Expiries;
import kz.qupiya.datamap.ExpiryRule;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.oversight.StaffNotices;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Letterbox;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@QupiyaTest
@DisplayName("Over REST a sweep over terms of storage")
class RetentionApiTest {

    private static final OperatorKey KAO = new OperatorKey("kao-solutions");
    private static final String BOARD = "/api/v1/oversight/deadlines?operator=kao-solutions";
    private static final String PATH = "/api/v1/operators/kao-solutions/retention-runs";

    @Autowired
    Api api;

    @Autowired
    RetentionStore store;

    @Autowired
    Expiries expiries;

    @Autowired
    DataMaps maps;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    RetentionReminders reminders;

    @Autowired
    StaffNotices notices;

    @Autowired
    Letterbox letterbox;

    private final UUID id = UUID.randomUUID();

    @AfterEach
    void forget() {
        jdbc.sql("delete from qupiya.staff_notice where retention_run = ?")
                .param(id)
                .update();
        jdbc.sql("delete from qupiya.retention_keeper where run_id = ?")
                .param(id)
                .update();
        jdbc.sql("delete from qupiya.retention_part where run_id = ?").param(id).update();
        jdbc.sql("delete from qupiya.retention_run where id = ?").param(id).update();
    }

    private void prepared() {
        Instant now = clock.instant();
        var run = RetentionRun.prepared(
                id,
                KAO,
                LocalDate.of(2026, 1, 1),
                maps.get(KAO).version(),
                "d".repeat(64),
                now,
                null,
                List.of(Part.counted(
                        0,
                        "billing",
                        "billing.payment",
                        "billing.payment",
                        "payments-law-13-12-3",
                        ExpiryRule.What.ROWS,
                        7)));
        transaction.executeWithoutResult(status -> assertThat(store.insert(run)).isTrue());
    }

    private Api.Answer approve(String user, String digest) {
        return api.post(user, PATH + "/" + id + "/approve", Map.of("digest", digest));
    }

    @Test
    @DisplayName("is listed with words, approved by two people and rejected by one, and by nobody else")
    void approvals() {
        prepared();
        var shown = api.get("officer", PATH).body().get(0);
        assertThat(shown.path("state").asText()).isEqualTo("prepared");
        var part = shown.path("parts").get(0);
        assertThat(part.path("counted").asLong()).isEqualTo(7);
        assertThat(part.path("title").asText()).isNotEqualTo("billing.payment").isNotBlank();
        assertThat(part.path("groundText").asText()).isNotEqualTo("payments-law-13-12-3");
        assertThat(part.path("what").asText()).isEqualTo("rows");
        assertThat(shown.path("mayApprove").asBoolean()).isTrue();
        var watched = api.get("manager", PATH + "/" + id);
        assertThat(watched.status()).isEqualTo(200);
        assertThat(watched.body().path("mayApprove").asBoolean()).isFalse();
        assertThat(watched.body().path("mayReject").asBoolean()).isFalse();
        assertThat(api.get("manager", BOARD).body().path("sweeps").asInt()).isEqualTo(1);
        assertThat(api.get("officer", PATH + "?most=0").status()).isEqualTo(400);

        for (var user : List.of("clerk", "custodian", "security", "admin", "integration", "manager")) {
            assertThat(approve(user, "d".repeat(64)).status()).as(user).isEqualTo(403);
        }
        for (var user : List.of("lawyer", "manager", "clerk")) {
            assertThat(api.post(user, PATH, Map.of()).status()).as(user).isEqualTo(403);
        }
        assertThat(api.post("officer", PATH, Map.of()).status())
                .as("one is open")
                .isEqualTo(409);
        assertThat(api.get("integration2", PATH).status())
                .as("of another operator")
                .isEqualTo(404);
        assertThat(approve("officer", "").status()).isEqualTo(400);
        assertThat(approve("officer", "e".repeat(64)).status()).isEqualTo(409);
        assertThat(approve("lawyer", "d".repeat(64)).status())
                .as("the officer is first")
                .isEqualTo(403);
        assertThat(approve("officer", "d".repeat(64)).body().path("state").asText())
                .isEqualTo("confirmed");
        assertThat(approve("officer", "d".repeat(64)).status())
                .as("a second person")
                .isEqualTo(403);
        assertThat(api.post("lawyer", PATH + "/" + id + "/reject", Map.of()).status())
                .as("without a reason")
                .isEqualTo(400);
        var rejected = api.post("lawyer", PATH + "/" + id + "/reject", Map.of("reason", "still-needed"))
                .body();
        assertThat(rejected.path("rejectedBy").asText()).isEqualTo("lawyer");
        assertThat(rejected.path("rejectedReason").path("text").asText()).isNotBlank();
        assertThat(rejected.path("names").path("lawyer").asText()).isEqualTo("Сәуле Правоведова");
        assertThat(api.get("manager", BOARD).body().path("sweeps").asInt()).isZero();
        assertThat(approve("officer2", "d".repeat(64)).status()).as("decided").isEqualTo(409);
        assertThat(api.get("officer", PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("is told to those who may approve it, and once more after a working day, while it waits")
    void told() {
        prepared();
        assertThat(approve("officer", "d".repeat(64)).status()).isEqualTo(200);
        assertThat(told("retention")).contains("officer2", "lawyer").doesNotContain("officer", "manager", "clerk");
        assertThat(reminders.remind()).as("not on the same day").isZero();
        while (notices.sendDue() > 0) {
            // a chunk at a time
        }
        assertThat(letterbox.find("(Оператор [^.]+\\. Подсчитаны данные)")).contains("KAO Solutions");

        // over any run of holidays
        TestClock.forward(Duration.ofDays(15));
        assertThat(reminders.remind()).isEqualTo(1);
        assertThat(reminders.remind()).as("once").isZero();
        assertThat(told("retention-again"))
                .contains("officer2", "lawyer")
                .doesNotContain("officer", "manager", "clerk");

        assertThat(api.post("lawyer", PATH + "/" + id + "/reject", Map.of("reason", "later"))
                        .status())
                .isEqualTo(200);
        notices.sendDue();
        assertThat(told("retention-again")).as("nothing waits any more").isEmpty();
    }

    private List<String> told(String kind) {
        return jdbc.sql("select user_id from qupiya.staff_notice where retention_run = ? and kind = ?")
                .params(id, kind)
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName("says which cases keep what")
    void keepers() {
        prepared();
        transaction.executeWithoutResult(
                status -> store.expect(id, 0, Map.of(new Holds.Keeper(RestrictionKind.HOLD, "KAO-2026-999999"), 3L)));
        var part = api.get("manager", PATH + "/" + id).body().path("parts").get(0);
        assertThat(part.path("expected").asLong()).isEqualTo(3);
        var keeper = part.path("keepers").get(0);
        assertThat(keeper.path("caseNumber").asText()).isEqualTo("KAO-2026-999999");
        assertThat(keeper.path("kind").path("text").asText())
                .isNotEqualTo("hold")
                .isNotBlank();
    }

    @Test
    @DisplayName(
            "looks at the tables that the maps of the operators say end by themselves, and finds the ways to whom they are about")
    void maps() {
        for (var operator : List.of("kao-solutions", "kz-pay-bot")) {
            var key = new OperatorKey(operator);
            var parts = expiries.parts(key);
            assertThat(parts).extracting(Expiries.Part::ground).containsOnly("payments-law-13-12-3");
            // a hundred years ago nothing had ended, and in a hundred everything that has begun
            for (var part : parts) {
                assertThat(expiries.count(key, part, LocalDate.of(1926, 1, 1))).isZero();
                assertThat(expiries.end(key, part, LocalDate.of(1926, 1, 1), 0, 100, chunk -> {})
                                .over())
                        .isZero();
            }
            assertThat(parts).anyMatch(part -> expiries.count(key, part, LocalDate.of(2126, 1, 1)) > 0);
        }
        assertThat(expiries.parts(KAO))
                .extracting(Expiries.Part::relation)
                .containsSubsequence("report.document", "report.request", "crm.client")
                .containsSubsequence("report.vehicle_owner", "report.request")
                .containsSubsequence("billing.payment", "billing.invoice", "billing.account");
    }
}
