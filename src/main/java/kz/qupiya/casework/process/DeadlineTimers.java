package kz.qupiya.casework.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casework.TermPart;
import kz.qupiya.casework.TermParts;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Acts;
import kz.qupiya.engine.ProcessBean;
import kz.qupiya.operator.Duty;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the deadlines of a case for the timers and due dates of models. Returns {@link Date}, the only exact type that the engine takes. */
@Component(CaseworkModel.Beans.DEADLINE_TIMERS)
@ProcessBean
public class DeadlineTimers {

    /** How long the watch rests when nothing runs; a deadline that starts meanwhile sets the timer anew. */
    private static final Duration IDLE = Duration.ofDays(30);

    private final Deadlines deadlines;
    private final TermParts parts;
    private final Acts acts;
    private final WorkingCalendar calendar;
    private final Clock clock;

    DeadlineTimers(Deadlines deadlines, TermParts parts, Acts acts, WorkingCalendar calendar, Clock clock) {
        this.deadlines = deadlines;
        this.parts = parts;
        this.acts = acts;
        this.calendar = calendar;
        this.clock = clock;
    }

    /** When the next warning or miss of the case is due. */
    public Date nextStep(DelegateExecution execution) {
        return Date.from(deadlines.nextStep(caseId(execution)).orElseGet(this::later));
    }

    /** The last instant for a duty of the case; null when the duty was not started. */
    public @Nullable Date due(DelegateExecution execution, String duty) {
        return due(caseId(execution), Duty.of(duty).orElseThrow())
                .map(Date::from)
                .orElse(null);
    }

    /** When the part ends that a step has of a term; null when it was given none. */
    public @Nullable Date part(DelegateExecution execution, String step) {
        return partFor(execution, step, null);
    }

    /** As {@link #part}, of the part about a topic, such as the system that is asked. */
    public @Nullable Date partFor(DelegateExecution execution, String step, @Nullable String topic) {
        return parts.find(caseId(execution), step, topic)
                .map(TermPart::dueAt)
                .map(Date::from)
                .orElse(null);
    }

    /** The last instant for the act that is being carried out; null when no duty stands behind it. */
    public @Nullable Date ofAct(DelegateExecution execution) {
        var kind = acts.get(UUID.fromString(Variables.ACT_ID.from(execution))).kind();
        return duty(kind)
                .flatMap(duty -> due(caseId(execution), duty))
                .map(Date::from)
                .orElse(null);
    }

    /** When today ends in Asia/Almaty, for the lists of Tasklist. */
    public Date endOfToday() {
        return Date.from(Almaty.dayOf(clock.instant())
                .plusDays(1)
                .atStartOfDay(Almaty.ZONE)
                .toInstant());
    }

    /** The last instant of the working day that comes so many working days after today, in a week of five days; for the lists of Tasklist. */
    public Date inWorkingDays(int days) {
        return Date.from(calendar.due(clock.instant(), new Term(days, TermUnit.WORKING_DAYS), WorkingWeek.FIVE)
                .dueAt());
    }

    private Optional<Instant> due(UUID caseId, Duty duty) {
        return deadlines.of(caseId, duty).map(Deadline::dueAt);
    }

    /** The duty that an act fulfils. */
    static Optional<Duty> duty(ActKind kind) {
        return switch (kind) {
            case BLOCK -> Optional.of(Duty.BLOCK);
            case UNBLOCK -> Optional.of(Duty.UNBLOCK);
            case RECTIFY -> Optional.of(Duty.RECTIFY);
            case DESTROY -> Optional.of(Duty.DESTROY);
            default -> Optional.empty();
        };
    }

    private Instant later() {
        return clock.instant().plus(IDLE);
    }

    private static UUID caseId(DelegateExecution execution) {
        return UUID.fromString(Variables.CASE_ID.from(execution));
    }
}
