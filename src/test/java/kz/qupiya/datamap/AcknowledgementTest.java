package kz.qupiya.datamap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a recipient's word comes in: signed, by an API client, and by the staff; and how the staff see it. */
@QupiyaTest
@DisplayName("A recipient of data")
class AcknowledgementTest {

    private static final OperatorKey TWELVE = new OperatorKey("twelve");
    private static final String CASES = "/api/v1/operators/twelve/cases/";
    /** As in {@code application-test.yaml}. */
    private static final String SECRET = "the-partners-secret";

    @Autowired
    Api api;

    @Autowired
    Recipients recipients;

    @Autowired
    CaseFiles cases;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    private final HttpClient http = HttpClient.newHttpClient();
    private String number;
    private Recipients.Notice notice;

    @BeforeEach
    void tell() {
        number = api.openCase("twelve", Api.somePhone());
        notice = recipients
                .tell(TWELVE, cases.require(TWELVE, number).id(), ActKind.STOP, Set.of(Purpose.ADVERTISING))
                .get(0);
    }

    private Recipients.Notice now() {
        return recipients.ofCase(notice.caseId()).get(0);
    }

    private int signed(String operator, UUID id, String secret, String body) throws IOException, InterruptedException {
        var timestamp = clock.instant().toString();
        return http.send(
                        HttpRequest.newBuilder(URI.create(api.url(
                                        "/api/v1/operators/" + operator + "/notices/" + id + "/acknowledgement")))
                                .header("Content-Type", "application/json")
                                .header(SystemClients.TIMESTAMP, timestamp)
                                .header(
                                        SystemClients.SIGNATURE,
                                        SystemClients.sign(secret, timestamp, body.getBytes(StandardCharsets.UTF_8)))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String naming(UUID id) {
        return "{\"notice\": \"" + id + "\"}";
    }

    @Test
    @DisplayName("acknowledges by a call under its own secret that names the notice, and by no other")
    void bySignedCall() throws Exception {
        assertThat(signed("twelve", notice.id(), "guessed", naming(notice.id())))
                .isEqualTo(404);
        assertThat(signed("zvonobot", notice.id(), SECRET, naming(notice.id()))).isEqualTo(404);
        assertThat(signed("twelve", UUID.randomUUID(), SECRET, naming(notice.id())))
                .isEqualTo(404);
        assertThat(signed("twelve", notice.id(), SECRET, naming(UUID.randomUUID())))
                .isEqualTo(400);
        assertThat(signed("twelve", notice.id(), SECRET, "{}")).isEqualTo(400);
        assertThat(now().acknowledgedAt()).isNull();
        assertThat(signed("twelve", notice.id(), SECRET, naming(notice.id()))).isEqualTo(204);
        assertThat(now().acknowledgedHow()).isEqualTo(Recipients.How.CALL);
        assertThat(now().acknowledgedBy()).isEqualTo("system:partners");
        assertThat(signed("twelve", notice.id(), SECRET, naming(notice.id()))).isEqualTo(204);
        assertThat(recipients.open(notice.caseId())).isEmpty();
    }

    @Test
    @DisplayName("is not found by who neither signs nor is a client of the operator")
    void byNobody() throws Exception {
        var path = "/api/v1/operators/twelve/notices/" + notice.id() + "/acknowledgement";
        var nobody = http.send(
                HttpRequest.newBuilder(URI.create(api.url(path)))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(api.post("officer", path, Map.of()).status()).isEqualTo(403);
        var elsewhere = "/api/v1/operators/zvonobot/notices/" + notice.id() + "/acknowledgement";
        assertThat(api.post("integration2", elsewhere, Map.of()).status()).isEqualTo(404);
        assertThat(api.post("integration", elsewhere, Map.of()).status()).isEqualTo(404);
        assertThat(now().acknowledgedAt()).isNull();
        assertThat(api.post("integration2", path, Map.of()).status()).isEqualTo(204);
        assertThat(now().acknowledgedBy()).isEqualTo("user:integration2");
    }

    @Test
    @DisplayName("acknowledges by a document of the case, or by its word to the staff, which the panel shows")
    void byStaff() {
        var path = CASES + number + "/recipients/" + notice.id() + "/acknowledgement";
        assertThat(api.post("lawyer", path, Map.of()).status()).isEqualTo(403);
        assertThat(api.post(
                                "officer",
                                CASES + number + "/recipients/" + UUID.randomUUID() + "/acknowledgement",
                                Map.of())
                        .status())
                .isEqualTo(404);
        var foreign = api.post("officer", path, Map.of("documentId", UUID.randomUUID()));
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.body().path("violations").get(0).path("field").asText())
                .isEqualTo("documentId");
        assertThat(section().path("waits").asBoolean()).isTrue();
        assertThat(section().path("title").asText()).startsWith("Партнёры");

        var document = api.upload(
                        "officer",
                        CASES + number + "/documents",
                        "other",
                        "ack.pdf",
                        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                                .getBytes(StandardCharsets.US_ASCII))
                .body()
                .path("id")
                .asText();
        assertThat(api.post("officer", path, Map.of("documentId", document)).status())
                .isEqualTo(200);
        assertThat(now().acknowledgedHow()).isEqualTo(Recipients.How.DOCUMENT);
        var shown = section();
        assertThat(shown.path("waits").asBoolean()).isFalse();
        assertThat(shown.path("acknowledgedHow").asText()).isEqualTo("документом");
        assertThat(shown.path("purposes").get(0).asText()).isEqualTo("реклама");
        assertThat(api.get("officer", CASES + number + "/timeline").raw().body())
                .contains("recipient.acknowledged", "Партнёры и поставщики услуг компании", "реклама");
    }

    @Test
    @DisplayName("that says nothing to a letter gets another one, with the purposes that matter to it")
    void toldAgain() {
        var kao = new OperatorKey("kao-solutions");
        var opened = api.post(
                "integration",
                "/api/v1/operators/kao-solutions/consent-withdrawals",
                Map.of(
                        "subject", Map.of("phone", Api.somePhone()),
                        "requester", Map.of("kind", "subject", "name", "Проситель Проверочный"),
                        "scope", "advertising"));
        assertThat(opened.status()).as(opened.raw().body()).isEqualTo(201);
        var file = cases.require(kao, opened.body().path("number").asText());
        var told = recipients.tell(kao, file.id(), ActKind.STOP, Set.of(Purpose.ADVERTISING, Purpose.COOKIES));
        assertThat(told)
                .extracting(Recipients.Notice::recipient)
                .containsExactlyInAnyOrder("advertisers", "affiliates", "sites");
        everythingSent();
        assertThat(letters(file.id())).isEqualTo(3);
        var affiliates = told.stream()
                .filter(one -> one.recipient().equals("affiliates"))
                .findFirst()
                .orElseThrow();
        recipients.acknowledge(affiliates.id(), Recipients.How.WORD, Actor.user("officer"), null);
        TestClock.forward(Duration.ofDays(3));
        while (recipients.chase() > 0) {
            everythingSent();
        }
        assertThat(letters(file.id())).isEqualTo(5);
        assertThat(recipients.open(file.id()))
                .extracting(Recipients.Notice::recipient)
                .containsExactlyInAnyOrder("advertisers", "sites");
    }

    private void everythingSent() {
        while (recipients.sendDue() > 0) {
            assertThat(recipients.ofCase(notice.caseId())).isNotEmpty();
        }
    }

    private int letters(UUID caseId) {
        return jdbc.sql("select count(*) from qupiya.letter where case_id = ? and template = 'recipient-stopped'")
                .param(caseId)
                .query(Integer.class)
                .single();
    }

    private com.fasterxml.jackson.databind.JsonNode section() {
        for (var section : api.get("officer", CASES + number + "/panel").body().path("sections")) {
            if ("recipients".equals(section.path("name").asText())) {
                return section.path("content").path("recipients").get(0);
            }
        }
        throw new AssertionError("no recipients in the panel");
    }
}
