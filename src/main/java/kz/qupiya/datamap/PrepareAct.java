package kz.qupiya.datamap;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The order to prepare an act.
 *
 * @param purposes of {@link ActKind#STOP} only: what the data may no longer be used for
 * @param identifiers what the person is known by; the systems add to it
 * @param corrections of {@link ActKind#RECTIFY} only
 * @param authority what entitles {@link ActKind#RECTIFY}, {@link ActKind#DESTROY} and {@link ActKind#DEPERSONALISE} to touch blocked data
 * @param preparedBy id of the caller who decided on it; {@code system} for what follows from a request by itself
 */
public record PrepareAct(
        OperatorKey operator,
        UUID caseId,
        ActKind kind,
        Set<Purpose> purposes,
        List<Identifier> identifiers,
        List<Correction> corrections,
        @Nullable ActAuthority authority,
        String preparedBy) {

    public PrepareAct {
        if ((kind == ActKind.STOP) == purposes.isEmpty()) {
            throw new IllegalArgumentException("a stop names purposes, no other act does");
        }
        purposes = Set.copyOf(purposes);
        identifiers = List.copyOf(identifiers);
        corrections = List.copyOf(corrections);
    }

    /** The block of the person of a case. */
    public static PrepareAct block(OperatorKey operator, UUID caseId, List<Identifier> identifiers, String by) {
        return new PrepareAct(operator, caseId, ActKind.BLOCK, Set.of(), identifiers, List.of(), null, by);
    }

    /** The end of what the case has blocked. */
    public static PrepareAct unblock(OperatorKey operator, UUID caseId, List<Identifier> identifiers, String by) {
        return new PrepareAct(operator, caseId, ActKind.UNBLOCK, Set.of(), identifiers, List.of(), null, by);
    }

    /**
     * The end of the use of the person's data for purposes. Needs no approval, and may be done while the data are blocked (decision 0035).
     *
     * @param purposes at least one
     */
    public static PrepareAct stop(
            OperatorKey operator, UUID caseId, List<Identifier> identifiers, Set<Purpose> purposes, String by) {
        return new PrepareAct(operator, caseId, ActKind.STOP, purposes, identifiers, List.of(), null, by);
    }

    /** A copy of what is held. */
    public static PrepareAct export(OperatorKey operator, UUID caseId, List<Identifier> identifiers, String by) {
        return new PrepareAct(operator, caseId, ActKind.EXPORT, Set.of(), identifiers, List.of(), null, by);
    }

    /** A correction. */
    public static PrepareAct rectify(
            OperatorKey operator,
            UUID caseId,
            List<Identifier> identifiers,
            List<Correction> corrections,
            @Nullable ActAuthority authority,
            String by) {
        return new PrepareAct(operator, caseId, ActKind.RECTIFY, Set.of(), identifiers, corrections, authority, by);
    }

    /** The end of whatever opens the person's accounts. Needs no approval, and may be done while the data are blocked (decision 0106). */
    public static PrepareAct resetCredentials(
            OperatorKey operator, UUID caseId, List<Identifier> identifiers, String by) {
        return new PrepareAct(operator, caseId, ActKind.RESET_CREDENTIALS, Set.of(), identifiers, List.of(), null, by);
    }

    /** A destruction. */
    public static PrepareAct destroy(
            OperatorKey operator,
            UUID caseId,
            List<Identifier> identifiers,
            @Nullable ActAuthority authority,
            String by) {
        return new PrepareAct(operator, caseId, ActKind.DESTROY, Set.of(), identifiers, List.of(), authority, by);
    }

    /** A depersonalisation. */
    public static PrepareAct depersonalise(
            OperatorKey operator,
            UUID caseId,
            List<Identifier> identifiers,
            @Nullable ActAuthority authority,
            String by) {
        return new PrepareAct(operator, caseId, ActKind.DEPERSONALISE, Set.of(), identifiers, List.of(), authority, by);
    }
}
