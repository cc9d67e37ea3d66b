package kz.qupiya.intake.mail;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import kz.qupiya.intake.mail.MailSettings.Mailbox;
import kz.qupiya.operator.OperatorKey;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes mails from the mailboxes into the database, each in a transaction of its own and sealed; only then is it marked or moved on the server. One node at a time reads a mailbox, and
 * holds one mail in memory. A mailbox that cannot be read is tried again later and later; a mail that the server will not give out does not keep the others.
 */
@Component
class MailFetcher {

    private static final Logger log = LoggerFactory.getLogger(MailFetcher.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Before the law there was no request under it; a server that says so has no clock. */
    private static final Instant EARLIEST = Instant.parse("2013-11-25T00:00:00Z");

    private final Mailboxes mailboxes;
    private final MailLedger ledger;
    private final MailPrints prints;
    private final MailSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    private final TransactionTemplate transaction;

    MailFetcher(
            Mailboxes mailboxes,
            MailLedger ledger,
            MailPrints prints,
            MailSettings settings,
            MeterRegistry meters,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.mailboxes = mailboxes;
        this.ledger = ledger;
        this.prints = prints;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Reads all mailboxes; no more of each than a batch.
     *
     * @return how many mails were taken in
     */
    int fetch() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("mail is not fetched inside a transaction");
        }
        int taken = 0;
        for (var mailbox : mailboxes.all().entrySet()) {
            taken += fetch(mailbox.getKey(), mailbox.getValue());
        }
        return taken;
    }

    /** Reads one mailbox, unless another node has it or it failed a moment ago. */
    int fetch(OperatorKey operator, Mailbox mailbox) {
        var owner = UUID.randomUUID();
        var box = transaction.execute(status -> ledger.lease(operator, owner, clock.instant(), settings.lease()));
        if (box == null || box.isEmpty()) {
            return 0;
        }
        var visit = new Visit(operator, mailbox, owner);
        try {
            visit.read(box.get());
            transaction.executeWithoutResult(status -> ledger.release(operator, owner, clock.instant()));
        } catch (LeaseLostException e) {
            log.info("Mailbox of {} went over to another node", operator.value());
        } catch (MessagingException | IOException | RuntimeException e) {
            // What a mail server says may name people.
            var failure = e.getClass().getSimpleName();
            var failures = transaction.execute(
                    status -> ledger.failed(operator, owner, clock.instant(), FIRST_WAIT, LONGEST_WAIT, failure));
            log.warn("Mailbox of {} could not be read, for the {}. time: {}", operator.value(), failures, failure);
        }
        return visit.taken;
    }

    private static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One visit to one mailbox. */
    private final class Visit {

        private final OperatorKey operator;
        private final Mailbox mailbox;
        private final UUID owner;
        private int taken;

        private Visit(OperatorKey operator, Mailbox mailbox, UUID owner) {
            this.operator = operator;
            this.mailbox = mailbox;
            this.owner = owner;
        }

        private void read(MailLedger.Box box) throws MessagingException, IOException {
            int room = settings.backlog() - ledger.waiting(operator);
            if (room <= 0) {
                return; // the rest are safe where they are
            }
            try (var store = mailboxes.session(mailbox).getStore(mailbox.protocol())) {
                store.connect(mailbox.host(), mailbox.port(), mailbox.username(), Mailboxes.password(mailbox));
                var folder = (IMAPFolder) store.getFolder(mailbox.folder());
                folder.open(Folder.READ_WRITE);
                var done = new ArrayList<Message>();
                try {
                    takeNew(folder, begun(folder, box), Math.min(room, settings.batch()), done);
                    askAgain(folder, done);
                } finally {
                    // Also what was taken before a fault: it is safe with us.
                    if (folder.isOpen()) {
                        mark(folder, done);
                        // What somebody else has marked as deleted is left as it is.
                        folder.close(false);
                    }
                }
            }
        }

        private MailLedger.Box begun(IMAPFolder folder, MailLedger.Box box) throws MessagingException {
            long validity = folder.getUIDValidity();
            var known = box.uidValidity();
            if (known != null && known == validity) {
                return box;
            }
            long next = folder.getUIDNext();
            int count = folder.getMessageCount();
            long allFrom = next > 0 ? next : count == 0 ? 1 : folder.getUID(folder.getMessage(count)) + 1;
            transaction.executeWithoutResult(status -> ledger.begin(operator, owner, validity, allFrom));
            return new MailLedger.Box(validity, 0, allFrom);
        }

        private void takeNew(IMAPFolder folder, MailLedger.Box box, int limit, List<Message> done)
                throws MessagingException, IOException {
            var candidates = candidates(folder, box);
            for (int from = 0; from < candidates.size() && from < limit; from += 50) {
                var some = candidates.subList(from, Math.min(Math.min(candidates.size(), limit), from + 50));
                folder.fetch(some.toArray(Message[]::new), profile());
                for (var message : some) {
                    if (message.isExpunged()) {
                        continue;
                    }
                    take(folder, box.uidValidity() == null ? 0 : box.uidValidity(), message, done);
                }
            }
        }

        /** What is new, oldest first. */
        private List<Message> candidates(IMAPFolder folder, MailLedger.Box box) throws MessagingException {
            var found = new ArrayList<Message>();
            if (box.lastUid() + 1 < box.allFrom()) {
                // Mails that lay there before us: people may have dealt with what they have read.
                for (var message : folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
                    long uid = folder.getUID(message);
                    if (uid > box.lastUid() && uid < box.allFrom()) {
                        found.add(message);
                    }
                }
            }
            long from = Math.max(box.lastUid() + 1, box.allFrom());
            for (var message : folder.getMessagesByUID(from, UIDFolder.LASTUID)) {
                // A server asked for n:* gives its last mail though its UID be lower.
                if (message != null && folder.getUID(message) >= from) {
                    found.add(message);
                }
            }
            found.sort(Comparator.comparingInt(Message::getMessageNumber));
            return found;
        }

        private static FetchProfile profile() {
            var profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
            profile.add(FetchProfile.Item.SIZE);
            return profile;
        }

        private void take(IMAPFolder folder, long validity, Message message, List<Message> done)
                throws MessagingException, IOException {
            long uid = folder.getUID(message);
            byte[] raw;
            try {
                raw = content(message);
            } catch (MessagingException | IOException | RuntimeException e) {
                var failure = e.getClass().getSimpleName();
                var at = receivedAt(message);
                log.warn("A mail of the mailbox of {} could not be read: {}", operator.value(), failure);
                transaction.executeWithoutResult(status -> {
                    advance(uid);
                    var now = now();
                    ledger.addUnread(
                            operator,
                            prints.place(operator, validity, uid),
                            at,
                            now,
                            0,
                            validity,
                            uid,
                            now.plus(settings.retries().get(0)),
                            failure);
                });
                if (!folder.isOpen()) {
                    throw e;
                }
                return;
            }
            store(validity, uid, message, raw, null);
            done.add(message);
        }

        private void store(long validity, long uid, Message message, byte[] raw, @Nullable UUID unread) {
            var headers = MailParser.headers(raw);
            var receivedAt = receivedAt(message);
            long size = Math.max(raw.length, size(message));
            var added = transaction.execute(status -> {
                advance(uid);
                if (unread != null) {
                    ledger.forget(unread);
                }
                return ledger.add(
                        operator,
                        prints.mail(operator, headers, raw),
                        prints.sender(operator, headers),
                        receivedAt,
                        now(),
                        size,
                        raw,
                        validity,
                        uid);
            });
            boolean fresh = added != null && added.isPresent();
            taken += fresh ? 1 : 0;
            meters.counter("qupiya.mail.taken", "operator", operator.value(), "result", fresh ? "new" : "twice")
                    .increment();
        }

        /** Mails that the server did not give out before. */
        private void askAgain(IMAPFolder folder, List<Message> done) throws MessagingException, IOException {
            for (var item : ledger.unread(operator, clock.instant(), settings.batch())) {
                try {
                    var message =
                            item.uidValidity() == folder.getUIDValidity() ? folder.getMessageByUID(item.uid()) : null;
                    if (message == null) {
                        throw new IOException("no such mail any more");
                    }
                    var raw = content(message);
                    store(item.uidValidity(), item.uid(), message, raw, item.id());
                    done.add(message);
                } catch (MessagingException | IOException | RuntimeException e) {
                    if (e instanceof LeaseLostException || !folder.isOpen()) {
                        throw e;
                    }
                    boolean last = item.attempts() > settings.retries().size();
                    var next = last ? now() : now().plus(settings.retries().get(item.attempts() - 1));
                    transaction.executeWithoutResult(status -> ledger.retry(
                            item.id(),
                            last ? "waiting" : "unread",
                            next,
                            e.getClass().getSimpleName()));
                }
            }
        }

        /** The mail as it lies on the server, up to the largest size that is read. */
        private byte[] content(Message message) throws MessagingException, IOException {
            try (var in = ((IMAPMessage) message).getMimeStream()) {
                return in.readNBytes((int) settings.largest().toBytes());
            }
        }

        private void advance(long uid) {
            if (!ledger.advance(operator, owner, uid, clock.instant().plus(settings.lease()))) {
                throw new LeaseLostException();
            }
        }

        /** The moment that the mail server got it, which was asked for beforehand; never one that has not come. */
        private Instant receivedAt(Message message) {
            var now = now();
            try {
                var date = message.getReceivedDate();
                return date == null
                                || date.toInstant().isAfter(now)
                                || date.toInstant().isBefore(EARLIEST)
                        ? now
                        : date.toInstant();
            } catch (MessagingException | RuntimeException e) {
                return now;
            }
        }

        private static long size(Message message) {
            try {
                return message.getSize();
            } catch (MessagingException | RuntimeException e) {
                return 0;
            }
        }

        private Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }

        private void mark(IMAPFolder folder, List<Message> done) throws MessagingException {
            var messages =
                    done.stream().filter(message -> !message.isExpunged()).toArray(Message[]::new);
            if (messages.length == 0) {
                return;
            }
            folder.setFlags(messages, new Flags(Flags.Flag.SEEN), true);
            var target = mailbox.doneFolder();
            if (target == null || target.isBlank()) {
                return;
            }
            var store = (IMAPStore) folder.getStore();
            var doneFolder = store.getFolder(target);
            if (!doneFolder.exists()) {
                doneFolder.create(Folder.HOLDS_MESSAGES);
            }
            if (store.hasCapability("MOVE")) {
                folder.moveMessages(messages, doneFolder);
            } else {
                folder.copyMessages(messages, doneFolder);
                folder.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
                if (store.hasCapability("UIDPLUS")) {
                    folder.expunge(messages);
                }
            }
        }
    }
}
