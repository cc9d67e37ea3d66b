package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlmatyGuardTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void this_runtime_knows_the_zone() {
        assertThatNoException().isThrownBy(() -> AlmatyGuard.check(Almaty.ZONE.getRules(), NOW));
    }

    @Test
    void a_runtime_that_missed_the_change_is_refused() {
        assertThatThrownBy(() -> AlmatyGuard.check(ZoneRules.of(ZoneOffset.ofHours(6)), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2024a");
    }

    @Test
    void a_runtime_without_the_history_is_refused() {
        assertThatThrownBy(() -> AlmatyGuard.check(ZoneRules.of(ZoneOffset.ofHours(5)), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("+06:00");
    }

    @Test
    void the_change_itself_is_what_is_asked() {
        var change = ZoneOffsetTransition.of(
                LocalDateTime.parse("2024-03-01T00:00"), ZoneOffset.ofHours(6), ZoneOffset.ofHours(5));
        var rules = ZoneRules.of(ZoneOffset.ofHours(6), ZoneOffset.ofHours(6), List.of(), List.of(change), List.of());

        assertThatNoException().isThrownBy(() -> AlmatyGuard.check(rules, NOW));
    }
}
