package kz.qupiya.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.datamap.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The notification service of kz pay bot: a small program of the operator with a state of its own, which happens to run inside this one in the
 * embedded mode. It speaks the protocol of an http system ({@code src/docs/data-map.md}) on a loopback port: looks at once, but does an act
 * only some moments after it has said 202, and then calls back. {@code GET /} shows what it holds, {@code GET /subscribers/<login>} one subscriber.
 *
 * <p>Acts that wait for their answer stand in its database, so a restart forgets none.
 */
@Component
@ConditionalOnProperty("qupiya.embedded")
final class DemoNotifier {

    private static final Logger log = LoggerFactory.getLogger(DemoNotifier.class);

    private static final String OPERATOR = "kz-pay-bot";
    private static final String SYSTEM = "notifier";
    private static final String TIMESTAMP = "X-Qupiya-Timestamp";
    private static final String SIGNATURE = "X-Qupiya-Signature";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Duration THINKING = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int LARGEST_BODY = 1 << 20;

    private final NotifierStore store;
    private final Clock clock;
    private final byte[] secret;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-notifier");
        thread.setDaemon(true);
        return thread;
    });
    private final JsonMapper json = JsonMapper.builder()
            .findAndAddModules()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private volatile int applicationPort;

    DemoNotifier(DemoDatabases databases, Clock clock) throws IOException {
        this.store = new NotifierStore(databases.url(new KzPayBotData()), json, clock);
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/acts", this::act);
        server.start();
    }

    boolean serves(String operator, String system) {
        return operator.equals(OPERATOR) && system.equals(SYSTEM);
    }

    HttpConnection connection() {
        return new HttpConnection(address().resolve("/acts"), new String(secret, StandardCharsets.US_ASCII));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @EventListener
    void applicationListens(ServletWebServerInitializedEvent event) {
        // the management port, if there is one, has a namespace
        if (event.getApplicationContext().getServerNamespace() == null) {
            log.info("Demonstration notification service of {}: {}", OPERATOR, address());
            answerTo(event.getWebServer().getPort());
        }
    }

    /** From now on answers can be given; those of an earlier run come first. */
    void answerTo(int port) {
        applicationPort = port;
        store.unanswered().forEach(step -> answerLater(step, THINKING));
    }

    @PreDestroy
    void stop() {
        server.stop(0);
        worker.shutdownNow();
    }

    private void act(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, Map.of("error", "post-only"));
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            if (!signed(
                    exchange.getRequestHeaders().getFirst(TIMESTAMP),
                    exchange.getRequestHeaders().getFirst(SIGNATURE),
                    body)) {
                send(exchange, 401, Map.of("error", "signature"));
                return;
            }
            Message message;
            try {
                message = json.readValue(body, Message.class);
            } catch (JsonProcessingException e) {
                send(exchange, 400, Map.of("error", "not-understood"));
                return;
            }
            switch (message.step()) {
                case "probe" -> send(exchange, 200, Map.of("step", "probe", "state", "done"));
                case "find" -> send(exchange, 200, store.find(message));
                case "preview" -> send(exchange, 200, store.preview(message));
                case "obligations" -> send(exchange, 200, store.obligations(message));
                case "prove" -> send(exchange, 200, store.prove(message));
                case "run" -> {
                    NotifierStore.Step step = store.run(message);
                    exchange.sendResponseHeaders(202, -1);
                    answerLater(step, THINKING);
                }
                default -> send(exchange, 400, Map.of("error", "unknown-step"));
            }
        } catch (RuntimeException e) {
            // nobody is named: a message of the driver could quote a value
            log.warn(
                    "The demonstration notification service failed: {}",
                    e.getClass().getName());
            throw e;
        }
    }

    private void answerLater(NotifierStore.Step step, Duration delay) {
        try {
            worker.schedule(() -> answer(step, delay), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Stopping; act {} is answered after the next start", step.actId());
        }
    }

    /** Calls back; while the application does not take the answer the pauses grow to a minute. */
    private void answer(NotifierStore.Step step, Duration waited) {
        try {
            String body = store.answerOf(step);
            String timestamp = now().toString();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + applicationPort
                            + "/api/v1/operators/" + OPERATOR + "/systems/" + SYSTEM + "/answers"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header(TIMESTAMP, timestamp)
                    .header(SIGNATURE, sign(timestamp, body.getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            boolean unknown = status == 404 || status == 409;
            if (status / 100 == 2 || (unknown && waited.compareTo(LONGEST_PAUSE) >= 0)) {
                // taken, or the application does not wait for it any more; at first it may not have committed that it
                // waits
                store.answered(step);
                return;
            }
            log.info("The application did not take the answer to act {}: status {}", step.actId(), status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException | RuntimeException e) {
            log.info(
                    "The answer to act {} did not arrive: {}",
                    step.actId(),
                    e.getClass().getName());
        }
        Duration next = waited.multipliedBy(2);
        answerLater(step, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next);
    }

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, Map.of("error", "get-only"));
            } else if (path.equals("/")) {
                send(exchange, 200, store.overview());
            } else if (path.startsWith("/subscribers/")) {
                var subscriber = store.subscriber(path.substring("/subscribers/".length()));
                send(exchange, subscriber.isEmpty() ? 404 : 200, subscriber);
            } else {
                send(exchange, 404, Map.of("error", "not-found"));
            }
        }
    }

    private void send(HttpExchange exchange, int status, Object answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private boolean signed(@Nullable String timestamp, @Nullable String signature, byte[] body) {
        if (timestamp == null || signature == null) {
            return false;
        }
        try {
            if (Duration.between(Instant.parse(timestamp), clock.instant())
                            .abs()
                            .compareTo(TOLERANCE)
                    > 0) {
                return false;
            }
        } catch (DateTimeException e) {
            return false;
        }
        return MessageDigest.isEqual(
                sign(timestamp, body).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    }

    private String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A message of the protocol; what this service does not need of it is passed over. */
    record Message(
            String step,
            @Nullable UUID actId,
            @Nullable String kind,
            @Nullable List<String> purposes,
            @Nullable List<Identifier> identifiers,
            @Nullable List<NewValue> values) {

        /** What the person is known by. */
        record Identifier(String kind, String value) {}

        /** A value to be put right. */
        record NewValue(String table, String column, @Nullable String value) {}
    }
}
