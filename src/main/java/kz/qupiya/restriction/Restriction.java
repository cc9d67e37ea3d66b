package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * A restriction as it stands.
 *
 * @param reason code of why it was placed, for example {@code inaccurate-data} or {@code retention}
 * @param purposes what a suppression denies; empty for the other kinds
 * @param article article or clause that a retention rests on
 * @param receivedAt when the request that led to it was received; the duty runs from there
 * @param since when it took force; what lies between {@code receivedAt} and this is the gap that the case shows
 * @param until the day on which the ground is expected to end; the restriction stands until it is lifted all the same, since what follows
 *     a retention term is destruction and not use
 * @param endedAt when it was lifted, null while it stands
 * @param identifiers how many identifiers it covers
 * @param searchComplete whether every system has answered which other identifiers the person has
 */
public record Restriction(
        UUID id,
        OperatorKey operator,
        RestrictionKind kind,
        String reason,
        Set<Purpose> purposes,
        @Nullable String article,
        UUID caseId,
        String caseNumber,
        Instant receivedAt,
        Instant since,
        @Nullable LocalDate until,
        @Nullable Instant endedAt,
        int identifiers,
        boolean searchComplete) {

    public Restriction {
        purposes = Set.copyOf(purposes);
    }

    /** Whether it has not been lifted; one that takes force later stands too. */
    public boolean stands() {
        return endedAt == null;
    }
}
