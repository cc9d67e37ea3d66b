package kz.qupiya.datamap;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A service that gives one answer to everything. */
final class Dialer implements AutoCloseable {

    private final HttpServer server;

    Dialer(String answer) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
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

    @Override
    public void close() {
        server.stop(0);
    }
}
