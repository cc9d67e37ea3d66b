package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.problem.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

class DutyTermsTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

    private final StatutoryTerms law = new StatutoryTerms(new TableDecisions());
    private final DutyTerms terms = new ProfileDutyTerms(Fixtures.shipped(), law);

    @Test
    void law_alone() {
        assertThat(rules("twelve", Duty.BLOCK)).singleElement().satisfies(rule -> {
            assertThat(rule.source()).isEqualTo(TermRule.Source.LAW);
            assertThat(rule.basis()).isEqualTo("Law 94-V art. 25(2)(8)");
            assertThat(rule.term()).isEqualTo(Term.workingDays(1));
            assertThat(rule.certainty()).isEqualTo("reading");
        });
    }

    @Test
    void operator_rule_alone() {
        assertThat(rules("twelve", Duty.VERIFICATION)).singleElement().satisfies(rule -> {
            assertThat(rule.source()).isEqualTo(TermRule.Source.OPERATOR_RULE);
            assertThat(rule.basis()).isEqualTo("operator rule");
            assertThat(rule.term()).isEqualTo(Term.workingDays(10));
            assertThat(rule.start()).isEqualTo("receipt");
        });
    }

    @Test
    void law_and_policy_and_the_stricter_policy_rules() {
        var stricter = stricter("kao-solutions", Duty.STOP_PROCESSING);

        assertThat(stricter.ruling().rule().basis()).isEqualTo("KAO policy 8.1");
        assertThat(stricter.ruling().receipt().dueOn()).isEqualTo(LocalDate.parse("2026-11-23"));
        assertThat(stricter.overridden()).singleElement().satisfies(dated -> {
            assertThat(dated.rule().basis()).isEqualTo("Law 94-V art. 8(7)");
            assertThat(dated.receipt().dueOn()).isEqualTo(LocalDate.parse("2026-12-11"));
        });
    }

    @Test
    void law_rules_over_a_longer_notice() {
        var stricter = stricter("kz-pay-bot", Duty.STOP_PROCESSING);

        assertThat(stricter.ruling().rule().basis()).isEqualTo("Law 94-V art. 8(7)");
        assertThat(stricter.overridden())
                .extracting(dated -> dated.rule().basis())
                .containsExactly("kz pay bot policy 3");
        // three months from Friday 20 November end on Saturday 20 February
        assertThat(stricter.overridden().get(0).receipt().dueOn()).isEqualTo(LocalDate.parse("2027-02-22"));
    }

    @Test
    void notice_rules_over_the_law_only_where_the_profile_says_so(@TempDir Path directory) throws IOException {
        var profile =
                new ClassPathResource("operators/kz-pay-bot/profile.yaml").getContentAsString(StandardCharsets.UTF_8);
        Files.createDirectories(directory.resolve("kz-pay-bot"));
        Files.writeString(
                directory.resolve("kz-pay-bot/profile.yaml"),
                profile.replace("notice-precedence: law", "notice-precedence: policy"));
        var policyFirst = new ProfileDutyTerms(Fixtures.in(directory), law);

        var rules = policyFirst.rules(new OperatorKey("kz-pay-bot"), Duty.STOP_PROCESSING, TODAY);
        var stricter = Stricter.of(Duty.STOP_PROCESSING, rules, Fixtures.NOW, WorkingWeek.FIVE, Fixtures.calendar());

        assertThat(stricter.ruling().rule().basis()).isEqualTo("kz pay bot policy 3");
        assertThat(stricter.overridden())
                .extracting(dated -> dated.rule().source())
                .containsExactly(TermRule.Source.LAW);
    }

    @Test
    void policy_silences_the_operator_rule_but_not_the_law() {
        assertThat(rules("zvonobot", Duty.ANSWER_CLAIM))
                .extracting(TermRule::basis)
                .containsExactly("Zvonobot policy 6.2");
        assertThat(rules("twelve", Duty.ANSWER_CLAIM))
                .extracting(TermRule::basis)
                .containsExactly("operator rule");
        assertThat(rules("zvonobot", Duty.ANSWER_CONSUMER_CLAIM))
                .extracting(TermRule::term)
                .containsExactly(Term.calendarDays(10));
    }

    @Test
    void before_its_day_a_rule_of_law_does_not_bind() {
        var day = LocalDate.parse("2026-01-17");

        assertThat(terms.rules(new OperatorKey("twelve"), Duty.STOP_PROCESSING, day))
                .isEmpty();
        assertThat(terms.rules(new OperatorKey("twelve"), Duty.STOP_PROCESSING, day.plusDays(1)))
                .hasSize(1);
    }

    @Test
    void longest_term_rules_where_something_is_to_be_kept() {
        var rules = List.of(rule(TermRule.Source.POLICY, Term.years(3)), rule(TermRule.Source.LAW, Term.years(5)));

        assertThat(Stricter.of(Duty.KEEP_PAYMENT_DATA, rules, Fixtures.NOW, WorkingWeek.FIVE, Fixtures.calendar())
                        .ruling()
                        .rule()
                        .term())
                .isEqualTo(Term.years(5));
        assertThat(Stricter.of(Duty.STOP_PROCESSING, rules, Fixtures.NOW, WorkingWeek.FIVE, Fixtures.calendar())
                        .ruling()
                        .rule()
                        .term())
                .isEqualTo(Term.years(3));
    }

    @Test
    void of_equal_dates_the_law_goes_first() {
        var rules = List.of(rule(TermRule.Source.POLICY, Term.years(5)), rule(TermRule.Source.LAW, Term.months(60)));

        var stricter = Stricter.of(
                Duty.STOP_PROCESSING,
                rules,
                Instant.parse("2026-11-20T10:00:00Z"),
                WorkingWeek.FIVE,
                Fixtures.calendar());

        assertThat(stricter.ruling().rule().source()).isEqualTo(TermRule.Source.LAW);
        assertThat(stricter.overridden()).hasSize(1);
    }

    @Test
    void no_rule_is_no_date() {
        assertThatThrownBy(
                        () -> Stricter.of(Duty.BLOCK, List.of(), Fixtures.NOW, WorkingWeek.FIVE, Fixtures.calendar()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("block");
        assertThatThrownBy(() -> rules("nobody", Duty.BLOCK)).isInstanceOf(NotFoundException.class);
    }

    private List<TermRule> rules(String operator, Duty duty) {
        return terms.rules(new OperatorKey(operator), duty, TODAY);
    }

    private Stricter stricter(String operator, Duty duty) {
        return Stricter.of(duty, rules(operator, duty), Fixtures.NOW, WorkingWeek.FIVE, Fixtures.calendar());
    }

    private static TermRule rule(TermRule.Source source, Term term) {
        return new TermRule(source, "test", null, "", term, "receipt", null, PolicyTerm.Nature.DEADLINE, false);
    }
}
