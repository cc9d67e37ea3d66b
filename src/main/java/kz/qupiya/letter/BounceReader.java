package kz.qupiya.letter;

import jakarta.mail.BodyPart;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads delivery status notifications (RFC 3464) from the mailboxes and puts the letters that came back on the print list. Looks at unread mail only, marks only
 * what it understood as read, and leaves everything else as it was: a person may be writing to the same address.
 */
@Component
class BounceReader {

    private static final Logger log = LoggerFactory.getLogger(BounceReader.class);
    private static final Actor READER = Actor.job("bounce-reader");
    private static final Pattern DETAIL = Pattern.compile("\\+([a-z0-9]{26})@");
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
    private static final int SCANNED_AT_ONCE = 500;
    private static final int LONGEST_STATUS = 64 * 1024;

    private final MailServer server;
    private final LetterSettings settings;
    private final LetterLedger ledger;
    private final CaseFiles cases;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final ObjectProvider<ReturnedMail> others;

    BounceReader(
            MailServer server,
            LetterSettings settings,
            LetterLedger ledger,
            CaseFiles cases,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions,
            ObjectProvider<ReturnedMail> others) {
        this.server = server;
        this.settings = settings;
        this.ledger = ledger;
        this.cases = cases;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.others = others;
    }

    /**
     * Reads all mailboxes. One that does not answer does not keep the others from being read.
     *
     * @return how many letters have come back
     */
    int readBounces() {
        int bounced = 0;
        for (var mailbox : server.bounces()) {
            try {
                bounced += read(mailbox);
            } catch (MessagingException | IOException e) {
                log.warn(
                        "Mailbox {} could not be read: {}",
                        mailbox,
                        e.getClass().getSimpleName());
            }
        }
        return bounced;
    }

    private int read(LetterSettings.Mailbox mailbox) throws MessagingException, IOException {
        int bounced = 0;
        var session = Session.getInstance(properties(mailbox.protocol()));
        try (var store = session.getStore(mailbox.protocol())) {
            store.connect(mailbox.host(), mailbox.port(), mailbox.username(), mailbox.password());
            try (var folder = store.getFolder(mailbox.folder())) {
                folder.open(Folder.READ_WRITE);
                var unread = folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
                var some = Arrays.copyOfRange(unread, Math.max(0, unread.length - SCANNED_AT_ONCE), unread.length);
                var profile = new FetchProfile();
                profile.add(FetchProfile.Item.CONTENT_INFO);
                folder.fetch(some, profile);
                for (var message : some) {
                    if (!message.isMimeType("multipart/report")) {
                        continue;
                    }
                    var report = report(message);
                    if (report.isPresent()) {
                        bounced += take(report.get());
                        message.setFlag(Flags.Flag.SEEN, true);
                    }
                }
            }
        }
        return bounced;
    }

    /**
     * Reads one mail that somebody else took from a mailbox.
     *
     * @return whether it told that a letter has not arrived, which was not known before
     */
    boolean read(Message message) throws MessagingException, IOException {
        if (!message.isMimeType("multipart/report")) {
            return false;
        }
        var report = report(message);
        return report.isPresent() && take(report.get()) > 0;
    }

    private int take(Report report) {
        if (!report.failed()) {
            return 0;
        }
        var bounced = transaction.execute(status -> {
            var letter = ledger.lockBounced(report.token(), report.messageId())
                    .filter(row -> row.channel() == LetterChannel.MAIL)
                    .filter(row -> row.state() == LetterState.SENT || row.state() == LetterState.SENDING);
            letter.ifPresent(row -> {
                var failure = "dsn-" + report.status();
                ledger.bounce(row.id(), failure, clock.instant().truncatedTo(ChronoUnit.MICROS));
                cases.record(
                        row.caseId(),
                        LetterOffice.event("letter.bounced", row, READER).with("failure", failure));
                events.publishEvent(new LetterFailed(row.id(), row.caseId(), "bounced"));
            });
            return letter.isPresent();
        });
        return Boolean.TRUE.equals(bounced) || isOthers(report) ? 1 : 0;
    }

    private boolean isOthers(Report report) {
        var token = report.token();
        return token != null && others.stream().anyMatch(other -> other.returned(token, report.status()));
    }

    /** What a notification says; nothing if it is not about a letter of ours. */
    private Optional<Report> report(Message message) throws MessagingException, IOException {
        if (!(message.getContent() instanceof Multipart parts)) {
            return Optional.empty();
        }
        String action = null;
        String status = null;
        String messageId = null;
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status")) {
                try (InputStream from = part.getInputStream();
                        // A stream of IMAP does not know what is left in it.
                        InputStream in = new ByteArrayInputStream(from.readNBytes(LONGEST_STATUS))) {
                    // Fields of the message come first, those of the recipient after an empty line.
                    for (int group = 0; group < 3 && in.available() > 0; group++) {
                        var fields = new InternetHeaders(in);
                        action = action == null ? fields.getHeader("Action", null) : action;
                        status = status == null ? fields.getHeader("Status", null) : status;
                    }
                }
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                messageId = messageId(part);
            }
        }
        var token = token(message);
        if (action == null || (token == null && messageId == null)) {
            return Optional.empty();
        }
        return Optional.of(new Report(
                action.strip().toLowerCase(Locale.ROOT).equals("failed"),
                status != null && STATUS.matcher(status.strip()).matches() ? status.strip() : "unknown",
                token,
                messageId));
    }

    private static @Nullable String messageId(Part part) throws MessagingException, IOException {
        if (part.isMimeType("message/rfc822") && part.getContent() instanceof Message original) {
            var ids = original.getHeader("Message-ID");
            return ids == null ? null : ids[0].strip();
        }
        try (InputStream in = part.getInputStream()) {
            var id = new InternetHeaders(in).getHeader("Message-ID", null);
            return id == null ? null : id.strip();
        }
    }

    private @Nullable String token(Message message) throws MessagingException {
        for (var header : new String[] {"Delivered-To", "X-Original-To", "Envelope-To", "To"}) {
            var values = message.getHeader(header);
            if (values == null) {
                continue;
            }
            var found = Arrays.stream(values).flatMap(this::tokens).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /** Whether an address is the return path of a letter. */
    boolean isReturnPath(String address) {
        return tokens(address).findAny().isPresent();
    }

    private Stream<String> tokens(String header) {
        var lower = header.toLowerCase(Locale.ROOT);
        var pattern = settings.bounceAddress();
        var own = pattern == null
                ? DETAIL
                : Pattern.compile(
                        Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("{token}", "\\E([a-z0-9]{26})\\Q"));
        return own.matcher(lower).results().map(match -> match.group(1));
    }

    private Properties properties(String protocol) {
        var properties = new Properties();
        var prefix = "mail." + protocol + ".";
        properties.put(
                prefix + "connectiontimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(
                prefix + "writetimeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        // Looking at a mail must not mark it as read.
        properties.put(prefix + "peek", "true");
        return properties;
    }

    private record Report(boolean failed, String status, @Nullable String token, @Nullable String messageId) {}
}
