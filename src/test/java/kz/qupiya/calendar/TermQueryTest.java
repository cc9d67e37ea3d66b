package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.LocalDate;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermQueryTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 1, working-days, 5, from, calendar.from.missing",
                "20.11.2026, 1, working-days, 5, from, calendar.from.invalid",
                "2026-02-30, 1, working-days, 5, from, calendar.from.invalid",
                "2026-11-20T15:00:00, 1, working-days, 5, from, calendar.from.invalid",
                "2009-12-31, 1, working-days, 5, from, calendar.from.range",
                "2101-01-01, 1, working-days, 5, from, calendar.from.range",
                "+999999999-12-31, 1, working-days, 5, from, calendar.from.range",
                "2026-11-20, -, working-days, 5, amount, calendar.amount.missing",
                "2026-11-20, 0, working-days, 5, amount, calendar.amount.range",
                "2026-11-20, -3, working-days, 5, amount, calendar.amount.range",
                "2026-11-20, 5001, working-days, 5, amount, calendar.amount.range",
                "2026-11-20, 101, years, 5, amount, calendar.amount.range",
                "2026-11-20, 99999999999999999999, months, 5, amount, calendar.amount.range",
                "2026-11-20, 1.5, months, 5, amount, calendar.amount.invalid",
                "2026-11-20, ten, months, 5, amount, calendar.amount.invalid",
                "2026-11-20, 1, -, 5, unit, calendar.unit.missing",
                "2026-11-20, 1, WORKING_DAYS, 5, unit, calendar.unit.invalid",
                "2026-11-20, 1, weeks, 5, unit, calendar.unit.invalid",
                "2026-11-20, 1, months, 7, week, calendar.week.invalid",
                "2026-11-20, 1, months, five, week, calendar.week.invalid",
            })
    void bad_parameters_are_named(String from, String amount, String unit, String week, String field, String code) {
        assertThatThrownBy(() -> TermQuery.parse(from, amount, unit, week))
                .asInstanceOf(type(InvalidInputException.class))
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::field, Violation::code)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple(field, code)));
    }

    @Test
    void all_bad_parameters_are_named_at_once() {
        assertThatThrownBy(() -> TermQuery.parse("x", "x", "x", "x"))
                .asInstanceOf(type(InvalidInputException.class))
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactly("from", "unit", "amount", "week"));
    }

    @Test
    void week_is_five_days_unless_asked() {
        assertThat(TermQuery.parse("2026-11-20", "15", "working-days", null))
                .isEqualTo(new TermQuery(LocalDate.parse("2026-11-20"), Term.workingDays(15), WorkingWeek.FIVE));
    }

    @Test
    void an_instant_counts_by_its_day_in_almaty_also_with_a_plus_sign_that_was_not_encoded() {
        assertThat(TermQuery.parse("2026-11-20T20:00:00Z", "1", "months", "6").from())
                .isEqualTo(LocalDate.parse("2026-11-21"));
        assertThat(TermQuery.parse("2026-11-20T23:00:00 05:00", "1", "months", "6")
                        .from())
                .isEqualTo(LocalDate.parse("2026-11-20"));
    }

    @Test
    void the_longest_terms_from_the_last_day_still_fit() {
        var calendar = CalendarTables.fresh();
        for (var unit : TermUnit.values()) {
            var query = TermQuery.parse("2100-12-31", String.valueOf(unit.maximum()), unit.code(), "5");
            assertThat(calendar.due(query.from(), query.term(), query.week()).dueOn())
                    .isAfter(query.from());
        }
    }
}
