package kz.qupiya.calendar;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a calendar changes, or has changed.
 *
 * @param year the year concerned
 * @param version the version of the year's calendar, as it is or would be numbered
 * @param loaded whether it is stored; false for a what-if
 * @param days days whose state differs from the calendar in force
 * @param differsFromLaw days on which the official list and the rules of law differ; a warning to whoever typed the list
 * @param moved running deadlines that move
 * @param intoPast how many of them would move into the past; loading then needs a confirmation
 */
public record CalendarChange(
        int year,
        int version,
        boolean loaded,
        List<ChangedDay> days,
        List<LocalDate> differsFromLaw,
        List<MovedDeadline> moved,
        int intoPast) {

    public CalendarChange {
        days = List.copyOf(days);
        differsFromLaw = List.copyOf(differsFromLaw);
        moved = List.copyOf(moved);
    }

    /**
     * A day that becomes or ceases to be a working day.
     *
     * @param day the day
     * @param week for which working week
     * @param nowOff why the day is off in the calendar in force, nothing if it is a working day
     * @param thenOff why it is off in the other calendar, nothing if it is a working day
     */
    public record ChangedDay(
            LocalDate day, WorkingWeek week, @Nullable SkippedDay nowOff, @Nullable SkippedDay thenOff) {}
}
