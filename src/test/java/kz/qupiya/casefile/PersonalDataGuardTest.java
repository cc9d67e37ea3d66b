package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The last fence before the timeline")
class PersonalDataGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "850515499993",
                "ИИН 850515499993",
                "+7 701 000 00 01",
                "87010000001",
                "someone@example.kz",
                "4400 1234 5678 9012",
                "9f0c1f65-1234-4123-8123-123456789012 850515499993"
            })
    @DisplayName("refuses what looks like a person's")
    void refused(String text) {
        assertThatThrownBy(() -> PersonalDataGuard.check("fact", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9f0c1f65-1234-4123-8123-123456789012",
                "flow:sequenceFlow_12345678-1234-4123-8123-123456789012",
                "ZVN-2026-000001",
                "2026-11-22T01:14:13.763Z",
                "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed"
            })
    @DisplayName("lets ids, numbers of cases, moments and digests pass, whatever their digits")
    void passes(String text) {
        assertThat(PersonalDataGuard.check("fact", text)).isEqualTo(text);
    }
}
