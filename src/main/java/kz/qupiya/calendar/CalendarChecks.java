package kz.qupiya.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** Refuses calendars that contradict themselves, before anything is computed or stored. */
final class CalendarChecks {

    private static final int MAX_TEXT = 1000;
    private static final int MAX_DAYS = 60;

    private final HolidayLaw law;

    CalendarChecks(HolidayLaw law) {
        this.law = law;
    }

    /** @throws InvalidInputException with every fault, fields below {@code calendar} */
    void check(CalendarYear calendar) {
        var faults = new ArrayList<Violation>();
        var year = calendar.year();
        if (year < WorkingCalendar.FIRST_YEAR || year > WorkingCalendar.LAST_YEAR) {
            throw new InvalidInputException(
                    "calendar.year", "calendar.year.range", WorkingCalendar.FIRST_YEAR, WorkingCalendar.LAST_YEAR);
        }
        if (calendar.source().isBlank()) {
            faults.add(new Violation("calendar.source", "calendar.source.missing"));
        }
        text("calendar.source", calendar.source(), faults);
        text("calendar.certainty", calendar.certainty(), faults);
        ofYear("calendar.kurbanAit", calendar.kurbanAit(), year, faults);
        list("calendar.daysOff", calendar.daysOff(), WorkingWeek.FIVE, year, faults);
        list("calendar.sixDayDaysOff", calendar.sixDayDaysOff(), WorkingWeek.SIX, year, faults);
        var before = new ArrayList<DayTransfer>();
        for (var i = 0; i < calendar.transfers().size(); i++) {
            var transfer = calendar.transfers().get(i);
            var field = "calendar.transfers[" + i + "]";
            check(field, transfer, bare(calendar, before), faults);
            if (transfer.to() != null
                    && calendar.daysOff() != null
                    && !WorkingWeek.FIVE.isWeekend(transfer.to())
                    && !calendar.daysOff().contains(transfer.to())) {
                faults.add(new Violation(field + ".to", "calendar.transfer.to-listed", String.valueOf(transfer.to())));
            }
            before.add(transfer);
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    /** @throws InvalidInputException if the order does not fit that calendar of its year, fields below {@code order} */
    void check(DayTransfer order, CalendarYear into) {
        var faults = new ArrayList<Violation>();
        check("order", order, into, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    /** Year of an order. */
    static int yearOf(DayTransfer order) {
        var day = order.from() != null ? order.from() : order.to();
        if (day == null) {
            throw new InvalidInputException("order", "calendar.transfer.empty");
        }
        if (day.getYear() < WorkingCalendar.FIRST_YEAR || day.getYear() > WorkingCalendar.LAST_YEAR) {
            throw new InvalidInputException(
                    order.from() != null ? "order.from" : "order.to",
                    "calendar.year.range",
                    WorkingCalendar.FIRST_YEAR,
                    WorkingCalendar.LAST_YEAR);
        }
        return day.getYear();
    }

    private void check(String field, DayTransfer transfer, CalendarYear into, List<Violation> faults) {
        var from = transfer.from();
        var to = transfer.to();
        if (from == null && to == null) {
            faults.add(new Violation(field, "calendar.transfer.empty"));
        }
        if (transfer.basis().isBlank()) {
            faults.add(new Violation(field + ".basis", "calendar.transfer.basis"));
        }
        text(field + ".basis", transfer.basis(), faults);
        var fromFits = ofYear(field + ".from", from, into.year(), faults);
        var toFits = ofYear(field + ".to", to, into.year(), faults);
        if (from != null
                && fromFits
                && !law.daysOff(into.year(), WorkingWeek.FIVE, into).containsKey(from)) {
            faults.add(new Violation(field + ".from", "calendar.transfer.from-working", from.toString()));
        }
        if (to != null
                && toFits
                && law.daysOff(into.year(), WorkingWeek.FIVE, into).containsKey(to)) {
            faults.add(new Violation(field + ".to", "calendar.transfer.to-off", to.toString()));
        }
    }

    /** The year by law with the orders that come before, against which an order of the same document is checked. */
    private static CalendarYear bare(CalendarYear calendar, List<DayTransfer> before) {
        return new CalendarYear(
                calendar.year(), false, calendar.source(), null, calendar.kurbanAit(), before, null, null);
    }

    private static boolean ofYear(String field, @Nullable LocalDate day, int year, List<Violation> faults) {
        if (day == null || day.getYear() == year) {
            return true;
        }
        faults.add(new Violation(field, "calendar.day.other-year", year));
        return false;
    }

    private static void list(
            String field, @Nullable List<LocalDate> days, WorkingWeek week, int year, List<Violation> faults) {
        if (days == null) {
            return;
        }
        if (days.size() > MAX_DAYS) {
            faults.add(new Violation(field, "calendar.days.too-many", MAX_DAYS));
            return;
        }
        var seen = new HashSet<LocalDate>();
        for (var i = 0; i < days.size(); i++) {
            var day = days.get(i);
            var at = field + "[" + i + "]";
            ofYear(at, day, year, faults);
            if (!seen.add(day)) {
                faults.add(new Violation(at, "calendar.day.twice"));
            }
            if (week.isWeekend(day)) {
                faults.add(new Violation(at, "calendar.day.weekend", day.toString()));
            }
        }
    }

    private static void text(String field, @Nullable String text, List<Violation> faults) {
        if (text != null && text.length() > MAX_TEXT) {
            faults.add(new Violation(field, "calendar.text.too-long", MAX_TEXT));
        }
    }
}
