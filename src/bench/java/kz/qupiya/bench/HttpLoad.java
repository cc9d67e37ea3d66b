package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Clients that call over kept connections, each its next request when the answer to the last has come. */
final class HttpLoad {

    static final int CLIENTS = Integer.getInteger("bench.clients", 8);
    private static final int TURNS = Integer.getInteger("bench.turns", 5);
    private static final Duration TURN =
            Duration.ofMillis(Math.round(1000 * Double.parseDouble(System.getProperty("bench.seconds", "3"))));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm-up", 5));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String authorization;
    private final AtomicLong next = new AtomicLong();

    HttpLoad(int port, String user, String password) {
        base = "http://127.0.0.1:" + port;
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Rates of both sides, turn by turn. */
    record Rates(List<Double> measured, List<Double> floor) {}

    /** What a side asks: the request of a running number, and the status that every answer must have. */
    record Side(LongFunction<HttpRequest> requests, int status) {}

    /** Lets both sides warm up, then takes turns. */
    Rates compare(Side measured, Side floor) throws InterruptedException {
        run(floor, WARM_UP);
        run(measured, WARM_UP);
        var rates = new Rates(new ArrayList<>(), new ArrayList<>());
        for (int turn = 0; turn < TURNS; turn++) {
            // Each side goes first every other time.
            for (int half = 0; half < 2; half++) {
                if ((turn + half) % 2 == 0) {
                    rates.floor.add(run(floor, TURN));
                } else {
                    rates.measured.add(run(measured, TURN));
                }
            }
        }
        return rates;
    }

    HttpRequest get(String path) {
        return request(path).GET().build();
    }

    HttpRequest post(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** Answers per second. */
    private double run(Side side, Duration length) throws InterruptedException {
        var answers = new LongAdder();
        var failure = new AtomicReference<@Nullable Throwable>();
        var done = new CountDownLatch(CLIENTS);
        var start = System.nanoTime();
        var end = start + length.toNanos();
        for (int c = 0; c < CLIENTS; c++) {
            new Thread(() -> {
                        try {
                            while (System.nanoTime() < end && failure.get() == null) {
                                var answer = send(side.requests.apply(next.getAndIncrement()));
                                if (answer.statusCode() != side.status) {
                                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                                }
                                answers.increment();
                            }
                        } catch (IOException | InterruptedException | RuntimeException e) {
                            failure.set(e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(failure.get()).isNull();
        assertThat(answers.sum()).isPositive();
        return answers.sum() * 1e9 / (System.nanoTime() - start);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
    }
}
