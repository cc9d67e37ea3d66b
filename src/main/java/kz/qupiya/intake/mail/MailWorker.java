package kz.qupiya.intake.mail;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kz.qupiya.intake.mail.MailLedger.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Works off the mails that wait, one in each transaction, on any number of nodes. One that fails is tried again later and at last handed to a clerk; it keeps no other. */
@Component
class MailWorker {

    private static final Logger log = LoggerFactory.getLogger(MailWorker.class);
    private final MailLedger ledger;
    private final MailDesk desk;
    private final MailSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    MailWorker(
            MailLedger ledger,
            MailDesk desk,
            MailSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.ledger = ledger;
        this.desk = desk;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Works off what is due, up to a number.
     *
     * @return how many mails were done
     */
    int workOff() {
        int done = 0;
        for (int i = 0; i < settings.perRun() && !Thread.currentThread().isInterrupted(); i++) {
            var result = one();
            if (result.isEmpty()) {
                break;
            }
            done += result.get() ? 1 : 0;
        }
        return done;
    }

    /** The next mail; nothing if none is due, else whether it is done. */
    private Optional<Boolean> one() {
        var current = new AtomicReference<Item>();
        try {
            return Optional.ofNullable(transaction.execute(status -> {
                var item = ledger.next(clock.instant()).orElse(null);
                if (item == null) {
                    return null;
                }
                current.set(item);
                return desk.workOff(item);
            }));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            var item = current.get();
            if (item == null) {
                throw e;
            }
            // Its message may quote the mail.
            var failure = e.getClass().getSimpleName();
            var retries = settings.retries();
            boolean last = item.attempts() == retries.size();
            log.warn("Mail {} could not be worked off, attempt {}: {}", item.id(), item.attempts() + 1, failure);
            var next = last
                    ? clock.instant()
                    : clock.instant().plus(retries.get(Math.min(item.attempts(), retries.size() - 1)));
            transaction.executeWithoutResult(status -> ledger.retry(item.id(), "waiting", next, failure));
            return Optional.of(false);
        }
    }
}
