package kz.qupiya.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import kz.qupiya.letter.MailPorts;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Reads the mails that the application sent. */
@Component
@Profile("test")
public class Letterbox {

    private final MailPorts mail;

    Letterbox(MailPorts mail) {
        this.mail = mail;
    }

    /**
     * The first group of a pattern in the first plain mail that has it.
     *
     * @throws java.util.NoSuchElementException if none has
     */
    public String find(String pattern) {
        var wanted = Pattern.compile(pattern);
        try (var files = Files.list(mail.directory())) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .map(Letterbox::text)
                    .flatMap(text -> wanted.matcher(text).results())
                    .map(match -> match.group(1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new MimeMessage(null, in).getContent() instanceof String text ? text : "";
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
