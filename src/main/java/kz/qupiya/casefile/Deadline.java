package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.TermRule;
import org.jspecify.annotations.Nullable;

/**
 * A deadline of a case.
 *
 * @param id          its id
 * @param caseId      the case
 * @param duty        what has to be done
 * @param from        the event from which the term counts
 * @param dueAt       last instant, 24:00 of the last day in Asia/Almaty less a millisecond
 * @param state       where it stands
 * @param metAt       when the duty was done, also when late
 * @param readings    every reading of the current calculation, the ruling one first
 * @param earlier     readings of earlier calculations, before a calendar or a manager moved them, newest first
 * @param steps       warnings and the miss, in their order
 * @param prolongedAt when a manager prolonged it, which is possible once
 */
public record Deadline(
        UUID id,
        UUID caseId,
        Duty duty,
        Instant from,
        Instant dueAt,
        DeadlineState state,
        @Nullable Instant metAt,
        List<Reading> readings,
        List<Earlier> earlier,
        List<Step> steps,
        @Nullable Instant prolongedAt) {

    /** The reading that rules. */
    public Reading ruling() {
        return readings.get(0);
    }

    /** Whether the duty is past its last instant and not done. */
    public boolean overdue(Instant now) {
        return metAt == null && state != DeadlineState.CANCELLED && now.isAfter(dueAt);
    }

    /**
     * One source's date.
     *
     * @param role    rules, is overridden by a stricter one, or is shown as information only
     * @param rule    who sets the term, and where
     * @param why     code of the reason of an information reading
     * @param receipt the calculation
     * @param decided who set the date when and why, where it is a manager's decision and no term
     */
    public record Reading(
            Role role, TermRule rule, @Nullable String why, DeadlineReceipt receipt, @Nullable Decided decided) {

        /** What a reading counts for. */
        public enum Role {
            /** Sets the date. */
            RULES,
            /** A later date of another source. */
            OVERRIDDEN,
            /** Another way to count, shown and not binding. */
            INFORMATION
        }
    }

    /**
     * A manager's decision on a date.
     *
     * @param by     user id
     * @param reason a reason of {@link ManagerAct#MOVE_DEADLINE}
     */
    public record Decided(String by, Instant at, String reason) {}

    /** A calculation that was replaced. */
    public record Earlier(Instant computedAt, Instant replacedAt, Instant dueAt, List<Reading> readings) {}

    /** A warning, or the miss. */
    public record Step(String name, Instant at, @Nullable Instant takenAt) {}
}
