package kz.qupiya.letter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.mail.MailProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The mail server that {@code spring.mail.*} names. */
@Component
@ConditionalOnProperty(name = "qupiya.embedded", havingValue = "false", matchIfMissing = true)
@EnableConfigurationProperties(MailProperties.class)
class ConfiguredMailServer implements MailServer {

    private final MailProperties mail;
    private final LetterSettings settings;

    ConfiguredMailServer(MailProperties mail, LetterSettings settings) {
        this.mail = mail;
        this.settings = settings;
    }

    @Override
    public @Nullable Smtp smtp() {
        var host = mail.getHost();
        if (host == null || host.isBlank()) {
            return null;
        }
        var protocol = mail.getProtocol();
        var port = mail.getPort();
        return new Smtp(
                protocol,
                host,
                port == null ? (protocol.equals("smtps") ? 465 : 25) : port,
                mail.getUsername(),
                mail.getPassword(),
                mail.getProperties());
    }

    @Override
    public List<LetterSettings.Mailbox> bounces() {
        return List.copyOf(settings.mailboxes().values());
    }
}
