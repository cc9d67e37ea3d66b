package kz.qupiya.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import kz.qupiya.letter.MailPorts;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Posts mails to the embedded mail server byte by byte, as somebody does who does not care how mails should be. */
@Component
@Profile("test")
public class MailPost {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private final MailPorts ports;

    MailPost(MailPorts ports) {
        this.ports = ports;
    }

    /** An address that no other test knows. */
    public static String someAddress() {
        return "writer-" + COUNT.incrementAndGet() + "-" + (System.nanoTime() & 0xFFFFFF) + "@mail.example.kz";
    }

    /** A plain mail with a Message-ID of its own; headers each end with a line feed. */
    public void write(String from, String to, String subject, String headers, String text) {
        send(
                from,
                to,
                "From: " + from + "\nTo: " + to + "\nSubject: " + subject + "\nMessage-ID: <m" + COUNT.incrementAndGet()
                        + "." + System.nanoTime() + "@mail.example.kz>\nContent-Type: text/plain; charset=utf-8\n"
                        + headers + "\n" + text
                        + "\n");
    }

    /** Any bytes as a mail; lines may end with a line feed alone. */
    public void send(String envelopeFrom, String to, String mail) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.smtpPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                var out = new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            expect(in, "220");
            say(in, out, "HELO test", "250");
            say(in, out, "MAIL FROM:<" + envelopeFrom + ">", "250");
            say(in, out, "RCPT TO:<" + to + ">", "250");
            say(in, out, "DATA", "354");
            var data = mail.replace("\r\n", "\n").replace("\n.", "\n..").replace("\n", "\r\n");
            out.write(data.getBytes(StandardCharsets.UTF_8));
            say(in, out, data.endsWith("\r\n") ? "." : "\r\n.", "250");
            say(in, out, "QUIT", "221");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(BufferedReader in, java.io.OutputStream out, String line, String code) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        var answer = in.readLine();
        if (answer == null || !answer.startsWith(code)) {
            throw new IOException("the mail server said " + answer);
        }
    }
}
