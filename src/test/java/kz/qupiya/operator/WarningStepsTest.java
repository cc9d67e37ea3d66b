package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import org.junit.jupiter.api.Test;

class WarningStepsTest {

    private static final Instant FRIDAY = Instant.parse("2026-11-20T10:00:00Z"); // 15:00 in Almaty

    private final WorkingCalendar calendar = Fixtures.calendar();
    private final WarningSteps steps = new WarningSteps(true, List.of(1), Duration.ofHours(4));

    @Test
    void ten_working_days_warn_when_five_are_over_and_when_one_is_left() {
        var receipt = calendar.due(FRIDAY, Term.workingDays(10), WorkingWeek.FIVE); // 23 November to 4 December

        assertThat(steps.steps(FRIDAY, receipt, calendar))
                .extracting(WarningSteps.Step::code, WarningSteps.Step::at)
                .containsExactly(
                        tuple("half", Instant.parse("2026-11-29T19:00:00Z")), // Monday the 30th, 00:00
                        tuple("working-days-1", Instant.parse("2026-12-03T19:00:00Z"))); // Friday the 4th, 00:00
    }

    @Test
    void one_working_day_warns_at_its_noon_and_when_it_begins() {
        var receipt = calendar.due(FRIDAY, Term.workingDays(1), WorkingWeek.FIVE); // Monday

        assertThat(steps.steps(FRIDAY, receipt, calendar))
                .extracting(WarningSteps.Step::code, WarningSteps.Step::at)
                .containsExactly(
                        tuple("working-days-1", Instant.parse("2026-11-22T19:00:00Z")),
                        tuple("half", Instant.parse("2026-11-23T07:00:00Z")));
    }

    @Test
    void calendar_days_warn_halfway_in_time() {
        var receipt = calendar.due(FRIDAY, Term.calendarDays(10), WorkingWeek.FIVE); // Monday 30 November

        assertThat(steps.steps(FRIDAY, receipt, calendar).get(0).at())
                .isBetween(Instant.parse("2026-11-25T18:59:59Z"), Instant.parse("2026-11-25T19:00:00Z"));
    }

    @Test
    void steps_that_do_not_lie_between_event_and_end_are_left_out() {
        var many = new WarningSteps(false, List.of(1, 2, 30), Duration.ofHours(4));
        var receipt = calendar.due(FRIDAY, Term.workingDays(2), WorkingWeek.FIVE);

        assertThat(many.steps(FRIDAY, receipt, calendar))
                .extracting(WarningSteps.Step::code)
                .containsExactly("working-days-2", "working-days-1");
    }

    @Test
    void safe_side_acts_before_the_end_and_never_before_the_event() {
        var receipt = calendar.due(FRIDAY, Term.workingDays(1), WorkingWeek.FIVE);

        assertThat(steps.safeSideAt(FRIDAY, receipt)).isEqualTo(Instant.parse("2026-11-23T14:59:59.999Z"));
        var late = receipt.dueAt().minusSeconds(60);
        assertThat(steps.safeSideAt(late, receipt)).isEqualTo(late);
    }
}
