package kz.qupiya.calendar;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Counts terms in Asia/Almaty over the working calendar of Kazakhstan, from {@value #FIRST_YEAR} to {@value #LAST_YEAR}.
 *
 * <p>The bean always answers by the newest calendar of the database, also when another node loaded it: each call costs one look-up of
 * the calendar's revision. Who computes several dates that must agree, or a great many, takes a {@link #snapshot()} first.
 *
 * <p>Every method throws {@link IllegalArgumentException} for days outside the years covered.
 */
public interface WorkingCalendar {

    /** First year covered. */
    int FIRST_YEAR = 2010;

    /** Last year covered. */
    int LAST_YEAR = 2210;

    /** The due date of a term that starts with an event; the event's day in Almaty does not count. */
    default DeadlineReceipt due(Instant event, Term term, WorkingWeek week) {
        return due(Almaty.dayOf(event), term, week);
    }

    /** The due date of a term that starts with an event on that day; the day itself does not count. */
    DeadlineReceipt due(LocalDate eventDay, Term term, WorkingWeek week);

    /** Whether people work on that day. */
    boolean isWorkingDay(LocalDate day, WorkingWeek week);

    /**
     * The working day that lies so many working days after a day, or before it for a negative number. Zero gives the day itself, or the
     * next working day if it is not one.
     */
    LocalDate plusWorkingDays(LocalDate day, int workingDays, WorkingWeek week);

    /** How many working days lie after {@code from} up to and with {@code to}; 0 if {@code to} is not later. */
    int workingDaysBetween(LocalDate from, LocalDate to, WorkingWeek week);

    /** Whether that year stands on an official calendar; else it is computed by the rules of law. */
    boolean isOfficial(int year);

    /** The revision of the whole calendar; it changes with every year or order loaded and never comes back. */
    String version();

    /** This calendar as it is now, unmoved by later loads, in memory, safe for concurrent use. Not to be kept beyond a use case. */
    WorkingCalendar snapshot();
}
