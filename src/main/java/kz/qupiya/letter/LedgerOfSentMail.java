package kz.qupiya.letter;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds letters by what mail says of them. */
@Component
class LedgerOfSentMail implements SentMail {

    private static final Logger log = LoggerFactory.getLogger(LedgerOfSentMail.class);
    private final LetterLedger ledger;
    private final BounceReader bounces;

    LedgerOfSentMail(LetterLedger ledger, BounceReader bounces) {
        this.ledger = ledger;
        this.bounces = bounces;
    }

    @Override
    public Optional<UUID> caseOf(OperatorKey operator, Collection<String> messageIds) {
        return messageIds.isEmpty() ? Optional.empty() : ledger.caseOfMail(operator.value(), List.copyOf(messageIds));
    }

    @Override
    public boolean isReturnPath(String address) {
        return bounces.isReturnPath(address);
    }

    @Override
    public boolean bounced(byte[] notification) {
        try {
            return bounces.read(
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(notification)));
        } catch (MessagingException | IOException e) {
            // Its message may quote the mail.
            log.info(
                    "A delivery status notification could not be read: {}",
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
