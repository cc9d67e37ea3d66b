package kz.qupiya.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the application as README's "Run it for real" does, against a PostgreSQL that is not its own, with nothing but settings of the
 * environment.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The application on a database of the customer's")
class RealServerTest {

    private static final String PASSWORD = "Strong-Pass_20-26";
    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern BASE = Pattern.compile("REST +http://[^:/]+:(\\d+)/api/v1");

    @TempDir
    static Path home;

    private EmbeddedPostgres server;
    private Run application;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        database("qupiya");
        var own = Files.createDirectories(home.resolve("operators/twelve"));
        var shipped = Files.readString(Path.of("src/main/resources/operators/twelve/data-map.yaml"));
        Files.writeString(own.resolve("data-map.yaml"), shipped.replace("key: emoney", "key: own-base"));
        application = new Run(settings("qupiya"));
        application.awaitReady();
    }

    @AfterAll
    void stop() throws Exception {
        if (application != null) {
            application.close();
        }
        server.close();
    }

    @Test
    @DisplayName("has neither demonstration users nor made-up clients, and starts no server of its own")
    void nothingOfTheDemonstration() throws Exception {
        assertThat(list("qupiya", "select id_ from act_id_user")).containsExactly("chief");
        assertThat(list("postgres", "select datname from pg_database where not datistemplate"))
                .isSubsetOf("postgres", "qupiya", "empty");
        assertThat(application.log())
                .doesNotContain("Embedded PostgreSQL", "Demonstration", "Embedded mail", "Users  ", "Password  ")
                .doesNotContain(PASSWORD);
        assertThat(home.resolve("data")).doesNotExist();
        assertThat(home.resolve("work/data")).doesNotExist();
    }

    @Test
    @DisplayName("lets the first administrator in, and nobody by a demonstration user or its password")
    void administrator() throws Exception {
        assertThat(get("/api/v1/me", "chief", PASSWORD).statusCode()).isEqualTo(200);
        for (var user : List.of("admin", "officer", "integration", "demo", "chief")) {
            for (var password : List.of("Demo-password-1", user)) {
                assertThat(get("/api/v1/me", user, password).statusCode())
                        .as(user)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    @DisplayName("sends Secure cookies and HSTS")
    void cookies() throws Exception {
        var page = get("/camunda/app/welcome/default/", null, null);
        assertThat(page.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("JSESSIONID="))
                .anyMatch(cookie -> cookie.startsWith("XSRF-TOKEN="))
                .allMatch(cookie -> cookie.contains("Secure") && cookie.contains("SameSite=Strict"));
        assertThat(page.headers().firstValue("Strict-Transport-Security").orElse(""))
                .contains("max-age");
    }

    @Test
    @DisplayName("takes a caller's address and https from a proxy only")
    void forwarded() throws Exception {
        // 127.0.0.2 is the proxy here. Who is none forges addresses in vain: they buy no further guesses.
        int status = 0;
        for (int i = 0; i < 15 && status != 429; i++) {
            status = get("/api/v1/me", "guessed-user", "Guess-" + i, "X-Forwarded-For", "203.0.113." + i)
                    .statusCode();
        }
        assertThat(status).isEqualTo(429);
        for (int i = 0; i < 15; i++) {
            assertThat(throughProxy("other-user", "Guess-" + i, "203.0.113." + i))
                    .startsWith("HTTP/1.1 401");
        }
        assertThat(throughProxy("chief", PASSWORD, "203.0.113.77"))
                .startsWith("HTTP/1.1 200")
                .contains("Strict-Transport-Security");
        assertThat(get("/api/v1/me", "chief", PASSWORD, "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "starts the operators asked for, by their own maps; of a system without a connection it says so, and permits nothing while it cannot be searched")
    void operators() throws Exception {
        assertThat(application.log())
                .contains("operators started: twelve, zvonobot")
                .contains("System twelve/own-base cannot be checked against its data map: not-configured")
                .contains("System zvonobot/cabinet cannot be checked against its data map: not-configured")
                .doesNotContain("kao-solutions");
        client("caller");
        var block = call(
                "POST",
                "/api/v1/operators/zvonobot/data-blocks",
                """
                {"subject": {"iin": "850515499993"}, "requester": {"kind": "subject", "name": "Заявитель"},
                 "ground": "inaccurate-data", "description": "Фамилия записана с ошибкой."}""",
                "caller",
                PASSWORD);
        assertThat(block.statusCode()).as(block.body()).isEqualTo(201);
        // Whoever is asked about now may be the same person by another name: nobody can tell without the system.
        var permit = call(
                "POST",
                "/api/v1/operators/zvonobot/permits",
                "{\"purpose\": \"service\", \"subject\": {\"phone\": \"+77010000001\"}}",
                "caller",
                PASSWORD);
        assertThat(permit.statusCode()).as(permit.body()).isEqualTo(200);
        assertThat(permit.body()).contains("\"allowed\":false", "unavailable");
        deleteUser("caller");
    }

    @Test
    @DisplayName("does not start without a key or an administrator, names the setting and shows no secret")
    void refusals() throws Exception {
        database("empty");
        refused(without("QUPIYA_KEYS_MASTER"), "qupiya.keys.master (QUPIYA_KEYS_MASTER)");
        refused(without("QUPIYA_KEYS_HASH"), "qupiya.keys.hash (QUPIYA_KEYS_HASH)");
        refused(without("QUPIYA_ADMIN_PASSWORD"), "qupiya.admin.password (QUPIYA_ADMIN_PASSWORD)");
        refused(with("QUPIYA_ADMIN_PASSWORD", "Chief-Password-2026"), "qupiya.admin.password (QUPIYA_ADMIN_PASSWORD)");
        assertThat(list("empty", "select id_ from act_id_user")).isEmpty();
    }

    // ---

    private void refused(Map<String, String> settings, String named) throws Exception {
        try (var run = new Run(settings)) {
            assertThat(run.process.waitFor(START.toSeconds(), TimeUnit.SECONDS))
                    .as(named)
                    .isTrue();
            assertThat(run.process.exitValue()).isNotZero();
            assertThat(run.log()).contains(named).doesNotContain("Qupiya is ready.");
            settings.forEach((name, value) -> {
                if (name.contains("PASSWORD") || name.contains("KEYS")) {
                    assertThat(run.log().contains(value))
                            .as("the log shows " + name)
                            .isFalse();
                }
            });
        }
    }

    /** The application in a process of its own: one engine of a name is all that a JVM can hold. */
    private final class Run implements AutoCloseable {

        private final Process process;
        private final Path output;

        Run(Map<String, String> settings) throws IOException {
            output = Files.createTempFile(home, "run", ".log");
            var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            var main = Stream.of(classes.split(File.pathSeparator))
                    .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                    .collect(Collectors.joining(File.pathSeparator));
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Duser.timezone=UTC",
                            "-Xmx700m",
                            "-XX:TieredStopAtLevel=1",
                            "kz.qupiya.QupiyaApplication")
                    .directory(Files.createDirectories(home.resolve("work")).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(SPRING|QUPIYA|SERVER|CAMUNDA|JAVA_TOOL).*"));
            builder.environment().put("CLASSPATH", main);
            builder.environment().putAll(settings);
            process = builder.start();
        }

        void awaitReady() {
            await().atMost(START)
                    .failFast("it ended:\n" + output, () -> !process.isAlive())
                    .until(() -> log().contains("Qupiya is ready."));
            await().atMost(START).until(() -> BASE.matcher(log()).find());
        }

        String base() {
            var matcher = BASE.matcher(log());
            assertThat(matcher.find()).isTrue();
            return "http://127.0.0.1:" + matcher.group(1);
        }

        String log() {
            try {
                return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Map<String, String> settings(String database) {
        var settings = new HashMap<String, String>();
        settings.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database);
        settings.put("SPRING_DATASOURCE_USERNAME", "postgres");
        settings.put("SPRING_DATASOURCE_PASSWORD", "database-pass-31");
        settings.put("SPRING_MAIL_HOST", "127.0.0.1");
        settings.put("SPRING_MAIL_PORT", "9");
        settings.put("SPRING_MAIL_PASSWORD", "mail-pass-32");
        settings.put("QUPIYA_KEYS_MASTER", key("0123456789abcdef0123456789abcdef"));
        settings.put("QUPIYA_KEYS_HASH", key("fedcba9876543210fedcba9876543210"));
        settings.put("QUPIYA_ADMIN_ID", "chief");
        settings.put("QUPIYA_ADMIN_PASSWORD", PASSWORD);
        settings.put("QUPIYA_OPERATORS", "twelve,zvonobot");
        settings.put("QUPIYA_OPERATOR_DIR", home.resolve("operators").toString());
        settings.put("SERVER_PORT", "0");
        settings.put("SERVER_TOMCAT_REMOTEIP_INTERNAL_PROXIES", "127\\.0\\.0\\.2");
        return settings;
    }

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, String> with(String name, String value) {
        var settings = settings("empty");
        settings.put(name, value);
        return settings;
    }

    private Map<String, String> without(String name) {
        var settings = settings("empty");
        settings.remove(name);
        return settings;
    }

    private void database(String name) throws SQLException {
        execute("postgres", "create database " + name);
    }

    /** An API client of one operator with the administrator's password, as an administrator makes it. */
    private void client(String id) throws SQLException {
        execute(
                "qupiya",
                "insert into act_id_user (id_, rev_, pwd_, salt_) select '" + id
                        + "', 1, pwd_, salt_ from act_id_user where id_ = 'chief'");
        execute("qupiya", "insert into act_id_membership (user_id_, group_id_) values ('" + id + "', 'api-client')");
        execute(
                "qupiya",
                "insert into act_id_tenant_member (id_, tenant_id_, user_id_) values ('m-" + id + "', 'zvonobot', '"
                        + id + "')");
    }

    private void deleteUser(String id) throws SQLException {
        execute("qupiya", "delete from act_id_tenant_member where user_id_ = '" + id + "'");
        execute("qupiya", "delete from act_id_membership where user_id_ = '" + id + "'");
        execute("qupiya", "delete from act_id_user where id_ = '" + id + "'");
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> list(String database, String sql) throws SQLException {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a call that comes from the proxy's address. */
    private String throughProxy(String user, String password, String caller) throws IOException {
        var port = URI.create(application.base()).getPort();
        try (var socket = new Socket("127.0.0.1", port, InetAddress.getByName("127.0.0.2"), 0)) {
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/me HTTP/1.1\r\nHost: qupiya.example.kz\r\nConnection: close\r\nX-Forwarded-For: "
                                            + caller + "\r\nX-Forwarded-Proto: https\r\nAuthorization: "
                                            + basic(user, password) + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path, String user, String password, String... headers) throws Exception {
        return call("GET", path, null, user, password, headers);
    }

    private HttpResponse<String> call(
            String method, String path, String body, String user, String password, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(application.base() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (user != null) {
            request.header("Authorization", basic(user, password));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
