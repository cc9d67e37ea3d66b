package kz.qupiya.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DemoNotifierTest {

    private static final Instant NOW = Instant.parse("2026-09-02T05:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String DEMO_PERSON =
            "[{\"kind\": \"iin\", \"value\": \"850515499993\"}, {\"kind\": \"phone\", \"value\": \"+77010000001\"}]";

    private static final DemoDatabases databases = DemoServer.databases();

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<JsonNode> answers = new CopyOnWriteArrayList<>();
    private final List<String> badSignatures = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer application;
    private DemoNotifier notifier;

    @BeforeEach
    void start() throws IOException {
        notifier = new DemoNotifier(databases, CLOCK);
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/api/v1/operators/kz-pay-bot/systems/notifier/answers", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String expected = signature(exchange.getRequestHeaders().getFirst("X-Qupiya-Timestamp"), body);
            if (!expected.equals(exchange.getRequestHeaders().getFirst("X-Qupiya-Signature"))) {
                badSignatures.add(expected);
            }
            boolean refuse = refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            if (!refuse) {
                answers.add(json.readTree(body));
            }
            exchange.sendResponseHeaders(refuse ? 503 : 204, -1);
            exchange.close();
        });
        application.start();
        notifier.answerTo(application.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        notifier.stop();
        application.stop(0);
    }

    @Test
    @DisplayName("An act is accepted at once, done, and answered later under a signature; its proof is the new state")
    void blockAndUnblock() throws Exception {
        assertThat(state()).isEqualTo("active");
        UUID block = UUID.randomUUID();

        HttpResponse<String> accepted = call(message("run", block, "block"));
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        await().until(() -> answers.size() == 1);
        JsonNode answer = answers.get(0);
        assertThat(answer.path("actId").asText()).isEqualTo(block.toString());
        assertThat(answer.path("step").asText()).isEqualTo("run");
        assertThat(answer.path("state").asText()).isEqualTo("done");
        assertThat(answer.path("items"))
                .hasSize(5)
                .allMatch(i -> i.path("outcome").asText().equals("blocked"));
        assertThat(answer.path("identifiers").toString())
                .contains("demo.person", "+77010000001", "demo.person@example.kz");
        assertThat(badSignatures).isEmpty();
        assertThat(state()).isEqualTo("blocked");
        assertThat(json.readTree(call(message("prove", block, "block")).body())
                        .path("state")
                        .asText())
                .isEqualTo("done");
        assertThat(json.readTree(call(message("prove", UUID.randomUUID(), "unblock"))
                                .body())
                        .path("state")
                        .asText())
                .as("a proof can fail")
                .isEqualTo("failed");

        call(message("run", UUID.randomUUID(), "unblock"));
        await().until(() -> answers.size() == 2);
        assertThat(state()).isEqualTo("active");
    }

    @Test
    @DisplayName("A stop is remembered purpose by purpose, whatever a block does meanwhile")
    void purposesEnd() throws Exception {
        call(message("run", UUID.randomUUID(), "block"));
        await().until(() -> answers.size() == 1);
        call(stopping("run", "advertising"));
        await().until(() -> answers.size() == 2);
        assertThat(answers.get(1).path("items"))
                .hasSize(5)
                .allMatch(i -> i.path("outcome").asText().equals("stopped"));
        call(message("run", UUID.randomUUID(), "unblock"));
        await().until(() -> answers.size() == 3);
        assertThat(state()).isEqualTo("active");
        assertThat(proved("advertising")).isEqualTo("done");
        assertThat(proved("notices\", \"advertising")).isEqualTo("failed");
        call(stopping("run", "notices\", \"advertising"));
        await().until(() -> answers.size() == 4);
        assertThat(proved("notices\", \"advertising")).isEqualTo("done");
        assertThat(json.readTree(get("subscribers/demo.person")).path("stopped").asText())
                .isEqualTo("{advertising,notices}");
        assertThat(json.readTree(call("{\"protocol\": 1, \"step\": \"obligations\", \"identifiers\": " + DEMO_PERSON
                                        + "}")
                                .body())
                        .path("obligations"))
                .isEmpty();
    }

    private String proved(String purposes) throws Exception {
        return json.readTree(call(stopping("prove", purposes)).body())
                .path("state")
                .asText();
    }

    private static String stopping(String step, String purposes) {
        return message(step, UUID.randomUUID(), "stop").replaceFirst("\\{", "{\"purposes\": [\"" + purposes + "\"], ");
    }

    @Test
    @DisplayName("An answer that is not taken comes again")
    void answersAgain() throws Exception {
        refusals.set(1);
        UUID act = UUID.randomUUID();
        call(message("run", act, "export"));
        await().until(() -> answers.size() == 1);
        assertThat(refusals).hasValue(0);
        assertThat(answers.get(0)
                        .path("export")
                        .path("subscriber")
                        .get(0)
                        .path("username")
                        .asText())
                .isEqualTo("demo.person");
        await().untilAsserted(() -> assertThat(json.readTree(get(""))
                        .path("acts")
                        .get(0)
                        .path("answered_at")
                        .isNull())
                .isFalse());
    }

    @Test
    @DisplayName("A destruction ends the record, and the second message of the same act gets the first answer")
    void destroysOnce() throws Exception {
        String identifiers = "[{\"kind\": \"login\", \"value\": \"" + someOther() + "\"}]";
        UUID act = UUID.randomUUID();
        call(message("run", act, "destroy", identifiers));
        call(message("run", act, "destroy", identifiers));
        await().until(() -> answers.size() == 2);
        assertThat(answers.get(1).path("items")).isEqualTo(answers.get(0).path("items"));
        assertThat(answers.get(0).path("items"))
                .hasSize(5)
                .allMatch(i -> i.path("outcome").asText().equals("destroyed"));
        assertThat(json.readTree(call(message("find", act, "destroy", identifiers))
                                .body())
                        .path("items"))
                .allMatch(i -> i.path("outcome").asText().equals("nothing-found"));
    }

    @Test
    @DisplayName(
            "A phone that two people share tells of neither who they are, and with a login it reaches one of them only")
    void sharedPhone() throws Exception {
        List<DemoPerson> household = household();
        String phone = "{\"kind\": \"phone\", \"value\": \"" + household.get(0).phone() + "\"}";
        JsonNode both = json.readTree(call(message("find", UUID.randomUUID(), "block", "[" + phone + "]"))
                .body());
        assertThat(both.path("items").get(0).path("count").asInt()).isGreaterThan(1);
        assertThat(both.path("identifiers")).isEmpty();

        String login = "{\"kind\": \"login\", \"value\": \"" + household.get(0).login() + "\"}";
        JsonNode one = json.readTree(call(message("find", UUID.randomUUID(), "block", "[" + phone + "," + login + "]"))
                .body());
        assertThat(one.path("items").get(0).path("count").asInt()).isEqualTo(1);
        assertThat(one.path("identifiers").toString())
                .contains(household.get(0).login())
                .doesNotContain(household.get(1).login());
    }

    @Test
    @DisplayName("A preview writes nothing")
    void preview() throws Exception {
        JsonNode preview = json.readTree(
                call(message("preview", UUID.randomUUID(), "block")).body());
        assertThat(preview.path("items"))
                .hasSize(5)
                .allMatch(i -> i.path("outcome").asText().equals("blocked"));
        assertThat(state()).isEqualTo("active");
    }

    @Test
    @DisplayName("Without the right signature, or with an old one, nothing is done")
    void unsigned() throws Exception {
        String body = message("run", UUID.randomUUID(), "block");
        String old = NOW.minusSeconds(301).toString();
        assertThat(call(body, NOW.toString(), "v1=00").statusCode()).isEqualTo(401);
        assertThat(call(body, old, signature(old, body.getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(call(body, "yesterday", signature("yesterday", body.getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(state()).isEqualTo("active");
    }

    /** Two subscribers with one phone. */
    private static List<DemoPerson> household() throws Exception {
        List<String> logins = new ArrayList<>();
        try (var connection = DriverManager.getConnection(databases.url(new KzPayBotData()));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        """
                        select username from notifier.subscriber where phone = (
                            select phone from notifier.subscriber group by phone having count(*) > 1 order by phone limit 1)
                        """)) {
            while (rows.next()) {
                logins.add(rows.getString(1));
            }
        }
        DemoPeople people = DemoPeople.generate(DemoData.ALL.size());
        return people.clientsOf(2).stream()
                .filter(p -> logins.contains(p.login()))
                .toList();
    }

    private String someOther() throws Exception {
        try (var connection = DriverManager.getConnection(databases.url(new KzPayBotData()));
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select username from notifier.subscriber where username <> 'demo.person' and state = 'active' order by id desc limit 1")) {
            row.next();
            return row.getString(1);
        }
    }

    private String state() throws Exception {
        return json.readTree(get("subscribers/demo.person")).path("state").asText();
    }

    private String get(String path) throws Exception {
        URI uri = notifier.address().resolve("/" + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String message(String step, UUID act, String kind) {
        return message(step, act, kind, DEMO_PERSON);
    }

    private static String message(String step, UUID act, String kind, String identifiers) {
        return """
                {"protocol": 1, "step": "%s", "actId": "%s", "kind": "%s", "operator": "kz-pay-bot", "system": "notifier", "identifiers": %s, "values": []}
                """
                .formatted(step, act, kind, identifiers);
    }

    private HttpResponse<String> call(String body) throws Exception {
        return call(body, NOW.toString(), signature(NOW.toString(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> call(String body, String timestamp, String signature) throws Exception {
        return client.send(
                HttpRequest.newBuilder(notifier.connection().url())
                        .header("X-Qupiya-Timestamp", timestamp)
                        .header("X-Qupiya-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String signature(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    notifier.connection().secret().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
