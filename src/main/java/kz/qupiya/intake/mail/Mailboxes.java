package kz.qupiya.intake.mail;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kz.qupiya.intake.mail.MailSettings.Mailbox;
import kz.qupiya.letter.MailPorts;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The mailboxes of the operators: those that are configured, or those of the embedded mail server. */
@Component
class Mailboxes {

    private final MailSettings settings;
    private final Operators operators;
    private final ObjectProvider<MailPorts> embedded;

    Mailboxes(MailSettings settings, Operators operators, ObjectProvider<MailPorts> embedded) {
        this.settings = settings;
        this.operators = operators;
        this.embedded = embedded;
    }

    /** The mailbox of each operator that has one. */
    Map<OperatorKey, Mailbox> all() {
        Map<OperatorKey, Mailbox> found = new LinkedHashMap<>();
        var ports = embedded.getIfAvailable();
        for (var operator : operators.all()) {
            var set = settings.mailboxes().entrySet().stream()
                    .filter(entry ->
                            plain(entry.getKey()).equals(plain(operator.key().value())))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (set.isPresent()) {
                found.put(operator.key(), set.get());
            } else if (ports != null) {
                found.put(
                        operator.key(),
                        new Mailbox(
                                "imap",
                                "127.0.0.1",
                                ports.imapPort(),
                                false,
                                operator.mailAddress().toLowerCase(Locale.ROOT),
                                ports.mailboxPassword(),
                                null,
                                "INBOX",
                                null));
            }
        }
        return found;
    }

    /** Environment variables write {@code kz-pay-bot} as {@code KZPAYBOT}. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    static String password(Mailbox mailbox) {
        var file = mailbox.passwordFile();
        if (file == null) {
            return mailbox.password() == null ? "" : mailbox.password();
        }
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("the file with a mailbox's password cannot be read: " + file, e);
        }
    }

    Session session(Mailbox mailbox) {
        var properties = new Properties();
        var prefix = "mail." + mailbox.protocol() + ".";
        properties.put(
                prefix + "connectiontimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(
                prefix + "writetimeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (mailbox.protocol().equals("imap") && mailbox.startTls()) {
            properties.put(prefix + "starttls.enable", "true");
            properties.put(prefix + "starttls.required", "true");
        }
        // Looking at a mail must not mark it as read: that is done when it is safe with us.
        properties.put(prefix + "peek", "true");
        properties.put(prefix + "fetchsize", Integer.toString(2 * 1024 * 1024));
        return Session.getInstance(properties);
    }
}
