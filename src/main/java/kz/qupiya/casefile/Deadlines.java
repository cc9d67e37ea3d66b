package kz.qupiya.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a case: data of the case, which the timers of the models read. Law, policy and operator rule each give a date; the earliest rules, the others are shown
 * beside it. Every date comes with its receipt.
 */
public interface Deadlines {

    /**
     * Starts the clock of a duty.
     *
     * <p>Safe to run twice: as long as a deadline of this duty is not met, or one with the same {@code from} exists, that one is returned unchanged.
     *
     * @param from the event from which the term counts; its day does not count
     * @throws kz.qupiya.problem.ConflictException if neither law, policy nor operator rule sets a term for the duty
     */
    default Deadline start(UUID caseId, Duty duty, Instant from) {
        return start(StartDeadline.of(caseId, duty, from));
    }

    /** As {@link #start(UUID, Duty, Instant)}, with a second, stricter reading that is shown but does not rule. */
    default Deadline start(StartDeadline command) {
        return startAll(command.caseId(), List.of(command)).get(0);
    }

    /** Starts the clocks of several duties of one case in one go, as when it is opened; in their order. */
    List<Deadline> startAll(UUID caseId, List<StartDeadline> commands);

    /**
     * The duty is done. In time it is met; after its last instant it is (and stays) missed, with the moment it was done kept. No effect when it was done before or
     * was never started.
     *
     * @param at when it was done; may lie in the past, never in the future
     */
    void meet(UUID caseId, Duty duty, Instant at);

    /**
     * The duty falls away. A missed deadline stays missed.
     *
     * @param reason code, for the timeline
     */
    void cancel(UUID caseId, Duty duty, String reason, Actor by);

    /**
     * Moves a deadline of policy or operator rule to another day by a manager's decision, earlier or later. The calculation before stays beside it; the date stands when a calendar
     * is loaded, but never goes past what the law gives. Published as {@link DeadlinesMoved}. A claim is answered later only by {@link #prolong}.
     *
     * @param dueOn  the new last day, in Asia/Almaty; it need not be a working day
     * @param reason a reason of {@link ManagerAct#MOVE_DEADLINE}
     * @throws kz.qupiya.problem.NotFoundException     if the duty was never started
     * @throws kz.qupiya.problem.ConflictException     {@code casefile.deadline.ended} if it no longer runs, {@code casefile.deadline.of-law} if the law's date rules,
     *     {@code casefile.deadline.prolong-instead} for a later day of a claim
     * @throws kz.qupiya.problem.InvalidInputException field {@code dueOn} if the day is past, the same, further than 5,000 days, or later than the law's
     */
    Deadline move(UUID caseId, Duty duty, LocalDate dueOn, String reason, Actor by);

    /**
     * Prolongs a deadline that law does not set, once: to a later day, by at most the same term once more or what the profile says, and never past the law. Warnings that lie
     * before the new end are given anew. Published as {@link DeadlinesMoved} and {@link DeadlineProlonged}.
     *
     * @param dueOn  the new last day, in Asia/Almaty; it need not be a working day
     * @param reason a reason of {@link ManagerAct#PROLONG_DEADLINE}
     * @throws kz.qupiya.problem.NotFoundException     if the duty was never started
     * @throws kz.qupiya.problem.ConflictException     {@code casefile.deadline.prolonged} if it was prolonged before, {@code casefile.deadline.ended} if it no longer runs or is past
     *     its last instant, {@code casefile.deadline.of-law} if the law's date rules, {@code casefile.deadline.of-subject} if the subject named the day
     * @throws kz.qupiya.problem.InvalidInputException field {@code dueOn} if the day is not later than the one that stands, later than what is allowed, or than the law's
     */
    Deadline prolong(UUID caseId, Duty duty, LocalDate dueOn, String reason, Actor by);

    /**
     * What {@link #prolong} would do, without doing it.
     *
     * @param dueOn the day in question; null to ask only how far the deadline may be prolonged
     * @throws kz.qupiya.problem.ProblemException as {@link #prolong}
     */
    Prolongation prolongation(UUID caseId, Duty duty, @Nullable LocalDate dueOn);

    /** All deadlines of a case, in the order they were started, cancelled ones too. */
    List<Deadline> of(UUID caseId);

    /** The newest deadline of a duty. */
    Optional<Deadline> of(UUID caseId, Duty duty);

    /** When the next warning or miss of the case is due, for the timer of its model; may lie in the past. Empty when nothing runs. */
    Optional<Instant> nextStep(UUID caseId);

    /**
     * Takes the steps that are due now: each is returned once only, also with two nodes, and published as {@link DeadlineWarned} or {@link DeadlineMissed}. A step that
     * the sweep took before is not returned; whoever must not overlook one listens to the events.
     */
    List<DueStep> takeDueSteps(UUID caseId);

    /**
     * Marks what is past its last instant and not yet marked, so that a failing timer of the engine cannot hide a breach of a duty.
     *
     * @return how many were marked
     */
    int sweepMissed();

    /**
     * How a deadline may be prolonged.
     *
     * @param dueAt    its last instant as it stands
     * @param latestOn the latest day that it may be prolonged to
     * @param newDueAt its last instant after the prolongation; null where no day was asked for
     * @param warnings when would be warned then
     */
    record Prolongation(Instant dueAt, LocalDate latestOn, @Nullable Instant newDueAt, List<Deadline.Step> warnings) {}

    /**
     * @param caseId   the case
     * @param duty     the duty
     * @param from     the event from which the term counts
     * @param alsoFrom another event from which a stricter reading would count; shown as information
     * @param alsoWhy  code of the reason of that reading, key {@code casefile.value.why.<code>} of the bundles
     * @param lastDay  the day before the one on which the data subject wants it done, which then rules; null where none was named
     * @param notice   whether a notice that the policy asks for counts; not where the person uses a clause without one
     */
    record StartDeadline(
            UUID caseId,
            Duty duty,
            Instant from,
            @Nullable Instant alsoFrom,
            @Nullable String alsoWhy,
            @Nullable LocalDate lastDay,
            boolean notice) {

        /** A deadline by the rules alone. */
        public static StartDeadline of(UUID caseId, Duty duty, Instant from) {
            return new StartDeadline(caseId, duty, from, null, null, null, true);
        }

        /** With a second, stricter reading that is shown but does not rule. */
        public StartDeadline also(@Nullable Instant from, @Nullable String why) {
            return new StartDeadline(caseId, duty, this.from, from, why, lastDay, notice);
        }

        /** With the last day before the one that the data subject named, and with or without the policy's notice. */
        public StartDeadline until(@Nullable LocalDate lastDay, boolean notice) {
            return new StartDeadline(caseId, duty, from, alsoFrom, alsoWhy, lastDay, notice);
        }
    }

    /**
     * A step of a deadline that has become due.
     *
     * @param deadlineId the deadline
     * @param step       name of the step: {@code missed}, or that of a warning such as {@code half}
     * @param at         when it was due
     * @param dueAt      last instant for the duty
     */
    record DueStep(UUID deadlineId, Duty duty, String step, Instant at, Instant dueAt) {

        /** Name of the step after the last instant. */
        public static final String MISSED = "missed";

        /** Whether the last instant has passed. */
        public boolean missed() {
            return MISSED.equals(step);
        }
    }
}
