package kz.qupiya.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A caller of the running application: nobody, a user by Basic, or a browser with cookies. Sends addresses as they are written. */
final class Http {

    private final int port;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final List<String> headers = new ArrayList<>();

    private Http(int port) {
        this.port = port;
    }

    static Http nobody(int port) {
        return new Http(port);
    }

    static Http basic(int port, String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Http(port)
                .with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** Logs in to a web application as its page does. */
    static Http session(int port, String user, String password, String app) {
        var browser = new Http(port);
        browser.get("/camunda/app/" + app + "/default/");
        var login = browser.send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/" + app,
                "username=" + user + "&password=" + password,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-XSRF-TOKEN",
                browser.csrf());
        if (login.statusCode() != 200) {
            throw new IllegalStateException(
                    "log-in of " + user + " to " + app + ": " + login.statusCode() + " " + login.body());
        }
        // The log-in made a new session; its token comes with the next reading call.
        browser.get("/camunda/api/admin/auth/user/default");
        return browser;
    }

    Http with(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    String csrf() {
        return cookie("XSRF-TOKEN");
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    HttpResponse<String> get(String path, String... more) {
        return send("GET", path, null, more);
    }

    HttpResponse<String> post(String path, String json, String... more) {
        var all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(more));
        return send("POST", path, json, all.toArray(String[]::new));
    }

    /** A body whose length is not told beforehand. */
    HttpResponse<String> chunked(String path, String json) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
        return send(request);
    }

    int status(String method, String path, String... more) {
        return send(method, path, "GET".equals(method) || "HEAD".equals(method) ? null : "{}", more)
                .statusCode();
    }

    HttpResponse<String> send(String method, String path, String body, String... more) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !List.of(more).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        var built = request.build();
        try {
            return client.send(built, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Status of a request whose address no client library would send. */
    int raw(String method, String path) {
        try (var socket = new Socket("127.0.0.1", port)) {
            var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
            for (int i = 0; i < headers.size(); i += 2) {
                text.append(headers.get(i))
                        .append(": ")
                        .append(headers.get(i + 1))
                        .append("\r\n");
            }
            text.append("Content-Length: 0\r\n\r\n");
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
