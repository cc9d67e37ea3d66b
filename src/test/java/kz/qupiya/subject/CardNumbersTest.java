package kz.qupiya.subject;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "карта 4111111111111111, срок 12/27|карта ************1111, срок 12/27",
                "4111 1111 1111 1111|**** **** **** 1111",
                "4111-1111-1111-1111.|****-****-****-1111.",
                "4111 - 1111 - 1111 - 1111|**** - **** - **** - 1111",
                "Amex 3782 822463 10005!|Amex **** ****** *0005!",
                "4222222222222|*********2222",
                "8600 0000 0000 0007|**** **** **** 0007",
                "с 4111 1111 1111 1111 на 5555 5555 5555 4444|с **** **** **** 1111 на **** **** **** 4444",
                "4111 1111 1111 1111 12 27 123|**** **** **** 1111 12 27 123",
                "850515499993 4111 1111 1111 1111|850515499993 **** **** **** 1111",
                "8 701 000 00 01 4111111111111111|8 701 000 00 01 ************1111",
                "４１１１１１１１１１１１１１１１|************１１１１"
            })
    void masksCards(String text, String masked) {
        assertThat(CardNumbers.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ничего",
                "4111111111111112",
                "ИИН 850515499993, тел. +7 701 000 00 01",
                "850515499993 87010000001",
                "87010000001 87010000002",
                "8 701 000 00 01, 8 701 000 00 02",
                "KZ86 125K ZT50 0410 0100",
                "KZ151234567890123456",
                "заявка ZVN-2026-000123 от 2026-11-20",
                "0000000000000000",
                "550e8400-e29b-41d4-a716-446655440000"
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(CardNumbers.mask(text)).isEqualTo(text);
    }

    @Test
    @Timeout(5)
    void aMegabyteOfDigitsTakesNoTimeToSpeakOf() {
        assertThat(CardNumbers.mask("1 ".repeat(500_000))).hasSize(1_000_000);
        assertThat(CardNumbers.mask("4".repeat(1_000_000))).hasSize(1_000_000);
    }

    @Property
    void noCardNumberSurvives(
            @ForAll("cards") String card,
            @ForAll("separators") String separator,
            @ForAll("before") String before,
            @ForAll("after") String after) {
        var text = before + grouped(card, separator) + after;
        var masked = CardNumbers.mask(text);
        assertThat(digitsOf(masked)).doesNotContain(card);
        assertThat(masked).hasSameSizeAs(text).startsWith(before).endsWith(after);
        assertThat(CardNumbers.mask(masked)).as("a second time changes nothing").isEqualTo(masked);
    }

    @Property
    void numbersThatFailTheFormulaStay(@ForAll("cards") String card, @ForAll @IntRange(min = 1, max = 9) int by) {
        var last = (char) ('0' + (card.charAt(card.length() - 1) - '0' + by) % 10);
        var wrong = card.substring(0, card.length() - 1) + last;
        assertThat(CardNumbers.mask("№ " + wrong)).isEqualTo("№ " + wrong);
    }

    @Property
    void phonesBesideEachOtherStay(
            @ForAll @IntRange(max = 9_999_999) int one, @ForAll @IntRange(max = 9_999_999) int other) {
        var text = String.format("8 701 %07d 8 705 %07d", one, other);
        assertThat(CardNumbers.mask(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> cards() {
        return Combinators.combine(
                        Arbitraries.of("2", "3", "4", "5", "6", "9860"),
                        Arbitraries.strings().numeric().ofMinLength(11).ofMaxLength(14))
                .as((first, rest) -> withLuhn(first + rest));
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of("", " ", "-", "\u00A0", "\u2011", "  ");
    }

    @Provide
    Arbitrary<String> before() {
        return Arbitraries.of("", "карта: ", "срок 12/27, ", " (Kaspi) ", "\n");
    }

    @Provide
    Arbitrary<String> after() {
        return Arbitraries.of("", " карта", ", срок 12/27", " (Kaspi) ", "\n");
    }

    private static String grouped(String card, String separator) {
        return card.replaceAll("(.{4})(?=.)", "$1" + separator);
    }

    private static String digitsOf(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    private static String withLuhn(String digits) {
        for (char check = '0'; check <= '9'; check++) {
            var sum = 0;
            var all = digits + check;
            for (int i = 0; i < all.length(); i++) {
                var d = all.charAt(all.length() - 1 - i) - '0';
                sum += i % 2 == 0 ? d : d * 2 / 10 + d * 2 % 10;
            }
            if (sum % 10 == 0) {
                return all;
            }
        }
        throw new IllegalStateException();
    }
}
