package kz.qupiya.affected;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

@QupiyaTest
@DisplayName("Affected people over REST")
class AffectedApiTest {

    private static final String PAY_BOT = "kz-pay-bot";
    private static final String DEMO_IIN = "850515499993";

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    CaseFiles cases;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    AffectedLists lists;

    @Autowired
    Acts acts;

    @Value("${qupiya.embedded.postgres.url}")
    String database;

    @Test
    @DisplayName("come as CSV or JSON of any size, and the faults are listed without values")
    void files() throws Exception {
        var breach = breach("twelve");
        var added = send(
                "integration", "POST", breach, "text/csv", "iin,phone,name\n850515499993,+77010000001,Айгүл\n1,,\n");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        var body = api.get("integration", path(breach)).body();
        assertThat(body.get(0).path("people").asLong()).isEqualTo(1);
        assertThat(added.body())
                .contains("\"accepted\":1", "\"duplicate\":0", "\"rejected\":1", "\"faults\":0", "\"version\":1");
        var rejects = added.body().replaceFirst(".*\"rejects\":\"([^\"]+)\".*", "$1");
        assertThat(api.get("security", rejects).raw().body())
                .isEqualTo("line,field,code,taken\r\n3,iin,subject.iin.invalid,false\r\n");
        var large = new StringBuilder("[");
        for (int i = 0; i < 20_000; i++) {
            large.append(i == 0 ? "" : ",")
                    .append("{\"phone\":\"+7702")
                    .append(1_000_000 + i)
                    .append("\",\"language\":\"kk\",\"name\":\"Аты Жөні Әкесінің аты\"}");
        }
        assertThat(large.length()).isGreaterThan(1 << 20);
        var json = send("officer", "POST", breach, "application/json", large + "]");
        assertThat(json.body()).contains("\"accepted\":20000");
        var lines = send(
                "security",
                "POST",
                breach,
                "application/x-ndjson",
                "{\"phone\":\"+77021000000\"}\n{\"phone\":\"+77011000000\"}\n");
        assertThat(lines.body()).contains("\"accepted\":1", "\"duplicate\":1");
        var replaced = send("integration", "PUT", breach, "text/csv", "phone\n+77010000001\n");
        assertThat(replaced.statusCode()).isEqualTo(200);
        var frozen = lists.freeze(breach.id(), Actor.user("officer"));
        assertThat(frozen.people()).isEqualTo(1);
        var late = send("integration", "PUT", breach, "text/csv", "phone\n+77010000001\n");
        assertThat(late.statusCode()).isEqualTo(409);
        var more = send("integration", "POST", breach, "text/csv", "phone\n+77010000001\n+77010000004\n");
        assertThat(more.body()).contains("\"accepted\":1", "\"duplicate\":1", "\"version\":2");
    }

    @Test
    @DisplayName(
            "are for the integration, the security officer and the privacy officer, in an open breach of the operator")
    void access() throws Exception {
        var breach = breach("zvonobot");
        for (var user : List.of("clerk", "lawyer", "custodian", "manager", "admin")) {
            assertThat(send(user, "POST", breach, "text/csv", "phone\n").statusCode())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(send("integration2", "POST", breach, "text/csv", "phone\n").statusCode())
                .isEqualTo(404);
        assertThat(api.post("integration", "/api/v1/operators/zvonobot/breaches/ZVN-2026-999999/affected", "[]")
                        .status())
                .isEqualTo(404);
        var other = api.openCase("zvonobot", Api.somePhone());
        assertThat(api.post("integration", "/api/v1/operators/zvonobot/breaches/" + other + "/affected", "[]")
                        .status())
                .isEqualTo(404);
        var wrong = send("integration", "POST", breach, "text/csv", "phone;iban\n");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("column[2]");
        assertThat(send("integration", "POST", breach, "text/plain", "phone\n").statusCode())
                .isEqualTo(415);
        transaction.executeWithoutResult(status -> cases.close(breach.id(), Outcome.TAKEN_BACK, Actor.user("officer")));
        assertThat(send("integration", "POST", breach, "text/csv", "phone\n").statusCode())
                .isEqualTo(409);
    }

    @Test
    @DisplayName("are found by a query over the data map, twice the same")
    void query() throws Exception {
        var query =
                "{\"query\":{\"system\":\"bot\",\"table\":\"bot.orders\",\"column\":\"created_at\",\"from\":\"2020-01-01T00:00:00+05:00\"}}";
        var hashes = new java.util.HashSet<String>();
        for (int run = 0; run < 2; run++) {
            var breach = breach(PAY_BOT);
            var answer = send("security", "POST", breach, "application/json", query);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var frozen = lists.freeze(breach.id(), Actor.user("officer"));
            assertThat(frozen.people()).isGreaterThan(5);
            assertThat(frozen.withName()).isPositive();
            hashes.add(frozen.hash() + frozen.sourceHash());
        }
        assertThat(hashes).hasSize(1);
        var whole = breach(PAY_BOT);
        assertThat(send("security", "POST", whole, "application/json", "{\"query\":{\"system\":\"bot\"}}")
                        .statusCode())
                .isEqualTo(200);
        lists.freeze(whole.id(), Actor.user("officer"));
        assertThat(lists.first(whole.id(), 1, 1, 100_000))
                .anySatisfy(person -> assertThat(person.iin()).isEqualTo(DEMO_IIN));
        var byHttp =
                send("security", "POST", breach(PAY_BOT), "application/json", "{\"query\":{\"system\":\"notifier\"}}");
        assertThat(byHttp.statusCode()).isEqualTo(400);
        assertThat(byHttp.body()).contains("query.system", "datamap.query.by-file");
        assertThat(send(
                                "security",
                                "POST",
                                breach(PAY_BOT),
                                "application/json",
                                "{\"query\":{\"system\":\"bot\",\"from\":\"yesterday\"}}")
                        .body())
                .contains("query.from");
    }

    @Test
    @DisplayName("whose account somebody else may use get their credentials reset, with proof (kz pay bot 7)")
    void credentialReset() {
        var bot = JdbcClient.create(new DriverManagerDataSource(database.replace("/postgres?", "/demo_kz_pay_bot?")));
        bot.sql(
                        "update bot.tg_user set password_hash = '$2a$10$known.to.somebody', must_change_password = false where iin = ?")
                .param(DEMO_IIN)
                .update();
        var breach = breach(PAY_BOT);
        var act = acts.preview(PrepareAct.resetCredentials(
                new OperatorKey(PAY_BOT),
                breach.id(),
                List.of(new Identifier(IdentifierKind.IIN, DEMO_IIN)),
                "security"));
        assertThat(act.systems()).singleElement().satisfies(s -> assertThat(s.system())
                .isEqualTo("bot"));
        assertThat(acts.run(act.id(), "bot")).isEqualTo(SystemState.DONE);
        assertThat(acts.prove(act.id(), "bot")).isEqualTo(SystemState.PROVED);
        acts.complete(act.id());
        Map<String, Object> account = bot.sql(
                        "select password_hash, must_change_password from bot.tg_user where iin = ?")
                .param(DEMO_IIN)
                .query()
                .singleRow();
        assertThat(account).containsEntry("password_hash", "!").containsEntry("must_change_password", true);
    }

    private CaseFile breach(String operator) {
        return Objects.requireNonNull(transaction.execute(status -> cases.open(new OpenCase(
                new OperatorKey(operator),
                CaseKind.BREACH,
                Channel.API,
                null,
                null,
                null,
                null,
                null,
                null,
                Actor.user("security")))));
    }

    private static String path(CaseFile breach) {
        return "/api/v1/operators/" + breach.operator() + "/breaches/" + breach.number() + "/affected";
    }

    private HttpResponse<String> send(String user, String method, CaseFile breach, String type, String body)
            throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(api.url(path(breach))))
                                .header("Content-Type", type)
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString((user + ":" + users.password())
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
