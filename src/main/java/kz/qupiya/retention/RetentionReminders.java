package kz.qupiya.retention;

import java.time.Clock;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells once more of a sweep whose approval nobody has given, or refused, for a whole working day of its operator. */
@Service
public class RetentionReminders {

    private static final Term PATIENCE = new Term(1, TermUnit.WORKING_DAYS);

    private final RetentionStore store;
    private final Operators operators;
    private final WorkingCalendar calendar;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final Clock clock;

    RetentionReminders(
            RetentionStore store,
            Operators operators,
            WorkingCalendar calendar,
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            Clock clock) {
        this.store = store;
        this.operators = operators;
        this.calendar = calendar;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Reminds of what has waited for too long.
     *
     * @return of how many sweeps
     */
    public int remind() {
        var now = clock.instant();
        var counting = calendar.snapshot();
        var reminded = 0;
        for (RetentionRun run : store.unreminded()) {
            var week = operators
                    .find(run.operator().value())
                    .map(OperatorProfile::week)
                    .orElse(WorkingWeek.FIVE);
            if (now.isAfter(counting.due(run.waitsSince(), PATIENCE, week).dueAt())) {
                reminded += remind(run) ? 1 : 0;
            }
        }
        return reminded;
    }

    private boolean remind(RetentionRun run) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var first = store.remind(run, clock.instant());
            if (first) {
                events.publishEvent(RetentionWaiting.of(run, true));
            }
            return first;
        }));
    }
}
