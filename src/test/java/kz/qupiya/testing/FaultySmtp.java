package kz.qupiya.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A mail server that fails as told: it refuses, hangs, cuts the line before, in the middle of or after a mail, is slow, and can be stopped and started on its port. It
 * remembers who got which mail how often, and nothing of what the mails say unless asked.
 */
public final class FaultySmtp implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("(?im)^Message-ID:\\s*(<[^>]+>)");

    /** What happens to a recipient. */
    public enum Fault {
        /** Taken. */
        NONE,
        /** 451 on RCPT. */
        LATER,
        /** 550 on RCPT. */
        UNKNOWN,
        /** 554 on the end of the mail. */
        SPAM,
        /** No answer to RCPT. */
        SILENT,
        /** The line is cut in the middle of the mail; it is not taken. */
        CUT_IN_MAIL,
        /** The mail is taken, and the line cut without an answer. */
        CUT_AFTER_MAIL,
        /** 421 on RCPT, and the line is closed. */
        CLOSING,
        /** Taken, after half a second. */
        SLOW
    }

    /** How often each recipient got a mail, by its Message-ID. */
    private final Map<String, Map<String, Integer>> delivered = new ConcurrentHashMap<>();

    private final Queue<String> mails = new ConcurrentLinkedQueue<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;
    private volatile ServerSocket socket;
    private volatile Function<String, Fault> script = to -> Fault.NONE;
    private volatile boolean refusesSenders;
    private volatile boolean keepsMails;
    private volatile long millisEach;

    public FaultySmtp() {
        socket = listen(0);
        port = socket.getLocalPort();
    }

    private ServerSocket listen(int wanted) {
        try {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 100);
            thread(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                connections.incrementAndGet();
                thread(() -> talk(client));
            } catch (IOException e) {
                return; // stopped
            }
        }
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "faulty-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return port;
    }

    /** Decides for each recipient what happens. */
    public FaultySmtp script(Function<String, Fault> each) {
        this.script = each;
        return this;
    }

    public FaultySmtp refusesSenders(boolean refuses) {
        this.refusesSenders = refuses;
        return this;
    }

    public FaultySmtp keepsMails() {
        this.keepsMails = true;
        return this;
    }

    /** How long each mail takes at least. */
    public FaultySmtp millisEach(long millis) {
        this.millisEach = millis;
        return this;
    }

    /** How many mails were taken. */
    public long taken() {
        return taken.get();
    }

    public int connections() {
        return connections.get();
    }

    /** The mails as they came, if they are kept. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    /** How often each recipient got a mail, by Message-ID. */
    public Map<String, Map<String, Integer>> delivered() {
        return delivered;
    }

    /** Copies beyond the first. */
    public long doubled() {
        return delivered.values().stream()
                .mapToLong(ids -> ids.values().stream().mapToLong(n -> n).sum() - 1)
                .sum();
    }

    /** Recipients that got mails under different Message-IDs. */
    public long differing() {
        return delivered.values().stream().filter(ids -> ids.size() > 1).count();
    }

    /** Refuses connections and cuts those that are open. */
    public void stop() {
        try {
            socket.close();
            for (var client : clients) {
                client.close();
            }
            clients.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        socket = listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    private void talk(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
                OutputStream out = client.getOutputStream()) {
            say(out, "220 faulty");
            var to = "";
            var fault = Fault.NONE;
            for (var line = line(in); line != null; line = line(in)) {
                var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO", "RSET", "NOOP" -> say(out, "250 ok");
                    case "MAIL" -> say(out, refusesSenders ? "550 who are you" : "250 ok");
                    case "RCPT" -> {
                        to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                        fault = script.apply(to);
                        if (!answered(out, fault)) {
                            return;
                        }
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        if (!data(in, out, to, fault)) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "500 what?");
                }
            }
        } catch (IOException e) {
            // the other side is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private static boolean answered(OutputStream out, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case LATER -> say(out, "451 later");
            case UNKNOWN -> say(out, "550 nobody of that name");
            case CLOSING -> {
                say(out, "421 closing");
                return false;
            }
            case SILENT -> {
                Thread.sleep(60_000);
                return false;
            }
            default -> say(out, "250 ok");
        }
        return true;
    }

    private boolean data(InputStream in, OutputStream out, String to, Fault fault)
            throws IOException, InterruptedException {
        var mail = new ByteArrayOutputStream(1 << 14);
        for (var text = line(in); !".".equals(text); text = line(in)) {
            if (text == null) {
                return false; // whoever dies before the end of a mail has not handed it over
            }
            mail.writeBytes((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
            if (fault == Fault.CUT_IN_MAIL && mail.size() > 500) {
                return false;
            }
        }
        if (millisEach > 0) {
            Thread.sleep(millisEach);
        }
        if (fault == Fault.SLOW) {
            Thread.sleep(500);
        }
        if (fault == Fault.SPAM) {
            say(out, "554 looks like spam");
            return true;
        }
        take(to, mail.toString(StandardCharsets.ISO_8859_1));
        if (fault == Fault.CUT_AFTER_MAIL) {
            return false;
        }
        say(out, "250 taken");
        return true;
    }

    private void take(String to, String mail) {
        var id = ID.matcher(mail.substring(0, Math.min(mail.length(), 4000)));
        delivered
                .computeIfAbsent(to, key -> new ConcurrentHashMap<>())
                .merge(id.find() ? id.group(1) : "", 1, Integer::sum);
        taken.incrementAndGet();
        if (keepsMails) {
            mails.add(mail);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(80);
        for (int c = in.read(); c != -1; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return null;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
