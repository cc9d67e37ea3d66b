package kz.qupiya.otherrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel;
import kz.qupiya.operator.Duty;
import kz.qupiya.otherrequest.process.OtherRequestModel;
import kz.qupiya.otherrequest.process.OtherRequestModel.Elements;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Other requests over every path of their model, and their re-classification. */
@QupiyaTest
@DisplayName("Another request")
class OtherRequestProcessTest {

    private static final String OPERATOR = "zvonobot";
    private static final String WORDS = "Прошу ответить на моё обращение";

    @Autowired
    Api api;

    @Autowired
    CaseDriver driver;

    @Autowired
    CaseFiles cases;

    @Autowired
    Parties parties;

    @Autowired
    Documents documents;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Jobs jobs;

    @Autowired
    StaffTasks staff;

    @Autowired
    Clock clock;

    @Test
    @DisplayName("for access gives nothing out until the right to ask is proved, then a letter in the officer's words")
    void access() {
        var number = open("access", Map.of());
        var caseId = driver.file(OPERATOR, number).id();
        jobs.runDue(number);
        assertThat(deadline(number, Duty.GIVE_INFORMATION)).isEqualTo(DeadlineState.RUNNING);
        assertThat(driver.letters(OPERATOR, number)).containsExactly("other-request-received");
        assertThat(post("officer", number, "/proof-requests", Map.of())).isEqualTo(202);
        jobs.runDue(number);
        assertThat(driver.letters(OPERATOR, number)).contains("other-request-proof");
        assertThatThrownBy(() -> decide(number, Map.of("decision", "granted")))
                .hasRootCauseInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        decide(number, Map.of("decision", "not-entitled", "notEntitledReason", "no-proof-of-identity")))
                .as("the term of the proof runs, and the last day has not come")
                .hasRootCauseInstanceOf(ConflictException.class);
        parties.entitle(caseId, Entitlement.PROVED, null, Actor.user("officer"));
        assertThat(post("officer", number, "/proof-requests", Map.of())).isEqualTo(409);
        assertThatThrownBy(() -> decide(number, Map.of("decision", "granted")))
                .as("the answer is not written")
                .hasRootCauseInstanceOf(ConflictException.class);
        assertThat(post("clerk", number, "/answer", Map.of("text", "x"))).isEqualTo(403);
        assertThat(post("officer", number, "/answer", Map.of("text", " "))).isEqualTo(400);
        assertThat(post("officer", number, "/answer", Map.of("text", "x".repeat(10_001))))
                .isEqualTo(400);
        assertThat(post("officer", number, "/answer", Map.of("text", "Мы храним имя и телефон.")))
                .isEqualTo(204);
        decide(number, Map.of("decision", "granted"));
        jobs.runDue(number);
        driver.closed(OPERATOR, number, OtherRequestModel.ID, "satisfied");
        assertThat(deadline(number, Duty.GIVE_INFORMATION)).isEqualTo(DeadlineState.MET);
        assertThat(driver.letters(OPERATOR, number)).contains("request-answered");
        assertThat(parties.value(caseId, "answer.text")).contains("Мы храним имя и телефон.");
        assertThat(post("officer", number, "/answer", Map.of("text", "x"))).isEqualTo(409);
    }

    @Test
    @DisplayName("is refused only with a ground of law, and granted in part with one too")
    void refused() {
        var number = open("other", Map.of());
        jobs.runDue(number);
        post("officer", number, "/answer", Map.of("text", "Требование не основано на договоре."));
        assertThatThrownBy(() -> decide(number, Map.of("decision", "refused")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> decide(number, Map.of("decision", "granted-in-part", "refusalGround", "whim")))
                .hasRootCauseInstanceOf(InvalidInputException.class);
        decide(number, Map.of("decision", "refused", "refusalGround", "demand-not-founded"));
        jobs.runDue(number);
        driver.closed(OPERATOR, number, OtherRequestModel.ID, "refused");
        assertThat(driver.letters(OPERATOR, number)).contains("request-answered");
    }

    @Test
    @DisplayName("of somebody who shows nothing ends on the last day for the answer, in a letter that confirms nothing")
    void notEntitled() {
        var number = open("destruction", Map.of());
        jobs.runDue(number);
        assertThat(deadline(number, Duty.DESTROY)).isEqualTo(DeadlineState.RUNNING);
        var due = deadlines
                .of(driver.file(OPERATOR, number).id(), Duty.DESTROY)
                .orElseThrow()
                .dueAt();
        TestClock.forward(Duration.between(clock.instant(), due.minus(1, ChronoUnit.HOURS)));
        decide(number, Map.of("decision", "not-entitled", "notEntitledReason", "no-proof-of-identity"));
        jobs.runDue(number);
        driver.closed(OPERATOR, number, OtherRequestModel.ID, "not-entitled");
        assertThat(driver.letters(OPERATOR, number)).contains("other-request-not-entitled");
    }

    @Test
    @DisplayName(
            "that is a claim becomes a claim with the policy's 30 days; a bad one opens nothing and names every field")
    void claim() {
        var number = open("other", Map.of("claim", true));
        var due = deadlines
                .of(driver.file(OPERATOR, number).id(), Duty.ANSWER_CLAIM)
                .orElseThrow();
        assertThat(Duration.between(due.from(), due.dueAt()).toDays()).isLessThanOrEqualTo(31);
        assertThat(driver.file(OPERATOR, number).kind()).isEqualTo(CaseKind.CLAIM);
        assertThat(parties.value(driver.file(OPERATOR, number).id(), Parties.DESCRIPTION))
                .contains(WORDS);
        var wordless = api.post(
                "integration",
                "/api/v1/operators/zvonobot/other-requests",
                Map.of("about", "other", "claim", true, "subject", Map.of("iin", "1")));
        assertThat(wordless.status()).isEqualTo(400);
        assertThat(wordless.raw().body())
                .contains("\"text\"", "\"requester\"", "subject.iin")
                .doesNotContain("\"statement\"");
        var bad = api.post(
                "integration",
                "/api/v1/operators/zvonobot/other-requests",
                Map.of("about", "access", "claim", true, "subject", Map.of("iin", "1")));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.raw().body()).contains("\"claim\"", "\"text\"", "\"requester\"", "subject.iin");
    }

    @Test
    @DisplayName("that is a withdrawal is handled on as one with the same receipt, people, words and documents")
    void reclassified() {
        var receivedAt = clock.instant().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var number = open("other", Map.of("receivedAt", receivedAt.toString(), "channel", "letter"));
        var old = driver.file(OPERATOR, number);
        documents.add(
                old.id(),
                kz.qupiya.casefile.DocumentPurpose.IDENTITY,
                "удостоверение.txt",
                "Удостоверение предъявлено".getBytes(StandardCharsets.UTF_8),
                Actor.user("clerk"));
        parties.entitle(
                old.id(), Entitlement.PROVED, documents.of(old.id()).get(0).id(), Actor.user("officer"));
        jobs.runDue(number);
        assertThat(reclassify(number, Map.of("kind", "breach")).status()).isEqualTo(400);
        assertThat(reclassify(number, Map.of("kind", "consent-withdrawal", "scope", "nonsense"))
                        .status())
                .isEqualTo(400);
        assertThat(reclassify(number, Map.of("kind", "other-request", "about", "other"))
                        .status())
                .isEqualTo(400);
        assertThat(cases.get(old.id()).isOpen()).isTrue();
        var answer = reclassify(number, Map.of("kind", "consent-withdrawal", "scope", "advertising"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var next = driver.file(OPERATOR, answer.body().path("number").asText());
        assertThat(next.receivedAt()).isEqualTo(receivedAt);
        assertThat(next.channel()).isEqualTo(old.channel());
        assertThat(parties.value(next.id(), Parties.DESCRIPTION)).contains(WORDS);
        assertThat(parties.identifiers(next.id())).isEqualTo(parties.identifiers(old.id()));
        assertThat(next.entitlement()).isEqualTo(Entitlement.PROVED);
        assertThat(documents.of(next.id())).hasSize(1);
        driver.closed(OPERATOR, number, OtherRequestModel.ID, "reclassified");
        assertThat(reclassify(number, Map.of("kind", "data-block", "ground", "inaccurate-data"))
                        .status())
                .isEqualTo(409);
        assertThat(reclassify(next.number().value(), Map.of("kind", "other-request", "about", "access"))
                        .status())
                .as("a withdrawal that took effect was obeyed")
                .isEqualTo(409);
        var block = open("other", Map.of());
        var opened = reclassify(block, Map.of("kind", "data-block", "ground", "inaccurate-data"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var asked = open("other", Map.of());
        assertThat(reclassify(asked, Map.of("kind", "other-request", "about", "access"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    @DisplayName(
            "that is a claim in truth is handled on as one, and a claim that is none as a request, with the same receipt")
    void claimInTruth() {
        var receivedAt = clock.instant().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var number = open("other", Map.of("receivedAt", receivedAt.toString(), "channel", "letter"));
        jobs.runDue(number);
        assertThat(reclassify(number, Map.of("kind", "claim", "demands", List.of("gold")))
                        .status())
                .isEqualTo(400);
        var claim = reclassify(
                number,
                Map.of("kind", "claim", "demands", List.of("real-damage"), "damages", 1500, "consumerClaim", true));
        assertThat(claim.status()).as(claim.raw().body()).isEqualTo(201);
        var opened = driver.file(OPERATOR, claim.body().path("number").asText());
        assertThat(opened.kind()).isEqualTo(CaseKind.CLAIM);
        assertThat(opened.receivedAt()).isEqualTo(receivedAt);
        assertThat(parties.value(opened.id(), Parties.DESCRIPTION)).contains(WORDS);
        assertThat(deadlines.of(opened.id(), Duty.ANSWER_CONSUMER_CLAIM)).isPresent();
        assertThat(driver.file(OPERATOR, number).isOpen()).isFalse();

        var again = opened.number().value();
        jobs.runDue(again);
        for (var same : List.of(
                Map.of("kind", "claim", "demands", "apology"),
                Map.of("kind", "other-request", "about", "other", "claim", true))) {
            assertThat(reclassify(again, same).status()).as(same.toString()).isEqualTo(400);
        }
        var request = reclassify(again, Map.of("kind", "other-request", "about", "access"));
        assertThat(request.status()).as(request.raw().body()).isEqualTo(201);
        assertThat(driver.file(OPERATOR, request.body().path("number").asText()).receivedAt())
                .isEqualTo(receivedAt);
        assertThat(cases.get(opened.id()).isOpen()).isFalse();
    }

    @Test
    @DisplayName("may be what came as a withdrawal that nobody has decided; the safe side lets go of it")
    void withdrawalThatIsNone() {
        var phone = Api.somePhone();
        var answer = api.post(
                "clerk",
                "/api/v1/operators/zvonobot/consent-withdrawals",
                Map.of(
                        "subject",
                        Map.of("phone", phone),
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный", "email", "p@example.kz"),
                        "scope",
                        "all",
                        "channel",
                        "call"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var number = answer.body().path("number").asText();
        var old = driver.file(OPERATOR, number);
        jobs.runDue(number);
        var due = deadlines.of(old.id(), Duty.STOP_PROCESSING).orElseThrow().dueAt();
        TestClock.forward(Duration.between(clock.instant(), due.minus(1, ChronoUnit.HOURS)));
        jobs.runDue(number);
        assertThat(driver.allowed(OPERATOR, "advertising", "phone", phone)).isFalse();
        var as = Map.of("kind", "data-block", "ground", "inaccurate-data");
        var wordless = reclassify(number, as);
        assertThat(wordless.status()).as("a call has no words of its own").isEqualTo(400);
        assertThat(wordless.raw().body()).contains("\"description\"");
        assertThat(cases.get(old.id()).isOpen()).isTrue();
        var opened = reclassify(
                number, Map.of("kind", "data-block", "ground", "inaccurate-data", "text", "Номер записан с ошибкой"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        jobs.runDue(number);
        driver.closed(OPERATOR, number, ConsentWithdrawalModel.ID, "reclassified");
        assertThat(driver.letters(OPERATOR, number)).doesNotContain("withdrawal-taken-back");
        var next = driver.file(OPERATOR, opened.body().path("number").asText());
        assertThat(next.receivedAt()).isEqualTo(old.receivedAt());
        assertThat(parties.identifiers(next.id())).isEqualTo(parties.identifiers(old.id()));
        var view = api.get("officer", "/api/v1/case-kinds?reclassify=true").body();
        assertThat(view.findValuesAsText("collection"))
                .contains("data-blocks", "consent-withdrawals", "other-requests");
        assertThat(api.get("officer", "/api/v1/case-kinds").body()).isEmpty();
    }

    private String open(String about, Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("subject", Map.of("phone", Api.somePhone()));
        body.put("requester", Map.of("kind", "subject", "name", "Проситель Проверочный", "email", "p@example.kz"));
        body.put("about", about);
        body.put("text", WORDS);
        body.putAll(more);
        var answer = api.post("clerk", "/api/v1/operators/zvonobot/other-requests", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("number").asText();
    }

    private Api.Answer reclassify(String number, Map<String, ?> as) {
        return api.post("clerk", CaseDriver.cases(OPERATOR, number) + "/reclassify", as);
    }

    private int post(String user, String number, String path, Map<String, ?> body) {
        return api.post(user, CaseDriver.cases(OPERATOR, number) + path, body).status();
    }

    private void decide(String number, Map<String, Object> form) {
        staff.complete("officer", staff.of(number, Elements.ANSWER), form);
    }

    private DeadlineState deadline(String number, Duty duty) {
        return deadlines
                .of(driver.file(OPERATOR, number).id(), duty)
                .orElseThrow()
                .state();
    }
}
