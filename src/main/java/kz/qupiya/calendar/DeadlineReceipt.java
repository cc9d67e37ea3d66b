package kz.qupiya.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A due date with everything needed to count it again by hand. Holds no personal data and may be stored as JSON.
 *
 * @param from day of the event in Asia/Almaty; it does not count itself (Civil Code art. 173)
 * @param term the term counted
 * @param week the working week of the one who owes
 * @param dueOn last day of the term, always a working day
 * @param dueAt last millisecond of {@code dueOn} in Asia/Almaty (Civil Code art. 176)
 * @param counted one day for each unit of the term, in order: the working or calendar days themselves, or the day on which each month or
 *     year is full. The last one is the nominal end; {@code dueOn} is later if that is a non-working day
 * @param skipped for a term in working days the non-working days passed over; else those by which the end moved
 * @param calendar version of each year's calendar that decided, such as {@code 2026/1} or {@code 2026/1+2027/law}; {@code law} stands
 *     for a year computed by the rules of law alone
 * @param official false if a year that decided has no official calendar, so that the date may still move
 */
public record DeadlineReceipt(
        LocalDate from,
        Term term,
        WorkingWeek week,
        LocalDate dueOn,
        Instant dueAt,
        List<LocalDate> counted,
        List<SkippedDay> skipped,
        String calendar,
        boolean official) {

    /** In place of the version of a calendar: none decided. */
    private static final String NO_CALENDAR = "none";

    /**
     * A day that somebody set and no rule moves, working day or not.
     *
     * @param days how many days after {@code from}; at least one
     */
    public static DeadlineReceipt exact(LocalDate from, int days, WorkingWeek week) {
        var dueOn = from.plusDays(days);
        return new DeadlineReceipt(
                from,
                Term.calendarDays(days),
                week,
                dueOn,
                Almaty.endOf(dueOn),
                from.plusDays(1).datesUntil(dueOn.plusDays(1)).toList(),
                List.of(),
                NO_CALENDAR,
                true);
    }

    public DeadlineReceipt {
        counted = List.copyOf(counted);
        skipped = List.copyOf(skipped);
    }
}
