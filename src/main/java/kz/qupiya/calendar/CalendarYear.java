package kz.qupiya.calendar;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one year beyond the rules of law.
 *
 * @param year the year
 * @param official whether an official calendar of the year was the source; a year without one is computed by law and marked so
 * @param source where it was published
 * @param certainty how sure the source is, such as {@code official-text} or {@code secondary}
 * @param kurbanAit first day of Kurban Ait; nothing while it is unknown: then the day counts as a working day, and due dates err to the
 *     early side
 * @param transfers orders that move days off
 * @param daysOff all non-working days from Monday to Friday, for the five-day week, as officially listed; nothing to compute them by law
 *     and orders. Where the list and the law differ, the list rules
 * @param sixDayDaysOff the same from Monday to Saturday for the six-day week
 */
public record CalendarYear(
        int year,
        boolean official,
        String source,
        @Nullable String certainty,
        @Nullable LocalDate kurbanAit,
        List<DayTransfer> transfers,
        @Nullable List<LocalDate> daysOff,
        @Nullable List<LocalDate> sixDayDaysOff) {

    public CalendarYear {
        transfers = List.copyOf(transfers);
        daysOff = daysOff == null ? null : List.copyOf(daysOff);
        sixDayDaysOff = sixDayDaysOff == null ? null : List.copyOf(sixDayDaysOff);
    }
}
