package kz.qupiya.letter;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/** What incoming mail has to do with letters that went out. */
public interface SentMail {

    /**
     * The case of the letter that somebody answers.
     *
     * @param messageIds Message-IDs that the answer refers to, with their angle brackets, the nearest first
     * @return nothing if none of them is one of this operator's letters
     */
    Optional<UUID> caseOf(OperatorKey operator, Collection<String> messageIds);

    /** Whether a mail is addressed to the return path of a letter, whereto only mail servers and automatic answers write. */
    boolean isReturnPath(String address);

    /**
     * Reads a delivery status notification (RFC 3464), and puts the letter that has come back on the print list. Safe to repeat.
     *
     * @param notification the mail, or as much of its beginning as is wanted to be read
     * @return whether a letter was found to have come back that was not known to have
     */
    boolean bounced(byte[] notification);
}
