package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** The published tables of non-working weekdays, typed in once more here, and calendars for tests. */
final class CalendarTables {

    /** Non-working days from Monday to Friday; law-kz.md 5.4. Kurban Ait of 2028 is unknown and left out. */
    static final Map<Integer, List<String>> WEEKDAYS_OFF = new TreeMap<>(Map.of(
            2024,
                    List.of(
                            "01-01", "01-02", "03-08", "03-21", "03-22", "03-25", "05-01", "05-07", "05-08", "05-09",
                            "07-08", "08-30", "10-25", "12-16"),
            2025,
                    List.of(
                            "01-01", "01-02", "01-03", "01-07", "03-10", "03-21", "03-24", "03-25", "05-01", "05-07",
                            "05-09", "06-06", "07-07", "09-01", "10-27", "12-16"),
            2026,
                    List.of(
                            "01-01", "01-02", "01-07", "03-09", "03-23", "03-24", "03-25", "05-01", "05-07", "05-11",
                            "05-27", "07-06", "10-26", "12-16"),
            2027,
                    List.of(
                            "01-01", "01-04", "01-07", "03-08", "03-15", "03-22", "03-23", "03-24", "05-03", "05-07",
                            "05-10", "07-06", "10-25", "12-16"),
            2028,
                    List.of(
                            "01-03", "01-04", "01-07", "03-08", "03-15", "03-21", "03-22", "03-23", "05-01", "05-08",
                            "05-09", "07-06", "10-25", "12-18")));

    /** Weekend days on which people of a five-day week work. */
    static final Map<Integer, List<String>> WORKED_WEEKENDS =
            Map.of(2024, List.of("05-04"), 2025, List.of("01-05"), 2026, List.of(), 2027, List.of(), 2028, List.of());

    private CalendarTables() {}

    static CalendarYear file(int year) {
        try (var in = new ClassPathResource("calendar/" + year + ".yaml").getInputStream()) {
            return CalendarFormat.yaml().readValue(in, CalendarYear.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The calendar of a fresh installation. */
    static CalendarSnapshot fresh() {
        var years = java.util.stream.IntStream.rangeClosed(2022, 2026)
                .boxed()
                .collect(Collectors.toMap(year -> year, year -> new CalendarSnapshot.StoredYear(1, file(year))));
        return new CalendarSnapshot("test", HolidayLaw.bundled(), years);
    }

    /** The same year as its file says, but computed by law and orders, without the official list. */
    static CalendarYear withoutList(CalendarYear file) {
        return new CalendarYear(
                file.year(), false, file.source(), null, file.kurbanAit(), file.transfers(), null, null);
    }

    static List<LocalDate> days(int year, List<String> monthDays) {
        var days = monthDays.stream()
                .map(monthDay -> LocalDate.parse(year + "-" + monthDay))
                .toList();
        assertThat(days).doesNotHaveDuplicates();
        return days;
    }
}
