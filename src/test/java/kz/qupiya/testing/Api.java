package kz.qupiya.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import kz.qupiya.security.DemoUsers;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Calls the running application over HTTP as one of the demonstration users. */
@Component
@Profile("test")
public class Api {

    private final WebServerApplicationContext server;
    private final DemoUsers users;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newHttpClient();

    Api(@Lazy WebServerApplicationContext server, DemoUsers users, ObjectMapper json) {
        this.server = server;
        this.users = users;
        this.json = json;
    }

    /** An answer: status, headers and the body as JSON (missing node when there is none). */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

    public String url(String path) {
        return "http://127.0.0.1:" + server.getWebServer().getPort() + path;
    }

    public Answer get(String user, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url(path))).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(user, request);
    }

    public Answer delete(String user, String path) {
        return send(user, HttpRequest.newBuilder(URI.create(url(path))).DELETE());
    }

    public Answer post(String user, String path, Object body, String... headers) {
        var text = body instanceof String s ? s : write(body);
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(text));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(user, request);
    }

    public Answer put(String user, String path, String type, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(user, request);
    }

    /** Sends a body as it is. */
    public Answer send(String user, String method, String path, String type, byte[] body) {
        return send(
                user,
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** A file that the server makes; fails unless it is given. */
    public byte[] bytes(String user, String path) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Authorization", authorization(user))
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    /** Opens a data-blocking case on somebody known by a telephone number only, as a system of the operator would; the number of the case. */
    public String openCase(String operator, String phone) {
        return openCaseAs("integration", operator, phone, Map.of());
    }

    /** As a clerk does with a letter that was received then. */
    public String openCase(String operator, String phone, Instant receivedAt) {
        return openCaseAs("clerk", operator, phone, Map.of("channel", "letter", "receivedAt", receivedAt.toString()));
    }

    /** @param more what the request has besides, or instead */
    String openCaseAs(String user, String operator, String phone, Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("subject", Map.of("phone", phone));
        body.put("requester", Map.of("kind", "subject", "name", "Проситель Проверочный"));
        body.put("ground", "inaccurate-data");
        body.put("description", "Номер не мой");
        body.putAll(more);
        var answer = post(user, "/api/v1/operators/" + operator + "/data-blocks", body);
        if (answer.status() != 201) {
            throw new AssertionError("no case was opened: " + answer.raw().body());
        }
        return answer.body().path("number").asText();
    }

    /** A telephone number that no other call gives. */
    public static String somePhone() {
        return "+7701" + (1_000_000 + Math.floorMod(System.nanoTime(), 8_999_999));
    }

    /** A document for a case, as a browser uploads it. */
    public Answer upload(String user, String path, String purpose, String name, byte[] content) {
        var boundary = "----qupiya";
        var head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose + "\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        var tail = "\r\n--" + boundary + "--\r\n";
        var body = new java.io.ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(tail.getBytes(StandardCharsets.UTF_8));
        return send(
                user,
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private Answer send(String user, HttpRequest.Builder request) {
        request.header("Authorization", authorization(user));
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            var body = response.body();
            var node = body == null
                            || body.isBlank()
                            || !body.stripLeading().startsWith("{")
                                    && !body.stripLeading().startsWith("[")
                    ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                    : json.readTree(body);
            return new Answer(response.statusCode(), node, response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String authorization(String user) {
        var credentials = user + ":" + users.password();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
