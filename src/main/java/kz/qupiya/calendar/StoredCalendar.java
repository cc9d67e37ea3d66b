package kz.qupiya.calendar;

import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** The calendar everybody asks: always the one in force. */
@Component
class StoredCalendar implements WorkingCalendar {

    private final CalendarStore store;

    /** @param bundled not used; the files of the application are in the database before anybody counts */
    StoredCalendar(CalendarStore store, BundledCalendars bundled) {
        this.store = store;
    }

    @Override
    public DeadlineReceipt due(LocalDate eventDay, Term term, WorkingWeek week) {
        return store.current().due(eventDay, term, week);
    }

    @Override
    public boolean isWorkingDay(LocalDate day, WorkingWeek week) {
        return store.current().isWorkingDay(day, week);
    }

    @Override
    public LocalDate plusWorkingDays(LocalDate day, int workingDays, WorkingWeek week) {
        return store.current().plusWorkingDays(day, workingDays, week);
    }

    @Override
    public int workingDaysBetween(LocalDate from, LocalDate to, WorkingWeek week) {
        return store.current().workingDaysBetween(from, to, week);
    }

    @Override
    public boolean isOfficial(int year) {
        return store.current().isOfficial(year);
    }

    @Override
    public String version() {
        return store.current().version();
    }

    @Override
    public WorkingCalendar snapshot() {
        return store.current();
    }
}
