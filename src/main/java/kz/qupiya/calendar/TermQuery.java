package kz.qupiya.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** The parameters of a question for a due date, checked. */
record TermQuery(LocalDate from, Term term, WorkingWeek week) {

    private static final LocalDate FIRST = LocalDate.of(WorkingCalendar.FIRST_YEAR, 1, 1);
    /** So that the longest term still ends within the years covered. */
    private static final LocalDate LAST = LocalDate.of(WorkingCalendar.LAST_YEAR - 110, 12, 31);

    /** @throws InvalidInputException with every bad parameter */
    static TermQuery parse(
            @Nullable String from, @Nullable String amount, @Nullable String unit, @Nullable String week) {
        var faults = new ArrayList<Violation>();
        var day = day(from, faults);
        var knownUnit = unit(unit, faults);
        var number = amount(amount, knownUnit, faults);
        var knownWeek = week(week, faults);
        if (!faults.isEmpty() || day == null || number == null || knownUnit.isEmpty() || knownWeek == null) {
            throw new InvalidInputException(faults);
        }
        return new TermQuery(day, new Term(number, knownUnit.get()), knownWeek);
    }

    private static @Nullable LocalDate day(@Nullable String from, List<Violation> faults) {
        if (from == null || from.isBlank()) {
            faults.add(new Violation("from", "calendar.from.missing"));
            return null;
        }
        LocalDate day;
        try {
            day = from.indexOf('T') < 0
                    ? LocalDate.parse(from)
                    // a plus sign that was not encoded arrives as a space
                    : Almaty.dayOf(OffsetDateTime.parse(from.replace(' ', '+')).toInstant());
        } catch (DateTimeException e) {
            faults.add(new Violation("from", "calendar.from.invalid"));
            return null;
        }
        if (day.isBefore(FIRST) || day.isAfter(LAST)) {
            faults.add(new Violation("from", "calendar.from.range", FIRST.toString(), LAST.toString()));
            return null;
        }
        return day;
    }

    private static Optional<TermUnit> unit(@Nullable String unit, List<Violation> faults) {
        if (unit == null || unit.isBlank()) {
            faults.add(new Violation("unit", "calendar.unit.missing"));
            return Optional.empty();
        }
        var known = TermUnit.of(unit);
        if (known.isEmpty()) {
            faults.add(new Violation("unit", "calendar.unit.invalid"));
        }
        return known;
    }

    private static @Nullable Integer amount(@Nullable String amount, Optional<TermUnit> unit, List<Violation> faults) {
        if (amount == null || amount.isBlank()) {
            faults.add(new Violation("amount", "calendar.amount.missing"));
            return null;
        }
        if (!amount.matches("[+-]?\\d+")) {
            faults.add(new Violation("amount", "calendar.amount.invalid"));
            return null;
        }
        var maximum = unit.map(TermUnit::maximum).orElse(TermUnit.YEARS.maximum());
        // No term has more than four digits, and more than nine would not fit a number.
        var number = amount.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(amount);
        if (unit.isPresent() && (number < 1 || number > maximum)) {
            faults.add(new Violation("amount", "calendar.amount.range", maximum));
            return null;
        }
        return number;
    }

    private static @Nullable WorkingWeek week(@Nullable String week, List<Violation> faults) {
        if (week == null || week.equals("5")) {
            return WorkingWeek.FIVE;
        }
        if (week.equals("6")) {
            return WorkingWeek.SIX;
        }
        faults.add(new Violation("week", "calendar.week.invalid"));
        return null;
    }
}
