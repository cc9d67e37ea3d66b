package kz.qupiya.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What a manager loads: the calendar of a year, or one order.
 *
 * @param calendar the whole calendar of a year; replaces the one in force, orders included
 * @param order one order, added to the calendar of its year
 * @param confirmPast whether deadlines may move into the past; not needed for a what-if
 */
record CalendarLoadRequest(@Nullable Year calendar, @Nullable Order order, @Nullable Boolean confirmPast) {

    record Year(
            @Nullable Integer year,
            @Nullable Boolean official,
            @Nullable String source,
            @Nullable String certainty,
            @Nullable LocalDate kurbanAit,
            @Nullable List<@Nullable Order> transfers,
            @Nullable List<@Nullable LocalDate> daysOff,
            @Nullable List<@Nullable LocalDate> sixDayDaysOff) {

        private CalendarYear toCalendar() {
            return new CalendarYear(
                    year == null ? 0 : year,
                    official == null || official,
                    source == null ? "" : source,
                    certainty,
                    kurbanAit,
                    whole("calendar.transfers", transfers == null ? List.of() : transfers).stream()
                            .map(Order::toTransfer)
                            .toList(),
                    daysOff == null ? null : whole("calendar.daysOff", daysOff),
                    sixDayDaysOff == null ? null : whole("calendar.sixDayDaysOff", sixDayDaysOff));
        }
    }

    record Order(@Nullable LocalDate from, @Nullable LocalDate to, @Nullable String basis) {

        private DayTransfer toTransfer() {
            return new DayTransfer(from, to, basis == null ? "" : basis);
        }
    }

    CalendarChange preview(CalendarAdministration administration) {
        if (calendar != null && order == null) {
            return administration.preview(calendar.toCalendar());
        }
        if (order != null && calendar == null) {
            return administration.preview(order.toTransfer());
        }
        throw new InvalidInputException("", "calendar.load.one-of");
    }

    CalendarChange load(CalendarAdministration administration, String caller) {
        var confirmed = confirmPast != null && confirmPast;
        if (calendar != null && order == null) {
            return administration.load(calendar.toCalendar(), confirmed, caller);
        }
        if (order != null && calendar == null) {
            return administration.load(order.toTransfer(), confirmed, caller);
        }
        throw new InvalidInputException("", "calendar.load.one-of");
    }

    private static <T> List<T> whole(String field, List<@Nullable T> list) {
        return IntStream.range(0, list.size())
                .mapToObj(i -> {
                    var item = list.get(i);
                    if (item == null) {
                        throw new InvalidInputException(field + "[" + i + "]", "problem.field.missing");
                    }
                    return item;
                })
                .toList();
    }
}
