package kz.qupiya.datamap;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** Tells the third parties of the map what was done (KAO 6.1, 6.2), with a ledger. */
public interface Recipients {

    /**
     * Puts a notice on the ledger for every recipient that wants to know of this kind of act. Joins the caller's transaction; sending follows. Safe to repeat:
     * one notice per case, kind and recipient.
     *
     * @return the notices of this case and kind
     */
    List<Notice> tell(OperatorKey operator, UUID caseId, ActKind what);

    /**
     * Sends notices that are due, a chunk, each in a transaction of its own; several nodes share the work. The lead's scheduler calls it.
     *
     * @return how many were dealt with; less than the chunk when nothing is left
     */
    int sendDue();

    /** The notices of a case, the oldest first. */
    List<Notice> ofCase(UUID caseId);

    /**
     * Ticks off a notice that somebody gave by hand.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     * @throws kz.qupiya.problem.ConflictException {@code datamap.notice.not-by-hand} if it is not for somebody to give
     */
    Notice givenByHand(UUID noticeId, String by);

    /**
     * A notice to a recipient.
     *
     * @param state {@code pending}, {@code sent}, {@code by-hand}, {@code failed} (no attempt left: tell by hand)
     * @param error code of the last failure
     */
    record Notice(
            UUID id,
            UUID caseId,
            String recipient,
            ActKind what,
            RecipientMap.Via via,
            String state,
            int attempts,
            @Nullable String error,
            Instant createdAt,
            @Nullable Instant sentAt) {}
}
