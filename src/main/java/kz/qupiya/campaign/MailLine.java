package kz.qupiya.campaign;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;
import kz.qupiya.letter.SmtpServer.Smtp;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender's kept connection to the mail server. Tells what is the matter with a person from what is the matter with the server: a refused sender, a failed log-in, a server
 * that says 421 or does not answer at all would fail for everybody and must not cost anybody an attempt. Belongs to one thread.
 */
final class MailLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MailLine.class);
    private static final int CLOSING = 421;

    /** So many mails in a row that break a line that could be opened are the server's doing. */
    private static final int MOST_BREAKS = 3;

    private final CampaignSettings settings;
    private final Session session;
    private final Smtp smtp;
    private @Nullable Transport transport;
    private int used;
    private int breaks;

    MailLine(Smtp smtp, CampaignSettings settings) {
        this.smtp = smtp;
        this.settings = settings;
        this.session = Session.getInstance(properties());
    }

    Session session() {
        return session;
    }

    boolean isTo(Smtp server) {
        return smtp.equals(server);
    }

    Outcome send(NoticeMessage message) {
        boolean kept = transport != null;
        var outcome = attempt(message);
        if (outcome == null && kept) {
            // A server closes lines that were quiet for long, or carried much; a new one tells whether it was that.
            outcome = attempt(message);
        }
        if (outcome != null) {
            breaks = outcome instanceof Outcome.Down ? breaks : 0;
            return outcome;
        }
        breaks++;
        var reachable = open();
        return reachable instanceof Outcome.Down || breaks >= MOST_BREAKS
                ? new Outcome.Down("mail-server")
                : new Outcome.Later("connection");
    }

    /** Null if the line broke. */
    private @Nullable Outcome attempt(NoticeMessage message) {
        var opened = open();
        var line = transport;
        if (opened != null || line == null) {
            return opened;
        }
        try {
            line.sendMessage(message, message.getAllRecipients());
            used++;
            if (settings.perConnection() > 0 && used >= settings.perConnection()) {
                close();
            }
            return new Outcome.Sent();
        } catch (MessagingException e) {
            return outcome(e);
        }
    }

    /** Opens the line if it is not; what is the matter if it cannot be opened. */
    private Outcome.@Nullable Down open() {
        if (transport != null) {
            return null;
        }
        try {
            var opened = session.getTransport(smtp.protocol());
            opened.connect(smtp.host(), smtp.port(), smtp.username(), smtp.password());
            transport = opened;
            used = 0;
            return null;
        } catch (AuthenticationFailedException e) {
            return new Outcome.Down("mail-login");
        } catch (MessagingException e) {
            return new Outcome.Down("mail-server");
        }
    }

    private @Nullable Outcome outcome(MessagingException e) {
        for (Exception cause = e; cause instanceof MessagingException next; cause = next.getNextException()) {
            if (cause instanceof SMTPSenderFailedException sender && sender.getReturnCode() != CLOSING) {
                return new Outcome.Down("mail-sender");
            }
            var code = code(cause);
            if (code == CLOSING) {
                break;
            }
            if (code >= 500) {
                return new Outcome.Refused("smtp-" + code);
            }
            if (code >= 400) {
                return new Outcome.Later("smtp-" + code);
            }
        }
        close();
        return null;
    }

    private static int code(Exception cause) {
        if (cause instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (cause instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return cause instanceof SMTPSendFailedException send
                        && !(send.getNextException() instanceof SendFailedException)
                ? send.getReturnCode()
                : 0;
    }

    @Override
    public void close() {
        var open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException e) {
                log.debug("The connection to the mail server did not close cleanly");
            }
        }
    }

    private Properties properties() {
        var properties = new Properties();
        var prefix = "mail." + smtp.protocol() + ".";
        var io = Long.toString(settings.ioTimeout().toMillis());
        properties.put("mail.transport.protocol", smtp.protocol());
        properties.put(
                prefix + "connectiontimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", io);
        properties.put(prefix + "writetimeout", io);
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "quitwait", "false");
        if (smtp.protocol().equals("smtp")) {
            properties.put(prefix + "socketFactory", new PromptSockets());
        }
        properties.putAll(smtp.properties());
        return properties;
    }
}
