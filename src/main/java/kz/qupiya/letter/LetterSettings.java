package kz.qupiya.letter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How letters go out and bounces come in. The mail server itself is set by {@code spring.mail.*}.
 *
 * @param bounceAddress return path with {@code {token}} in it, for example {@code bounces+{token}@example.kz}; without it the operator's address with the token as
 *     its detail ({@code info+<token>@…})
 * @param batch         how many letters a sender takes at once, and sends over one connection
 * @param lease         how long a sender may take for them before another takes over
 * @param connectTimeout,ioTimeout of SMTP and IMAP
 * @param retries       waits before the further attempts
 * @param mailboxes     where bounces arrive, by any name
 */
@ConfigurationProperties("qupiya.letter")
record LetterSettings(
        @Nullable String bounceAddress,
        @DefaultValue("20") int batch,
        @DefaultValue("5m") Duration lease,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration ioTimeout,
        @DefaultValue({"1m", "5m", "30m", "2h", "6h"}) List<Duration> retries,
        @DefaultValue Map<String, Mailbox> mailboxes) {

    LetterSettings {
        if (bounceAddress != null && !bounceAddress.contains("{token}")) {
            throw new IllegalArgumentException("qupiya.letter.bounce-address needs {token} in it");
        }
    }

    /**
     * A mailbox to read bounces from.
     *
     * @param protocol {@code imaps} or {@code imap}
     */
    record Mailbox(
            @DefaultValue("imaps") String protocol,
            String host,
            @DefaultValue("993") int port,
            String username,
            String password,
            @DefaultValue("INBOX") String folder) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Mailbox[" + protocol + "://" + host + ":" + port + "/" + folder + "]";
        }
    }
}
