package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import kz.qupiya.calendar.SkipReason;
import kz.qupiya.calendar.SkippedDay;
import kz.qupiya.calendar.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class TextsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

    @ParameterizedTest
    @ValueSource(strings = {"calendar", "operator"})
    void bundles_say_the_same_things_in_three_languages(String bundle) throws IOException {
        var ru = bundle(bundle, "ru");
        for (var language : new String[] {"kk", "en"}) {
            var other = bundle(bundle, language);
            assertThat(other.stringPropertyNames()).as(language).isEqualTo(ru.stringPropertyNames());
            ru.stringPropertyNames().stream()
                    .filter(key -> !key.startsWith("calendar.term."))
                    .forEach(key -> assertThat(placeholders(other.getProperty(key)))
                            .as("%s in %s", key, language)
                            .isEqualTo(placeholders(ru.getProperty(key))));
        }
    }

    @Test
    void every_duty_and_every_start_has_words() {
        for (var duty : Duty.values()) {
            for (var language : Language.values()) {
                assertThat(Fixtures.texts().duty(duty, language.locale())).isNotBlank();
                assertThat(Fixtures.texts()
                                .term(ProfileDutyTerms.operatorRule(duty, Term.workingDays(2)), language.locale()))
                        .contains("2");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 рабочий день, 1 жұмыс күні, 1 working day",
        "2, 2 рабочих дня, 2 жұмыс күні, 2 working days",
        "5, 5 рабочих дней, 5 жұмыс күні, 5 working days",
        "11, 11 рабочих дней, 11 жұмыс күні, 11 working days",
        "21, 21 рабочий день, 21 жұмыс күні, 21 working days",
        "112, 112 рабочих дней, 112 жұмыс күні, 112 working days",
        "1000, 1000 рабочих дней, 1000 жұмыс күні, 1000 working days",
    })
    void number_and_noun_agree(int amount, String ru, String kk, String en) {
        var term = Term.workingDays(amount);

        assertThat(Fixtures.receipts().term(term, Fixtures.RU)).isEqualTo(ru);
        assertThat(Fixtures.receipts().term(term, Fixtures.KK)).isEqualTo(kk);
        assertThat(Fixtures.receipts().term(term, Fixtures.EN)).isEqualTo(en);
    }

    @Test
    void every_day_off_of_every_year_has_words() {
        var calendar = Fixtures.calendar();
        for (var year = 2010; year <= 2030; year++) {
            var receipt = calendar.due(
                    java.time.LocalDate.of(year, 1, 1), Term.workingDays(240), kz.qupiya.calendar.WorkingWeek.FIVE);
            for (var skipped : receipt.skipped()) {
                for (var language : Language.values()) {
                    assertThat(Fixtures.receipts().reason(skipped, language.locale()))
                            .isNotBlank();
                }
            }
        }
        for (var reason : SkipReason.values()) {
            assertThat(Fixtures.receipts()
                            .reason(new SkippedDay(java.time.LocalDate.of(2026, 1, 1), reason, null), Fixtures.KK))
                    .isNotBlank();
        }
        assertThat(Fixtures.receipts()
                        .reason(
                                new SkippedDay(java.time.LocalDate.of(2026, 3, 8), SkipReason.HOLIDAY, "womens-day"),
                                Fixtures.EN))
                .isEqualTo("holiday: International Women’s Day");
    }

    private static TreeSet<String> placeholders(String text) {
        var found = new TreeSet<String>();
        var matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Properties bundle(String name, String language) throws IOException {
        var properties = new Properties();
        try (var in = new InputStreamReader(
                new ClassPathResource("messages/" + name + "_" + language + ".properties").getInputStream(),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        assertThat(properties).isNotEmpty();
        return properties;
    }
}
