package kz.qupiya.letter;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseVault;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the letters that are due. Claims a few in one transaction, sends them with none open, and records each in a transaction of its own, so that a crash costs
 * at most a second copy of one letter, under the same Message-ID. Any number of senders on any number of nodes may run at once.
 */
@Component
class LetterSender {

    private static final Logger log = LoggerFactory.getLogger(LetterSender.class);
    private static final Actor SENDER = Actor.job("letter-sender");

    private final LetterLedger ledger;
    private final LetterContent content;
    private final Letterheads heads;
    private final MailServer server;
    private final LetterSettings settings;
    private final CaseVault vault;
    private final List<LetterAnnexes> annexes;
    private final CaseFiles cases;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    LetterSender(
            LetterLedger ledger,
            LetterContent content,
            Letterheads heads,
            MailServer server,
            LetterSettings settings,
            CaseVault vault,
            CaseFiles cases,
            List<LetterAnnexes> annexes,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.ledger = ledger;
        this.content = content;
        this.heads = heads;
        this.server = server;
        this.settings = settings;
        this.vault = vault;
        this.annexes = List.copyOf(annexes);
        this.cases = cases;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Sends all letters that are due now.
     *
     * @return how many the mail server took
     */
    int sendDue() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("mail is not sent inside a transaction");
        }
        var smtp = server.smtp();
        if (smtp == null) {
            return 0;
        }
        int sent = 0;
        for (var batch = claim(); !batch.isEmpty(); batch = claim()) {
            sent += send(smtp, batch);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return sent;
    }

    private List<LetterRow> claim() {
        var now = clock.instant();
        var claimed = transaction.execute(
                status -> ledger.claim(now, now.plus(settings.lease()), UUID.randomUUID(), settings.batch()));
        return claimed == null ? List.of() : claimed;
    }

    private int send(MailServer.Smtp smtp, List<LetterRow> batch) {
        int sent = 0;
        var session = Session.getInstance(properties(smtp));
        try (var connection = new Connection(session, smtp)) {
            for (var row : batch) {
                var outcome = attempt(connection, session, row);
                record(row, outcome);
                if (outcome.state() == LetterState.SENT) {
                    sent++;
                }
            }
        }
        return sent;
    }

    private Outcome attempt(Connection connection, Session session, LetterRow row) {
        Message message;
        try {
            var written = transaction.execute(status -> write(session, row));
            if (written == null) {
                return Outcome.failed("content-destroyed");
            }
            message = written;
        } catch (RuntimeException e) {
            // What is wrong here is wrong in our own house; it may pass, and the log must not repeat what a letter
            // says.
            log.warn(
                    "Letter {} could not be put into a mail: {}",
                    row.id(),
                    e.getClass().getSimpleName());
            return temporarily("not-written", row);
        }
        try {
            connection.open().sendMessage(message, message.getAllRecipients());
            return new Outcome(LetterState.SENT, null);
        } catch (MessagingException e) {
            return outcome(e, row);
        }
    }

    private @Nullable Message write(Session session, LetterRow row) {
        var email = row.emailField() == null
                ? null
                : vault.reveal(row.caseId(), row.emailField()).orElse(null);
        var letter = content.read(row).orElse(null);
        var pdf = content.pdf(row).orElse(null);
        if (email == null || letter == null || pdf == null) {
            return null;
        }
        var head = heads.of(new OperatorKey(row.operator()));
        var from = head.email();
        if (from == null) {
            throw new IllegalStateException("operator " + row.operator() + " has no mail address");
        }
        try {
            return new LetterMessage(
                    session,
                    row,
                    head,
                    from,
                    email.strip(),
                    ReturnPaths.of(settings.bounceAddress(), from, row.bounceToken()),
                    letter,
                    pdf,
                    annexes.stream()
                            .flatMap(one -> one.of(row.caseId(), row.template()).stream())
                            .toList(),
                    clock.instant());
        } catch (MessagingException e) {
            throw new IllegalArgumentException("letter " + row.id() + " makes no mail");
        }
    }

    private Outcome outcome(MessagingException e, LetterRow row) {
        int code = code(e);
        if (code >= 500) {
            return Outcome.failed("smtp-" + code);
        }
        if (code >= 400) {
            return temporarily("smtp-" + code, row);
        }
        if (e instanceof AddressException) {
            return Outcome.failed("bad-address");
        }
        return temporarily(e instanceof AuthenticationFailedException ? "smtp-login" : "connection", row);
    }

    /** The reply code of the server, as near to the recipient as it can be had; 0 if none was given. */
    private static int code(MessagingException e) {
        for (Exception cause = e; cause instanceof MessagingException next; cause = next.getNextException()) {
            int code = 0;
            if (cause instanceof SMTPAddressFailedException address) {
                code = address.getReturnCode();
            } else if (cause instanceof SMTPSenderFailedException sender) {
                code = sender.getReturnCode();
            } else if (cause instanceof SMTPSendFailedException send
                    && !(send.getNextException() instanceof SendFailedException)) {
                code = send.getReturnCode();
            }
            if (code >= 400) {
                return code;
            }
        }
        return 0;
    }

    private Outcome temporarily(String failure, LetterRow row) {
        return row.attempts() > settings.retries().size()
                ? Outcome.failed(failure)
                : new Outcome(LetterState.FAILED_TEMPORARILY, failure);
    }

    private void record(LetterRow row, Outcome outcome) {
        transaction.executeWithoutResult(status -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var next = outcome.state() == LetterState.FAILED_TEMPORARILY
                    ? now.plus(settings.retries().get(row.attempts() - 1))
                    : null;
            var gone = "content-destroyed".equals(outcome.failure());
            var settled = ledger.settle(
                    row,
                    outcome.state(),
                    outcome.failure(),
                    next,
                    outcome.state() == LetterState.SENT ? now : null,
                    outcome.state() == LetterState.FAILED && !gone ? "failed" : null);
            if (!settled) {
                return;
            }
            switch (outcome.state()) {
                case SENT -> {
                    cases.record(
                            row.caseId(),
                            LetterOffice.event("letter.sent", row, SENDER).with("attempt", row.attempts()));
                    events.publishEvent(new LetterSent(row.id(), row.caseId()));
                }
                case FAILED -> {
                    log.warn("Letter {} failed for good: {}", row.id(), outcome.failure());
                    cases.record(
                            row.caseId(),
                            LetterOffice.event("letter.failed", row, SENDER)
                                    .with("attempt", row.attempts())
                                    .with("failure", outcome.failure()));
                    events.publishEvent(new LetterFailed(row.id(), row.caseId(), "failed"));
                }
                default ->
                    log.info("Letter {} waits for attempt {}: {}", row.id(), row.attempts() + 1, outcome.failure());
            }
        });
    }

    private Properties properties(MailServer.Smtp smtp) {
        var properties = new Properties();
        var prefix = "mail." + smtp.protocol() + ".";
        properties.put("mail.transport.protocol", smtp.protocol());
        properties.put(
                prefix + "connectiontimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(
                prefix + "writetimeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "quitwait", "false");
        properties.putAll(smtp.properties());
        return properties;
    }

    private record Outcome(LetterState state, @Nullable String failure) {

        static Outcome failed(String failure) {
            return new Outcome(LetterState.FAILED, failure);
        }
    }

    /** One connection for a batch, opened when first needed and again when the server cut it. */
    private static final class Connection implements AutoCloseable {

        private final Session session;
        private final MailServer.Smtp smtp;
        private @Nullable Transport transport;

        private Connection(Session session, MailServer.Smtp smtp) {
            this.session = session;
            this.smtp = smtp;
        }

        private Transport open() throws MessagingException {
            if (transport == null || !transport.isConnected()) {
                close();
                var opened = session.getTransport(smtp.protocol());
                opened.connect(smtp.host(), smtp.port(), smtp.username(), smtp.password());
                transport = opened;
            }
            return transport;
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
    }
}
