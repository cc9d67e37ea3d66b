package kz.qupiya.letter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.SubjectInput;
import kz.qupiya.testing.QupiyaTest;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Letters in the whole application: real vault, real case file, mail server of the embedded mode, REST. */
@QupiyaTest
class LetterWebTest {

    private static final OperatorKey KAO = new OperatorKey("kao-solutions");

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private DemoUsers users;

    @Autowired
    private CaseFiles files;

    @Autowired
    private Letters letters;

    @Autowired
    private LetterSender sender;

    @Autowired
    private MailPorts mail;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void aLetterOfACaseGoesOutByMailAndCanBeReadByStaff() throws Exception {
        var file = open("demo.person@example.kz");
        var id = send(file);
        sender.sendDue();
        var path = "/api/v1/operators/kao-solutions/cases/" + file.number().value() + "/letters";

        var list = json(get("officer", path, "application/json"));
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("state").asText()).isEqualTo("sent");
        assertThat(list.get(0).get("channel").asText()).isEqualTo("mail");
        assertThat(list.get(0).get("languages").toString()).isEqualTo("[\"kk\",\"ru\"]");

        var html = get("clerk", path + "/" + id, "text/html");
        assertThat(html.getHeaders().getFirst("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(html.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(html.getHeaders().getCacheControl()).contains("no-store");
        assertThat(text(html))
                .contains(
                        "Құрметті өтініш беруші!",
                        "KAO Solutions",
                        file.number().value());

        var pdf = get("lawyer", path + "/" + id, "application/pdf");
        try (var document = Loader.loadPDF(Objects.requireNonNull(pdf.getBody()))) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("бұғатталғаны", file.number().value());
        }

        try (var mails = Files.list(mail.directory())) {
            var messageId = letters.get(id).messageId();
            assertThat(mails.map(LetterWebTest::read).filter(m -> m.contains(messageId)))
                    .hasSize(1);
        }
        var timeline = text(get("officer", path.replace("/letters", "/timeline"), "application/json"));
        assertThat(timeline)
                .contains("letter.written", "letter.sent", "letter.viewed")
                .doesNotContain("demo.person@");
        assertThat(text(get("officer", path.replace("/letters", "/panel"), "application/json")))
                .contains("\"letters\"");
    }

    @Test
    void whoMayNotSeeALetterDoesNot() {
        var file = open("demo.person@example.kz");
        var id = send(file);
        var path = "/api/v1/operators/kao-solutions/cases/" + file.number().value() + "/letters/" + id;
        assertThat(get("manager", path, "text/html").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(get("integration", path, "text/html").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(get("integration2", path, "text/html").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", path.replace("kao-solutions", "zvonobot"), "text/html")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", path.replace("kao-solutions", "Nobody!"), "text/html")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", path.replace(id.toString(), UUID.randomUUID().toString()), "application/json")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void thePrintListIsPrintedAndPosted() throws Exception {
        var file = open(null);
        var id = send(file);
        var list = "/api/v1/operators/kao-solutions/letters/print-list";
        assertThat(text(get("clerk", list, "application/json"))).contains(id.toString(), "no-email");
        try (var document = Loader.loadPDF(
                Objects.requireNonNull(get("clerk", list, "application/pdf").getBody()))) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains(file.number().value(), "Желтоқсан к-сі, 5");
        }
        assertThat(get("lawyer", list, "application/json").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);

        var posted = "/api/v1/operators/kao-solutions/letters/" + id + "/printed";
        var bad = call("clerk", HttpMethod.POST, posted, Map.of("registeredMail", "Ж-1"), "application/json");
        assertThat(bad.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(text(bad)).contains("registeredMail");
        var done =
                call("clerk", HttpMethod.POST, posted, Map.of("registeredMail", "RR123456789KZ"), "application/json");
        assertThat(done.getStatusCode()).as(text(done)).isEqualTo(HttpStatus.OK);
        assertThat(letters.get(id).state()).isEqualTo(LetterState.PRINTED);
        assertThat(text(get("clerk", list, "application/json"))).doesNotContain(id.toString());
        assertThat(call("clerk", HttpMethod.POST, posted, null, "application/json")
                        .getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
    }

    private CaseFile open(@Nullable String email) {
        return Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> files.open(new OpenCase(
                        KAO,
                        CaseKind.DATA_BLOCK,
                        Channel.VISIT,
                        clock.instant(),
                        new Requester(
                                RequesterKind.SUBJECT,
                                "Айгүл Демонстрационная",
                                null,
                                null,
                                null,
                                email,
                                null,
                                null,
                                null,
                                "Алматы, Желтоқсан к-сі, 5"),
                        new SubjectInput("850515499993", "+77010000001", null, null, null, "Айгүл Демонстрационная"),
                        "inaccurate-data",
                        null,
                        null,
                        Actor.user("clerk")))));
    }

    private UUID send(CaseFile file) {
        return Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> letters.send(LetterRequest.of(
                        file.id(),
                        file.operator(),
                        file.number().value(),
                        LetterTemplate.REQUEST_RECEIVED,
                        new Recipient.Requester(Addressee.SUBJECT),
                        SampleLetters.facts(LetterTemplate.REQUEST_RECEIVED)))));
    }

    private ResponseEntity<byte[]> get(String user, String path, String accept) {
        return call(user, HttpMethod.GET, path, null, accept);
    }

    private ResponseEntity<byte[]> call(
            String user, HttpMethod method, String path, @Nullable Object body, String accept) {
        var headers = new HttpHeaders();
        headers.set(
                HttpHeaders.ACCEPT,
                accept + (accept.equals("application/json") ? "" : ", application/problem+json;q=0.5"));
        return rest.withBasicAuth(user, users.password())
                .exchange(path, method, new HttpEntity<>(body, headers), byte[].class);
    }

    private static String text(ResponseEntity<byte[]> answer) {
        return new String(Objects.requireNonNull(answer.getBody()), StandardCharsets.UTF_8);
    }

    private static JsonNode json(ResponseEntity<byte[]> answer) throws Exception {
        assertThat(answer.getStatusCode()).as(text(answer)).isEqualTo(HttpStatus.OK);
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(answer.getBody());
    }

    private static String read(java.nio.file.Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
