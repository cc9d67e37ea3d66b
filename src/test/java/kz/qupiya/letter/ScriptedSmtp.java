package kz.qupiya.letter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mail server that answers RCPT as told: 250 unless the queue holds another reply; {@code cut} takes the mail and then cuts the line without an answer. */
final class ScriptedSmtp implements MailServer, AutoCloseable {

    final Queue<String> replies = new ConcurrentLinkedQueue<>();
    final List<String> mails = java.util.Collections.synchronizedList(new ArrayList<>());
    final List<String> senders = java.util.Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(() -> {
            while (!socket.isClosed()) {
                var client = socket.accept();
                threads.submit(() -> talk(client));
            }
            return null;
        });
    }

    private Void talk(Socket client) throws IOException {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            say(client, "220 scripted");
            var cut = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO", "RSET", "NOOP" -> say(client, "250 ok");
                    case "MAIL" -> {
                        senders.add(line);
                        say(client, "250 ok");
                    }
                    case "RCPT" -> {
                        var reply = replies.poll();
                        cut = "cut".equals(reply);
                        say(client, reply == null || cut ? "250 ok" : reply);
                    }
                    case "DATA" -> {
                        say(client, "354 go on");
                        var mail = new StringBuilder();
                        for (var text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                            mail.append(text).append('\n');
                        }
                        mails.add(mail.toString());
                        if (cut) {
                            return null;
                        }
                        say(client, "250 taken");
                    }
                    case "QUIT" -> {
                        say(client, "221 bye");
                        return null;
                    }
                    default -> say(client, "500 what?");
                }
            }
        }
        return null;
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    @Override
    public Smtp smtp() {
        return new Smtp("smtp", "127.0.0.1", socket.getLocalPort(), null, null, Map.of());
    }

    @Override
    public List<LetterSettings.Mailbox> bounces() {
        return List.of();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
