package kz.qupiya.calendar;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import kz.qupiya.problem.ConflictException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class LoadsCalendars implements CalendarAdministration {

    private static final Logger log = LoggerFactory.getLogger(LoadsCalendars.class);

    private final CalendarStore store;
    private final BundledCalendars bundled;
    private final CalendarChecks checks;
    private final ObjectProvider<DueDateImpact> impacts;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TransactionTemplate reading;
    private final Clock clock;

    LoadsCalendars(
            CalendarStore store,
            BundledCalendars bundled,
            ObjectProvider<DueDateImpact> impacts,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.bundled = bundled;
        this.checks = new CalendarChecks(store.law());
        this.impacts = impacts;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.clock = clock;
    }

    @Override
    public CalendarChange preview(CalendarYear calendar) {
        return preview(current -> calendar);
    }

    @Override
    public CalendarChange preview(DayTransfer order) {
        return preview(current -> with(order, current));
    }

    @Override
    public CalendarChange load(CalendarYear calendar, boolean confirmPast, String loadedBy) {
        return load(current -> calendar, confirmPast, "loaded", loadedBy);
    }

    @Override
    public CalendarChange load(DayTransfer order, boolean confirmPast, String loadedBy) {
        return load(current -> with(order, current), confirmPast, "loaded", loadedBy);
    }

    /**
     * Takes in year files that an update of the application brought or changed. A year that a manager loaded stays as it is; a file that
     * would move a deadline into the past waits for a manager, who can load it with a confirmation.
     */
    @EventListener(ApplicationReadyEvent.class)
    void takeInChangedFiles() {
        for (var file : bundled.files()) {
            var inForce = store.inForce().stream()
                    .filter(row -> row.year() == file.year())
                    .findFirst();
            if (inForce.isPresent()
                    && (!inForce.get().origin().equals(BundledCalendars.ORIGIN)
                            || inForce.get().calendar().equals(file))) {
                continue;
            }
            try {
                var change = load(current -> file, false, BundledCalendars.ORIGIN, BundledCalendars.SYSTEM);
                log.info(
                        "calendar of {} from the application's files is in force as version {}",
                        file.year(),
                        change.version());
            } catch (ConflictException e) {
                log.warn(
                        "the application brings another calendar of {}, which would move running deadlines into the past: "
                                + "a manager has to load it",
                        file.year());
            }
        }
    }

    private CalendarChange preview(Function<CalendarSnapshot, CalendarYear> wanted) {
        return nonNull(reading.execute(status -> {
            var current = store.current();
            var calendar = wanted.apply(current);
            checks.check(calendar);
            return change(current, calendar, false);
        }));
    }

    private CalendarChange load(
            Function<CalendarSnapshot, CalendarYear> wanted, boolean confirmPast, String origin, String loadedBy) {
        return nonNull(transaction.execute(status -> {
            var current = store.lock();
            var calendar = wanted.apply(current);
            checks.check(calendar);
            var change = change(current, calendar, true);
            var stored = current.stored(calendar.year());
            if (stored != null && stored.calendar().equals(calendar)) {
                return change;
            }
            if (change.intoPast() > 0 && !confirmPast) {
                throw new ConflictException("calendar.load.into-past", change.intoPast());
            }
            store.insert(new CalendarStore.Row(
                    calendar.year(), change.version(), calendar, origin, clock.instant(), loadedBy));
            events.publishEvent(new CalendarLoaded(store.current().version(), Set.of(calendar.year()), loadedBy));
            log.info(
                    "calendar of {} loaded as version {} by {}: {} days change, {} deadlines move",
                    calendar.year(),
                    change.version(),
                    loadedBy,
                    change.days().size(),
                    change.moved().size());
            return change;
        }));
    }

    private CalendarChange change(CalendarSnapshot current, CalendarYear calendar, boolean loaded) {
        var stored = current.stored(calendar.year());
        var differsFromLaw = store.law().differences(calendar);
        if (stored != null && stored.calendar().equals(calendar)) {
            return new CalendarChange(
                    calendar.year(), stored.version(), loaded, List.of(), differsFromLaw, List.of(), 0);
        }
        var version = stored == null ? 1 : stored.version() + 1;
        var candidate = current.with(new CalendarSnapshot.StoredYear(version, calendar));
        var moved = impacts.orderedStream()
                .flatMap(impact -> impact.movedBy(candidate).stream())
                .toList();
        var now = clock.instant();
        var intoPast =
                (int) moved.stream().filter(deadline -> deadline.isPast(now)).count();
        return new CalendarChange(
                calendar.year(),
                version,
                loaded,
                changedDays(current, candidate, calendar.year()),
                differsFromLaw,
                moved,
                intoPast);
    }

    private static List<CalendarChange.ChangedDay> changedDays(
            CalendarSnapshot current, CalendarSnapshot candidate, int year) {
        var changed = new ArrayList<CalendarChange.ChangedDay>();
        var end = LocalDate.of(year + 1, 1, 1);
        for (var day = LocalDate.of(year, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            for (var week : WorkingWeek.values()) {
                var now = current.off(day, week);
                var then = candidate.off(day, week);
                if ((now == null) != (then == null)) {
                    changed.add(new CalendarChange.ChangedDay(day, week, now, then));
                }
            }
        }
        return changed;
    }

    /** The calendar of the order's year with the order added; a year without one becomes one that stands on law and orders alone. */
    private CalendarYear with(DayTransfer order, CalendarSnapshot current) {
        var year = CalendarChecks.yearOf(order);
        var stored = current.stored(year);
        var known = stored != null
                ? stored.calendar()
                : new CalendarYear(
                        year, false, "Закон № 267-II, Трудовой кодекс ст. 84", null, null, List.of(), null, null);
        checks.check(order, known);
        return new CalendarYear(
                year,
                known.official(),
                known.source(),
                known.certainty(),
                known.kurbanAit(),
                Stream.concat(known.transfers().stream(), Stream.of(order)).toList(),
                withDay(known.daysOff(), order, WorkingWeek.FIVE),
                withDay(known.sixDayDaysOff(), order, WorkingWeek.SIX));
    }

    private static @Nullable List<LocalDate> withDay(
            @Nullable List<LocalDate> list, DayTransfer order, WorkingWeek week) {
        var from = order.from();
        var to = order.to();
        if (list == null || to == null || list.contains(to) || week.isWeekend(to)) {
            return list;
        }
        if (from != null && !week.isWeekend(from)) {
            return list;
        }
        return Stream.concat(list.stream(), Stream.of(to)).sorted().toList();
    }

    private static CalendarChange nonNull(@Nullable CalendarChange change) {
        if (change == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        return change;
    }
}
