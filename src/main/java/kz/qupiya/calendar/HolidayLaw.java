package kz.qupiya.calendar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * The rules of law by which a year's non-working days follow from its dates: Law 267-II "On holidays" art. 5, Labour Code art. 84 and 85.
 */
final class HolidayLaw {

    private static final String FILE = "calendar/holidays.yaml";
    private static final int SATURDAY = 6;

    private final List<LawDay> days;
    private final Map<Integer, LocalDate> expectedKurbanAit;

    private HolidayLaw(Content content) {
        this.days = content.days();
        this.expectedKurbanAit = new HashMap<>();
        content.expectedKurbanAit().forEach(day -> expectedKurbanAit.put(day.getYear(), day));
    }

    /** The rules that come with the application. */
    static HolidayLaw bundled() {
        try (var in = new ClassPathResource(FILE).getInputStream()) {
            return new HolidayLaw(CalendarFormat.yaml().readValue(in, Content.class));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /**
     * The non-working days of a year.
     *
     * @param data what is known about the year beyond the law, if anything is
     */
    Map<LocalDate, SkippedDay> daysOff(int year, WorkingWeek week, @Nullable CalendarYear data) {
        var off = byLawAndOrders(year, week, data);
        if (data != null) {
            var list = week == WorkingWeek.FIVE ? data.daysOff() : data.sixDayDaysOff();
            if (list != null) {
                apply(list, week, off);
            } else if (data.daysOff() != null) {
                // What the five-day week works from Monday to Friday, the six-day week works too. The moved days it
                // computes by itself:
                // a holiday on a Saturday moves for the five-day week only.
                var listed = data.daysOff();
                off.keySet().removeIf(day -> day.getDayOfWeek().getValue() < SATURDAY && !listed.contains(day));
            }
        }
        addWeekends(year, week, data, off);
        return off;
    }

    /** Days on which the official list of a year and the rules of law differ, in order. */
    List<LocalDate> differences(CalendarYear data) {
        var different = new ArrayList<LocalDate>();
        for (var week : WorkingWeek.values()) {
            var list = week == WorkingWeek.FIVE ? data.daysOff() : data.sixDayDaysOff();
            if (list != null) {
                var byLaw = byLawAndOrders(data.year(), week, data);
                byLaw.keySet().removeIf(week::isWeekend);
                list.stream().filter(day -> !byLaw.containsKey(day)).forEach(different::add);
                byLaw.keySet().stream().filter(day -> !list.contains(day)).forEach(different::add);
            }
        }
        return different.stream().distinct().sorted().toList();
    }

    private TreeMap<LocalDate, SkippedDay> byLawAndOrders(int year, WorkingWeek week, @Nullable CalendarYear data) {
        var off = new TreeMap<LocalDate, SkippedDay>();
        var movable = new ArrayList<SkippedDay>();
        for (var rule : days) {
            if (rule.holdsIn(year)) {
                var reason = rule.movable() ? SkipReason.HOLIDAY : SkipReason.DAY_OFF_BY_LAW;
                var skipped = new SkippedDay(rule.monthDay().atYear(year), reason, rule.name());
                off.put(skipped.day(), skipped);
                if (rule.movable() && week.isWeekend(skipped.day())) {
                    movable.add(skipped);
                }
            }
        }
        var known = data == null ? null : data.kurbanAit();
        var kurbanAit = known == null ? expectedKurbanAit.get(year) : known;
        if (kurbanAit != null) {
            // A holiday on the same date keeps its own name: it may move, Kurban Ait does not.
            off.putIfAbsent(kurbanAit, new SkippedDay(kurbanAit, SkipReason.KURBAN_AIT, "kurban-ait"));
        }
        movable.sort(Comparator.comparing(SkippedDay::day));
        for (var holiday : movable) {
            // Several days of one feast may fall on a weekend: each takes the next day that is still a working day, so
            // 21 and 22 March
            // on a weekend pass over 23 March and give two days off after it.
            var to = holiday.day().plusDays(1);
            while (week.isWeekend(to) || off.containsKey(to)) {
                to = to.plusDays(1);
            }
            off.put(to, new SkippedDay(to, SkipReason.MOVED_DAY_OFF, holiday.name()));
        }
        for (var transfer : transfers(data)) {
            var to = transfer.to();
            if (to != null && holdsFor(transfer, week)) {
                off.putIfAbsent(to, new SkippedDay(to, SkipReason.ORDER, transfer.basis()));
            }
        }
        return off;
    }

    /** The official list rules: days it does not have are working days, days that the law does not explain are off by the list. */
    private static void apply(List<LocalDate> list, WorkingWeek week, Map<LocalDate, SkippedDay> off) {
        off.keySet().removeIf(day -> !week.isWeekend(day) && !list.contains(day));
        list.forEach(day -> off.putIfAbsent(day, new SkippedDay(day, SkipReason.ORDER, null)));
    }

    private static void addWeekends(
            int year, WorkingWeek week, @Nullable CalendarYear data, Map<LocalDate, SkippedDay> off) {
        var end = LocalDate.of(year + 1, 1, 1);
        for (var day = LocalDate.of(year, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            if (week.isWeekend(day) && !isWorkedWeekend(day, week, data)) {
                off.putIfAbsent(day, new SkippedDay(day, SkipReason.WEEKEND, null));
            }
        }
    }

    private static boolean isWorkedWeekend(LocalDate day, WorkingWeek week, @Nullable CalendarYear data) {
        return transfers(data).stream().anyMatch(transfer -> day.equals(transfer.from()) && holdsFor(transfer, week));
    }

    /** An order about a Saturday moves nothing for who works on Saturdays anyway. */
    private static boolean holdsFor(DayTransfer transfer, WorkingWeek week) {
        var from = transfer.from();
        return from == null || week.isWeekend(from);
    }

    private static List<DayTransfer> transfers(@Nullable CalendarYear data) {
        return data == null ? List.of() : data.transfers();
    }

    record Content(List<LawDay> days, List<LocalDate> expectedKurbanAit) {}

    /**
     * A date that is off every year.
     *
     * @param day month and day as {@code 03-08}
     * @param movable whether it is a holiday in the sense of art. 5
     */
    record LawDay(String name, String day, boolean movable, @Nullable Integer firstYear, @Nullable Integer lastYear) {

        MonthDay monthDay() {
            return MonthDay.parse("--" + day);
        }

        boolean holdsIn(int year) {
            return (firstYear == null || year >= firstYear) && (lastYear == null || year <= lastYear);
        }
    }
}
