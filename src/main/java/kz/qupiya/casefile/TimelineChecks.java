package kz.qupiya.casefile;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import kz.qupiya.casefile.Timeline.Verification;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/**
 * The check of the timelines of all cases. One runs at a time, over however many nodes: a node that works on it holds a lease, one that dies leaves its place in the database, and another goes on
 * from there. Memory does not grow with the number of cases, nor with the length of a chain.
 *
 * <p>What is broken is logged by case number and row, counted by the metric {@code qupiya.timeline.broken}, told on the dashboard and published as {@link TimelineBroken}. The heads of sound
 * chains are anchored.
 */
public interface TimelineChecks {

    /** Checks every chain, or takes over and ends a check that has begun. */
    VerificationRun verifyAll();

    /**
     * Asks for a check, which some node begins within a minute. No effect while one is under way.
     *
     * @return whether one begins
     */
    boolean ask(Actor by);

    /** Works on a check that was asked for, or that a node left when it died; nothing when there is none, or another node works on it. */
    Optional<VerificationRun> carryOn();

    /** Where the checks stand. */
    State state();

    /** Chains of these operators that the last check or the one under way found broken, by case number. */
    List<BrokenTimeline> broken(Collection<OperatorKey> operators, int limit);

    /**
     * What a check of all chains found.
     *
     * @param broken the broken chains, the first thousand of them
     */
    record VerificationRun(Instant startedAt, Instant finishedAt, long cases, long events, List<Verification> broken) {}

    /**
     * Where the checks stand.
     *
     * @param finishedAt   when the last check ended; null when none ever did
     * @param cases        how many chains it looked at
     * @param events       how many rows they had
     * @param broken       how many chains it, or the one under way, found broken
     * @param stale        whether none has ended for two days, though there were cases to check
     * @param runningSince since when one is under way; null when none is
     * @param done         how many chains it has looked at
     */
    record State(
            @Nullable Instant finishedAt,
            long cases,
            long events,
            long broken,
            boolean stale,
            @Nullable Instant runningSince,
            long done) {}

    /**
     * A chain that does not verify.
     *
     * @param brokenAt sequence of the first row that is wrong or missing
     * @param fault    see {@link Verification#fault}
     */
    record BrokenTimeline(OperatorKey operator, CaseNumber number, long brokenAt, String fault, Instant foundAt) {}
}
