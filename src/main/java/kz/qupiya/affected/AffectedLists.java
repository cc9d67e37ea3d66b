package kz.qupiya.affected;

import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;

/** The lists of the people a breach touched, by version. */
public interface AffectedLists {

    /** The list that collects now, or the last frozen one; an empty one that collects where nothing has come yet. */
    AffectedList current(UUID caseId);

    /** All lists of a case, by version. */
    List<AffectedList> ofCase(UUID caseId);

    /**
     * Freezes what was collected: who is one person is settled for good, people are counted and hashed, the sources too. Joins the caller's transaction. Idempotent as long as
     * nothing new has come; a list into which nothing has come can be frozen too. A file that is still coming goes on into the next version.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is no such case
     */
    AffectedList freeze(UUID caseId, Actor by);

    /**
     * Writes name, IIN and mobile number of the people as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it), Order 481/НҚ clause 4. Streamed in constant
     * memory, in an order that is the same each time. People of whom none of the three is known are left out: the State cannot find them. Only frozen lists have a file.
     *
     * @param fromVersion first version; the same as {@code toVersion} for a difference, 1 for all, 0 for nobody: the header alone
     * @throws kz.qupiya.problem.ConflictException {@code affected.list.not-frozen} if a version is not frozen; {@code affected.list.destroyed} after the case file's own term
     */
    void writeAuthorityCsv(UUID caseId, int fromVersion, int toVersion, OutputStream out);

    /** The first people of that file, in its order, for an annex; at most {@code limit}. */
    List<AffectedPerson> first(UUID caseId, int fromVersion, int toVersion, int limit);
}
