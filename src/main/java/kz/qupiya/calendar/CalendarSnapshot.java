package kz.qupiya.calendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calendar at one revision, with every day of both weeks worked out, so that a due date is two array look-ups. Immutable.
 */
final class CalendarSnapshot implements WorkingCalendar {

    private static final LocalDate FIRST_DAY = LocalDate.of(FIRST_YEAR, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(LAST_YEAR, 12, 31);
    private static final long FIRST_EPOCH_DAY = FIRST_DAY.toEpochDay();
    private static final int DAYS = (int) ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY) + 1;

    private final String revision;
    private final HolidayLaw law;
    private final Map<Integer, StoredYear> years;
    private final Map<WorkingWeek, Days> weeks = new EnumMap<>(WorkingWeek.class);

    /** @param years what is stored about years, by year; the others are computed by law */
    CalendarSnapshot(String revision, HolidayLaw law, Map<Integer, StoredYear> years) {
        this.revision = revision;
        this.law = law;
        this.years = Map.copyOf(years);
        for (var week : WorkingWeek.values()) {
            weeks.put(week, new Days(week));
        }
    }

    /** A calendar of a year with the version under which it is or would be stored. */
    record StoredYear(int version, CalendarYear calendar) {}

    /** This calendar with another calendar of one year. */
    CalendarSnapshot with(StoredYear other) {
        var changed = new HashMap<>(years);
        changed.put(other.calendar().year(), other);
        return new CalendarSnapshot(revision + "?", law, changed);
    }

    @Nullable
    StoredYear stored(int year) {
        return years.get(year);
    }

    /** Why a day is off, or nothing for a working day. */
    @Nullable
    SkippedDay off(LocalDate day, WorkingWeek week) {
        return of(week).off[index(day)];
    }

    @Override
    public DeadlineReceipt due(LocalDate eventDay, Term term, WorkingWeek week) {
        return switch (term.unit()) {
            case WORKING_DAYS -> dueInWorkingDays(eventDay, term, week);
            case CALENDAR_DAYS, MONTHS, YEARS -> dueByCalendar(eventDay, term, week);
        };
    }

    private DeadlineReceipt dueInWorkingDays(LocalDate eventDay, Term term, WorkingWeek week) {
        var days = of(week);
        var event = index(eventDay);
        var first = days.upTo[event]; // working days up to and with the event's day do not count
        var last = first + term.amount() - 1;
        if (last >= days.working.length) {
            throw outside(eventDay);
        }
        var due = days.working[last];
        var counted = new LocalDate[term.amount()];
        for (var i = 0; i < counted.length; i++) {
            counted[i] = day(days.working[first + i]);
        }
        return receipt(eventDay, term, week, due, Arrays.asList(counted), days.skipped(event + 1, due), event + 1);
    }

    private DeadlineReceipt dueByCalendar(LocalDate eventDay, Term term, WorkingWeek week) {
        var days = of(week);
        var counted = new LocalDate[term.amount()];
        for (var i = 0; i < counted.length; i++) {
            // from the event each time: 31 January and two months are 31 March, not 28 March
            counted[i] = plus(eventDay, i + 1, term.unit());
        }
        var nominal = index(counted[counted.length - 1]);
        var due = days.nextWorking(nominal);
        return receipt(eventDay, term, week, due, Arrays.asList(counted), days.skipped(nominal, due), nominal);
    }

    private static LocalDate plus(LocalDate day, int amount, TermUnit unit) {
        return switch (unit) {
            case WORKING_DAYS -> throw new IllegalArgumentException("working days need a calendar");
            case CALENDAR_DAYS -> day.plusDays(amount);
            case MONTHS -> day.plusMonths(amount);
            case YEARS -> day.plusYears(amount);
        };
    }

    /** @param decidedFrom index of the first day whose state decided about the date */
    private DeadlineReceipt receipt(
            LocalDate eventDay,
            Term term,
            WorkingWeek week,
            int due,
            List<LocalDate> counted,
            List<SkippedDay> skipped,
            int decidedFrom) {
        var dueOn = day(due);
        var firstYear = day(decidedFrom).getYear();
        var official = true;
        var versions = new StringBuilder();
        for (var year = firstYear; year <= dueOn.getYear(); year++) {
            official &= isOfficial(year);
            versions.append(versions.isEmpty() ? "" : "+").append(versionOf(year));
        }
        return new DeadlineReceipt(
                eventDay, term, week, dueOn, Almaty.endOf(dueOn), counted, skipped, versions.toString(), official);
    }

    /** Version of one year's calendar as receipts name it. */
    String versionOf(int year) {
        var stored = years.get(year);
        return year + "/" + (stored == null ? "law" : stored.version());
    }

    @Override
    public boolean isWorkingDay(LocalDate day, WorkingWeek week) {
        return off(day, week) == null;
    }

    @Override
    public LocalDate plusWorkingDays(LocalDate day, int workingDays, WorkingWeek week) {
        var days = of(week);
        var index = index(day);
        if (workingDays == 0) {
            return day(days.nextWorking(index));
        }
        // Working days up to and with the day; for a step back the day itself, if it is one, is not a step.
        var position = workingDays > 0
                ? days.upTo[index] + workingDays - 1
                : days.upTo[index] - (days.off[index] == null ? 1 : 0) + workingDays;
        if (position < 0 || position >= days.working.length) {
            throw outside(day);
        }
        return day(days.working[position]);
    }

    @Override
    public int workingDaysBetween(LocalDate from, LocalDate to, WorkingWeek week) {
        var days = of(week);
        return Math.max(0, days.upTo[index(to)] - days.upTo[index(from)]);
    }

    @Override
    public boolean isOfficial(int year) {
        var stored = years.get(year);
        return stored != null && stored.calendar().official();
    }

    @Override
    public String version() {
        return revision;
    }

    @Override
    public WorkingCalendar snapshot() {
        return this;
    }

    private Days of(WorkingWeek week) {
        var days = weeks.get(week);
        if (days == null) {
            throw new IllegalStateException("no days of " + week);
        }
        return days;
    }

    private static int index(LocalDate day) {
        var index = day.toEpochDay() - FIRST_EPOCH_DAY;
        if (index < 0 || index >= DAYS) {
            throw outside(day);
        }
        return (int) index;
    }

    private static LocalDate day(int index) {
        return LocalDate.ofEpochDay(FIRST_EPOCH_DAY + index);
    }

    private static IllegalArgumentException outside(LocalDate day) {
        return new IllegalArgumentException(
                "the calendar covers " + FIRST_YEAR + " to " + LAST_YEAR + ", which " + day + " leaves");
    }

    /** All days of one working week. A day is its index from the first day covered. */
    private final class Days {

        /** Why the day is off; nothing for a working day. */
        private final @Nullable SkippedDay[] off = new SkippedDay[DAYS];

        /** How many working days there are up to and with the day. */
        private final int[] upTo = new int[DAYS];

        /** The working days. */
        private final int[] working;

        Days(WorkingWeek week) {
            for (var year = FIRST_YEAR; year <= LAST_YEAR; year++) {
                var stored = years.get(year);
                law.daysOff(year, week, stored == null ? null : stored.calendar())
                        .forEach((day, skipped) -> off[index(day)] = skipped);
            }
            var found = new int[DAYS];
            var count = 0;
            for (var i = 0; i < DAYS; i++) {
                if (off[i] == null) {
                    found[count++] = i;
                }
                upTo[i] = count;
            }
            working = Arrays.copyOf(found, count);
        }

        /** The day itself if it is a working day, else the next one. */
        int nextWorking(int index) {
            var next = off[index] == null ? index : upTo[index] < working.length ? working[upTo[index]] : -1;
            if (next < 0) {
                throw outside(day(index));
            }
            return next;
        }

        List<SkippedDay> skipped(int from, int until) {
            var skipped = new ArrayList<SkippedDay>();
            for (var i = from; i < until; i++) {
                var reason = off[i];
                if (reason != null) {
                    skipped.add(reason);
                }
            }
            return skipped;
        }
    }
}
