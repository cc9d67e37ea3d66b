package kz.qupiya.consent;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * A consent on record, without anything personal.
 *
 * @param purposes what was agreed to
 * @param running what it still covers now; empty once it has ended. By the clock, whether or not the end has been put on record yet
 * @param givenAt when the person gave it
 * @param recordedAt when it came here
 * @param term how long it was given for
 * @param until from when on it no longer runs by itself; null while that depends on an event
 * @param shortened whether the term asked for was longer than the operator's rule for cookies allows
 * @param endings how purposes ended, in order; an expiry may not stand here yet though {@code running} knows of it
 */
public record Consent(
        UUID id,
        OperatorKey operator,
        Set<Purpose> purposes,
        Set<Purpose> running,
        Instant givenAt,
        Instant recordedAt,
        TermKind term,
        @Nullable Instant until,
        boolean shortened,
        List<Ending> endings) {

    public Consent {
        purposes = Set.copyOf(purposes);
        running = Set.copyOf(running);
        endings = List.copyOf(endings);
    }

    /** Whether it covers that purpose now. */
    public boolean covers(Purpose purpose) {
        return running.contains(purpose);
    }

    /**
     * Purposes that ended.
     *
     * @param at from when on
     * @param caseNumber number of the case that ended them; null for an expiry
     */
    public record Ending(HowEnded how, Set<Purpose> purposes, Instant at, @Nullable String caseNumber) {

        public Ending {
            purposes = Set.copyOf(purposes);
        }
    }
}
