package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarSnapshotTest {

    private final CalendarSnapshot calendar = CalendarTables.fresh();

    @ParameterizedTest
    @CsvSource({
        // event, amount, unit, week, due
        "2026-11-20, 1, working-days, 5, 2026-11-23", // Friday to Monday
        "2026-11-20, 1, working-days, 6, 2026-11-21",
        "2026-03-20, 1, working-days, 5, 2026-03-26", // over Nauryz and its moved days
        "2026-03-20, 15, working-days, 5, 2026-04-15",
        "2026-12-15, 1, working-days, 5, 2026-12-17",
        "2024-05-03, 1, working-days, 5, 2024-05-04", // a Saturday worked by order
        "2024-05-07, 1, working-days, 5, 2024-05-10",
        "2026-10-16, 10, calendar-days, 5, 2026-10-27", // ends on the moved Republic Day
        "2026-10-16, 9, calendar-days, 6, 2026-10-27", // Sunday the 25th, moved to Monday
        "2026-10-16, 30, calendar-days, 5, 2026-11-16", // Sunday moves
        "2025-11-30, 3, months, 5, 2026-03-02", // no 30 February: Saturday the 28th moves
        "2026-08-31, 1, months, 5, 2026-09-30",
        "2024-02-29, 1, years, 5, 2025-02-28",
        "2026-01-31, 2, months, 5, 2026-03-31",
        "2021-11-20, 5, years, 5, 2026-11-20",
    })
    void term_ends_on(LocalDate event, int amount, String unit, int week, LocalDate due) {
        var term = new Term(amount, TermUnit.of(unit).orElseThrow());

        assertThat(calendar.due(event, term, WorkingWeek.of(week)).dueOn()).isEqualTo(due);
    }

    @Test
    void receipt_names_counted_and_skipped_days_and_the_calendar() {
        var receipt = calendar.due(LocalDate.parse("2026-10-22"), Term.workingDays(2), WorkingWeek.FIVE);

        assertThat(receipt.counted()).containsExactly(LocalDate.parse("2026-10-23"), LocalDate.parse("2026-10-27"));
        assertThat(receipt.skipped())
                .containsExactly(
                        new SkippedDay(LocalDate.parse("2026-10-24"), SkipReason.WEEKEND, null),
                        new SkippedDay(LocalDate.parse("2026-10-25"), SkipReason.HOLIDAY, "republic-day"),
                        new SkippedDay(LocalDate.parse("2026-10-26"), SkipReason.MOVED_DAY_OFF, "republic-day"));
        assertThat(receipt.calendar()).isEqualTo("2026/1");
        assertThat(receipt.official()).isTrue();
        assertThat(receipt.dueAt()).isEqualTo(Instant.parse("2026-10-27T18:59:59.999Z"));
    }

    @Test
    void a_term_into_a_year_without_official_calendar_is_not_official() {
        var receipt = calendar.due(LocalDate.parse("2026-12-30"), Term.workingDays(5), WorkingWeek.FIVE);

        assertThat(receipt.dueOn()).isEqualTo(LocalDate.parse("2027-01-11"));
        assertThat(receipt.calendar()).isEqualTo("2026/1+2027/law");
        assertThat(receipt.official()).isFalse();
        assertThat(calendar.isOfficial(2026)).isTrue();
        assertThat(calendar.isOfficial(2023)).isFalse();
        assertThat(calendar.isOfficial(2027)).isFalse();
    }

    @Test
    void only_the_years_that_decide_are_named() {
        // the event's year does not decide about a term that begins on 1 January
        assertThat(calendar.due(LocalDate.parse("2025-12-31"), Term.workingDays(1), WorkingWeek.FIVE)
                        .calendar())
                .isEqualTo("2026/1");
        assertThat(calendar.due(LocalDate.parse("2021-06-10"), Term.years(5), WorkingWeek.FIVE)
                        .calendar())
                .isEqualTo("2026/1");
    }

    @Test
    void the_offset_before_march_2024_was_six_hours() {
        // 18:30 UTC is 00:30 of the next day at +06:00, and 23:30 of the same day at +05:00
        assertThat(calendar.due(Instant.parse("2024-02-28T18:30:00Z"), Term.workingDays(1), WorkingWeek.FIVE)
                        .from())
                .isEqualTo(LocalDate.parse("2024-02-29"));
        assertThat(calendar.due(Instant.parse("2024-03-04T18:30:00Z"), Term.workingDays(1), WorkingWeek.FIVE)
                        .from())
                .isEqualTo(LocalDate.parse("2024-03-04"));
        assertThat(Almaty.endOf(LocalDate.parse("2024-02-28"))).isEqualTo(Instant.parse("2024-02-28T17:59:59.999Z"));
    }

    @Test
    void another_calendar_of_a_year_moves_its_dates_and_leaves_the_first_snapshot_alone() {
        var order = new DayTransfer(LocalDate.parse("2026-11-28"), LocalDate.parse("2026-11-23"), "приказ");
        var file = CalendarTables.file(2026);
        var days = new java.util.ArrayList<>(file.daysOff());
        days.add(order.to());
        var changed = calendar.with(new CalendarSnapshot.StoredYear(
                2, new CalendarYear(2026, true, file.source(), null, file.kurbanAit(), List.of(order), days, null)));
        var event = LocalDate.parse("2026-11-20");

        assertThat(calendar.due(event, Term.workingDays(1), WorkingWeek.FIVE).dueOn())
                .isEqualTo(LocalDate.parse("2026-11-23"));
        var moved = changed.due(event, Term.workingDays(1), WorkingWeek.FIVE);
        assertThat(moved.dueOn()).isEqualTo(LocalDate.parse("2026-11-24"));
        assertThat(moved.calendar()).isEqualTo("2026/2");
        assertThat(moved.skipped()).contains(new SkippedDay(LocalDate.parse("2026-11-23"), SkipReason.ORDER, "приказ"));
        assertThat(changed.isWorkingDay(LocalDate.parse("2026-11-28"), WorkingWeek.FIVE))
                .isTrue();
    }

    @Test
    void bounds_are_kept() {
        assertThatThrownBy(() -> new Term(0, TermUnit.WORKING_DAYS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Term(101, TermUnit.YEARS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> calendar.due(LocalDate.parse("2210-12-20"), Term.workingDays(30), WorkingWeek.FIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2210");
        assertThatThrownBy(() -> calendar.isWorkingDay(LocalDate.parse("2009-12-31"), WorkingWeek.FIVE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> calendar.plusWorkingDays(LocalDate.parse("2010-01-05"), -5, WorkingWeek.FIVE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
