package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 2 March 2026 is a Monday; a term of thirty days from its 10:00 ends with Wednesday 1 April. */
@DisplayName("A part of a term")
class PartSpanTest {

    private static final Instant GIVEN = Instant.parse("2026-03-02T05:00:00Z");
    private static final Instant ENDS = Almaty.endOf(LocalDate.of(2026, 4, 1));

    private final WorkingCalendar calendar = mock(WorkingCalendar.class);

    @BeforeEach
    void weekends() {
        when(calendar.isWorkingDay(any(), any()))
                .thenAnswer(call -> !call.<WorkingWeek>getArgument(1).isWeekend(call.getArgument(0)));
    }

    private PartSpan of(Instant ends, int share) {
        return PartSpan.of(GIVEN, ends, share, GIVEN, WorkingWeek.FIVE, calendar);
    }

    @Test
    @DisplayName("ends with a working day, not after its share")
    void endOfWorkingDay() {
        // half of it is Tuesday 17 March, about 17:00
        assertThat(of(ENDS, 50).dueAt()).isEqualTo(Almaty.endOf(LocalDate.of(2026, 3, 16)));
        // twenty percent is Sunday 8 March
        assertThat(of(ENDS, 20).dueAt()).isEqualTo(Almaty.endOf(LocalDate.of(2026, 3, 6)));
        assertThat(of(ENDS, 100).dueAt()).as("the whole term").isEqualTo(ENDS);
    }

    @Test
    @DisplayName("ends at its share itself where no working day ends before")
    void withinADay() {
        var tonight = Almaty.endOf(LocalDate.of(2026, 3, 2));
        assertThat(of(tonight, 50).dueAt())
                .isEqualTo(GIVEN.plus(Duration.between(GIVEN, tonight).dividedBy(2))
                        .truncatedTo(ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @ValueSource(longs = {90, 1, 0, -600})
    @DisplayName("has an hour at least, also when hardly anything is left")
    void atLeastAnHour(long minutes) {
        assertThat(of(GIVEN.plus(Duration.ofMinutes(minutes)), 50).dueAt()).isEqualTo(GIVEN.plus(Duration.ofHours(1)));
    }

    @Test
    @DisplayName("is chased at three quarters")
    void chased() {
        var span = of(ENDS, 50);
        assertThat(Duration.between(GIVEN, span.chaseAt()).toMillis())
                .isCloseTo(
                        Duration.between(GIVEN, span.dueAt()).toMillis() * 3 / 4,
                        org.assertj.core.data.Offset.offset(1L));
    }

    @Test
    @DisplayName("moves with its deadline and keeps an hour from the moment of the move")
    void moved() {
        var later = Instant.parse("2026-03-10T05:00:00Z");
        var longer = PartSpan.of(GIVEN, Almaty.endOf(LocalDate.of(2026, 5, 1)), 50, later, WorkingWeek.FIVE, calendar);
        assertThat(longer.dueAt()).isEqualTo(Almaty.endOf(LocalDate.of(2026, 3, 31)));
        var shorter =
                PartSpan.of(GIVEN, Almaty.endOf(LocalDate.of(2026, 3, 12)), 50, later, WorkingWeek.FIVE, calendar);
        assertThat(shorter.dueAt()).isEqualTo(later.plus(Duration.ofHours(1)));
        assertThat(shorter.chaseAt()).isBefore(shorter.dueAt()).isAfter(GIVEN);
    }
}
