package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/** Tells the third parties of the map what was done (KAO 6.1, 6.2), with a ledger, and takes their word that they have stopped too. */
public interface Recipients {

    /** {@link #tell(OperatorKey, UUID, ActKind, Set)} of an act that is about no purposes. */
    default List<Notice> tell(OperatorKey operator, UUID caseId, ActKind what) {
        return tell(operator, caseId, what, Set.of());
    }

    /**
     * Puts a notice on the ledger for every recipient that wants to know of this kind of act. Joins the caller's transaction; sending follows. Safe to repeat:
     * one notice per case, kind, recipient and purposes.
     *
     * @param purposes of {@link ActKind#STOP}: what the person's data may no longer be used for. A recipient to whom none of them matters, by the map, is not told;
     *     the others are told of those that matter to them
     * @return the notices of this case and kind
     */
    List<Notice> tell(OperatorKey operator, UUID caseId, ActKind what, Set<Purpose> purposes);

    /**
     * Sends notices that are due, a chunk, each in a transaction of its own; several nodes share the work. The lead's scheduler calls it.
     *
     * @return how many were dealt with; less than the chunk when nothing is left
     */
    int sendDue();

    /**
     * Looks after notices of a stop that nobody has acknowledged within {@code qupiya.datamap.acknowledged-within}: tells the recipient once more, and after the same
     * time again raises it to the staff on the record of the case. A chunk, each in a transaction of its own; several nodes share the work.
     *
     * @return how many were dealt with
     */
    int chase();

    /** The notices of a case, the oldest first. */
    List<Notice> ofCase(UUID caseId);

    /** The notices of a case that wait for an acknowledgement, the oldest first: those of a stop. */
    List<Notice> open(UUID caseId);

    /**
     * Ticks off a notice that somebody gave by hand.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     * @throws kz.qupiya.problem.ConflictException {@code datamap.notice.not-by-hand} if it is not for somebody to give
     */
    Notice givenByHand(UUID noticeId, String by);

    /**
     * Records that the recipient has done what the notice says, and puts it on the record of the case. The first acknowledgement stands; another one has no effect.
     *
     * @param document document of the case that shows it, for {@link How#DOCUMENT}
     * @throws kz.qupiya.problem.NotFoundException if there is no such notice
     * @throws kz.qupiya.problem.InvalidInputException {@code documentId} if it is missing, or none of the case
     */
    Notice acknowledge(UUID noticeId, How how, Actor by, @Nullable UUID document);

    /** How a recipient acknowledged. */
    enum How {
        /** It answered our call. */
        ANSWER,
        /** It called us, signed or as an API client. */
        CALL,
        /** A document of the case shows it. */
        DOCUMENT,
        /** Somebody of the staff has its word. */
        WORD;

        /** The name in JSON and the database. */
        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A notice to a recipient.
     *
     * @param purposes of a stop
     * @param state {@code pending}, {@code sent}, {@code by-hand}, {@code failed} (no attempt left: tell by hand)
     * @param error code of the last failure
     * @param toldAgainAt when it was told a second time, because it had not acknowledged
     * @param raisedAt when the staff were told that it says nothing
     */
    record Notice(
            UUID id,
            UUID caseId,
            String recipient,
            ActKind what,
            Set<Purpose> purposes,
            RecipientMap.Via via,
            String state,
            int attempts,
            @Nullable String error,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant toldAgainAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable How acknowledgedHow,
            @Nullable UUID acknowledgementDocument,
            @Nullable Instant raisedAt) {

        public Notice {
            purposes = Set.copyOf(purposes);
        }

        /** Whether the recipient still owes an acknowledgement. */
        public boolean waits() {
            return what == ActKind.STOP && acknowledgedAt == null;
        }
    }
}
