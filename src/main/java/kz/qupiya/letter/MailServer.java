package kz.qupiya.letter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where mail goes out and bounces come in. */
interface MailServer {

    /** The SMTP server; nothing while none is configured. */
    @Nullable
    Smtp smtp();

    /** The mailboxes in which bounces arrive. */
    List<LetterSettings.Mailbox> bounces();

    /**
     * An SMTP server.
     *
     * @param protocol   {@code smtp} or {@code smtps}
     * @param properties further settings of Jakarta Mail, such as {@code mail.smtp.starttls.enable}
     */
    record Smtp(
            String protocol,
            String host,
            int port,
            @Nullable String username,
            @Nullable String password,
            Map<String, String> properties) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Smtp[" + protocol + "://" + host + ":" + port + "]";
        }
    }
}
