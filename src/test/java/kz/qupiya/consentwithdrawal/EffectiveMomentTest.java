package kz.qupiya.consentwithdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import kz.qupiya.operator.TestProfiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveMomentTest {

    private static final String KEY = "kz-pay-bot";

    /** Half past two in the afternoon in Almaty. */
    private static final Instant RECEIVED = Instant.parse("2026-03-10T09:30:00Z");

    @ParameterizedTest(name = "day {0}, clause {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // no day: as soon as it is decided, inside the term that rules
                "-, -, 2026-03-10T09:30:00Z, false",
                "-, 3, 2026-03-10T09:30:00Z, false",
                "-, 4, 2026-03-10T09:30:00Z, false",
                // today and earlier count as the receipt
                "2026-03-10, 3, 2026-03-10T09:30:00Z, false",
                "2026-03-01, -, 2026-03-10T09:30:00Z, false",
                // nearer than three months is honoured, and so is a day beyond the term of the law
                "2026-03-11, 3, 2026-03-10T19:00:00Z, true",
                "2026-09-01, 4, 2026-08-31T19:00:00Z, true",
            })
    void by_the_law_a_day_that_the_person_names_rules(
            @Nullable LocalDate day, @Nullable String clause, Instant at, boolean named) {
        var moment = EffectiveMoment.of(RECEIVED, day, clause, TestProfiles.shipped(KEY));
        assertThat(moment.at()).isEqualTo(at);
        assertThat(moment.named()).isEqualTo(named);
        assertThat(moment.lastDay()).isEqualTo(named && day != null ? day.minusDays(1) : null);
    }

    @ParameterizedTest(name = "day {0}, clause {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // clause 3: three months from the receipt at the earliest
                "-, 3, 2026-06-10T09:30:00Z, false",
                "2026-04-01, 3, 2026-06-10T09:30:00Z, false",
                "2026-06-10, 3, 2026-06-10T09:30:00Z, false",
                "2026-06-11, 3, 2026-06-10T19:00:00Z, true",
                // clause 4 asks for no notice, and counts where it is unclear which is meant
                "-, 4, 2026-03-10T09:30:00Z, false",
                "-, -, 2026-03-10T09:30:00Z, false",
                "2026-04-01, 4, 2026-03-31T19:00:00Z, true",
            })
    void a_profile_that_lets_its_policy_rule_defers_only_under_the_clause_that_asks_for_notice(
            @Nullable LocalDate day, @Nullable String clause, Instant at, boolean named, @TempDir Path directory)
            throws IOException {
        var profile = TestProfiles.changed(KEY, "notice-precedence: law", "notice-precedence: policy", directory);
        var moment = EffectiveMoment.of(RECEIVED, day, clause, profile);
        assertThat(moment.at()).isEqualTo(at);
        assertThat(moment.named()).isEqualTo(named);
    }
}
