package kz.qupiya.datamap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that gives one answer to everything. */
final class Dialer implements AutoCloseable {

    private final HttpServer server;
    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();

    Dialer(String answer) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            calls.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    HttpConnection connection() {
        return new HttpConnection(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "secret");
    }

    /** What it was asked. */
    List<JsonNode> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
