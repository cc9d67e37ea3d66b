package kz.qupiya.oversight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures;
import kz.qupiya.casefile.CaseFigures.Ended;
import kz.qupiya.operator.OperatorKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted anew on a dashboard, and what is kept for a while. */
class PastMonthsTest {

    private static final List<OperatorKey> OPERATORS = List.of(new OperatorKey("zvonobot"), new OperatorKey("twelve"));
    private static final List<YearMonth> MONTHS =
            List.of(YearMonth.of(2026, 9), YearMonth.of(2026, 10), YearMonth.of(2026, 11));

    private final List<List<Instant>> asked = new ArrayList<>();
    private final CaseFigures figures = mock();
    private Instant now = Instant.parse("2026-11-18T05:40:00Z");
    private PastMonths past;

    @BeforeEach
    void register() {
        // every count is told from the one before it
        given(figures.ended(anyCollection(), anyList())).willAnswer(call -> {
            List<Instant> bounds = call.getArgument(1);
            asked.add(bounds);
            return IntStream.range(1, bounds.size())
                    .mapToObj(span -> new Ended(asked.size(), 10L * asked.size() + span))
                    .toList();
        });
        var clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        past = new PastMonths(figures, clock);
    }

    @Test
    void counts_the_current_month_each_time_and_those_before_once() {
        assertThat(past.ended(OPERATORS, MONTHS)).containsExactly(new Ended(1, 11), new Ended(1, 12), new Ended(2, 21));
        now = now.plus(Duration.ofMinutes(9));
        // the same operators in another order are the same question
        assertThat(past.ended(List.of(OPERATORS.get(1), OPERATORS.get(0)), MONTHS))
                .containsExactly(new Ended(1, 11), new Ended(1, 12), new Ended(3, 31));
        assertThat(asked)
                .containsExactly(
                        List.of(start(2026, 9), start(2026, 10), start(2026, 11)),
                        List.of(start(2026, 11), start(2026, 12)),
                        List.of(start(2026, 11), start(2026, 12)));
    }

    @Test
    void counts_them_again_after_a_while_for_other_operators_and_in_another_month() {
        past.ended(OPERATORS, MONTHS);
        now = now.plus(Duration.ofMinutes(11));
        assertThat(past.ended(OPERATORS, MONTHS).get(0)).isEqualTo(new Ended(3, 31));
        assertThat(past.ended(OPERATORS.subList(0, 1), MONTHS).get(0)).isEqualTo(new Ended(5, 51));
        assertThat(past.ended(OPERATORS, MONTHS.subList(0, 2)).get(0)).isEqualTo(new Ended(7, 71));
    }

    @Test
    void counts_them_again_when_the_clock_was_set_back() {
        past.ended(OPERATORS, MONTHS);
        now = now.minus(Duration.ofDays(30));
        assertThat(past.ended(OPERATORS, MONTHS).get(0)).isEqualTo(new Ended(3, 31));
    }

    private static Instant start(int year, int month) {
        return Almaty.startOf(YearMonth.of(year, month).atDay(1));
    }
}
