package kz.qupiya.claimhandling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.casework.SuspendedDestructions;
import kz.qupiya.claimhandling.process.ClaimHandlingModel;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Elements;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.letter.DueLetters;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Coverage;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import kz.qupiya.testing.TestData;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;

/** A claim over every path of its models, on the demonstration operators, with the timers fired. */
@QupiyaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("A claim")
class ClaimHandlingProcessTest {

    @Autowired
    Api api;

    @Autowired
    CaseDriver driver;

    @Autowired
    Jobs jobs;

    @Autowired
    Coverage coverage;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Parties parties;

    @Autowired
    Documents documents;

    @Autowired
    Restrictions restrictions;

    @Autowired
    Evidence evidence;

    @Autowired
    Acts acts;

    @Autowired
    Obligations obligations;

    @Autowired
    Recipients recipients;

    @Autowired
    SuspendedDestructions suspended;

    @Autowired
    Timeline timeline;

    @Autowired
    DueLetters letters;

    @Autowired
    StaffTasks staff;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identity;

    @Autowired
    ObjectMapper json;

    @Autowired
    Clock clock;

    @AfterEach
    void forgetUser() {
        identity.clearAuthentication();
    }

    @Test
    @Order(1)
    @DisplayName(
            "holds the evidence at once, opens linked cases of the same moment, pays what was promised and settles")
    void whole() {
        var person = driver.person("zvonobot", 70);
        var received = clock.instant().minus(Duration.ofHours(3));
        var number = open(
                "zvonobot",
                Map.of(
                        "subject",
                        Map.of("iin", person.iin(), "email", "claimant-70@example.kz"),
                        "demand",
                        List.of(
                                Map.of("action", "real-damage", "amount", 150000),
                                Map.of("action", "correction"),
                                Map.of("action", "apology")),
                        "consumerClaim",
                        true,
                        "allegation",
                        "unlawful-use",
                        "receivedAt",
                        received.toString()));
        var view = view("zvonobot", number);
        assertThat(view.path("kind").asText()).isEqualTo("claim");
        var duties = names(view.path("deadlines"), "duty");
        assertThat(duties).contains("answer-claim", "answer-consumer-claim");
        assertThat(due("zvonobot", number, Duty.ANSWER_CONSUMER_CLAIM).dueAt())
                .as("the consumer law is stricter than the policy")
                .isBefore(due("zvonobot", number, Duty.ANSWER_CLAIM).dueAt());
        // 201 was returned, and nothing may be destroyed any more
        assertThat(driver.allowed("zvonobot", "destruction", "iin", person.iin()))
                .isFalse();
        var linked = linked(view);
        assertThat(linked).hasSize(2);
        for (var other : linked) {
            assertThat(driver.file("zvonobot", other).receivedAt())
                    .isEqualTo(driver.file("zvonobot", number).receivedAt());
        }
        assertThat(driver.allowed("zvonobot", "service", "iin", person.iin()))
                .as("data said to be used unlawfully are blocked")
                .isFalse();
        jobs.runDue(number);
        assertThat(driver.letters("zvonobot", number)).contains("claim-received");
        assertThat(driver.allowed("zvonobot", "destruction", "phone", person.phone()))
                .as("the hold reaches every identifier of the person")
                .isFalse();

        sort(number, "yes");
        investigate("zvonobot", number);
        complete(
                "lawyer",
                number,
                Elements.ASSESS,
                Map.of("allegation", "unlawful-use", "shown", "yes", "damageDocuments", "yes"));
        jobs.runDue(number);
        assertThat(results(view("zvonobot", number))).containsExactlyInAnyOrder("satisfied", "satisfied");
        assertThatThrownBy(() -> decide(number, "as-proposed", Map.of()))
                .as("an amount is missing")
                .hasRootCauseInstanceOf(ConflictException.class);
        put("lawyer", "zvonobot", number, "/award", Map.of("amount", 120000.5, "payBy", inDays(14)), 204);
        assertThatThrownBy(() -> decide(number, "as-proposed", Map.of()))
                .as("cause and text are missing")
                .hasRootCauseInstanceOf(ConflictException.class);
        put("lawyer", "zvonobot", number, "/cause", Map.of("cause", "no-such-cause"), 400);
        put("lawyer", "zvonobot", number, "/cause", Map.of("cause", "staff-error"), 204);
        put("lawyer", "zvonobot", number, "/answer", Map.of("text", "Требование обоснованно."), 204);
        assertThatThrownBy(() -> decide(number, "as-proposed", Map.of()))
                .as("money goes to nobody whose identity is not shown")
                .hasRootCauseInstanceOf(ConflictException.class);
        parties.entitle(driver.file("zvonobot", number).id(), Entitlement.PROVED, null, Actor.user("officer"));
        decide(number, "as-proposed", Map.of());
        assertThatThrownBy(() -> complete("lawyer", number, Elements.APPROVE, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        complete(
                "officer", number, Elements.APPROVE, Map.of("approval", "rejected", "answerRejection", "amount-wrong"));
        jobs.runDue(number);
        complete(
                "lawyer",
                number,
                Elements.ASSESS,
                Map.of("allegation", "unlawful-use", "shown", "yes", "damageDocuments", "yes"));
        jobs.runDue(number);
        put("lawyer", "zvonobot", number, "/award", Map.of("amount", 150000, "payBy", inDays(14)), 204);
        decide(number, "as-proposed", Map.of());
        documents.add(
                driver.file("zvonobot", number).id(),
                DocumentPurpose.ANSWER,
                "Расчёт выплаты.txt",
                "150 000 тенге".getBytes(StandardCharsets.UTF_8),
                Actor.user("lawyer"));
        complete("officer", number, Elements.APPROVE, Map.of("approval", "approved"));
        jobs.runDue(number);
        assertThat(driver.letters("zvonobot", number)).contains("claim-answered");
        TestClock.forward(Duration.ofMinutes(2));
        jobs.runDue(number); // not sent yet: looks again
        sent("zvonobot", number);
        assertThat(attachments("claimant-70@example.kz"))
                .as("the answer goes out with its documents")
                .contains("Расчёт выплаты.txt");
        assertThat(due("zvonobot", number, Duty.ANSWER_CLAIM).state()).isEqualTo(DeadlineState.MET);
        assertThat(due("zvonobot", number, Duty.ANSWER_CONSUMER_CLAIM).state()).isEqualTo(DeadlineState.MET);

        assertThatThrownBy(() -> complete("lawyer", number, Elements.PAYMENT, Map.of("paymentMade", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        post("lawyer", "zvonobot", number, "/payment", Map.of("document", "ПП-15", "paidOn", inDays(1)), 400);
        post("lawyer", "zvonobot", number, "/payment", Map.of("document", "ПП-15", "paidOn", inDays(0)), 204);
        complete("lawyer", number, Elements.PAYMENT, Map.of("paymentMade", true));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("officer", number, Elements.ACTION, Map.of("actionDone", true)))
                .as("linked cases are open")
                .hasRootCauseInstanceOf(ConflictException.class);
        post("clerk", "zvonobot", number, "/reactions", Map.of("kind", "agreed"), 204);
        jobs.runDue(number);
        assertThat(view("zvonobot", number).path("status").asText())
                .as("what was promised is not done")
                .isNotEqualTo("closed");
        for (var other : linked) {
            close("zvonobot", other);
        }
        complete("officer", number, Elements.ACTION, Map.of("actionDone", true));
        jobs.runDue(number);
        TestClock.forward(Duration.ofHours(2));
        jobs.runDue(number);
        driver.closed("zvonobot", number, ClaimHandlingModel.ID, "satisfied");
        assertThat(driver.letters("zvonobot", number)).contains("claim-settled");
        assertThat(holds("zvonobot", number)).noneMatch(Restriction::stands);
        assertThat(driver.allowed("zvonobot", "destruction", "iin", person.iin()))
                .isTrue();
    }

    @Test
    @Order(2)
    @DisplayName("refused keeps the evidence by limitation, and can be reopened once")
    void refused() {
        // long ago, so that the case that goes on with it is no newer than what other tests open
        TestClock.set(clock.instant().minus(Duration.ofDays(70)));
        var person = driver.person("zvonobot", 72);
        var number = open(
                "zvonobot",
                Map.of(
                        "subject",
                        Map.of("iin", person.iin(), "email", "claimant-72@example.kz"),
                        "demand",
                        Map.of("action", "Верните мне спокойствие", "amount", "50000"),
                        "damages",
                        Map.of("moral", 10000),
                        "consumerClaim",
                        false));
        jobs.runDue(number);
        sort(number, "no");
        investigate("zvonobot", number);
        complete(
                "lawyer",
                number,
                Elements.ASSESS,
                Map.of(
                        "allegation",
                        "disclosure",
                        "shown",
                        "yes",
                        "exclusion",
                        "public-before",
                        "damageDocuments",
                        "no"));
        jobs.runDue(number);
        assertThat(results(view("zvonobot", number))).containsOnly("refused");
        put("lawyer", "zvonobot", number, "/demands/99", Map.of("result", "satisfied", "reason", "goodwill"), 400);
        assertThatThrownBy(() -> decide(number, "departed", Map.of("departReason", "goodwill")))
                .as("nothing departs")
                .hasRootCauseInstanceOf(ConflictException.class);
        put("officer", "zvonobot", number, "/cause", Map.of("cause", "no-fault"), 204);
        put("lawyer", "zvonobot", number, "/answer", Map.of("text", "Сведения были общедоступны."), 204);
        decide(number, "as-proposed", Map.of());
        complete("officer", number, Elements.APPROVE, Map.of("approval", "approved"));
        jobs.runDue(number);
        sent("zvonobot", number);
        var silence = clock.instant().plus(Duration.ofDays(32));
        TestClock.set(silence);
        jobs.runDue(number);
        driver.closed("zvonobot", number, ClaimHandlingModel.ID, "refused");
        var hold = holds("zvonobot", number).stream()
                .filter(Restriction::stands)
                .findFirst()
                .orElseThrow();
        assertThat(hold.reason()).isEqualTo("limitation");
        assertThat(hold.until()).isAfter(Almaty.dayOf(silence).plusYears(2));
        assertThat(driver.allowed("zvonobot", "destruction", "phone", person.phone()))
                .isFalse();
        evidence.sweep();
        assertThat(holds("zvonobot", number)).anyMatch(Restriction::stands);

        var again = api.post("lawyer", claims("zvonobot") + number + "/reopen", Map.of("reason", "new-evidence"));
        assertThat(again.status()).as(again.raw().body()).isEqualTo(201);
        assertThat(again.body().path("reopens").asText()).isEqualTo(number);
        assertThat(api.post("lawyer", claims("zvonobot") + number + "/reopen", Map.of("reason", "new-evidence"))
                        .status())
                .isEqualTo(409);
        var second = again.body().path("number").asText();
        jobs.runDue(second);
        post("clerk", "zvonobot", second, "/take-back", Map.of(), 204);
        jobs.runDue(second);
        driver.closed("zvonobot", second, ClaimHandlingModel.ID, "taken-back");

        TestClock.set(Almaty.startOf(hold.until().plusDays(60)));
        evidence.sweep();
        assertThat(holds("zvonobot", number)).noneMatch(Restriction::stands);
        assertThat(holds("zvonobot", second)).noneMatch(Restriction::stands);
    }

    @Test
    @Order(3)
    @DisplayName("that came on paper is answered on paper, with the number of the registered letter; late stays late")
    void paper() {
        var person = driver.person("kz-pay-bot", 70);
        var number = open(
                "kz-pay-bot",
                Map.of("subject", person.subject(), "demand", Map.of("action", "explanation"), "channel", "letter"));
        jobs.runDue(number);
        sort(number, "no");
        assertThat(due("kz-pay-bot", number, Duty.ANSWER_CONSUMER_CLAIM).state())
                .as("nobody had said that it is a consumer's: the shorter term ran until somebody said it is not")
                .isEqualTo(DeadlineState.CANCELLED);
        TestClock.forward(Duration.ofDays(40));
        investigate("kz-pay-bot", number);
        answer("kz-pay-bot", number, Map.of("allegation", "other", "shown", "yes", "damageDocuments", "no"));
        TestClock.forward(Duration.ofMinutes(2));
        jobs.runDue(number);
        assertThatThrownBy(() -> complete("clerk", number, Elements.POST, Map.of("answerPosted", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        var letter = api.get("clerk", CaseDriver.cases("kz-pay-bot", number) + "/letters");
        var id = StreamSupport.stream(letter.body().spliterator(), false)
                .filter(one -> one.path("template").asText().equals("claim-answered"))
                .map(one -> one.path("id").asText())
                .findFirst()
                .orElseThrow();
        var posted = api.post(
                "clerk",
                "/api/v1/operators/kz-pay-bot/letters/" + id + "/printed",
                Map.of("registeredMail", "RR123456789KZ"));
        assertThat(posted.status()).as(posted.raw().body()).isBetween(200, 299);
        complete("clerk", number, Elements.POST, Map.of("answerPosted", true));
        jobs.runDue(number);
        assertThat(due("kz-pay-bot", number, Duty.ANSWER_CLAIM).state()).isEqualTo(DeadlineState.MISSED);
        assertThat(view("kz-pay-bot", number).path("answeredLate").asBoolean()).isTrue();
        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "agreed"), 204);
        jobs.runDue(number);
        TestClock.forward(Duration.ofHours(2));
        jobs.runDue(number);
        driver.closed("kz-pay-bot", number, ClaimHandlingModel.ID, "satisfied");
    }

    @Test
    @Order(4)
    @DisplayName("by a stranger ends as not entitled, and the hold falls")
    void stranger() {
        var person = driver.person("zvonobot", 74);
        var number = open(
                "zvonobot",
                Map.of(
                        "subject",
                        person.subject(),
                        "requester",
                        Map.of("kind", "representative", "name", "Посторонний", "email", "stranger@example.kz"),
                        "demand",
                        Map.of("amount", 9000)));
        jobs.runDue(number);
        sort(number, "yes");
        investigate("zvonobot", number);
        assertThat(staff.of(number, Elements.ASSESS)).isNotNull();
        var proof = api.post("officer", CaseDriver.cases("zvonobot", number) + "/proof-requests", Map.of());
        assertThat(proof.status()).as(proof.raw().body()).isBetween(200, 299);
        jobs.runDue(number);
        complete(
                "lawyer",
                number,
                Elements.ASSESS,
                Map.of("allegation", "unlawful-use", "shown", "yes", "damageDocuments", "yes"));
        jobs.runDue(number);
        assertThatThrownBy(() -> decide(number, "not-entitled", Map.of("notEntitledReason", "no-proof-of-authority")))
                .as("the term for the document runs")
                .hasRootCauseInstanceOf(ConflictException.class);
        TestClock.forward(Duration.ofDays(30));
        assertThatThrownBy(() -> decide(number, "not-entitled", Map.of()))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        decide(number, "not-entitled", Map.of("notEntitledReason", "no-proof-of-authority"));
        complete("officer", number, Elements.APPROVE, Map.of("approval", "approved"));
        jobs.runDue(number);
        sent("zvonobot", number);
        jobs.runDue(number);
        driver.closed("zvonobot", number, ClaimHandlingModel.ID, "not-entitled");
        assertThat(holds("zvonobot", number)).noneMatch(Restriction::stands);
    }

    @Test
    @Order(5)
    @DisplayName("goes on to a new round, to the consumer body and to the court, whose act destroys the data")
    void court() {
        var person = driver.person("kz-pay-bot", 74);
        var number = open(
                "kz-pay-bot",
                Map.of(
                        "subject",
                        Map.of("iin", person.iin(), "email", "claimant-74@example.kz"),
                        "demand",
                        "Удалите всё",
                        "consumerClaim",
                        true));
        jobs.runDue(number);
        sort(number, "yes");
        investigate("kz-pay-bot", number);
        answer("kz-pay-bot", number, Map.of("allegation", "other", "shown", "no", "damageDocuments", "no"));
        sent("kz-pay-bot", number);
        var first = due("kz-pay-bot", number, Duty.ANSWER_CLAIM).dueAt();
        TestClock.forward(Duration.ofDays(3));
        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "disagrees"), 400);
        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "disagrees", "text", "Не согласен."), 204);
        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "disagrees", "text", "Не согласен."), 409);
        jobs.runDue(number);
        assertThat(due("kz-pay-bot", number, Duty.ANSWER_CLAIM).dueAt()).isAfter(first);
        assertThat(view("kz-pay-bot", number).path("round").asInt()).isEqualTo(2);
        investigate("kz-pay-bot", number);
        answer("kz-pay-bot", number, Map.of("allegation", "other", "shown", "no", "damageDocuments", "no"));
        sent("kz-pay-bot", number);

        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "consumer-body", "text", "Запрос"), 400);
        post(
                "clerk",
                "kz-pay-bot",
                number,
                "/reactions",
                Map.of("kind", "consumer-body", "text", "Запрос", "name", "Комитет", "email", "body@example.kz"),
                204);
        jobs.runDue(number);
        assertThat(due("kz-pay-bot", number, Duty.EXPLAIN_TO_CONSUMER_BODY).state())
                .isEqualTo(DeadlineState.RUNNING);
        assertThatThrownBy(() -> complete("lawyer", number, Elements.EXPLAIN, Map.of("explanationWritten", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        put("lawyer", "kz-pay-bot", number, "/explanation", Map.of("text", "Пояснения оператора."), 204);
        complete("lawyer", number, Elements.EXPLAIN, Map.of("explanationWritten", true));
        jobs.runDue(number);
        complete(
                "officer",
                number,
                Elements.APPROVE_EXPLANATION,
                Map.of("approval", "rejected", "explanationRejection", "not-clear"));
        jobs.runDue(number);
        complete("lawyer", number, Elements.EXPLAIN, Map.of("explanationWritten", true));
        jobs.runDue(number);
        complete("officer", number, Elements.APPROVE_EXPLANATION, Map.of("approval", "approved"));
        jobs.runDue(number);
        assertThat(driver.letters("kz-pay-bot", number)).contains("claim-explanation");
        assertThat(due("kz-pay-bot", number, Duty.EXPLAIN_TO_CONSUMER_BODY).state())
                .isEqualTo(DeadlineState.MET);

        post("lawyer", "kz-pay-bot", number, "/reactions", Map.of("kind", "court"), 204);
        jobs.runDue(number);
        assertThat(holds("kz-pay-bot", number).stream().filter(Restriction::stands))
                .extracting(Restriction::reason)
                .containsExactly("court");
        assertThatThrownBy(() -> complete(
                        "lawyer", number, Elements.FOLLOW, Map.of("courtRuling", "granted", "courtOrder", "destroy")))
                .as("the act is not in force")
                .hasRootCauseInstanceOf(ConflictException.class);
        TestClock.forward(Duration.ofDays(60));
        put("lawyer", "kz-pay-bot", number, "/court", Map.of("inForceOn", inDays(2)), 400);
        put("lawyer", "kz-pay-bot", number, "/court", Map.of("hearingOn", inDays(5), "inForceOn", inDays(0)), 204);
        complete("lawyer", number, Elements.FOLLOW, Map.of("courtRuling", "granted", "courtOrder", "destroy"));
        driver.drive("kz-pay-bot", number);
        assertThatThrownBy(
                        () -> complete("lawyer", number, Elements.APPROVE_DESTRUCTION, Map.of("approval", "approved")))
                .hasRootCauseInstanceOf(ForbiddenException.class);
        complete(
                "officer",
                number,
                Elements.APPROVE_DESTRUCTION,
                Map.of("approval", "rejected", "courtRejection", "wrong-person-or-items"));
        jobs.runDue(number);
        complete("lawyer", number, Elements.FOLLOW, Map.of("courtRuling", "granted", "courtOrder", "destroy"));
        driver.drive("kz-pay-bot", number);
        change(person);
        complete("officer", number, Elements.APPROVE_DESTRUCTION, Map.of("approval", "approved")); // the data changed
        jobs.runDue(number);
        complete("officer", number, Elements.APPROVE_DESTRUCTION, Map.of("approval", "approved"));
        assertThat(holds("kz-pay-bot", number).stream().filter(Restriction::stands))
                .as("until the act of the court is carried out nobody else destroys anything")
                .extracting(Restriction::reason)
                .containsExactly("court");
        change(person);
        driver.drive("kz-pay-bot", number); // changed between approval and run
        complete("officer", number, Elements.APPROVE_DESTRUCTION, Map.of("approval", "approved"));
        driver.drive("kz-pay-bot", number);
        driver.closed("kz-pay-bot", number, ClaimHandlingModel.ID, "satisfied");
        assertThat(holds("kz-pay-bot", number)).noneMatch(Restriction::stands);
        assertThat(accounts(person)).isZero();
    }

    @Test
    @Order(6)
    @DisplayName("before a court that orders something else, or nothing")
    void otherOrders() {
        var began = clock.instant().minus(Duration.ofHours(1));
        for (var ruling : List.of("granted-in-part", "discontinued")) {
            // the first case has moved the clock on; nothing is to be newer than what other tests open
            TestClock.set(began);
            var person = driver.person("zvonobot", ruling.equals("discontinued") ? 76 : 78);
            var number = open(
                    "zvonobot",
                    Map.of(
                            "subject",
                            Map.of("iin", person.iin(), "email", ruling + "@example.kz"),
                            "demand",
                            Map.of("action", "apology"),
                            "consumerClaim",
                            false));
            jobs.runDue(number);
            sort(number, "no");
            investigate("zvonobot", number);
            answer(
                    "zvonobot",
                    number,
                    Map.of("allegation", "loss", "exclusion", "none", "shown", "no", "damageDocuments", "no"));
            sent("zvonobot", number);
            post("lawyer", "zvonobot", number, "/reactions", Map.of("kind", "court"), 204);
            jobs.runDue(number);
            put("lawyer", "zvonobot", number, "/court", Map.of("inForceOn", inDays(0)), 204);
            complete("lawyer", number, Elements.FOLLOW, Map.of("courtRuling", ruling, "courtOrder", "other"));
            jobs.runDue(number);
            if (ruling.equals("granted-in-part")) {
                complete("officer", number, Elements.CARRY_OUT, Map.of("courtActDone", true));
                jobs.runDue(number);
                driver.closed("zvonobot", number, ClaimHandlingModel.ID, "satisfied-in-part");
                assertThat(holds("zvonobot", number)).noneMatch(Restriction::stands);
            } else {
                driver.closed("zvonobot", number, ClaimHandlingModel.ID, "refused");
                assertThat(holds("zvonobot", number)).anyMatch(Restriction::stands);
            }
        }
    }

    @Test
    @Order(7)
    @DisplayName("with bad fields is refused, each of them named, and nothing is stored")
    void badInput() {
        var path = "/api/v1/operators/zvonobot/claims";
        var before = count();
        var answer = api.post(
                "integration",
                path,
                Map.of(
                        "subject",
                        Map.of("iin", "850515499990"),
                        "requester",
                        Map.of("kind", "subject"),
                        "demand",
                        Map.of("action", "real-damage", "amount", -5),
                        "allegation",
                        "witchcraft",
                        "channel",
                        "pigeon",
                        "receivedAt",
                        Instant.now().plus(Duration.ofDays(900)).toString()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(names(answer.body().path("violations"), "field"))
                .contains("subject.iin", "statement", "demand.amount", "allegation", "channel", "receivedAt");
        assertThat(api.post(
                                "integration",
                                path,
                                Map.of(
                                        "subject",
                                        Map.of("login", "x"),
                                        "requester",
                                        Map.of("kind", "subject"),
                                        "statement",
                                        "Без требования"))
                        .status())
                .isEqualTo(400);
        assertThat(count()).isEqualTo(before);
        assertThat(api.post("integration2", path, Map.of()).status()).isEqualTo(404);
    }

    @Test
    @Order(8)
    @DisplayName("has causes that an operator adds, and is counted by them")
    void causes() {
        var causes = "/api/v1/operators/zvonobot/claim-causes";
        assertThat(api.post("officer", causes, Map.of()).status()).isEqualTo(403);
        assertThat(api.post("manager", causes, Map.of("code", "X")).status()).isEqualTo(400);
        var added = api.post(
                "manager",
                causes,
                Map.of("code", "robot-voice", "ru", "Голос робота", "kk", "Робот дауысы", "en", "The robot's voice"));
        assertThat(added.status()).as(added.raw().body()).isEqualTo(204);
        assertThat(api.get("officer", causes).body().has("robot-voice")).isTrue();
        var today = Almaty.dayOf(clock.instant());
        var report = api.get("officer", causes + "/report?from=" + today.minusDays(100) + "&to=" + today.plusYears(4));
        assertThat(report.status()).as(report.raw().body()).isEqualTo(200);
        assertThat(names(report.body(), "cause")).contains("staff-error", "no-fault");
    }

    @Test
    @Order(9)
    @DisplayName("may be started over engine REST, with the same checks")
    void engineRest() {
        var good = start(
                """
                {"subject": {"login": "claimant-over-engine"}, "requester": {"kind": "subject", "name": "Заявитель"},
                 "statement": "Требую объяснений.", "demand": {"action": "explanation"}, "consumerClaim": false}""");
        assertThat(good.status()).as(good.raw().body()).isEqualTo(200);
        var number = good.body().path("businessKey").asText();
        assertThat(view("twelve", number).path("kind").asText()).isEqualTo("claim");
        assertThat(driver.allowed("twelve", "destruction", "login", "claimant-over-engine"))
                .isFalse();
        var bad = start(
                """
                {"subject": {"login": "claimant-over-engine"}, "requester": {"kind": "subject"}, "demand": {"amount": 0}}""");
        assertThat(bad.status()).as(bad.raw().body()).isEqualTo(400);
        assertThat(bad.raw().body()).contains("statement", "demand.amount");
    }

    private Api.Answer start(String intake) {
        return api.post(
                "integration",
                "/engine-rest/process-definition/key/claimHandling/start",
                Map.of(
                        "variables",
                        Map.of(
                                "operator",
                                Map.of("value", "twelve", "type", "String"),
                                "intake",
                                Map.of("value", intake, "type", "String", "valueInfo", Map.of("transient", true)))));
    }

    @Test
    @Order(10)
    @DisplayName(
            "holds what a withdrawal has destroyed, and lets it go by itself, to the end and on record, when it is over")
    void afterWithdrawal() {
        var person = debtless(90);
        var number = open(
                "kz-pay-bot",
                Map.of(
                        "subject",
                        Map.of("iin", person.iin(), "email", "claimant-90@example.kz"),
                        "demand",
                        Map.of("action", "apology"),
                        "consumerClaim",
                        false));
        jobs.runDue(number);
        var withdrawal = withdrawn(person);
        assertThat(driver.file("kz-pay-bot", withdrawal).isOpen()).isFalse();
        assertThat(accounts(person)).as("evidence").isEqualTo(1);
        assertThat(driver.letters("kz-pay-bot", withdrawal)).containsOnlyOnce("withdrawal-stopped");
        assertThat(codes(withdrawal)).contains("destruction.held").doesNotContain("destruction.resumed");
        assertThat(codes(number)).contains("hold.kept");
        suspended.sweep();
        assertThat(accounts(person)).isEqualTo(1);

        sort(number, "no");
        investigate("kz-pay-bot", number);
        answer("kz-pay-bot", number, Map.of("allegation", "other", "shown", "no", "damageDocuments", "no"));
        sent("kz-pay-bot", number);
        post("clerk", "kz-pay-bot", number, "/reactions", Map.of("kind", "agreed"), 204);
        jobs.runDue(number);
        assertThat(driver.file("kz-pay-bot", number).isOpen()).isFalse();
        assertThat(holds("kz-pay-bot", number)).noneMatch(Restriction::stands);

        await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            suspended.sweep();
            byHand(withdrawal);
            return codes(withdrawal).contains("destruction.resumed");
        });
        assertThat(accounts(person)).isZero();
        assertThat(codes(number)).contains("hold.released");
        jobs.runDue(withdrawal);
        assertThat(driver.letters("kz-pay-bot", withdrawal))
                .as("the person is told once more, since only now it is true")
                .filteredOn("withdrawal-stopped"::equals)
                .hasSize(2);
    }

    /** Somebody of kz pay bot against whose withdrawal nothing stands. */
    private CaseDriver.Person debtless(int from) {
        for (int skip = from; ; skip++) {
            var person = driver.person("kz-pay-bot", skip);
            var iin = List.of(new Identifier(IdentifierKind.IIN, person.iin()));
            if (obligations
                    .find(new OperatorKey("kz-pay-bot"), iin)
                    .obligations()
                    .isEmpty()) {
                return person;
            }
        }
    }

    /** The number of a withdrawal of everything that ended with a destruction, as far as anything stood against it. */
    private String withdrawn(CaseDriver.Person person) {
        var opened = api.post(
                "integration",
                "/api/v1/operators/kz-pay-bot/consent-withdrawals",
                Map.of(
                        "subject",
                        person.subject(),
                        "requester",
                        Map.of("kind", "subject", "name", "Заявитель Претензиев", "email", "claimant-90@example.kz"),
                        "scope",
                        "all"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var number = opened.body().path("number").asText();
        driver.drive("kz-pay-bot", number);
        complete(
                "officer",
                number,
                ConsentWithdrawalModel.Elements.DECIDE,
                Map.of("decision", "stop", "decisionReason", "as-proposed", "fate", "destroy"));
        driver.drive("kz-pay-bot", number);
        complete("lawyer", number, ConsentWithdrawalModel.Elements.APPROVE_DESTRUCTION, Map.of("approval", "approved"));
        driver.drive("kz-pay-bot", number);
        for (var notice : recipients.open(driver.file("kz-pay-bot", number).id())) {
            recipients.acknowledge(notice.id(), Recipients.How.WORD, Actor.user("custodian"), null);
        }
        driver.drive("kz-pay-bot", number);
        return number;
    }

    private int accounts(CaseDriver.Person person) {
        return driver.demo("kz-pay-bot")
                .sql(
                        "select count(*) from bot.tg_user where iin = ? and (password_hash is not null or username is not null)")
                .param(person.iin())
                .query(Integer.class)
                .single();
    }

    private List<String> codes(String number) {
        return timeline.of(driver.file("kz-pay-bot", number).id()).stream()
                .map(Timeline.Entry::code)
                .toList();
    }

    /** What a custodian is asked to do after the case was closed. */
    private void byHand(String number) {
        acts.ofCase(driver.file("kz-pay-bot", number).id()).stream()
                .filter(act -> act.continues() != null)
                .forEach(act -> act.systems().stream()
                        .filter(system -> system.state() == SystemState.BY_HAND)
                        .forEach(system -> acts.completeByHand(
                                act.id(), system.system(), "Папка изъята, акт составлен.", null, "custodian")));
    }

    @Test
    @Order(100)
    @DisplayName("has passed every step of its models")
    void coverage() {
        coverage.isComplete(ClaimHandlingModel.ID, "endEvent_watchEnded");
        coverage.isComplete(ClaimHandlingModel.INVESTIGATE);
        coverage.isComplete(ClaimHandlingModel.FULFIL);
        coverage.isComplete(ClaimHandlingModel.COURT);
    }

    private int count() {
        return api.get("officer", "/api/v1/operators/zvonobot/cases?kind=claim")
                .body()
                .path("total")
                .asInt(-1);
    }

    private String open(String operator, Map<String, Object> more) {
        var body = new HashMap<String, Object>(Map.of(
                "requester",
                Map.of("kind", "subject", "name", "Заявитель Претензиев"),
                "statement",
                "Мои данные использовали без согласия."));
        body.putAll(more);
        var opened = api.post("integration", "/api/v1/operators/" + operator + "/claims", body);
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        return opened.body().path("number").asText();
    }

    private void sort(String number, String consumer) {
        complete("clerk", number, Elements.SORT, Map.of("consumer", consumer, "demandsSorted", true));
        jobs.runDue(number);
    }

    private void investigate(String operator, String number) {
        assertThatThrownBy(() -> complete("security", number, Elements.SECURITY, Map.of("securityGiven", true)))
                .hasRootCauseInstanceOf(ConflictException.class);
        post("security", operator, number, "/views", Map.of("topic", "legal", "text", "…"), 403);
        post("security", operator, number, "/views", Map.of("topic", "security", "text", "Доступов не было."), 204);
        post("lawyer", operator, number, "/views", Map.of("topic", "legal", "text", "Пункт 5.1."), 204);
        complete("security", number, Elements.SECURITY, Map.of("securityGiven", true));
        complete("lawyer", number, Elements.LEGAL, Map.of("legalGiven", true));
        for (var task : tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(Elements.FACTS)
                .list()) {
            var system = String.valueOf(tasks.getVariable(task.getId(), "system"));
            post("custodian", operator, number, "/views", Map.of("topic", "system:" + system, "text", "Лог."), 204);
            staff.complete("custodian", task, Map.of("factsGiven", true));
        }
        jobs.runDue(number);
    }

    /** From the facts to the answer on its way, all of it as the table proposes, the lawyer's where it proposes nothing. */
    private void answer(String operator, String number, Map<String, Object> facts) {
        complete("lawyer", number, Elements.ASSESS, facts);
        jobs.runDue(number);
        put("lawyer", operator, number, "/cause", Map.of("cause", "unclear-terms"), 204);
        put("lawyer", operator, number, "/answer", Map.of("text", "Ответ по существу."), 204);
        if (results(view(operator, number)).isEmpty()) {
            assertThatThrownBy(() -> decide(number, "as-proposed", Map.of()))
                    .as("the table leaves it to the lawyer")
                    .hasRootCauseInstanceOf(ConflictException.class);
            put(
                    "lawyer",
                    operator,
                    number,
                    "/demands/1",
                    Map.of("result", "refused", "reason", "demand-not-founded"),
                    204);
            decide(number, "departed", Map.of("departReason", "demand-unclear"));
        } else {
            decide(number, "as-proposed", Map.of());
        }
        complete("officer", number, Elements.APPROVE, Map.of("approval", "approved"));
        jobs.runDue(number);
    }

    private void decide(String number, String way, Map<String, Object> more) {
        var variables = new HashMap<String, Object>(more);
        variables.put("decisionWay", way);
        complete("lawyer", number, Elements.DECIDE, variables);
        jobs.runDue(number);
    }

    /** The letter leaves, and the process finds out. */
    private void sent(String operator, String number) {
        letters.run();
        TestClock.forward(Duration.ofMinutes(2));
        jobs.runDue(number);
        assertThat(view(operator, number).has("answeredAt")).isTrue();
    }

    /** Ends a linked case by re-classifying nothing: the block is not confirmed, the request is granted. */
    private void close(String operator, String number) {
        driver.drive(operator, number);
        if (driver.file(operator, number).kind().json().equals("data-block")) {
            staff.complete(
                    "officer",
                    staff.of(number, "userTask_verify"),
                    Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        } else {
            var answer = api.post(
                    "officer", CaseDriver.cases(operator, number) + "/answer", Map.of("text", "Данные исправлены."));
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
            staff.complete(
                    "officer",
                    staff.of(number, "userTask_answerOtherRequest"),
                    Map.of("decision", "refused", "refusalGround", "data-match-documents"));
        }
        driver.drive(operator, number);
        assertThat(driver.file(operator, number).isOpen()).as(number).isFalse();
    }

    /** File names of what was attached to the mails that somebody got. */
    private static List<String> attachments(String to) {
        List<String> names = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (var files = Files.list(TestData.MAIL)) {
                for (var file :
                        files.filter(one -> one.toString().endsWith(".eml")).toList()) {
                    var mail = new MimeMessage(null, new ByteArrayInputStream(Files.readAllBytes(file)));
                    if (mail.getHeader("To", ",").contains(to) && mail.getContent() instanceof MimeMultipart parts) {
                        for (int i = 1; i < parts.getCount(); i++) {
                            names.add(
                                    MimeUtility.decodeText(parts.getBodyPart(i).getFileName()));
                        }
                    }
                }
            }
            return !names.isEmpty();
        });
        return names;
    }

    private void change(CaseDriver.Person person) {
        driver.demo("kz-pay-bot")
                .sql("update bot.tg_user set username = coalesce(username, '') || '_' where iin = ?")
                .param(person.iin())
                .update();
    }

    private List<Restriction> holds(String operator, String number) {
        return restrictions.ofCase(driver.file(operator, number).id()).stream()
                .filter(one -> one.kind() == RestrictionKind.HOLD)
                .toList();
    }

    private static List<String> linked(JsonNode view) {
        List<String> numbers = new ArrayList<>();
        view.path("demands").forEach(one -> {
            if (one.has("case")) {
                numbers.add(one.path("case").asText());
            }
        });
        return numbers;
    }

    private static List<String> results(JsonNode view) {
        List<String> results = new ArrayList<>();
        view.path("demands").forEach(one -> {
            if (one.has("result")) {
                results.add(one.path("result").asText());
            }
        });
        return results;
    }

    private static Set<String> names(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path(field).asText())
                .collect(Collectors.toSet());
    }

    private String inDays(int days) {
        return Almaty.dayOf(clock.instant()).plusDays(days).toString();
    }

    private JsonNode view(String operator, String number) {
        return api.get("officer", CaseDriver.cases(operator, number)).body();
    }

    private void post(String user, String operator, String number, String path, Map<String, ?> body, int status) {
        var answer = api.post(user, claims(operator) + number + path, body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    }

    private void put(String user, String operator, String number, String path, Map<String, ?> body, int status) {
        var answer = api.put(user, claims(operator) + number + path, "application/json", json(body));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    }

    private byte[] json(Map<String, ?> body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void complete(String user, String number, String task, Map<String, Object> variables) {
        staff.complete(user, staff.of(number, task), variables);
    }

    private kz.qupiya.casefile.Deadline due(String operator, String number, Duty duty) {
        return deadlines.of(driver.file(operator, number).id(), duty).orElseThrow();
    }

    private static String claims(String operator) {
        return "/api/v1/operators/" + operator + "/claims/";
    }
}
