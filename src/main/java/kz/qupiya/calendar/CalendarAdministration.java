package kz.qupiya.calendar;

/** Takes in calendars while the application runs. Rights are the caller's business. */
public interface CalendarAdministration {

    /**
     * Shows what a year's calendar would change; writes nothing.
     *
     * @throws kz.qupiya.problem.InvalidInputException if the calendar contradicts itself
     */
    CalendarChange preview(CalendarYear calendar);

    /**
     * Shows what one more order would change; writes nothing.
     *
     * @throws kz.qupiya.problem.InvalidInputException if the order does not fit the year's calendar
     */
    CalendarChange preview(DayTransfer order);

    /**
     * Stores a year's calendar as its next version and publishes {@link CalendarLoaded} in the same transaction. The same content again
     * is no change and makes no version.
     *
     * @param confirmPast whether the caller has seen that deadlines move into the past
     * @param loadedBy id of the caller, for the record
     * @throws kz.qupiya.problem.InvalidInputException if the calendar contradicts itself
     * @throws kz.qupiya.problem.ConflictException {@code calendar.load.into-past} if a deadline would move into the past without
     *     {@code confirmPast}
     */
    CalendarChange load(CalendarYear calendar, boolean confirmPast, String loadedBy);

    /** Adds one order to the calendar of its year, on the terms of {@link #load(CalendarYear, boolean, String)}. */
    CalendarChange load(DayTransfer order, boolean confirmPast, String loadedBy);
}
