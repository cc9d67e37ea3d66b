package kz.qupiya.consentwithdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.Restrictions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @ParameterizedTest
    @ValueSource(strings = {"ru", "kk", "en"})
    void every_ground_that_a_withdrawal_leaves_in_the_registers_is_worded(String language) {
        var words = ResourceBundle.getBundle("messages.consentwithdrawal", Locale.forLanguageTag(language));
        var grounds = Stream.concat(
                Stream.of(List.of("all"), List.of("advertising"), List.of("advertising", "billing"), List.of("billing"))
                        .map(ScopeTest::scope)
                        .map(Scope::ground),
                Stream.of(Restrictions.WITHDRAWN, Stopping.UNDECIDED));
        assertThat(grounds.distinct())
                .contains("all", "advertising", "purposes")
                .allSatisfy(ground -> assertThat(words.containsKey("casefile.value.ground." + ground))
                        .as(ground)
                        .isTrue());
    }

    private static Scope scope(List<String> written) {
        var violations = new ArrayList<Violation>();
        var scope = Scope.of(written, violations);
        assertThat(violations).isEmpty();
        return scope;
    }
}
