package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Compares due dates with a model that walks day by day and knows nothing of tables or indexes: holidays and their moves are worked out
 * anew from the law, orders and Kurban Ait are typed in here.
 */
class DueDatePropertyTest {

    private static final CalendarSnapshot CALENDAR = CalendarTables.fresh();

    @Property(tries = 3000)
    void due_date_is_that_of_the_brute_force_model(
            @ForAll("days") LocalDate event, @ForAll("terms") Term term, @ForAll WorkingWeek week) {
        assertThat(CALENDAR.due(event, term, week).dueOn()).isEqualTo(Model.due(event, term, week));
    }

    @Property(tries = 1000)
    void receipt_can_be_counted_again_by_hand(
            @ForAll("days") LocalDate event, @ForAll("terms") Term term, @ForAll WorkingWeek week) {
        var receipt = CALENDAR.due(event, term, week);
        var skipped = receipt.skipped().stream().map(SkippedDay::day).toList();

        assertThat(receipt.counted()).hasSize(term.amount()).isSorted().doesNotContain(event);
        assertThat(Model.works(receipt.dueOn(), week)).isTrue();
        assertThat(skipped).allSatisfy(day -> assertThat(Model.works(day, week)).isFalse());
        assertThat(receipt.dueAt()).isEqualTo(Almaty.endOf(receipt.dueOn()));
        if (term.unit() == TermUnit.WORKING_DAYS) {
            // together the counted and the skipped days are every day after the event up to the end
            var all = new ArrayList<>(receipt.counted());
            all.addAll(skipped);
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(event.plusDays(1)
                            .datesUntil(receipt.dueOn().plusDays(1))
                            .toList());
        } else {
            // from the nominal end to the day before the due date nobody works
            var nominal = receipt.counted().get(term.amount() - 1);
            assertThat(skipped)
                    .containsExactlyElementsOf(
                            nominal.datesUntil(receipt.dueOn()).toList());
        }
    }

    @Property(tries = 500)
    void a_later_event_or_a_longer_term_never_ends_earlier(
            @ForAll("days") LocalDate event, @ForAll("terms") Term term, @ForAll WorkingWeek week) {
        var due = CALENDAR.due(event, term, week).dueOn();

        assertThat(CALENDAR.due(event.plusDays(1), term, week).dueOn()).isAfterOrEqualTo(due);
        if (term.amount() < term.unit().maximum()) {
            assertThat(CALENDAR.due(event, new Term(term.amount() + 1, term.unit()), week)
                            .dueOn())
                    .isAfterOrEqualTo(due);
        }
        assertThat(due).isAfter(event);
    }

    @Property(tries = 500)
    void steps_over_working_days_agree_with_the_model(
            @ForAll("daysWithAYearBefore") LocalDate day, @ForAll("steps") int steps, @ForAll WorkingWeek week) {
        assertThat(CALENDAR.plusWorkingDays(day, steps, week)).isEqualTo(Model.plus(day, steps, week));
        var later = CALENDAR.plusWorkingDays(day, Math.abs(steps) + 1, week);
        assertThat(CALENDAR.workingDaysBetween(day, later, week)).isEqualTo(Math.abs(steps) + 1);
        assertThat(CALENDAR.workingDaysBetween(later, day, week)).isZero();
    }

    @Property(tries = 500)
    void an_event_counts_by_its_day_in_almaty(@ForAll("instants") Instant event, @ForAll WorkingWeek week) {
        var day = event.isBefore(Instant.parse("2024-02-29T18:00:00Z"))
                ? event.plusSeconds(6 * 3600)
                : event.plusSeconds(5 * 3600);

        assertThat(CALENDAR.due(event, Term.workingDays(1), week).from())
                .isEqualTo(LocalDate.parse(day.toString().substring(0, 10)));
    }

    @Provide
    Arbitrary<LocalDate> days() {
        var first = LocalDate.of(2022, 1, 1).toEpochDay();
        var last = LocalDate.of(2030, 12, 31).toEpochDay();
        return Arbitraries.longs().between(first, last).map(LocalDate::ofEpochDay);
    }

    /** The model knows no year before 2022, and steps go back. */
    @Provide
    Arbitrary<LocalDate> daysWithAYearBefore() {
        return days().filter(day -> day.getYear() > 2022);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2022-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2030-12-31T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<Integer> steps() {
        return Arbitraries.integers().between(-200, 200);
    }

    @Provide
    Arbitrary<Term> terms() {
        return Arbitraries.of(TermUnit.values()).flatMap(unit -> Arbitraries.integers()
                .between(
                        1,
                        switch (unit) {
                            case WORKING_DAYS -> 400;
                            case CALENDAR_DAYS -> 600;
                            case MONTHS -> 60;
                            case YEARS -> 10;
                        })
                .map(amount -> new Term(amount, unit)));
    }

    /** Slow and plain on purpose. */
    private static final class Model {

        /** Month and day, first and last year. */
        private static final List<Object[]> HOLIDAYS = List.of(
                new Object[] {"01-01", 0, 9999},
                new Object[] {"01-02", 0, 9999},
                new Object[] {"03-08", 0, 9999},
                new Object[] {"03-15", 2027, 9999},
                new Object[] {"03-21", 0, 9999},
                new Object[] {"03-22", 0, 9999},
                new Object[] {"03-23", 0, 9999},
                new Object[] {"05-01", 0, 9999},
                new Object[] {"05-07", 0, 9999},
                new Object[] {"05-09", 0, 9999},
                new Object[] {"07-06", 0, 9999},
                new Object[] {"08-30", 0, 2025},
                new Object[] {"10-25", 2022, 9999},
                new Object[] {"12-16", 0, 9999});

        private static final Set<String> KURBAN_AIT =
                Set.of("2022-07-09", "2023-06-28", "2024-06-16", "2025-06-06", "2026-05-27", "2027-05-16");

        /** Saturdays: the five-day week alone; the Sunday of 2025: both. */
        private static final List<String[]> ORDERS = List.of(
                new String[] {"2022-03-05", "2022-03-07"}, new String[] {"2022-08-27", "2022-08-29"},
                new String[] {"2022-10-22", "2022-10-24"}, new String[] {"2023-07-01", "2023-07-07"},
                new String[] {"2024-05-04", "2024-05-08"}, new String[] {"2025-01-05", "2025-01-03"});

        private static final java.util.Map<String, Boolean> KNOWN = new java.util.concurrent.ConcurrentHashMap<>();

        static LocalDate due(LocalDate event, Term term, WorkingWeek week) {
            var day = event;
            switch (term.unit()) {
                case WORKING_DAYS -> {
                    for (var counted = 0; counted < term.amount(); ) {
                        day = day.plusDays(1);
                        counted += works(day, week) ? 1 : 0;
                    }
                }
                case CALENDAR_DAYS -> {
                    for (var counted = 0; counted < term.amount(); counted++) {
                        day = day.plusDays(1);
                    }
                }
                case MONTHS, YEARS -> {
                    var months = term.unit() == TermUnit.MONTHS ? term.amount() : 12 * term.amount();
                    var month = YearMonth.from(event);
                    for (var counted = 0; counted < months; counted++) {
                        month = month.plusMonths(1);
                    }
                    day = month.atDay(Math.min(event.getDayOfMonth(), month.lengthOfMonth()));
                }
            }
            while (!works(day, week)) {
                day = day.plusDays(1);
            }
            return day;
        }

        static LocalDate plus(LocalDate start, int steps, WorkingWeek week) {
            var day = start;
            for (var left = Math.abs(steps); left > 0; ) {
                day = day.plusDays(Integer.signum(steps));
                left -= works(day, week) ? 1 : 0;
            }
            while (!works(day, week)) {
                day = day.plusDays(1);
            }
            return day;
        }

        static boolean works(LocalDate day, WorkingWeek week) {
            return KNOWN.computeIfAbsent(week + " " + day, key -> worksUncached(day, week));
        }

        private static boolean worksUncached(LocalDate day, WorkingWeek week) {
            for (var order : ORDERS) {
                if (weekend(LocalDate.parse(order[0]), week)) {
                    if (day.toString().equals(order[0])) {
                        return true;
                    }
                    if (day.toString().equals(order[1])) {
                        return false;
                    }
                }
            }
            return !weekend(day, week)
                    && !fixed(day)
                    && !moved(day.getYear(), week).contains(day);
        }

        private static boolean weekend(LocalDate day, WorkingWeek week) {
            return day.getDayOfWeek() == DayOfWeek.SUNDAY
                    || (week == WorkingWeek.FIVE && day.getDayOfWeek() == DayOfWeek.SATURDAY);
        }

        private static boolean holiday(LocalDate day) {
            return HOLIDAYS.stream()
                    .anyMatch(holiday -> day.toString().endsWith(holiday[0].toString())
                            && day.getYear() >= (int) holiday[1]
                            && day.getYear() <= (int) holiday[2]);
        }

        private static boolean fixed(LocalDate day) {
            return holiday(day) || day.toString().endsWith("-01-07") || KURBAN_AIT.contains(day.toString());
        }

        /** Walks through the year owing a day off for each holiday met on a weekly day off, and pays on the next free days. */
        private static Set<LocalDate> moved(int year, WorkingWeek week) {
            var moved = new HashSet<LocalDate>();
            var owed = 0;
            for (var day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
                if (holiday(day) && weekend(day, week)) {
                    owed++;
                } else if (owed > 0 && !weekend(day, week) && !fixed(day)) {
                    moved.add(day);
                    owed--;
                }
            }
            return moved;
        }
    }
}
