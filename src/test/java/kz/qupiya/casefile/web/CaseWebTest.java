package kz.qupiya.casefile.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.SubjectInput;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.LinkedMultiValueMap;

/** The case over HTTP, in the whole application. */
@QupiyaTest
class CaseWebTest {

    private static final OperatorKey KAO = new OperatorKey("kao-solutions");
    private static final byte[] PDF = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private DemoUsers users;

    @Autowired
    private CaseFiles files;

    @Autowired
    private Deadlines deadlines;

    @Autowired
    private Parties parties;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    private CaseFile file;
    private String path;

    @BeforeEach
    void open() {
        file = open(new SubjectInput("850515499993", "+77010000001", null, null, null, "Айгүл Демонстрационная"));
        path = "/api/v1/operators/kao-solutions/cases/" + file.number();
    }

    private CaseFile open(SubjectInput subject) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            var opened = files.open(new OpenCase(
                    KAO,
                    CaseKind.DATA_BLOCK,
                    Channel.LETTER,
                    clock.instant().minus(Duration.ofDays(3)),
                    new Requester(RequesterKind.REPRESENTATIVE, "Берик Представитель", "Доверенность 5"),
                    subject,
                    "inaccurate-data",
                    "Телефон указан неверно, карта 4111 1111 1111 1111",
                    "ru",
                    Actor.user("clerk")));
            deadlines.start(opened.id(), Duty.VERIFICATION, opened.receivedAt());
            return opened;
        }));
    }

    private ResponseEntity<JsonNode> get(String user, String url) {
        return call(user, HttpMethod.GET, url, null, "ru");
    }

    private ResponseEntity<JsonNode> post(String user, String url, Object body) {
        return call(user, HttpMethod.POST, url, body, "ru");
    }

    private ResponseEntity<JsonNode> call(String user, HttpMethod method, String url, Object body, String language) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, language);
        return rest.withBasicAuth(user, users.password())
                .exchange(url, method, new HttpEntity<>(body, headers), JsonNode.class);
    }

    private static JsonNode body(ResponseEntity<JsonNode> answer, HttpStatus status) {
        assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(status);
        return Objects.requireNonNull(answer.getBody());
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void the_case_view_has_the_shape_of_the_contract() {
        var view = body(get("integration", path), HttpStatus.OK);

        assertThat(names(view)).startsWith("number", "kind", "status").contains("receivedAt", "deadlines", "openTasks");
        assertThat(view.get("number").asText()).isEqualTo(file.number().value());
        assertThat(view.get("kind").asText()).isEqualTo("data-block");
        assertThat(view.get("status").asText()).isEqualTo("open");
        assertThat(view.has("outcome")).isFalse();
        assertThat(view.get("openTasks").isArray()).isTrue();
        assertThat(view.get("receivedAt").asText()).endsWith("+05:00");
        var deadline = view.get("deadlines").get(0);
        assertThat(names(deadline)).containsExactlyInAnyOrder("duty", "dueAt", "basis", "overrides", "state");
        assertThat(deadline.get("duty").asText()).isEqualTo("verification");
        assertThat(deadline.get("state").asText()).isEqualTo("running");
        assertThat(view.toString()).doesNotContain("850515499993", "Берик", "Айгүл");
    }

    @Test
    void the_list_pages_and_names_bad_filters() {
        var page = body(
                get("manager", "/api/v1/operators/kao-solutions/cases?kind=data-block&status=open&size=1"),
                HttpStatus.OK);
        assertThat(page.get("items")).hasSize(1);
        assertThat(page.get("totalItems").asLong()).isPositive();
        assertThat(page.get("page").asInt()).isZero();

        var problem = body(
                get(
                        "manager",
                        "/api/v1/operators/kao-solutions/cases?kind=nonsense&status=x&due-before=yesterday&overdue=perhaps&page=-1"),
                HttpStatus.BAD_REQUEST);
        assertThat(StreamSupport.stream(problem.get("violations").spliterator(), false)
                        .map(one -> one.get("field").asText()))
                .containsExactlyInAnyOrder("kind", "status", "due-before", "overdue", "page");

        assertThat(get(
                                "manager",
                                "/api/v1/operators/kao-solutions/cases?due-before=2100-01-01T00:00:00+05:00&overdue=false")
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(get("custodian", "/api/v1/operators/kao-solutions/cases").getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void a_foreign_or_unknown_case_does_not_exist() {
        assertThat(get("integration2", path).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", path.replace("kao-solutions", "zvonobot")).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", "/api/v1/operators/kao-solutions/cases/KAO-2026-999999")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("officer", "/api/v1/operators/nobody/cases/KAO-2026-000001")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(rest.getForEntity(path, String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void the_timeline_tells_events_with_hashes_and_verifies() {
        var timeline = body(get("integration", path + "/timeline"), HttpStatus.OK);
        var first = timeline.get("events").get(0);
        assertThat(first.get("code").asText()).isEqualTo("case.opened");
        assertThat(first.get("hash").asText()).hasSize(64);
        assertThat(first.get("previousHash").asText()).isEqualTo("0".repeat(64));
        assertThat(first.get("text").asText()).startsWith("Дело " + file.number() + " заведено");
        assertThat(timeline.get("events").get(1).get("text").asText())
                .startsWith("Срок начат: ")
                .doesNotContain("{", "verification");

        var verification = body(get("integration", path + "/verification"), HttpStatus.OK);
        assertThat(verification.get("sound").asBoolean()).isTrue();
        assertThat(verification.get("head"))
                .isEqualTo(timeline.get("events")
                        .get(timeline.get("events").size() - 1)
                        .get("hash"));
    }

    @Test
    void the_panel_masks_and_a_reveal_is_on_the_record() {
        var panel = body(get("officer", path + "/panel"), HttpStatus.OK);

        assertThat(panel.get("scope").asText()).isEqualTo("file");
        assertThat(panel.at("/summary/kind/text").asText()).isEqualTo("Блокирование данных");
        assertThat(panel.at("/summary/description").asText())
                .contains("Телефон указан неверно")
                .doesNotContain("4111 1111 1111 1111");
        assertThat(panel.at("/requester/entitlement/state").asText()).isEqualTo("to-be-proved");
        assertThat(panel.toString())
                .doesNotContain("850515499993", "+77010000001", "Демонстрационная", "Представитель\"");
        var receipt = panel.at("/deadlines/0/readings/0");
        assertThat(receipt.get("counted")).isNotEmpty();
        assertThat(receipt.get("text").asText()).contains("24:00");
        assertThat(panel.at("/permissions/entitle").asBoolean()).isTrue();

        var revealed = post("officer", path + "/reveal", Map.of("field", "subject.iin"));
        assertThat(body(revealed, HttpStatus.OK).get("value").asText()).isEqualTo("850515499993");
        assertThat(revealed.getHeaders().getCacheControl()).contains("no-store");
        post("officer", path + "/reveal", Map.of("field", "subject.iin"));
        get("officer", path + "/panel");
        var codes = StreamSupport.stream(
                        body(get("officer", path + "/timeline"), HttpStatus.OK)
                                .get("events")
                                .spliterator(),
                        false)
                .map(event -> event.get("code").asText())
                .toList();
        assertThat(codes).filteredOn("field.revealed"::equals).hasSize(2);
        assertThat(codes).filteredOn("case.viewed"::equals).hasSize(1);

        assertThat(body(post("officer", path + "/reveal", Map.of("field", "vault.key")), HttpStatus.BAD_REQUEST)
                        .at("/violations/0/field")
                        .asText())
                .isEqualTo("field");
    }

    @Test
    void only_staff_whose_work_needs_it_see_the_panel() {
        for (String user : List.of("integration", "admin", "custodian", "security")) {
            assertThat(get(user, path + "/panel").getStatusCode()).as(user).isEqualTo(HttpStatus.FORBIDDEN);
            assertThat(post(user, path + "/reveal", Map.of("field", "subject.iin"))
                            .getStatusCode())
                    .as(user)
                    .isEqualTo(HttpStatus.FORBIDDEN);
        }
        var panel = body(get("manager", path + "/panel"), HttpStatus.OK);
        assertThat(panel.get("scope").asText()).isEqualTo("oversight");
        assertThat(names(panel)).doesNotContain("requester", "subject", "documents", "notes", "repeated");
        assertThat(panel.get("summary").has("description")).isFalse();
        assertThat(post("manager", path + "/reveal", Map.of("field", "subject.iin"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(get("manager", path + "/documents").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(get("clerk", path + "/panel").getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(get("lawyer", path + "/panel").getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void a_document_is_filed_read_back_and_accepted_as_proof() {
        var filed = upload("clerk", "Удостоверение «Айгүл».pdf", PDF, "authority");
        assertThat(filed.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        var document = Objects.requireNonNull(filed.getBody());
        var id = document.get("id").asText();
        assertThat(filed.getHeaders().getLocation()).hasPath(path + "/documents/" + id);

        var read =
                rest.withBasicAuth("officer", users.password()).getForEntity(path + "/documents/" + id, byte[].class);
        assertThat(read.getBody()).isEqualTo(PDF);
        assertThat(read.getHeaders().getContentType())
                .matches(type -> type.equalsTypeAndSubtype(MediaType.APPLICATION_PDF));
        assertThat(read.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(read.getHeaders().getContentDisposition().isAttachment()).isTrue();
        assertThat(read.getHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(read.getHeaders().getContentDisposition().getFilename()).isEqualTo("Удостоверение «Айгүл».pdf");
        assertThat(read.getHeaders().get("Content-Security-Policy"))
                .anySatisfy(policy -> assertThat(policy).contains("default-src 'none'", "sandbox"));

        assertThat(post("clerk", path + "/entitlement", Map.of("state", "proved", "documentId", id))
                        .getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(body(post("officer", path + "/entitlement", Map.of("state", "proved")), HttpStatus.BAD_REQUEST)
                        .at("/violations/0/field")
                        .asText())
                .isEqualTo("documentId");
        var view = body(
                post("officer", path + "/entitlement", Map.of("state", "proved", "documentId", id)), HttpStatus.OK);
        assertThat(view.get("entitlement").asText()).isEqualTo("proved");
        assertThat(body(get("officer", path + "/panel"), HttpStatus.OK)
                        .at("/documents/0/fileName")
                        .asText())
                .isEqualTo("Удостоверение «Айгүл».pdf");
    }

    @Test
    void a_bad_upload_is_a_problem_with_the_field() {
        assertThat(upload("clerk", "a.pdf", "<html>".getBytes(StandardCharsets.UTF_8), "other")
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(upload("clerk", "a.pdf", PDF, "nonsense").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(upload("manager", "a.pdf", PDF, "other").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(get("officer", path + "/documents/not-a-uuid").getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void a_note_is_kept_and_shown() {
        var note = body(post("lawyer", path + "/notes", Map.of("text", "Позвонить после обеда")), HttpStatus.CREATED);
        assertThat(note.get("by").asText()).isEqualTo("lawyer");
        assertThat(body(get("officer", path + "/notes"), HttpStatus.OK)
                        .get(0)
                        .get("text")
                        .asText())
                .isEqualTo("Позвонить после обеда");
        assertThat(body(post("lawyer", path + "/notes", Map.of("text", "")), HttpStatus.BAD_REQUEST)
                        .at("/violations/0/field")
                        .asText())
                .isEqualTo("text");
        assertThat(post("lawyer", path + "/notes", Map.of("tekst", "x")).getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @Test
    void repeated_requests_about_the_same_person_are_shown() {
        var subject = new SubjectInput(null, null, null, "repeated-" + file.id(), null, null);
        open(subject);
        var second = open(subject);
        var repeated = body(
                        get("officer", "/api/v1/operators/kao-solutions/cases/" + second.number() + "/panel"),
                        HttpStatus.OK)
                .get("repeated");
        assertThat(repeated.get("unproved").asInt()).isEqualTo(1);
        assertThat(repeated.get("cases")).hasSize(1);
    }

    @Test
    void the_panel_speaks_the_readers_language() {
        assertThat(call("officer", HttpMethod.GET, path + "/panel", null, "kk")
                        .getBody()
                        .at("/summary/kind/text")
                        .asText())
                .isEqualTo("Деректерді бұғаттау");
        assertThat(call("officer", HttpMethod.GET, path + "/panel", null, "en")
                        .getBody()
                        .at("/summary/kind/text")
                        .asText())
                .isEqualTo("Data block");
    }

    private ResponseEntity<JsonNode> upload(String user, String name, byte[] content, String purpose) {
        var parts = new LinkedMultiValueMap<String, Object>();
        parts.add("file", new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return name;
            }
        });
        parts.add("purpose", purpose);
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return rest.withBasicAuth(user, users.password())
                .exchange(path + "/documents", HttpMethod.POST, new HttpEntity<>(parts, headers), JsonNode.class);
    }
}
