package kz.qupiya.datamap;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes to a recipient by mail; implemented by a module that knows the case and its letters. */
public interface RecipientMail {

    /** Whether this module knows the case; of all modules one does. */
    boolean knows(UUID caseId);

    /**
     * Writes the letter, in the caller's transaction; its delivery has a ledger of its own. Safe to repeat. A notice that is told again
     * ({@link Recipients.Notice#toldAgainAt()}) is another letter.
     *
     * @param notice what the letter tells
     * @param address mail address of the recipient; null where none is configured, and then the letter is printed
     */
    void write(Recipients.Notice notice, RecipientMap recipient, @Nullable String address);

    /** A recipient has acknowledged a notice of the case; in the caller's transaction. */
    default void acknowledged(UUID caseId) {}
}
