package kz.qupiya.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.SubjectInput;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@QupiyaTest
class PermitApiTest {

    private static final OperatorKey TWELVE = new OperatorKey("twelve");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    DemoUsers users;

    @Autowired
    ObjectMapper json;

    @Autowired
    Restrictions restrictions;

    @Autowired
    CaseFiles cases;

    @Autowired
    TransactionTemplate transaction;

    private final String contract = "permit-api-" + UUID.randomUUID();
    private String number = "";
    private List<UUID> placed = List.of();

    @AfterEach
    void lift() {
        placed.forEach(id -> transaction.executeWithoutResult(status -> restrictions.lift(id, "test")));
    }

    @Test
    void aBlockDeniesFromItsCommitOn() throws Exception {
        assertThat(ask("service").get("allowed").asBoolean()).isTrue();
        assertThat(ask("service").get("reasons")).isEmpty();
        var block = block();
        var denied = ask("service");
        assertThat(denied.get("allowed").asBoolean()).isFalse();
        assertThat(denied.get("reasons")).hasSize(1);
        assertThat(denied.get("reasons").get(0).get("restriction").asText()).isEqualTo("block");
        assertThat(denied.get("reasons").get(0).get("case").asText()).isEqualTo(number);
        assertThat(Instant.parse(denied.get("reasons").get(0).get("since").asText()))
                .isEqualTo(block.since());
        assertThat(Instant.parse(denied.get("validUntil").asText())).isAfter(block.since());
        assertThat(ask("storage").get("allowed").asBoolean()).isTrue();
        var byGet = call("integration2", "GET", "?purpose=service&contract=" + contract, null, "application/json");
        assertThat(json.readTree(byGet.body()).get("reasons")).isEqualTo(denied.get("reasons"));
    }

    @Test
    void manyAreAnsweredInOrderAsArrayAndAsLines() throws Exception {
        block();
        var subjects = IntStream.range(0, 300)
                .mapToObj(i -> i == 111
                        ? "{\"contract\":\"" + contract + "\"}"
                        : "{\"phone\":\"+7705" + String.format("%07d", i) + "\"}")
                .collect(Collectors.joining(","));
        var body = "{\"purpose\":\"billing\",\"subjects\":[" + subjects + "]}";
        var array = call("integration2", "POST", "/check", body, "application/json");
        assertThat(array.statusCode()).isEqualTo(200);
        var answers = json.readTree(array.body());
        assertThat(answers).hasSize(300);
        assertThat(IntStream.range(0, 300)
                        .filter(i -> !answers.get(i).get("allowed").asBoolean())
                        .boxed())
                .containsExactly(111);
        var lines = call("integration2", "POST", "/check", body, "application/x-ndjson");
        assertThat(lines.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
        var each = lines.body().split("\n", -1);
        assertThat(each).hasSize(301).endsWith("");
        assertThat(json.readTree(each[111]).get("reasons").get(0).get("case").asText())
                .isEqualTo(number);
        assertThat(call("integration2", "POST", "/check", body, "text/html").statusCode())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|{}|purpose,subject",
                "''|{\"purpose\":\"fun\",\"subject\":{\"iin\":\"850515499993\"}}|purpose",
                "''|{\"purpose\":\"service\",\"subject\":{\"iin\":\"850515499994\",\"phone\":\"1\"}}|subject.iin,subject.phone",
                "''|{\"purpose\":\"service\",\"subject\":{\"fullName\":\"Айгүл\"}}|subject",
                "''|{\"purpose\":\"third-party-transfer\",\"subject\":{\"iin\":\"850515499993\"}}|ground,recipient",
                "''|{\"purpose\":\"service\",\"ground\":\"because\",\"subject\":{\"iin\":\"850515499993\"}}|ground",
                "''|{\"purpose\":\"service\",\"subject\":{\"passport\":\"1\"}}|subject.passport",
                "/check|{\"purpose\":\"service\"}|subjects",
                "/check|{\"purpose\":\"service\",\"subjects\":[{\"login\":\"a\"},null,{\"iin\":\"1\"},{\"bin\":\"1\"}]}|subjects[3].bin",
                "/check|{\"purpose\":\"service\",\"subjects\":[{\"login\":\"a\"},null,{},{\"iin\":\"1\"}]}|subjects[1],subjects[2],subjects[3].iin"
            })
    void badFieldsAreNamed(String path, String body, String fields) throws Exception {
        var answer = call("integration2", "POST", path, body, "application/json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json.readTree(answer.body()).get("violations").findValuesAsText("field"))
                .containsExactly(fields.split(","));
        assertThat(json.readTree(answer.body()).get("violations").findValuesAsText("message"))
                .as("every code has a text")
                .noneMatch(text ->
                        text.startsWith("subject.") || text.startsWith("restriction.") || text.startsWith("problem."));
        assertThat(answer.body()).doesNotContain("850515499994", "Айгүл");
    }

    @Test
    void tooManyAreRefused() throws Exception {
        var body = "{\"purpose\":\"service\",\"subjects\":["
                + IntStream.range(0, 10_001).mapToObj(i -> "{\"login\":\"a\"}").collect(Collectors.joining(",")) + "]}";
        var answer = call("integration2", "POST", "/check", body, "application/json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json.readTree(answer.body()).get("violations").findValuesAsText("field"))
                .containsExactly("subjects");
        var large = "{\"purpose\":\"service\",\"subjects\":[{\"login\":\"" + "a".repeat(6 << 20) + "\"}]}";
        assertThat(call("integration2", "POST", "/check", large, "application/json")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void onlyOnesOwnOperatorAndOnlyWithARole() throws Exception {
        var body = "{\"purpose\":\"service\",\"subject\":{\"login\":\"a\"}}";
        assertThat(callAt("zvonobot", "integration2", body)).isEqualTo(404);
        assertThat(callAt("nobody", "integration2", body)).isEqualTo(404);
        assertThat(callAt("zvonobot", "integration", body)).isEqualTo(200);
        assertThat(callAt("zvonobot", "officer", body)).isEqualTo(200);
        assertThat(callAt("zvonobot", "clerk", body)).isEqualTo(200);
        assertThat(callAt("zvonobot", "manager", body)).isEqualTo(403);
    }

    @Test
    void nothingIsPlacedOutsideOfATransaction(@Autowired PlatformTransactionManager transactions) {
        assertThat(transactions).isNotNull();
        var order = order(open());
        assertThatThrownBy(() -> restrictions.place(order)).isInstanceOf(IllegalTransactionStateException.class);
    }

    private PlaceRestriction order(CaseFile file) {
        return PlaceRestriction.block(
                TWELVE,
                file.id(),
                file.number().value(),
                "inaccurate-data",
                file.receivedAt(),
                List.of(new Identifier(IdentifierKind.CONTRACT, contract)));
    }

    /** A case without its process: here only the permit is asked. */
    private CaseFile open() {
        return Objects.requireNonNull(transaction.execute(status -> cases.open(new OpenCase(
                TWELVE,
                CaseKind.DATA_BLOCK,
                Channel.API,
                null,
                new Requester(RequesterKind.SUBJECT, "Айгүл Демонстрационная", null),
                new SubjectInput(null, null, null, null, contract, null),
                "inaccurate-data",
                null,
                null,
                Actor.user("integration2")))));
    }

    private Restriction block() {
        var file = open();
        number = file.number().value();
        var block = transaction.execute(status -> {
            var restriction = restrictions.place(order(file));
            restrictions.searchCompleted(restriction.id());
            return restriction;
        });
        placed = List.of(block.id());
        return block;
    }

    private JsonNode ask(String purpose) throws Exception {
        var answer = call(
                "integration2",
                "POST",
                "",
                "{\"purpose\":\"" + purpose + "\",\"subject\":{\"contract\":\"" + contract + "\"}}",
                "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpResponse<String> call(String user, String method, String path, String body, String accept)
            throws Exception {
        return HTTP.send(
                request("twelve", user, path)
                        .header("Accept", accept)
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private int callAt(String operator, String user, String body) throws Exception {
        return HTTP.send(
                        request(operator, user, "")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private HttpRequest.Builder request(String operator, String user, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/operators/" + operator + "/permits" + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user + ":" + users.password()).getBytes(StandardCharsets.UTF_8)));
    }
}
