package kz.qupiya.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import jakarta.servlet.MultipartConfigElement;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.campaign.Campaigns;
import kz.qupiya.campaign.SendCampaigns;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casework.process.CaseworkModel;
import kz.qupiya.consent.Consents;
import kz.qupiya.datablocking.process.DataBlockingModel;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.letter.DueLetters;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.MailPost;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plants values that cannot be mistaken through every way in, leads cases to their end, and looks for them in every column of the
 * database and in every line of the log. Only sealed bytes may hold them.
 */
@QupiyaTest
@DisplayName("A person's data")
class NoPlainIdentifierTest {

    private static final String ZVONOBOT = "zvonobot";
    private static final String KAO = "kao-solutions";
    private static final String TWELVE = "twelve";
    private static final String CARD = "4000 0012 3456 7899";

    @Autowired
    Api api;

    @Autowired
    Jobs jobs;

    @Autowired
    CaseFiles cases;

    @Autowired
    CaseVault vault;

    @Autowired
    TaskService tasks;

    @Autowired
    StaffTasks staffTasks;

    @Autowired
    DueLetters dueLetters;

    @Autowired
    RuntimeService runtime;

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    MailPost post;

    @Autowired
    MultipartConfigElement multipart;

    @Autowired
    List<RecurringTask<?>> runners;

    @Autowired
    Consents consentRegister;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    Clock clock;

    @Autowired
    Acts acts;

    @Autowired
    Obligations obligations;

    @Autowired
    Recipients recipients;

    @Autowired
    Parties parties;

    @Autowired
    Campaigns campaigns;

    @Autowired
    SendCampaigns send;

    @Autowired
    TransactionTemplate transaction;

    @Value("${qupiya.embedded.postgres.url}")
    String adminUrl;

    private final Canaries canaries = new Canaries();

    @AfterEach
    void forgetUser() {
        jdbc.update("delete from qupiya.mail_item where next_at is not null");
        identity.clearAuthentication();
    }

    @Test
    @DisplayName(
            "stand in plain in no table and no line of the log, whatever way they came in and however the case ended")
    void nothingInPlain() {
        List<String> numbers = new ArrayList<>();
        List<String> lines;
        try (var log = LogRecord.begin()) {
            badRequests();
            numbers.add(ZVONOBOT + " " + notConfirmed());
            var corrected = corrected();
            numbers.add(ZVONOBOT + " " + corrected);
            stopped(corrected);
            numbers.add(KAO + " " + destroyedOverEngineRest());
            numbers.add(TWELVE + " " + systemDown());
            questions();
            consents();
            numbers.add(TWELVE + " " + breach());
            numbers.add(TWELVE + " " + claim());
            mails().forEach(number -> numbers.add(ZVONOBOT + " " + number));
            runRunners();
            lines = log.lines();
        }

        var inLog = lines.stream()
                .flatMap(line -> canaries.in(line).stream().map(name -> line.split(" ")[0] + ": " + name))
                .distinct()
                .toList();
        assertThat(inLog).as("log lines of whom hold which value").isEmpty();
        assertThat(lines).as("lines that were looked at").hasSizeGreaterThan(5);

        var scan = DatabaseScan.of(jdbc, canaries);
        assertThat(scan.hits()).as("columns that hold which value").isEmpty();
        looked(scan);
        assertThat(canaries.count()).isGreaterThan(58);
        keptButSealed(numbers);
    }

    @Test
    @DisplayName("are not written to the disk while a document is taken in")
    void uploadsStayInMemory() {
        assertThat((long) multipart.getFileSizeThreshold()).isGreaterThanOrEqualTo(multipart.getMaxRequestSize());
    }

    @Test
    @DisplayName(
            "would be found by this scan in any type of column, in any spelling, in a log, and as a digest without a key")
    void sees() {
        var name = canaries.plant("a name", "Көрінген Аты-Жөні");
        var iin = canaries.plant("an IIN", "910317499991");
        var phone = canaries.plant("a phone", "+77019876501");
        jdbc.execute("create schema if not exists scratch_elsewhere");
        try {
            jdbc.execute(
                    """
                    create table qupiya.scratch_canary (
                        plain text, json jsonb, list varchar[], number bigint, digest char(64),
                        utf8 bytea, utf16 bytea, raw_digest bytea, base64 text, upper text, clean text)""");
            jdbc.execute("create table scratch_elsewhere.scratch_canary (plain text)");
            jdbc.update(
                    """
                    insert into qupiya.scratch_canary values (
                        ?, jsonb_build_object('deep', jsonb_build_array(?::text)), array['x', ?], ?, encode(sha256(convert_to(?, 'UTF8')), 'hex'),
                        convert_to('<' || ? || '>', 'UTF8'), ?, sha256(convert_to(?, 'UTF8')), encode(convert_to('ab' || ?, 'UTF8'), 'base64'), upper(?), 'nothing')""",
                    "before " + iin + " after",
                    name,
                    phone,
                    Long.parseLong(iin),
                    iin,
                    name,
                    ("x" + name).getBytes(StandardCharsets.UTF_16LE),
                    phone,
                    name,
                    name);
            jdbc.update("insert into scratch_elsewhere.scratch_canary values (?)", name);
            var scan = DatabaseScan.of(jdbc, canaries);
            assertThat(scan.hits().stream().filter(hit -> hit.contains("scratch")))
                    .containsExactlyInAnyOrder(
                            "qupiya.scratch_canary.plain: an IIN",
                            "qupiya.scratch_canary.json: a name",
                            "qupiya.scratch_canary.list: a phone",
                            "qupiya.scratch_canary.number: an IIN",
                            "qupiya.scratch_canary.digest: an IIN",
                            "qupiya.scratch_canary.utf8: a name",
                            "qupiya.scratch_canary.utf16: a name",
                            "qupiya.scratch_canary.raw_digest: a phone",
                            "qupiya.scratch_canary.base64: a name",
                            "qupiya.scratch_canary.upper: a name",
                            "scratch_elsewhere.scratch_canary.plain: a name");
        } finally {
            jdbc.execute("drop schema scratch_elsewhere cascade");
            jdbc.execute("drop table if exists qupiya.scratch_canary");
        }
        try (var log = LogRecord.begin()) {
            var logger = (Logger) LoggerFactory.getLogger("kz.qupiya.scratch");
            logger.debug("a message", new IllegalStateException("outer", new IllegalArgumentException(iin)));
            assertThat(log.lines().stream().flatMap(line -> canaries.in(line).stream()))
                    .containsExactly("an IIN");
        }
    }

    // --- the ways in

    /** A breach over our API: its words, an account under suspicion, the people, a measure, the notice and what somebody answers to it. */
    private String breach() {
        var breaches = "/api/v1/operators/" + TWELVE + "/breaches";
        var opened = api.post(
                "integration",
                breaches,
                Map.of(
                        "discoveredAt",
                        clock.instant().minusSeconds(60).toString(),
                        "kind",
                        "disclosure",
                        "description",
                        plant("breach: description", "Канареев Нарушитель видел базу клиентов"),
                        "dataCategories",
                        List.of(plant("breach: category", "паспорт Канареевой Утечки")),
                        "compromisedAccounts",
                        List.of(Map.of("login", plant("breach: account", "kanareika-vzlom")))));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        var path = breaches + "/" + number;
        // A file of one person, whose whole text somebody might try, and more as JSON.
        var file = plant("breach: a whole file", "phone\n+77019876432\n");
        plant("breach: phone of the file", "+77019876432");
        var put = api.put("integration", path + "/affected", "text/csv", file.getBytes(StandardCharsets.UTF_8));
        assertThat(put.status()).as(put.raw().body()).isEqualTo(200);
        var people = List.of(Map.of(
                "phone", plant("breach: phone", "+77019876433"),
                "email", plant("breach: mail", "kanareika.zatronutaya@example.kz"),
                "login", plant("breach: login", "kanareika-zatronutaya"),
                "iin", plant("breach: bad IIN", "910317499992"),
                "name", plant("breach: name", "Канареева Затронутая")));
        assertThat(api.post("security", path + "/affected", people)
                        .body()
                        .path("faults")
                        .asLong())
                .isEqualTo(1);
        api.post("security", path + "/parts", Map.of("facts", plant("breach: fact", "Канарейкин Знаток признался")));
        jobs.runDue(number);
        done("security", number, "userTask_assessBreach", Map.of("verdict", "confirmed"));
        var measure = api.post(
                "security",
                path + "/measures",
                Map.of(
                        "text",
                        plant("breach: measure", "Отобрать пропуск у Канареенко"),
                        "owner",
                        "security-officer",
                        "dueOn",
                        LocalDate.ofInstant(clock.instant(), Almaty.ZONE)
                                .plusDays(2)
                                .toString()));
        assertThat(measure.status()).as(measure.raw().body()).isEqualTo(201);
        done("security", number, "userTask_prepareFiling", Map.of("filingWay", "hand"));
        done("officer", number, "userTask_approveFiling", Map.of("approval", "approved"));
        done("security", number, "userTask_determineAffected", Map.of("listComplete", true));
        done("officer", number, "userTask_decideNotice", Map.of("tell", "tell", "tellReason", "high-risk"));
        done("officer", number, "userTask_writeNotice", Map.of("noticeWritten", true));
        done("lawyer", number, "userTask_approveNotice", Map.of("approval", "approved"));
        send.run();
        var campaign = campaigns
                .ofCase(cases.require(new OperatorKey(TWELVE), number).id())
                .get(0);
        send.report(campaign.number(), 1, plant("breach: answer", "Канареева Должница: на меня взяли кредит"));
        api.get("security", path + "/authority-file");
        return number;
    }

    /** From the letter to the court, with all that staff write on the way. */
    private String claim() {
        var claims = "/api/v1/operators/" + TWELVE + "/claims";
        var opened = api.post(
                "integration",
                claims,
                Map.of(
                        "subject",
                        Map.of(
                                "phone", plant("claim: phone", "+77019876441"),
                                "email", plant("claim: mail", "kanareika.pretenziya@example.kz"),
                                "fullName", plant("claim: name", "Канареева Претензия")),
                        "requester",
                        Map.of(
                                "kind",
                                "subject",
                                "name",
                                "Канареева Претензия",
                                "address",
                                plant("claim: address", "Алматы, улица Канареечная, 7")),
                        "statement",
                        plant("claim: statement", "Канареев Звонил мне ночью"),
                        "demand",
                        Map.of("action", plant("claim: demand", "Пусть Канареев извинится лично")),
                        "damages",
                        plant("claim: damages", "Канареева Больничная лечилась месяц"),
                        "consumerClaim",
                        true));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        var path = claims + "/" + number;
        jobs.runDue(number);
        said("lawyer", path + "/demands", "kind", "other", "words", plant("claim: more", "И Канареенко пусть уволят"));
        done("clerk", number, "userTask_sortDemands", Map.of("consumer", "yes", "demandsSorted", true));
        said(
                "security",
                path + "/views",
                "topic",
                "security",
                "text",
                plant("claim: security", "Канареев входил в базу"));
        said("lawyer", path + "/views", "topic", "legal", "text", plant("claim: legal", "Канареевой положено"));
        done("security", number, "userTask_giveSecurityView", Map.of("securityGiven", true));
        done("lawyer", number, "userTask_giveLegalView", Map.of("legalGiven", true));
        for (var task : tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey("userTask_giveClaimFacts")
                .list()) {
            var system = String.valueOf(tasks.getVariable(task.getId(), "system"));
            said(
                    "custodian",
                    path + "/views",
                    "topic",
                    "system:" + system,
                    "text",
                    plant("claim: facts of " + system, "Канареев в журнале " + system));
            staffTasks.complete("custodian", task, Map.of("factsGiven", true));
        }
        jobs.runDue(number);
        done(
                "lawyer",
                number,
                "userTask_assessClaim",
                Map.of("allegation", "unlawful-use", "shown", "yes", "damageDocuments", "no"));
        for (int demand = 1; demand <= 2; demand++) {
            written("lawyer", path + "/demands/" + demand, Map.of("result", "refused", "reason", "demand-not-founded"));
        }
        written("lawyer", path + "/cause", Map.of("cause", "staff-error"));
        written("lawyer", path + "/answer", Map.of("text", plant("claim: answer", "Канареевой отвечаем: нет")));
        done("lawyer", number, "userTask_decideClaim", Map.of("decisionWay", "departed", "departReason", "evidence"));
        done("officer", number, "userTask_approveAnswer", Map.of("approval", "approved"));
        dueLetters.run();
        TestClock.forward(Duration.ofMinutes(2));
        jobs.runDue(number);
        var body = api.post(
                "clerk",
                path + "/reactions",
                Map.of(
                        "kind", "consumer-body",
                        "text", plant("claim: body", "Орган спрашивает о Канареевой"),
                        "name", plant("claim: body's name", "Комитет имени Канареева"),
                        "email", plant("claim: body's mail", "kanareika.komitet@example.kz")));
        assertThat(body.status()).as(body.raw().body()).isEqualTo(204);
        jobs.runDue(number);
        written("lawyer", path + "/explanation", Map.of("text", plant("claim: explanation", "Поясняем о Канареевой")));
        done("lawyer", number, "userTask_explain", Map.of("explanationWritten", true));
        done("officer", number, "userTask_approveExplanation", Map.of("approval", "approved"));
        api.post(
                "lawyer", path + "/reactions", Map.of("kind", "court", "text", plant("claim: suit", "Иск Канареевой")));
        jobs.runDue(number);
        return number;
    }

    private void said(String user, String path, String code, String value, String field, String words) {
        var answer = api.post(user, path, Map.of(code, value, field, words));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
    }

    private void written(String user, String path, Map<String, String> body) {
        try {
            var answer = api.put(user, path, "application/json", new ObjectMapper().writeValueAsBytes(body));
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void done(String user, String number, String task, Map<String, Object> variables) {
        staffTasks.complete(user, staffTasks.of(number, task), variables);
        jobs.runDue(number);
    }

    /** Over our API, by a representative, with documents, notes, facts and a proof of authority; not confirmed in the end. */
    private String notConfirmed() {
        var body = request("a", "representative", "inaccurate-data");
        var number = open(ZVONOBOT, body, "Idempotency-Key", plant("a: idempotency key", "kanareika-klyuch-850101"));
        api.post("integration", blocks(ZVONOBOT), body, "Idempotency-Key", "kanareika-klyuch-850101");
        drive(ZVONOBOT, number);
        var authority = upload(ZVONOBOT, number, "authority", "a: document", "Доверенность на Канарееву.pdf");
        // Small documents of which somebody might try all contents.
        documentOf(ZVONOBOT, number, plant("a: whole text of a document", "Канарейкин Кенар Кенарович"));
        note(ZVONOBOT, number, "a");
        api.get("officer", path(ZVONOBOT, number) + "/panel");
        for (var field : List.of("subject.iin", "requester.name", "requester.email")) {
            api.post("officer", path(ZVONOBOT, number) + "/reveal", Map.of("field", field));
        }
        api.get("officer", path(ZVONOBOT, number) + "/documents/" + authority);
        facts(ZVONOBOT, number, "a");
        var entitled = api.post(
                "officer", path(ZVONOBOT, number) + "/entitlement", Map.of("state", "proved", "documentId", authority));
        assertThat(entitled.status()).as(entitled.raw().body()).isEqualTo(200);
        // What the form does not know is refused, and stays nowhere.
        var stray = plant("a: stray variable", "канарейка-в-переменной");
        assertThatThrownBy(() -> complete(
                        "officer",
                        task(number, DataBlockingModel.Elements.VERIFY),
                        Map.of("decision", "not-confirmed", "notConfirmedReason", stray)))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> complete(
                        "officer",
                        task(number, DataBlockingModel.Elements.VERIFY),
                        Map.of("decision", "not-confirmed", "comment", stray)))
                .isInstanceOf(RuntimeException.class);
        complete(
                "officer",
                task(number, DataBlockingModel.Elements.VERIFY),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        drive(ZVONOBOT, number);
        closed(ZVONOBOT, number, "unblocked");
        return number;
    }

    /** The use of that client's data ends: in the systems, and at a recipient who acknowledges by a document. */
    private void stopped(String number) {
        var operator = new OperatorKey(ZVONOBOT);
        var file = cases.require(operator, number);
        var person = parties.identifiers(file.id());
        assertThat(obligations.find(operator, person).failedSystems()).isEmpty();
        var purposes = Set.of(Purpose.ADVERTISING, Purpose.BILLING);
        var act = transaction.execute(
                status -> acts.preview(PrepareAct.stop(operator, file.id(), person, purposes, "system")));
        for (var system : act.systems()) {
            acts.run(act.id(), system.system());
            acts.prove(act.id(), system.system());
        }
        assertThat(acts.complete(act.id()).systems()).isNotEmpty();
        var notice = recipients
                .tell(operator, file.id(), ActKind.STOP, purposes)
                .get(0)
                .id();
        var document = upload(ZVONOBOT, number, "other", "b: acknowledgement", "Канарееву больше не пишем.pdf");
        assertThat(api.post(
                                "officer",
                                path(ZVONOBOT, number) + "/recipients/" + notice + "/acknowledgement",
                                Map.of("documentId", document))
                        .status())
                .isEqualTo(200);
    }

    /** A client whom the systems know, found by one identifier: what is found must not stay in plain either. */
    private String corrected() {
        var person = demo("demo_zvonobot")
                .sql("select iin, full_name, phone, email, login from lk.client order by id offset 40 limit 1")
                .query()
                .singleRow();
        plantAll("found at zvonobot", person);
        var body = new HashMap<>(request("b", "subject", "inaccurate-data"));
        body.put("subject", Map.of("iin", person.get("iin")));
        var number = open(ZVONOBOT, body);
        drive(ZVONOBOT, number);
        var document = upload(ZVONOBOT, number, "confirming", "b: document", "Удостоверение Канарееву.pdf");
        var corrected = api.post(
                "officer",
                path(ZVONOBOT, number) + "/corrections",
                Map.of(
                        "values",
                        List.of(
                                Map.of(
                                        "field",
                                        "full-name",
                                        "oldValue",
                                        person.get("full_name"),
                                        "newValue",
                                        plant("b: corrected name", "Исправленная Қанарейқызы Құсайын")),
                                Map.of(
                                        "field",
                                        "address",
                                        "newValue",
                                        plant("b: corrected address", "г. Канареевск, ул. Клеточная, 77"))),
                        "documentId",
                        document,
                        "confirmedOn",
                        "2026-11-02"));
        assertThat(corrected.status()).as(corrected.raw().body()).isEqualTo(204);
        complete(
                "officer",
                task(number, DataBlockingModel.Elements.VERIFY),
                Map.of("decision", "inaccurate-correctable"));
        drive(ZVONOBOT, number);
        closed(ZVONOBOT, number, "rectified");
        return number;
    }

    /** Over engine REST, once as the contract says and once as a variable that would last; with acts done by hand; destroyed. */
    private String destroyedOverEngineRest() {
        var person = demo("demo_kao_solutions")
                .sql(
                        """
                        select c.iin, c.login, p.phone, c.surname || ' ' || c.name as full_name
                        from crm.client c join crm.client_phone p on p.client_id = c.id
                        where c.iin is not null order by c.iin offset 40 limit 1""")
                .query()
                .singleRow();
        plantAll("found at kao", person);
        var lasting = new HashMap<>(request("c-lasting", "authority", "unlawful-processing"));
        assertThat(start(KAO, lasting, false)).startsWith("KAO-");
        var body = new HashMap<>(request("c", "subject", "unlawful-processing"));
        body.put("subject", Map.of("iin", person.get("iin")));
        var number = start(KAO, body, true);
        drive(KAO, number);
        note(KAO, number, "c");
        complete("officer", task(number, DataBlockingModel.Elements.VERIFY), Map.of("decision", "unlawful-processing"));
        jobs.runDue(number);
        complete("lawyer", task(number, DataBlockingModel.Elements.APPROVE), Map.of("approval", "approved"));
        drive(KAO, number);
        var outcome = cases.require(new OperatorKey(KAO), number).outcome();
        assertThat(outcome).isNotNull();
        assertThat(outcome.json()).startsWith("destroyed");
        return number;
    }

    /** While a system is down: the driver's exceptions and the incident must not quote what was asked for. */
    private String systemDown() {
        var person = demo("demo_twelve")
                .sql("select iin, '+' || phone as phone from emoney.owner order by iin offset 40 limit 1")
                .query()
                .singleRow();
        plantAll("found at twelve", person);
        var body = new HashMap<>(request("d", "subject", "inaccurate-data"));
        body.put("subject", person);
        String number;
        allowConnections("demo_twelve", false);
        try {
            number = open(TWELVE, body);
            jobs.runDueUntilFailing(number);
            permit(TWELVE, person);
        } finally {
            allowConnections("demo_twelve", true);
        }
        assertThat(runtime.createIncidentQuery().list()).isNotEmpty();
        runRunners();
        jobs.runDue(number);
        complete(
                "officer",
                task(number, DataBlockingModel.Elements.VERIFY),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "no-data-found"));
        jobs.runDue(number);
        closed(TWELVE, number, "unblocked");
        return number;
    }

    /** What is refused leaves nothing behind. */
    private void badRequests() {
        var bad = plant("bad IIN", "910317499990");
        var cases = List.<Object>of(
                Map.of("subject", Map.of("iin", bad), "ground", "inaccurate-data"),
                Map.of(
                        "subject",
                        Map.of(plant("unknown field", "kanareika_pole"), plant("unknown value", "канарейка-значение"))),
                Map.of("subject", Map.of("phone", plant("bad phone", "+7701000канарейка"))),
                Map.of("ground", plant("unknown ground", "kanareika-osnovanie")),
                Map.of("receivedAt", plant("bad time", "2026-канарейка")),
                Map.of("requester", Map.of("kind", plant("bad kind", "kanareika-rod"))),
                "{\"subject\": {\"iin\": \"" + plant("broken JSON", "910318499997") + "\"");
        for (var body : cases) {
            assertThat(api.post("integration", blocks(ZVONOBOT), body).status()).isEqualTo(400);
            assertThat(api.post(
                                    "integration",
                                    "/engine-rest/process-definition/key/dataBlocking/start",
                                    engine(ZVONOBOT, body, true))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(api.post("integration2", blocks(ZVONOBOT), request("refused", "subject", "inaccurate-data"))
                        .status())
                .isEqualTo(404);
        assertThat(api.post("integration", blocks(ZVONOBOT) + "/" + plant("unknown path", "kanareika-put"), Map.of())
                        .status())
                .isGreaterThanOrEqualTo(400);
        assertThat(api.get(
                                "integration",
                                "/api/v1/operators/zvonobot/cases/" + plant("unknown number", "KANAREIKA-2026-1"))
                        .status())
                .isEqualTo(404);
    }

    /** Permits, allowed, denied and refused, one by one and by list, in a body and in an address. */
    private void questions() {
        permit(
                ZVONOBOT,
                Map.of(
                        "iin",
                        plant("asked IIN", iin("880413", 4)),
                        "email",
                        plant("asked mail", "sprosili@kanareika.kz")));
        permit(ZVONOBOT, Map.of("login", plant("asked login", "sprosili-kanareiku")));
        var phone = plant("asked phone", "+77017770141");
        assertThat(api.get(
                                "integration",
                                "/api/v1/operators/zvonobot/permits?purpose=service&phone=" + phone.replace("+", "%2B"))
                        .status())
                .isEqualTo(200);
        assertThat(api.get(
                                "integration",
                                "/api/v1/operators/zvonobot/permits?purpose=service&iin="
                                        + plant("asked bad IIN", "880413499999"))
                        .status())
                .isEqualTo(400);
        var checked = api.post(
                "integration",
                "/api/v1/operators/zvonobot/permits/check",
                Map.of(
                        "purpose",
                        "service",
                        "subjects",
                        List.of(
                                Map.of("contract", plant("checked contract", "КАНАР-ДОГ-77")),
                                Map.of("iin", plant("checked bad IIN", "770413499999")))));
        assertThat(checked.status()).as(checked.raw().body()).isIn(200, 400);
    }

    /** Consents, one by one and by list, taken and refused, withdrawn and proved. */
    private void consents() {
        var name = plant("consent: name", "Согласная Канарейка Кенаровна");
        var iin = plant("consent: iin", iin("920317", 4, 7));
        var phone = plant("consent: phone", "+77017770171");
        var address = plant("consent: address", "сеть-канарейки-198.51.100.7");
        var subject = Map.of(
                "iin",
                iin,
                "phone",
                phone,
                "email",
                plant("consent: mail", "soglasna@kanareika.kz"),
                "login",
                plant("consent: login", "soglasna.kanareika"),
                "contract",
                plant("consent: contract", "КАНАР-СОГЛ-71"));
        var given = consent(subject, name, address + " " + card());
        assertThat(api.post("integration", consents(KAO), given).status()).isEqualTo(201);
        for (var spoiled : List.of(
                Map.of("purposes", List.of(plant("consent: purpose", "kanareika-cel"))),
                Map.of("term", plant("consent: term", "P1канарейка")),
                Map.of("givenAt", plant("consent: moment", "2026-11-канарейка")),
                Map.of("subject", Map.of("iin", plant("consent: bad IIN", "920317499999"))))) {
            var bad = new HashMap<>(given);
            bad.putAll(spoiled);
            assertThat(api.post("integration", consents(KAO), bad).status()).isEqualTo(400);
        }
        var shared = new HashMap<>(consent(subject, name, address));
        @SuppressWarnings("unchecked")
        var text = new HashMap<String, Object>((Map<String, Object>) given.get("proof"));
        text.put("otherInformation", "согласие дала " + name);
        shared.put("proof", text);
        assertThat(api.post("integration", consents(KAO), shared).status())
                .as("a name in the text that all share")
                .isEqualTo(400);

        var header =
                "phone,fullName,purposes,givenAt,operatorName,operatorBin,termText,thirdPartyTransfer,crossBorderTransfer,publication,data,"
                        + "otherInformation,form,action,textVersion,address\n";
        var rest =
                ",2026-11-01T10:00:00+05:00,Оператор,250640020303,до отзыва,true,false,false,телефон,нет,other,кнопка,2026-03,";
        var file = header
                + plant("list: phone", "+77017770172") + "," + plant("list: name", "Списочная Канарейка")
                + ",advertising" + rest
                + plant("list: address", "адрес-канарейки-в-списке") + "\n"
                + plant("list: bad phone", "8701канарейка") + "," + plant("list: refused name", "Отказанная Канарейка")
                + ","
                + plant("list: bad purpose", "cel-kanareiki") + rest + "x\n"
                + plant("list: stray line", "одинокая канарейка") + "\n";
        var key = plant("list: key", "kanareika-spisok-920317");
        var loaded = api.put(
                "integration",
                consents(KAO),
                "text/csv",
                file.getBytes(StandardCharsets.UTF_8),
                "Idempotency-Key",
                key);
        assertThat(loaded.raw().body()).contains("\"accepted\":1", "\"rejected\":2");
        assertThat(api.put(
                                "integration",
                                consents(KAO),
                                "text/csv",
                                (file + file).getBytes(StandardCharsets.UTF_8),
                                "Idempotency-Key",
                                key)
                        .status())
                .isEqualTo(409);
        assertThat(api.put(
                                "integration",
                                consents(KAO),
                                "text/csv",
                                header.replace("address", plant("list: column", "колонка канарейки"))
                                        .getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(api.get("integration", loaded.body().path("rejects").asText())
                        .status())
                .isEqualTo(200);

        var person = hasher.hashes(
                new OperatorKey(KAO),
                List.of(new Identifier(IdentifierKind.IIN, iin), new Identifier(IdentifierKind.PHONE, phone)));
        assertThat(consentRegister.withdraw(
                        new OperatorKey(KAO), person, Set.of(Purpose.ADVERTISING), clock.instant(), "KAO-2026-000071"))
                .hasSize(1);
        var proof = api.get("officer", consents(KAO) + "?iin=" + iin);
        assertThat(canaries.in(proof.raw().body()))
                .contains("consent: name", "consent: address")
                .doesNotContain("card number");
        assertThat(api.post("lawyer", consents(KAO) + "/search", Map.of("subject", subject))
                        .status())
                .isEqualTo(200);
        assertThat(api.get("officer", consents(KAO) + "?iin=" + plant("consent: asked bad IIN", "930317499999"))
                        .status())
                .isEqualTo(400);
    }

    private static Map<String, Object> consent(Map<String, String> subject, String name, String address) {
        return Map.of(
                "subject",
                subject,
                "purposes",
                List.of("advertising"),
                "givenAt",
                "2026-11-01T10:00:00+05:00",
                "proof",
                Map.ofEntries(
                        Map.entry("operatorName", "ТОО «KAO Solutions»"),
                        Map.entry("operatorBin", "250640020303"),
                        Map.entry("fullName", name),
                        Map.entry("termText", "до отзыва"),
                        Map.entry("thirdPartyTransfer", true),
                        Map.entry("crossBorderTransfer", false),
                        Map.entry("publication", false),
                        Map.entry("data", List.of("телефон")),
                        Map.entry("otherInformation", "нет"),
                        Map.entry("form", "other"),
                        Map.entry("action", "кнопка «Запросить отчёт»"),
                        Map.entry("textVersion", "2026-03"),
                        Map.entry("address", address)));
    }

    private static String consents(String operator) {
        return "/api/v1/operators/" + operator + "/consents";
    }

    // --- pieces

    private Map<String, Object> request(String who, String kind, String ground) {
        var at = who.chars().sum() % 90 + 10;
        var subject = new LinkedHashMap<String, Object>();
        subject.put("iin", plant(who + ": iin", iin("910317", 4, 5 * at)));
        subject.put("phone", plant(who + ": phone", "+770177701" + at));
        subject.put("email", plant(who + ": mail", "lico-" + who + "@kanareika.kz"));
        subject.put("login", plant(who + ": login", "kanareika.login." + who));
        subject.put("contract", plant(who + ": contract", "КАНАР-" + who + "-2026"));
        subject.put("fullName", plant(who + ": name", "Канареева Қанағат " + who));
        var requester = new LinkedHashMap<String, Object>();
        requester.put("kind", kind);
        requester.put("name", plant(who + ": requester", "Заявитель Канареевский " + who));
        requester.put("email", plant(who + ": requester's mail", "zayavitel-" + who + "@kanareika.kz"));
        requester.put("phone", plant(who + ": requester's phone", "+770177702" + at));
        requester.put("address", plant(who + ": address", "г. Канареевск, ул. Пернатая, " + who));
        requester.put("authorityDocument", plant(who + ": authority", "Доверенность канарейки № " + who));
        var body = new LinkedHashMap<String, Object>();
        body.put("subject", subject);
        body.put("requester", requester);
        body.put("ground", ground);
        body.put("description", plant(who + ": description", "Прошу, я канарейка " + who) + ", карта " + card());
        return body;
    }

    private String card() {
        return plant("card number", CARD);
    }

    private String plant(String name, String value) {
        return canaries.plant(name, value);
    }

    private void plantAll(String where, Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (value != null) {
                plant(where + ": " + name, String.valueOf(value));
            }
        });
    }

    /** A valid number of a person who does not exist. */
    private static String iin(String date, int century) {
        return iin(date, century, 0);
    }

    private static String iin(String date, int century, int from) {
        for (int serial = 9100 + from; ; serial++) {
            var body = date + century + serial;
            int check = check(body, 1);
            check = check == 10 ? check(body, 3) : check;
            if (check < 10) {
                return body + check;
            }
        }
    }

    private static int check(String body, int first) {
        return IntStream.range(0, 11)
                        .map(i -> (body.charAt(i) - '0') * ((i + first - 1) % 11 + 1))
                        .sum()
                % 11;
    }

    /** By mail: a request with a file, an answer that joins it, a withdrawal from advertising, an automatic answer, one that fails, and some that wait for their turn. */
    private List<String> mails() {
        var sender = plant("mail: sender", "kanareika.pochtovaya@kletka.kz");
        var to = "kazakhstan@zvonobot.kz";
        post.send(
                sender,
                to,
                "From: " + plant("mail: sender's name", "Канарейка Почтовая-Письменная") + " <" + sender
                        + ">\nSubject: "
                        + plant("mail: subject", "Тема от почтовой канарейки")
                        + "\nMessage-ID: <" + plant("mail: Message-ID", "kanareika.1.104@kletka.kz")
                        + ">\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
                        + plant("mail: text", "Пишет вам почтовая канарейка") + ", карта " + card()
                        + "\n--b\nContent-Type: text/plain; name=\"" + plant("mail: file's name", "kanareika-fail.txt")
                        + "\"\n\n"
                        + plant("mail: file's content", "Содержание почтовой канарейки")
                        + "\n--b\nContent-Type: application/zip; name=\""
                        + plant("mail: left out", "kanareika-bomba.zip")
                        + "\"\n\nPK\n--b--\n");
        run("mail-fetch", "mail-work");
        var number = mailed();
        jobs.runDue(number);
        post.write(sender, to, "Re: " + number, "", plant("mail: answer", "Отвечает почтовая канарейка"));
        post.write(
                sender,
                to,
                plant("mail: automatic", "Канарейка в отпуске"),
                "Auto-Submitted: auto-replied\n",
                "Канарейка в отпуске");
        post.write(sender, to, "Отписаться", "", "");
        run("mail-fetch", "mail-work");
        var withdrawn = mailed();
        jobs.runDue(withdrawn);
        var failing = plant("mail: failing", "kanareika.bitaya@kletka.kz");
        post.write(failing, to, "Битая канарейка", "", "Битая канарейка");
        run("mail-fetch");
        jdbc.update("update qupiya.mail_chunk set content = 'damaged'::bytea");
        run("mail-work");
        for (int i = 0; i < 8; i++) {
            post.write(
                    sender, to, "Канарейка ждёт", "", plant("mail: waiting " + i, "Ожидающая почтовая канарейка " + i));
        }
        run("mail-fetch", "mail-work");
        assertThat(jdbc.queryForObject(
                        "select count(*) from qupiya.mail_chunk c join qupiya.mail_item i on i.id = c.mail_id where i.attempts = 0",
                        Long.class))
                .as("mails that wait sealed")
                .isPositive();
        jdbc.update("update qupiya.mail_item set next_at = '2099-01-01' where next_at is not null");
        return List.of(number, withdrawn);
    }

    private String mailed() {
        return jdbc.queryForObject(
                """
                select c.number from qupiya.case_mail m join qupiya.case_file c on c.id = m.case_id
                where not m.joined order by c.opened_at desc limit 1""",
                String.class);
    }

    private void run(String... names) {
        for (var name : names) {
            runners.stream()
                    .filter(runner -> runner.getName().equals(name))
                    .forEach(runner -> runner.execute(new TaskInstance<>(name, RecurringTask.INSTANCE), null));
        }
    }

    private void permit(String operator, Map<String, ?> subject) {
        var answer = api.post(
                "integration",
                "/api/v1/operators/" + operator + "/permits",
                Map.of("purpose", "service", "subject", subject));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    }

    private String open(String operator, Map<String, ?> body, String... headers) {
        var answer = api.post("integration", blocks(operator), body, headers);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("number").asText();
    }

    private String start(String operator, Map<String, ?> body, boolean passing) {
        var answer = api.post(
                "integration",
                "/engine-rest/process-definition/key/dataBlocking/start",
                engine(operator, body, passing));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body().path("businessKey").asText();
    }

    private static Map<String, Object> engine(String operator, Object body, boolean passing) {
        String text;
        try {
            text = body instanceof String s
                    ? s
                    : new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        var intake = new HashMap<String, Object>(Map.of("type", "String", "value", text));
        if (passing) {
            intake.put("valueInfo", Map.of("transient", true));
        }
        return Map.of("variables", Map.of("operator", Map.of("type", "String", "value", operator), "intake", intake));
    }

    private String upload(String operator, String number, String purpose, String name, String fileName) {
        var file = plant(name + "'s name", fileName);
        var text = plant(name + "'s content", "Kanareika " + name);
        var pdf = "%PDF-1.4\n% " + text + "\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
        var answer = api.upload(
                "officer", path(operator, number) + "/documents", purpose, file, pdf.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private void documentOf(String operator, String number, String text) {
        var answer = api.upload(
                "officer",
                path(operator, number) + "/documents",
                "other",
                "spravka.txt",
                text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    }

    private void note(String operator, String number, String who) {
        var answer = api.post(
                "officer",
                path(operator, number) + "/notes",
                Map.of("text", plant(who + ": note", "Звонила канарейка " + who) + " с картой " + card()));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    }

    private void facts(String operator, String number, String who) {
        var asked = api.post(
                "officer",
                path(operator, number) + "/facts-requests",
                Map.of(
                        "system",
                        "cabinet",
                        "question",
                        plant(who + ": question", "Когда вписана канарейка " + who) + "? " + card()));
        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
        jobs.runDue(number);
        var answered = api.post(
                "custodian",
                path(operator, number) + "/facts-requests/"
                        + asked.body().path("id").asText() + "/answer",
                Map.of("answer", plant(who + ": answer", "Канарейка вписана вчера: " + who) + ", карта " + card()));
        assertThat(answered.status()).as(answered.raw().body()).isEqualTo(200);
        complete("custodian", task(number, DataBlockingModel.Elements.GIVE_FACTS), Map.of("factsGiven", true));
        jobs.runDue(number);
    }

    private static String blocks(String operator) {
        return "/api/v1/operators/" + operator + "/data-blocks";
    }

    private static String path(String operator, String number) {
        return "/api/v1/operators/" + operator + "/cases/" + number;
    }

    private Task task(String number, String key) {
        return staffTasks.of(number, key);
    }

    private void complete(String user, Task task, Map<String, Object> variables) {
        staffTasks.complete(user, task, variables);
    }

    private void drive(String operator, String number) {
        for (int i = 0; i < 10; i++) {
            jobs.runDue(number);
            var byHand = tasks.createTaskQuery()
                    .processInstanceBusinessKey(number)
                    .taskDefinitionKey(CaseworkModel.Elements.ACT_BY_HAND)
                    .list();
            if (byHand.isEmpty()) {
                return;
            }
            for (var task : byHand) {
                var proof = api.post(
                        "custodian",
                        path(operator, number) + "/acts/" + tasks.getVariable(task.getId(), "actId") + "/systems/"
                                + tasks.getVariable(task.getId(), "system") + "/proof",
                        // The whole text is the value: a digest of it would be one of little to try.
                        Map.of("proof", plant("proof by hand", "Дело Канареевой " + card())));
                assertThat(proof.status()).as(proof.raw().body()).isLessThan(300);
                complete("custodian", task, Map.of("handDone", true));
            }
        }
        throw new AssertionError(number + " has tasks by hand without end");
    }

    private void closed(String operator, String number, String outcome) {
        var view = api.get("integration", path(operator, number));
        assertThat(view.body().path("outcome").asText()).as(view.raw().body()).isEqualTo(outcome);
    }

    /** Letters go out, bounces, notices and events are looked after, timelines verified: once, as the scheduler would. */
    private void runRunners() {
        assertThat(runners).hasSizeGreaterThan(8);
        for (var runner : runners) {
            runner.execute(new TaskInstance<>(runner.getName(), RecurringTask.INSTANCE), null);
        }
    }

    private JdbcClient demo(String database) {
        return JdbcClient.create(new DriverManagerDataSource(adminUrl.replace("/postgres?", "/" + database + "?")));
    }

    private void allowConnections(String database, boolean allowed) {
        var admin = JdbcClient.create(new DriverManagerDataSource(adminUrl));
        admin.sql("alter database " + database + " with allow_connections " + allowed)
                .update();
        if (!allowed) {
            admin.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                    .param(database)
                    .query((row, i) -> true)
                    .list();
        }
    }

    // --- that it was worth looking

    private void looked(DatabaseScan scan) {
        assertThat(scan.rows().keySet())
                .as("tables that were read")
                .hasSizeGreaterThan(80)
                .anyMatch(table -> table.startsWith("qupiya."))
                .contains("public.flyway_schema_history", "qupiya.scheduled_tasks");
        assertThat(scan.columns()).as("columns that were read").isGreaterThan(900);
        assertThat(scan.allRows()).as("rows that were read").isGreaterThan(2_000);
        // An empty table proves nothing. Outgoing events are missing here: no shipped profile has an address for them.
        assertThat(scan.rows().entrySet().stream()
                        .filter(table -> table.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()))
                .contains(
                        "public.act_hi_procinst",
                        "public.act_hi_actinst",
                        "public.act_hi_taskinst",
                        "public.act_hi_varinst",
                        "public.act_hi_detail",
                        "public.act_hi_job_log",
                        "public.act_hi_incident",
                        "public.act_hi_op_log",
                        "public.act_ge_bytearray",
                        "public.act_id_user",
                        "qupiya.case_file",
                        "qupiya.case_event",
                        "qupiya.case_document",
                        "qupiya.case_document_chunk",
                        "qupiya.case_note",
                        "qupiya.case_identifier",
                        "qupiya.vault_value",
                        "qupiya.identity_link",
                        "qupiya.data_block_correction",
                        "qupiya.facts_request",
                        "qupiya.idempotency",
                        "qupiya.restriction",
                        "qupiya.restriction_identifier",
                        "qupiya.act",
                        "qupiya.act_system",
                        "qupiya.act_item",
                        "qupiya.letter",
                        "qupiya.consent",
                        "qupiya.consent_text",
                        "qupiya.consent_identifier",
                        "qupiya.consent_event",
                        "qupiya.consent_withdrawal",
                        "qupiya.mailbox",
                        "qupiya.mail_item",
                        "qupiya.mail_chunk",
                        "qupiya.case_mail",
                        "qupiya.consent_look",
                        "qupiya.consent_load",
                        "qupiya.consent_reject",
                        "qupiya.seal_key");
        assertThat(jdbc.queryForObject("select count(*) from pg_largeobject_metadata", Long.class))
                .as("large objects, which no column shows")
                .isZero();
    }

    /** What was planted did get in, and can be opened by the key of its case; a card number did not even get there. */
    private void keptButSealed(List<String> numbers) {
        var opened = numbers.stream()
                .map(number -> number.split(" "))
                .flatMap(number ->
                        vault
                                .revealAll(cases.require(new OperatorKey(number[0]), number[1])
                                        .id())
                                .entrySet()
                                .stream())
                .toList();
        var kept = opened.stream()
                .flatMap(value -> canaries.in(value.getValue()).stream())
                .collect(Collectors.toSet());
        assertThat(kept)
                .contains(
                        "a: iin",
                        "a: phone",
                        "a: mail",
                        "a: login",
                        "a: contract",
                        "a: name",
                        "a: requester",
                        "a: authority",
                        "a: description",
                        "a: note",
                        "a: question",
                        "a: answer",
                        "a: document's name",
                        "mail: sender",
                        "mail: sender's name",
                        "mail: subject",
                        "mail: text",
                        "mail: file's name",
                        "mail: left out",
                        "mail: answer",
                        "b: corrected name");
        assertThat(opened.stream()
                        .filter(value -> canaries.in(value.getValue()).contains("card number"))
                        .map(Map.Entry::getKey))
                .as("fields of the vault that hold a card number")
                .isEmpty();
    }
}
