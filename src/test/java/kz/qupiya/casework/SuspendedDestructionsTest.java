package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Acts;
import kz.qupiya.letter.Letters;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

/** Destructions that had to keep something, of closed cases, with the clock moved over the terms. */
@QupiyaTest
@RecordApplicationEvents
@DisplayName("A suspended destruction")
class SuspendedDestructionsTest {

    private static final OperatorKey TWELVE = new OperatorKey("twelve");
    private static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            .getBytes(StandardCharsets.US_ASCII);

    @Autowired
    SuspendedDestructions suspended;

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    CaseFiles cases;

    @Autowired
    Acts acts;

    @Autowired
    Restrictions restrictions;

    @Autowired
    Letters letters;

    @Autowired
    Timeline timeline;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    IdentityService identity;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEvents events;

    @Value("${qupiya.embedded.postgres.url}")
    String adminUrl;

    @AfterEach
    void forgetUser() {
        identity.clearAuthentication();
    }

    @Test
    @DisplayName("completes itself when the last term is over: destroyed, proved, on the record, released, and told")
    void retention() {
        var iin = payer(0);
        var file = destroyedInPart(iin);
        var first = destructions(file).get(0);
        assertThat(first.kept()).isNotEmpty();
        assertThat(suspended.reason(file)).as("the key is needed").isPresent();
        suspended.sweep();
        var section = section(file);
        assertThat(section.path("waitsFor").asText()).isEqualTo("date");
        var earliest = first.kept().stream()
                .map(item -> item.until())
                .min(LocalDate::compareTo)
                .orElseThrow();
        assertThat(section.path("dueOn").asText())
                .isEqualTo(earliest.plusDays(1).toString());
        var last = retention(file).until();
        assertThat(last).isNotNull();
        assertThat(ground(file, "ru")).isEqualTo(retention(file).article()).contains("статьи 13");
        assertThat(ground(file, "kk")).contains("13-бабы").doesNotContain("статьи");

        moveTo(last);
        suspended.sweep();
        assertThat(rows(iin)).as("the last day is kept").isEqualTo(1);
        assertThat(allowed(iin)).isFalse();

        moveTo(last.plusDays(1));
        suspended.sweep();
        assertThat(rows(iin)).isZero();
        var acts = destructions(file);
        assertThat(acts).hasSizeGreaterThan(1);
        assertThat(acts.subList(1, acts.size())).allSatisfy(act -> {
            assertThat(act.continues()).isEqualTo(first.id());
            assertThat(act.approvedBy()).isEqualTo("lawyer");
            assertThat(act.completedAt()).isNotNull();
            assertThat(act.systems())
                    .allSatisfy(system -> assertThat(system.evidence()).containsKey("digest"));
        });
        assertThat(restrictions.ofCase(file.id())).noneMatch(Restriction::stands);
        assertThat(allowed(iin)).isTrue();
        assertThat(codes(file)).contains("destruction.continued", "retention.ended");
        assertThat(timeline.verify(file.id()).sound()).isTrue();
        assertThat(this.acts.ofCase(file.id()))
                .filteredOn(act -> act.kind() == ActKind.UNBLOCK)
                .singleElement()
                .satisfies(act -> assertThat(act.completedAt()).isNotNull());
        assertThat(events.stream(DataDestroyed.class)
                        .filter(event -> event.caseId().equals(file.id()))
                        .map(DataDestroyed::inPart)
                        .reduce((one, two) -> two))
                .contains(false);
        assertThat(suspended.reason(file)).isEmpty();
        assertThat(sections(file))
                .noneMatch(one -> "suspended".equals(one.path("name").asText()));
        var record = codes(file).size();
        suspended.sweep();
        assertThat(codes(file)).as("done once").hasSize(record);
    }

    @Test
    @DisplayName(
            "goes step by step where terms end one after another, and the restriction says what is left until when")
    void stepByStep() {
        var iin = payer(1);
        demo().sql(
                        "update emoney.topup set done_at = done_at - interval '400 days' where id = (select min(t.id) from emoney.topup t"
                                + " join emoney.wallet w on w.number = t.wallet_no join emoney.owner o on o.id = w.owner_id where o.iin = ?)")
                .param(iin)
                .update();
        var file = destroyedInPart(iin);
        var first = destructions(file).get(0);
        var dates = first.kept().stream()
                .map(item -> item.until())
                .distinct()
                .sorted()
                .toList();
        assertThat(dates).hasSizeGreaterThan(1);
        var before = retention(file);
        moveTo(dates.get(0).plusDays(1));
        suspended.sweep();
        assertThat(rows(iin)).isEqualTo(1);
        assertThat(destructions(file)).hasSize(2);
        assertThat(retention(file).until()).isEqualTo(before.until());
        assertThat(section(file).path("dueOn").asText())
                .isEqualTo(dates.get(1).plusDays(1).toString());
        assertThat(allowed(iin)).isFalse();

        // a payment that nobody knew of makes the term of the person longer
        demo().sql(
                        "update emoney.topup set done_at = done_at + interval '300 days' where id = (select max(t.id) from emoney.topup t"
                                + " join emoney.wallet w on w.number = t.wallet_no join emoney.owner o on o.id = w.owner_id where o.iin = ?)")
                .param(iin)
                .update();
        moveTo(dates.get(dates.size() - 1).plusDays(1));
        suspended.sweep();
        assertThat(rows(iin)).isEqualTo(1);
        assertThat(retention(file).until()).isAfter(before.until());
        assertThat(retention(file).id()).isNotEqualTo(before.id());
        moveTo(retention(file).until().plusDays(1));
        suspended.sweep();
        assertThat(rows(iin)).isZero();
        assertThat(restrictions.ofCase(file.id())).noneMatch(Restriction::stands);
    }

    @Test
    @DisplayName("in a system that is down is tried by later sweeps, raised after the third, and done when it is back")
    void systemDown() {
        var iin = payer(2);
        var file = destroyedInPart(iin);
        suspended.sweep();
        moveTo(retention(file).until().plusDays(1));
        breakDown(true);
        try {
            for (int i = 1; i <= 3; i++) {
                suspended.sweep();
                assertThat(section(file).path("waitsFor").asText()).isEqualTo("system");
                assertThat(section(file).path("system").asText()).isEqualTo("Система электронных денег");
                assertThat(section(file).has("raisedAt")).isEqualTo(i == 3);
                assertThat(codes(file).contains("destruction.system-stuck")).isEqualTo(i == 3);
                TestClock.forward(Duration.ofHours(2));
            }
            suspended.sweep();
            assertThat(codes(file)).containsOnlyOnce("destruction.system-stuck");
        } finally {
            breakDown(false);
        }
        // the pool of connections tries again with growing pauses
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            TestClock.forward(Duration.ofHours(25));
            suspended.sweep();
            assertThat(rows(iin)).isZero();
        });
        assertThat(codes(file)).contains("retention.ended");
    }

    @Test
    @DisplayName("that a hold stopped goes on when the hold is lifted, without waiting for the next day")
    void hold() {
        var iin = payer(3);
        var claim = api.openCase("twelve", Api.somePhone());
        var holder = cases.require(TWELVE, claim);
        var hold = transaction.execute(status -> restrictions.place(PlaceRestriction.hold(
                TWELVE,
                holder.id(),
                claim,
                "claim",
                holder.receivedAt(),
                List.of(new Identifier(IdentifierKind.IIN, iin)))));
        var file = destroyedInPart(iin);
        var first = destructions(file).get(0);
        assertThat(first.kept()).allMatch(item -> "hold".equals(item.ground()));
        assertThat(codes(file)).contains("destruction.held");
        assertThat(codes(holder)).contains("hold.kept");
        assertThat(letter(file)).contains("на время рассмотрения претензии (дело " + claim + ")");
        suspended.sweep();
        assertThat(section(file).path("waitsFor").asText()).isEqualTo("hold");
        assertThat(section(file).path("holds").get(0).path("text").asText())
                .isEqualTo("на время рассмотрения претензии (дело " + claim + ")");
        assertThat(content(file, "restrictions").findValuesAsText("text"))
                .contains("на время рассмотрения претензии (дело " + claim + ")");
        assertThat(content(file, "acts").findValuesAsText("groundText"))
                .contains("на время рассмотрения претензии (дело " + claim + ")");
        var until = LocalDate.of(2035, 3, 1);
        var turned = transaction.execute(status -> restrictions.turn(hold.id(), Restrictions.LIMITATION, until));
        suspended.sweep();
        assertThat(destructions(file)).hasSize(1);

        assertThat(section(file).path("holds").get(0).path("text").asText())
                .isEqualTo("до истечения срока исковой давности 01.03.2035 (дело " + claim + ")");
        assertThat(codes(file)).doesNotContain("destruction.resumed");
        var told = letters.ofCase(file.id()).size();

        transaction.executeWithoutResult(status -> restrictions.lift(turned.id(), "settled"));
        suspended.sweep();
        assertThat(destructions(file)).hasSize(2);
        assertThat(codes(file)).contains("destruction.resumed");
        assertThat(codes(holder)).contains("hold.released");
        assertThat(letters.ofCase(file.id())).hasSize(told + 1);
        assertThat(letter(file)).doesNotContain(claim);
        assertThat(section(file).path("waitsFor").asText()).isEqualTo("date");
        assertThat(retention(file).until()).isNotNull();
        assertThat(demo().sql("select login from emoney.owner where iin = ?")
                        .param(iin)
                        .query(String.class)
                        .single())
                .startsWith("deleted-");
    }

    /** The moment at noon of a day. */
    private static void moveTo(LocalDate day) {
        TestClock.set(day.atTime(12, 0).atZone(Almaty.ZONE).toInstant());
    }

    /** An owner of a wallet who paid lately, so that something has to be kept; no other test takes the last ones. */
    private String payer(int skip) {
        return demo().sql(
                        """
                        select o.iin from emoney.owner o join emoney.wallet w on w.owner_id = o.id join emoney.topup t on t.wallet_no = w.number
                        group by o.iin having count(distinct t.id) > 1 and max(t.done_at) > now() - interval '3 years' and count(distinct w.number) = 1
                        order by o.iin desc offset ? limit 1""")
                .param(skip)
                .query(String.class)
                .single();
    }

    private CaseFile destroyedInPart(String iin) {
        var opened = api.post(
                "integration",
                "/api/v1/operators/twelve/data-blocks",
                Map.of(
                        "subject",
                        Map.of("iin", iin),
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный"),
                        "ground",
                        "unlawful-processing",
                        "description",
                        "Не соглашался"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        var path = "/api/v1/operators/twelve/cases/" + number;
        jobs.runDue(number);
        var document = api.upload("officer", path + "/documents", "identity", "kuelik.pdf", PDF)
                .body()
                .path("id")
                .asText();
        assertThat(api.post("officer", path + "/entitlement", Map.of("state", "proved", "documentId", document))
                        .status())
                .isEqualTo(200);
        staffTasks.complete(
                "officer",
                staffTasks.of(number, DataBlockingModel.Elements.VERIFY),
                new HashMap<>(Map.of("decision", "unlawful-processing")));
        jobs.runDue(number);
        staffTasks.complete(
                "lawyer",
                staffTasks.of(number, DataBlockingModel.Elements.APPROVE),
                new HashMap<>(Map.of("approval", "approved")));
        jobs.runDue(number);
        var file = cases.require(TWELVE, number);
        assertThat(file.isOpen()).isFalse();
        assertThat(String.valueOf(file.outcome().json())).isEqualTo("destroyed-in-part");
        return file;
    }

    private List<Act> destructions(CaseFile file) {
        return acts.ofCase(file.id()).stream()
                .filter(act -> act.kind() == ActKind.DESTROY)
                .toList();
    }

    private Restriction retention(CaseFile file) {
        return restrictions.ofCase(file.id()).stream()
                .filter(r -> r.stands() && Restrictions.RETENTION.equals(r.reason()))
                .findFirst()
                .orElseThrow();
    }

    /** Why the rest is kept, as the panel says it. */
    private String ground(CaseFile file, String language) {
        return StreamSupport.stream(sections(file, language).spliterator(), false)
                .filter(section -> section.path("name").asText().equals("restrictions"))
                .flatMap(section -> StreamSupport.stream(section.path("content").spliterator(), false))
                .filter(line -> line.path("reason").asText().equals(Restrictions.RETENTION))
                .map(line -> line.path("article").asText())
                .findFirst()
                .orElseThrow();
    }

    private List<String> codes(CaseFile file) {
        return timeline.of(file.id()).stream().map(Timeline.Entry::code).toList();
    }

    private JsonNode sections(CaseFile file) {
        return sections(file, "ru");
    }

    private JsonNode sections(CaseFile file, String language) {
        return api.get(
                        "officer",
                        "/api/v1/operators/twelve/cases/" + file.number().value() + "/panel",
                        "Accept-Language",
                        language)
                .body()
                .path("sections");
    }

    /** The last letter of a case. */
    private String letter(CaseFile file) {
        var all = letters.ofCase(file.id()).stream()
                .filter(letter -> letter.template().startsWith("result"))
                .toList();
        return letters.html(all.get(all.size() - 1).id());
    }

    private JsonNode content(CaseFile file, String name) {
        for (var section : sections(file)) {
            if (name.equals(section.path("name").asText())) {
                return section.path("content");
            }
        }
        throw new AssertionError("no section " + name);
    }

    private JsonNode section(CaseFile file) {
        for (var section : sections(file)) {
            if ("suspended".equals(section.path("name").asText())) {
                return section.path("content").path("suspended").get(0);
            }
        }
        throw new AssertionError("nothing is suspended");
    }

    private boolean allowed(String iin) {
        return api.post(
                        "integration",
                        "/api/v1/operators/twelve/permits",
                        Map.of("purpose", "billing", "subject", Map.of("iin", iin)))
                .body()
                .path("allowed")
                .asBoolean();
    }

    private int rows(String iin) {
        return demo().sql("select count(*) from emoney.owner where iin = ?")
                .param(iin)
                .query(Integer.class)
                .single();
    }

    private JdbcClient demo() {
        return JdbcClient.create(new DriverManagerDataSource(adminUrl.replace("/postgres?", "/demo_twelve?")));
    }

    private void breakDown(boolean down) {
        var admin = JdbcClient.create(new DriverManagerDataSource(adminUrl));
        admin.sql("alter database demo_twelve with allow_connections " + !down).update();
        if (down) {
            admin.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'demo_twelve'")
                    .query((row, i) -> true)
                    .list();
        }
    }
}
