package kz.qupiya.casefile;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * A case as one archive, for the authority, an auditor or a court: what was done when, with the timeline, the receipts of its deadlines, letters, documents, acts with their proofs, and
 * a manifest of hashes. {@code java -jar qupiya.jar verify-case FILE} checks it without the application.
 *
 * <p>The order (decision 0111): the export is on the record first, so that the timeline in the archive holds its own making. Then the archive is written as one snapshot of the
 * database shows the case; the manifest is its last entry, since it names the hash of every other one. Last, the hash of the manifest is written to the timeline of the case, where
 * whoever is shown an archive later can compare it.
 */
public interface CaseExport {

    /** What the manifest says the archive is. */
    String FORMAT = "qupiya-case-archive/1";

    /**
     * Puts an export on the record, in a transaction of its own, and writes what has to be written before the case is read.
     *
     * @param role     as which the reader gets it; stands in the archive in place of a name
     * @param personal whether anybody's data go with it: requester, subject, documents, notes, text of letters
     */
    Begun begin(CaseFile caseFile, Actor by, Role role, boolean personal);

    /**
     * Writes the archive. Nothing of it is kept in memory but one document at a time.
     *
     * @return SHA-256 of the manifest, hexadecimal, as the timeline has it by now
     * @throws IOException if the reader does not take it; that is on the record too
     */
    String write(Begun export, OutputStream out) throws IOException;

    /**
     * An export that is on the record.
     *
     * @param id stands in the timeline and in the manifest
     */
    record Begun(UUID id, CaseFile caseFile, Actor by, Role role, boolean personal) {}

    /** What a module puts into the archive of a case. */
    interface Part {

        /** Name of the part, lower case with hyphens; parts are written in the order of their names. */
        String name();

        /** Writes to the database what the archive needs and is not there yet, such as a letter that was never printed. Called before the snapshot, outside of any transaction. */
        default void prepare(CaseFile caseFile) {}

        /**
         * Writes the part. Runs in the one transaction that reads the case, and writes nothing to the database.
         *
         * @param entries where to; nobody's data go there unless {@link Entries#personal()} says so
         */
        void write(CaseFile caseFile, Entries entries) throws IOException;
    }

    /**
     * The archive as a part sees it. Names are relative paths of Latin letters, digits, dots, hyphens and underscores, each used once.
     */
    interface Entries {

        /** Whether anybody's data may go in. */
        boolean personal();

        /** An entry of JSON: whatever Jackson can write, times as ISO 8601. */
        void json(String name, Object value) throws IOException;

        /** An entry as it is. */
        void bytes(String name, byte[] content) throws IOException;

        /**
         * An entry whose {@link kz.qupiya.subject.SaltedDigest} stands in a row of the timeline, so that the check can tell that it is what the row speaks of.
         *
         * @param salt   null where none was used
         * @param digest as the row has it
         */
        void attested(String name, byte[] content, @Nullable String salt, String digest) throws IOException;

        /** An entry that is written bit by bit; closing the stream ends it. One at a time. */
        OutputStream open(String name) throws IOException;
    }
}
