package kz.qupiya.letter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mail server over which everything goes out that the application writes to people. */
public interface SmtpServer {

    /** The SMTP server; nothing while none is configured. */
    @Nullable
    Smtp smtp();

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
