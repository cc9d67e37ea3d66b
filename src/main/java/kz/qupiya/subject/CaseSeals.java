package kz.qupiya.subject;

import java.util.Optional;
import java.util.UUID;

/**
 * Seals many values of one case at a time, such as the people of a list, which are stored elsewhere than in the {@link CaseVault}. The key of the case is read once for all of
 * them; destroying it destroys them too.
 */
public interface CaseSeals {

    /**
     * The key of a case to write with, made if there is none. Joins the caller's transaction, which holds the key against destruction: use it no longer than that.
     *
     * @throws IllegalStateException if the key has been destroyed
     */
    Seal toWrite(UUID caseId);

    /** The key of a case to read with; nothing if there is none or it has been destroyed. Ask again for each batch: a key destroyed on one node is gone on all. */
    Optional<Seal> toRead(UUID caseId);

    /** The open key of a case. Safe for many threads. */
    interface Seal {

        /**
         * Encrypts a value.
         *
         * @param label what it belongs to, such as the place of its row; the same label is needed to open it, so that nobody can swap two of them
         */
        byte[] seal(String label, byte[] plain);

        /**
         * Decrypts what {@link #seal} made.
         *
         * @throws IllegalStateException if it was not sealed for this case and label, or was changed since
         */
        byte[] open(String label, byte[] sealed);
    }
}
