package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@DisplayName("A caller of the API")
class LoginTest {

    private static final String WHO = "/api/v1/operators/" + Staff.OPERATOR + "/security-test";
    private static final String PASSWORD = "Some-Pass_1234";
    private static final Duration SOON = Duration.ofSeconds(20);

    @LocalServerPort
    int port;

    @Autowired
    Staff staff;

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("delete from qupiya.login_failure").update();
        for (var id : List.of("tester", "tester2")) {
            if (identity.createUserQuery().userId(id).count() > 0) {
                staff.delete(id);
            }
        }
    }

    @Test
    @DisplayName("without credentials or with wrong ones gets 401 as a problem in the asked language")
    void nobody() {
        var answer = Http.nobody(port).get(WHO, "Accept-Language", "en");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().allValues("WWW-Authenticate")).anyMatch(value -> value.startsWith("Basic"));
        assertThat(answer.body()).contains("Sign");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(Http.basic(port, "nobody-" + port, "x").get(WHO).statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("called by a script of a page is not challenged: the browser would put up its own window")
    void noChallenge() {
        var answer = Http.nobody(port).get(WHO, "Sec-Fetch-Mode", "cors");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).noneMatch(value -> value.startsWith("Basic"));
    }

    @Test
    @DisplayName("sees its own operators; another's is 404 as an unknown one is; the wrong role is 403")
    void operators() {
        staff.make("tester", PASSWORD, Role.LAWYER, Staff.OPERATOR);
        var tester = Http.basic(port, "tester", PASSWORD);
        assertThat(tester.get(WHO).body()).isEqualTo("tester");
        var foreign = tester.get(WHO.replace(Staff.OPERATOR, Staff.FOREIGN));
        var unknown = tester.get(WHO.replace(Staff.OPERATOR, "no-such"));
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body().replace("no-such", Staff.FOREIGN));
        assertThat(tester.post(WHO, "{}").statusCode()).isEqualTo(403);
        assertThat(tester.get(WHO).headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    @DisplayName("is out within seconds of a new password, a lost operator, a deletion")
    void changes() {
        staff.make("tester", PASSWORD, Role.CLIENT, Staff.OPERATOR);
        var tester = Http.basic(port, "tester", PASSWORD);
        assertThat(tester.get(WHO).statusCode()).isEqualTo(200);

        identity.deleteTenantUserMembership(Staff.OPERATOR, "tester");
        await().atMost(SOON).until(() -> tester.get(WHO).statusCode() == 404);
        identity.createTenantUserMembership(Staff.OPERATOR, "tester");
        await().atMost(SOON).until(() -> tester.get(WHO).statusCode() == 200);

        identity.deleteMembership("tester", Role.CLIENT.groupId());
        await().atMost(SOON).until(() -> tester.post(WHO, "{}").statusCode() == 403);

        var user = identity.createUserQuery().userId("tester").singleResult();
        user.setPassword("Other-Pass_5678");
        identity.saveUser(user);
        await().atMost(SOON).until(() -> tester.get(WHO).statusCode() == 401);
        var renewed = Http.basic(port, "tester", "Other-Pass_5678");
        assertThat(renewed.get(WHO).statusCode()).isEqualTo(200);

        staff.delete("tester");
        await().atMost(SOON).until(() -> renewed.get(WHO).statusCode() == 401);
    }

    @Test
    @DisplayName("who guesses is refused with 429 before the engine locks, and shuts out nobody")
    void guesses() {
        staff.make("tester", PASSWORD, Role.CLIENT, Staff.OPERATOR);
        var owner = Http.basic(port, "tester", PASSWORD);
        assertThat(owner.get(WHO).statusCode()).isEqualTo(200);
        int refusedAt = 0;
        for (int i = 1; i <= 40 && refusedAt == 0; i++) {
            var answer = Http.basic(port, "tester", "Guess-" + i).get(WHO, "X-Forwarded-For", "203.0.113.7");
            if (answer.statusCode() == 429) {
                refusedAt = i;
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            } else {
                assertThat(answer.statusCode()).isEqualTo(401);
            }
        }
        assertThat(refusedAt).isBetween(2, 11);
        assertThat(jdbc.sql("select coalesce(attempts_, 0) from act_id_user where id_ = 'tester'")
                        .query(Integer.class)
                        .single())
                .isLessThan(10);
        assertThat(owner.get(WHO).statusCode()).isEqualTo(200);
        // From another address, for which nothing is cached and nothing is known, too.
        assertThat(Http.basic(port, "tester", PASSWORD)
                        .get(WHO, "X-Forwarded-For", "198.51.100.9")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("whose right password the engine refuses because somebody locked the user is let in all the same")
    void lockedByOthers() {
        staff.make("tester", PASSWORD, Role.CLIENT, Staff.OPERATOR);
        var owner = Http.basic(port, "tester", PASSWORD);
        assertThat(owner.get(WHO).statusCode()).isEqualTo(200);
        for (int i = 0; i < 12; i++) {
            identity.checkPassword("tester", "wrong");
        }
        assertThat(identity.checkPassword("tester", PASSWORD)).isFalse();
        assertThat(owner.get(WHO).statusCode()).isEqualTo(200);
        // Nobody else profits: the lock holds for who was not verified before.
        assertThat(Http.basic(port, "tester", "wrong").get(WHO).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("keeps neither addresses nor names of failed log-ins readable")
    void failuresAreHashed() {
        Http.basic(port, "tester2", "x").get(WHO, "X-Forwarded-For", "203.0.113.99");
        assertThat(jdbc.sql("select encode(scope, 'escape') from qupiya.login_failure")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(scope -> scope.contains("203.0.113.99") || scope.contains("tester2"));
    }

    @Test
    @DisplayName("with a token has the operators and roles of the token, and nothing with a bad one")
    void tokens() {
        var soon = Instant.now().plusSeconds(60);
        var good = bearer(TestIssuer.token("crm", List.of(Staff.OPERATOR), List.of("api-client"), "qupiya", soon));
        assertThat(good.get(WHO).body()).isEqualTo("token:crm");
        assertThat(good.post(WHO, "{}").statusCode()).isEqualTo(200);
        assertThat(good.get(WHO.replace(Staff.OPERATOR, Staff.FOREIGN)).statusCode())
                .isEqualTo(404);
        assertThat(bearer(TestIssuer.token("crm", List.of(Staff.OPERATOR), List.of("lawyer"), "qupiya", soon))
                        .post(WHO, "{}")
                        .statusCode())
                .isEqualTo(403);

        var bad = List.of(
                TestIssuer.forged("crm", List.of(Staff.OPERATOR), List.of("api-client")),
                TestIssuer.token("crm", List.of(Staff.OPERATOR), List.of("api-client"), "other", soon),
                TestIssuer.token(
                        "crm",
                        List.of(Staff.OPERATOR),
                        List.of("api-client"),
                        "qupiya",
                        Instant.now().minusSeconds(600)),
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjcm0ifQ.",
                "nonsense");
        for (var token : bad) {
            assertThat(bearer(token).get(WHO).statusCode()).isEqualTo(401);
        }
        // Engine REST and the web applications know users of the engine only.
        assertThat(good.get("/engine-rest/version").statusCode()).isEqualTo(401);
        assertThat(good.get("/camunda/api/engine/engine/default/task").statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("sends at most 1 MB, measured or chunked")
    void size() {
        staff.make("tester", PASSWORD, Role.CLIENT, Staff.OPERATOR);
        var tester = Http.basic(port, "tester", PASSWORD);
        var big = "{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";
        var answer = tester.post(WHO, big);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(tester.chunked(WHO, big).statusCode()).isEqualTo(413);
        assertThat(tester.chunked(WHO, "{\"a\":1}").body()).isEqualTo("tester 1");
        assertThat(Http.nobody(port).post(WHO, big).statusCode()).isEqualTo(401);
    }

    private Http bearer(String token) {
        return Http.nobody(port).with("Authorization", "Bearer " + token);
    }
}
