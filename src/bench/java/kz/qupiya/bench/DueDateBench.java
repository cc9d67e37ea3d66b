package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Due dates of fifteen working days with their receipts, in one thread, beside a loop over the days that knows weekends only. */
@QupiyaBench
class DueDateBench {

    private static final int DAYS = 15;
    private static final int TURNS = Integer.getInteger("bench.turns", 5);
    private static final long TURN_NANOS = 200_000_000L;
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final Term TERM = new Term(DAYS, TermUnit.WORKING_DAYS);

    @Autowired
    WorkingCalendar calendar;

    @Test
    void dueDates() {
        compare(
                Report.Row.DUE_DATE,
                "due date of %d working days with its receipt, calendar in memory; floor: a loop that skips weekends"
                        .formatted(DAYS),
                calendar.snapshot());
        compare(Report.Row.DUE_DATE_NEWEST, "the same, asking the database for a newer calendar each time", calendar);
    }

    private static void compare(Report.Row row, String name, WorkingCalendar calendar) {
        LongFunction<LocalDate> due =
                i -> calendar.due(day(i), TERM, WorkingWeek.FIVE).dueOn();
        LongFunction<LocalDate> floor = i -> skippingWeekends(day(i));
        for (int warmUp = 0; warmUp < 5; warmUp++) {
            run(floor);
            run(due);
        }
        List<Double> measured = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            floors.add(run(floor));
            measured.add(run(due));
        }
        Report.add(row, name, "/s", measured, floors, null);
    }

    private static LocalDate day(long i) {
        return FIRST.plusDays(i % 1000);
    }

    private static LocalDate skippingWeekends(LocalDate from) {
        var day = from;
        for (int counted = 0; counted < DAYS; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                counted++;
            }
        }
        return day;
    }

    private static double run(LongFunction<LocalDate> dates) {
        long done = 0;
        long sum = 0;
        var start = System.nanoTime();
        while (System.nanoTime() - start < TURN_NANOS) {
            for (int i = 0; i < 100; i++) {
                sum += dates.apply(done++).toEpochDay();
            }
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        assertThat(sum).isGreaterThan(done * FIRST.toEpochDay());
        return done / seconds;
    }
}
