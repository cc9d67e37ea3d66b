package kz.qupiya.calendar;

import static kz.qupiya.calendar.CalendarTables.days;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolidayLawTest {

    private final HolidayLaw law = HolidayLaw.bundled();

    @ParameterizedTest
    @ValueSource(ints = {2024, 2025, 2026, 2027, 2028})
    void rules_of_law_and_orders_reproduce_the_published_tables(int year) {
        var data = year <= 2026 ? CalendarTables.withoutList(CalendarTables.file(year)) : null;

        assertThat(weekdaysOff(law.daysOff(year, WorkingWeek.FIVE, data)))
                .containsExactlyElementsOf(days(year, CalendarTables.WEEKDAYS_OFF.get(year)));
        assertThat(workedWeekends(year, WorkingWeek.FIVE, data))
                .containsExactlyElementsOf(days(year, CalendarTables.WORKED_WEEKENDS.get(year)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2024, 2025, 2026})
    void official_files_hold_the_published_tables(int year) {
        var file = CalendarTables.file(year);

        assertThat(file.official()).isTrue();
        assertThat(file.daysOff()).containsExactlyElementsOf(days(year, CalendarTables.WEEKDAYS_OFF.get(year)));
        assertThat(law.differences(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2022, 2023})
    void years_known_from_the_law_and_the_press_are_not_official(int year) {
        assertThat(CalendarTables.file(year).official()).isFalse();
        assertThat(CalendarTables.file(year).daysOff()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // 2022: 1 and 2 January on a weekend; 7 May on a Saturday before the Monday 9 May; three orders
        "2022, 2022-01-03, moved-day-off", "2022, 2022-01-04, moved-day-off", "2022, 2022-03-07, order",
        "2022, 2022-05-02, moved-day-off", "2022, 2022-05-10, moved-day-off", "2022, 2022-08-29, order",
        "2022, 2022-10-24, order", "2022, 2022-08-30, holiday", "2022, 2022-10-25, holiday",
        // 2023
        "2023, 2023-01-03, moved-day-off", "2023, 2023-07-07, order", "2023, 2023-06-28, kurban-ait",
        "2023, 2023-12-18, moved-day-off",
    })
    void earlier_years_have_their_known_days_off(int year, LocalDate day, String reason) {
        assertThat(law.daysOff(year, WorkingWeek.FIVE, CalendarTables.file(year))
                        .get(day)
                        .reason()
                        .code())
                .isEqualTo(reason);
    }

    @Test
    void a_feast_on_a_weekend_passes_over_its_own_weekday_and_gives_a_day_for_each() {
        // 21 and 22 March 2026 are Saturday and Sunday, 23 March is the Monday of the same feast.
        var off = law.daysOff(2026, WorkingWeek.FIVE, null);

        assertThat(off.get(LocalDate.parse("2026-03-23")))
                .isEqualTo(new SkippedDay(LocalDate.parse("2026-03-23"), SkipReason.HOLIDAY, "nauryz"));
        assertThat(off.get(LocalDate.parse("2026-03-24")))
                .isEqualTo(new SkippedDay(LocalDate.parse("2026-03-24"), SkipReason.MOVED_DAY_OFF, "nauryz"));
        assertThat(off.get(LocalDate.parse("2026-03-25")).reason()).isEqualTo(SkipReason.MOVED_DAY_OFF);
        assertThat(off).doesNotContainKey(LocalDate.parse("2026-03-26"));
    }

    @Test
    void christmas_and_kurban_ait_on_a_weekend_do_not_move() {
        var off = law.daysOff(2024, WorkingWeek.FIVE, CalendarTables.withoutList(CalendarTables.file(2024)));

        assertThat(LocalDate.parse("2024-01-07").getDayOfWeek()).isEqualTo(java.time.DayOfWeek.SUNDAY);
        assertThat(off).doesNotContainKeys(LocalDate.parse("2024-01-08"), LocalDate.parse("2024-06-17"));
    }

    @Test
    void constitution_day_left_august_after_2025_and_came_to_march_in_2027() {
        assertThat(names(2025)).containsEntry(LocalDate.parse("2025-08-30"), "constitution-day");
        assertThat(names(2026)).doesNotContainValue("constitution-day");
        assertThat(names(2027)).containsEntry(LocalDate.parse("2027-03-15"), "constitution-day");
    }

    @Test
    void six_day_week_works_on_saturdays_and_moves_only_holidays_on_sundays() {
        var off = law.daysOff(2025, WorkingWeek.SIX, CalendarTables.file(2025));

        // 25 October 2025 is a Saturday: a holiday on a working day, so the Monday is worked.
        assertThat(off.get(LocalDate.parse("2025-10-25")).reason()).isEqualTo(SkipReason.HOLIDAY);
        assertThat(off).doesNotContainKey(LocalDate.parse("2025-10-27"));
        // 22 and 23 March 2025: the Saturday stays, the Sunday moves to Monday, Tuesday is worked.
        assertThat(off.get(LocalDate.parse("2025-03-24")).reason()).isEqualTo(SkipReason.MOVED_DAY_OFF);
        assertThat(off).doesNotContainKey(LocalDate.parse("2025-03-25"));
        // the order of a Sunday holds for this week too
        assertThat(off).doesNotContainKey(LocalDate.parse("2025-01-05"));
        assertThat(off.get(LocalDate.parse("2025-01-03")).reason()).isEqualTo(SkipReason.ORDER);
        assertThat(off).doesNotContainKey(LocalDate.parse("2025-01-04"));
    }

    @Test
    void order_of_a_saturday_moves_nothing_for_the_six_day_week() {
        var off = law.daysOff(2024, WorkingWeek.SIX, CalendarTables.file(2024));

        assertThat(off).doesNotContainKeys(LocalDate.parse("2024-05-04"), LocalDate.parse("2024-05-08"));
        assertThat(off).containsKeys(LocalDate.parse("2024-05-05"), LocalDate.parse("2024-03-23"));
    }

    @Test
    void official_list_rules_over_the_law_for_both_weeks() {
        var listed = new CalendarYear(
                2027,
                true,
                "test",
                null,
                LocalDate.parse("2027-05-17"),
                List.of(),
                days(2027, List.of("01-01", "01-04", "05-17", "11-11")),
                null);

        assertThat(weekdaysOff(law.daysOff(2027, WorkingWeek.FIVE, listed)))
                .containsExactlyElementsOf(listed.daysOff());
        assertThat(law.daysOff(2027, WorkingWeek.FIVE, listed)
                        .get(LocalDate.parse("2027-11-11"))
                        .reason())
                .isEqualTo(SkipReason.ORDER);
        // 8 March is not on the list: a day that the five-day week works is worked by the six-day week
        assertThat(law.daysOff(2027, WorkingWeek.SIX, listed))
                .doesNotContainKey(LocalDate.parse("2027-03-08"))
                .containsKeys(LocalDate.parse("2027-01-02"), LocalDate.parse("2027-05-17"));
        assertThat(law.differences(listed))
                .contains(LocalDate.parse("2027-03-08"), LocalDate.parse("2027-11-11"))
                .doesNotContain(LocalDate.parse("2027-01-04"));
    }

    @Test
    void official_list_of_the_six_day_week_rules_for_it() {
        var listed = new CalendarYear(
                2027, true, "test", null, null, List.of(), null, days(2027, List.of("01-01", "01-02", "12-31")));

        assertThat(law.daysOff(2027, WorkingWeek.SIX, listed).keySet().stream()
                        .filter(day -> !WorkingWeek.SIX.isWeekend(day)))
                .containsExactlyInAnyOrderElementsOf(listed.sixDayDaysOff());
        assertThat(weekdaysOff(law.daysOff(2027, WorkingWeek.FIVE, listed)))
                .containsExactlyElementsOf(days(2027, CalendarTables.WEEKDAYS_OFF.get(2027)));
    }

    private Map<LocalDate, String> names(int year) {
        var names = new java.util.HashMap<LocalDate, String>();
        law.daysOff(year, WorkingWeek.FIVE, null).forEach((day, skipped) -> names.put(day, skipped.name()));
        return names;
    }

    private List<LocalDate> weekdaysOff(Map<LocalDate, SkippedDay> off) {
        return off.keySet().stream()
                .filter(day -> !WorkingWeek.FIVE.isWeekend(day))
                .sorted()
                .toList();
    }

    private List<LocalDate> workedWeekends(int year, WorkingWeek week, CalendarYear data) {
        var off = law.daysOff(year, week, data);
        return LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(day -> week.isWeekend(day) && !off.containsKey(day))
                .toList();
    }
}
