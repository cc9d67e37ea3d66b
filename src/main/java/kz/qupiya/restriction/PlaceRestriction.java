package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The order to place a restriction. See {@link Restriction} for the fields; start with one of the static methods.
 *
 * @param identifiers what the requester named the person by; may be empty with {@code sameAs}
 * @param since when it takes force; null for now. A later moment makes it deny from then on
 * @param sameAs another restriction of the same operator whose identifiers this one covers too, for example the block that a retention
 *     follows
 */
public record PlaceRestriction(
        OperatorKey operator,
        RestrictionKind kind,
        String reason,
        Set<Purpose> purposes,
        @Nullable String article,
        UUID caseId,
        String caseNumber,
        Instant receivedAt,
        List<Identifier> identifiers,
        @Nullable Instant since,
        @Nullable LocalDate until,
        @Nullable UUID sameAs) {

    public PlaceRestriction {
        purposes = Set.copyOf(purposes);
        identifiers = List.copyOf(identifiers);
        if ((kind == RestrictionKind.SUPPRESSION) == purposes.isEmpty()) {
            throw new IllegalArgumentException("a suppression names purposes, no other kind does");
        }
        if (identifiers.isEmpty() && sameAs == null) {
            throw new IllegalArgumentException("a restriction is on somebody");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a restriction has a reason");
        }
        if (kind == RestrictionKind.HOLD && !Restrictions.HOLD_REASONS.contains(reason)) {
            throw new IllegalArgumentException("a hold is for a claim, for a court or for the time of limitation");
        }
    }

    /** A block from now on. */
    public static PlaceRestriction block(
            OperatorKey operator,
            UUID caseId,
            String caseNumber,
            String reason,
            Instant receivedAt,
            List<Identifier> identifiers) {
        return new PlaceRestriction(
                operator,
                RestrictionKind.BLOCK,
                reason,
                Set.of(),
                null,
                caseId,
                caseNumber,
                receivedAt,
                identifiers,
                null,
                null,
                null);
    }

    /** A suppression of purposes from now on. */
    public static PlaceRestriction suppression(
            OperatorKey operator,
            UUID caseId,
            String caseNumber,
            String reason,
            Instant receivedAt,
            List<Identifier> identifiers,
            Set<Purpose> purposes) {
        return new PlaceRestriction(
                operator,
                RestrictionKind.SUPPRESSION,
                reason,
                purposes,
                null,
                caseId,
                caseNumber,
                receivedAt,
                identifiers,
                null,
                null,
                null);
    }

    /**
     * A hold on destruction from now on.
     *
     * @param reason one of {@link Restrictions#HOLD_REASONS}
     */
    public static PlaceRestriction hold(
            OperatorKey operator,
            UUID caseId,
            String caseNumber,
            String reason,
            Instant receivedAt,
            List<Identifier> identifiers) {
        return new PlaceRestriction(
                operator,
                RestrictionKind.HOLD,
                reason,
                Set.of(),
                null,
                caseId,
                caseNumber,
                receivedAt,
                identifiers,
                null,
                null,
                null);
    }

    /**
     * The block on what a retention duty kept from destruction, on everyone whom the block of the case covered.
     *
     * @param article article or clause of the retention duty
     * @param until the day on which the retention term ends
     */
    public static PlaceRestriction retention(Restriction block, String article, LocalDate until) {
        return new PlaceRestriction(
                block.operator(),
                RestrictionKind.BLOCK,
                Restrictions.RETENTION,
                Set.of(),
                article,
                block.caseId(),
                block.caseNumber(),
                block.receivedAt(),
                List.of(),
                null,
                until,
                block.id());
    }

    /** The same order, in force from a given moment. */
    public PlaceRestriction from(Instant moment) {
        return new PlaceRestriction(
                operator,
                kind,
                reason,
                purposes,
                article,
                caseId,
                caseNumber,
                receivedAt,
                identifiers,
                moment,
                until,
                sameAs);
    }

    /** Without the identifiers: they must not get into a log. */
    @Override
    public String toString() {
        return "PlaceRestriction[" + operator.value() + ", " + kind.json() + ", " + reason + ", " + caseNumber + "]";
    }
}
