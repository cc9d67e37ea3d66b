package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@DisplayName("A session of the web applications")
class SessionTest {

    private static final String WHO = "/api/v1/operators/" + Staff.OPERATOR + "/security-test";
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String PASSWORD = "Some-Pass_1234";

    @LocalServerPort
    int port;

    @Autowired
    Staff staff;

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void make() {
        staff.make("sitter", PASSWORD, Role.CLERK, Staff.OPERATOR);
    }

    @AfterEach
    void remove() {
        staff.delete("sitter");
        jdbc.sql("delete from qupiya.login_failure").update();
    }

    @Test
    @DisplayName("calls our API as the one logged in, and writes only with its CSRF token")
    void api() {
        var browser = Http.session(port, "sitter", PASSWORD, "tasklist");
        assertThat(browser.get(WHO).body()).isEqualTo("sitter");
        assertThat(browser.post(WHO, "{}").statusCode()).isEqualTo(403);
        assertThat(browser.post(WHO, "{}", "X-XSRF-TOKEN", "0123456789ABCDEF0123456789ABCDEF")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post(WHO, "{}", "X-XSRF-TOKEN", browser.csrf()).statusCode())
                .isEqualTo(200);
        assertThat(browser.post(WHO, "{}", "X-XSRF-TOKEN", browser.csrf(), "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.get(WHO.replace(Staff.OPERATOR, Staff.FOREIGN)).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("has cookies that no other site can use and, the CSRF token apart, no script can read")
    void cookies() {
        var page = Http.nobody(port).get("/camunda/app/tasklist/default/");
        var cookies = page.headers().allValues("Set-Cookie");
        assertThat(cookies)
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(cookie -> cookie.contains("SameSite=Strict") || cookie.contains("SameSite=STRICT"));
        assertThat(cookies)
                .filteredOn(cookie -> cookie.startsWith("JSESSIONID"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.contains("HttpOnly"));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval");
    }

    @Test
    @DisplayName("is another one after the log-in")
    void fixation() {
        var browser = Http.nobody(port);
        browser.get("/camunda/app/tasklist/default/");
        var before = browser.cookie("JSESSIONID");
        var login = browser.send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "username=sitter&password=" + PASSWORD,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-XSRF-TOKEN",
                browser.csrf());
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(browser.cookie("JSESSIONID")).isNotEqualTo(before);
    }

    @Test
    @DisplayName("stays the same from call to call, so that a page may make several at a time")
    void steady() {
        var browser = Http.session(port, "sitter", PASSWORD, "tasklist");
        var id = browser.cookie("JSESSIONID");
        for (var path : List.of(
                "/camunda/api/engine/engine/default/user/sitter/profile",
                WHO,
                "/camunda/api/engine/engine/default/filter/count")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(browser.cookie("JSESSIONID")).as(path).isEqualTo(id).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/auth/user/default",
                "/camunda/api/engine/engine",
                "/camunda/app/tasklist/styles/styles.css",
                "/camunda/app/tasklist/locales/ru.json"
            })
    @DisplayName("is not taken away by what was asked for before the log-in and is answered after it")
    void lateAnswer(String path) {
        var before = Http.nobody(port);
        var page = before.get("/camunda/app/tasklist/default/");
        assertThat(page.headers().allValues("Set-Cookie"))
                .as("a page opens one")
                .isNotEmpty();
        var old = before.cookie("JSESSIONID");
        var login = before.send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "username=sitter&password=" + PASSWORD,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-XSRF-TOKEN",
                before.csrf());
        assertThat(login.statusCode()).isEqualTo(200);

        for (var cookie : List.of("JSESSIONID=" + old, "nothing=at-all")) {
            var late = Http.nobody(port).get(path, "Cookie", cookie);
            assertThat(late.headers().allValues("Set-Cookie")).as(path).isEmpty();
            assertThat(late.statusCode()).as(path).isIn(200, 404);
        }
        assertThat(before.get(WHO).body()).isEqualTo("sitter");
    }

    @Test
    @DisplayName("is not ended by a write that a page sends right after the log-in, with the token that it has")
    void tokenOfThePage() {
        var browser = Http.nobody(port);
        browser.get("/camunda/app/tasklist/default/");
        var token = browser.csrf();
        var login = browser.send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "username=sitter&password=" + PASSWORD,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-XSRF-TOKEN",
                token);
        assertThat(login.statusCode()).isEqualTo(200);
        var write = browser.post(
                ENGINE + "/identity/password-policy", "{\"password\":\"Abcdef_12345\"}", "X-XSRF-TOKEN", token);
        assertThat(write.statusCode()).as(write.body()).isEqualTo(200);
        assertThat(browser.get(WHO).body()).isEqualTo("sitter");
        assertThat(browser.csrf()).as("and the page keeps its token").isEqualTo(token);
    }

    @Test
    @DisplayName("holds when everything that waited for it is sent at once")
    void everythingAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                var browser = Http.nobody(port).with("X-Forwarded-For", "203.0.113." + round % 200);
                for (var password : List.of("wrong-password-1", PASSWORD)) {
                    browser.get("/camunda/app/tasklist/default/");
                    var login = browser.send(
                            "POST",
                            "/camunda/api/admin/auth/user/default/login/tasklist",
                            "username=sitter&password=" + password,
                            "Content-Type",
                            "application/x-www-form-urlencoded",
                            "X-XSRF-TOKEN",
                            browser.csrf());
                    assertThat(login.statusCode())
                            .as("round " + round)
                            .isEqualTo(password.equals(PASSWORD) ? 200 : 401);
                    browser.get("/camunda/app/tasklist/default/");
                }
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    for (var path : List.of(
                            WHO, "/api/v1/me", ENGINE + "/task?maxResults=1", "/camunda/app/tasklist/default/")) {
                        answers.add(threads.submit(() -> browser.get(path).statusCode()));
                    }
                }
                for (var answer : answers) {
                    assertThat(answer.get()).as("round " + round).isEqualTo(200);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("cannot be opened without the CSRF token")
    void loginNeedsToken() {
        var browser = Http.nobody(port);
        browser.get("/camunda/app/tasklist/default/");
        var login = browser.send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "username=sitter&password=" + PASSWORD,
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(login.statusCode()).isEqualTo(403);
    }

    @Test
    @DisplayName("ends with a new password and with the log-out")
    void ends() {
        var browser = Http.session(port, "sitter", PASSWORD, "tasklist");
        var other = Http.session(port, "sitter", PASSWORD, "tasklist");
        assertThat(browser.get(WHO).statusCode()).isEqualTo(200);
        assertThat(other.get(WHO).statusCode()).isEqualTo(200);
        other.post("/camunda/api/admin/auth/user/default/logout", "{}", "X-XSRF-TOKEN", other.csrf());
        assertThat(other.get(WHO).statusCode()).isEqualTo(401);

        var user = identity.createUserQuery().userId("sitter").singleResult();
        user.setPassword("Other-Pass_5678");
        identity.saveUser(user);
        await().atMost(Duration.ofSeconds(20)).until(() -> browser.get(WHO).statusCode() == 401);
        assertThat(browser.get(ENGINE + "/task").statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("refuses a guesser with 429 as the API does")
    void guesses() {
        int status = 0;
        for (int i = 0; i < 15 && status != 429; i++) {
            var browser = Http.nobody(port);
            browser.get("/camunda/app/tasklist/default/");
            status = browser.send(
                            "POST",
                            "/camunda/api/admin/auth/user/default/login/tasklist",
                            "username=sitter&password=wrong" + i,
                            "Content-Type",
                            "application/x-www-form-urlencoded",
                            "X-Forwarded-For",
                            "203.0.113.55",
                            "X-XSRF-TOKEN",
                            browser.csrf())
                    .statusCode();
            assertThat(status).isIn(401, 429);
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    @DisplayName("reads what Tasklist reads and opens only the applications of the role")
    void tasklist() {
        var browser = Http.session(port, "sitter", PASSWORD, "tasklist");
        // without a bound the server sets one; nobody asks for more than the engine's limit
        assertThat(browser.get(ENGINE + "/task").statusCode()).isEqualTo(200);
        assertThat(browser.get(ENGINE + "/task?maxResults=100000").statusCode()).isEqualTo(400);
        assertThat(browser.get(ENGINE + "/task?maxResults=10").statusCode()).isEqualTo(200);
        assertThat(browser.get(ENGINE + "/filter?itemCount=false&maxResults=50").body())
                .contains("Мои задачи", "Просроченные");
        assertThat(browser.get(ENGINE + "/process-instance?maxResults=10").statusCode())
                .isEqualTo(403);
        var login = Http.nobody(port);
        login.get("/camunda/app/cockpit/default/");
        assertThat(login.send(
                                "POST",
                                "/camunda/api/admin/auth/user/default/login/cockpit",
                                "username=sitter&password=" + PASSWORD,
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "X-XSRF-TOKEN",
                                login.csrf())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("lets nobody make a first administrator")
    void setup() {
        var body =
                "{\"profile\":{\"id\":\"evil\",\"firstName\":\"e\",\"lastName\":\"e\"},\"credentials\":{\"password\":\"Evil-Pass_1234\"}}";
        var nobody = Http.nobody(port);
        nobody.get("/camunda/app/admin/default/");
        assertThat(nobody.post("/camunda/api/admin/setup/default/user/create", body, "X-XSRF-TOKEN", nobody.csrf())
                        .statusCode())
                .isEqualTo(401);
        var sitter = Http.session(port, "sitter", PASSWORD, "tasklist");
        assertThat(sitter.post("/camunda/api/admin/setup/default/user/create", body, "X-XSRF-TOKEN", sitter.csrf())
                        .statusCode())
                .isEqualTo(403);
        assertThat(identity.createUserQuery().userId("evil").count()).isZero();
    }
}
