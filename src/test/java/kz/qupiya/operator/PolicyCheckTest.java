package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import kz.qupiya.operator.PolicyFinding.Rules;
import kz.qupiya.operator.PolicyFinding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

class PolicyCheckTest {

    private final Operators operators = Fixtures.shipped();
    private final PolicyCheck check = new PolicyCheck(
            new StatutoryTerms(new TableDecisions()),
            Fixtures.calendar(),
            Fixtures.texts(),
            Fixtures.messages(),
            Fixtures.CLOCK);

    @Test
    void zvonobot_has_no_time_limit_and_a_claim_that_may_be_a_consumers() {
        assertThat(findings("zvonobot"))
                .extracting(
                        PolicyFinding::code,
                        PolicyFinding::severity,
                        PolicyFinding::rules,
                        finding -> finding.profile().basis(),
                        finding -> finding.law().basis())
                .containsExactly(
                        tuple(
                                "two-clocks",
                                Severity.CONFLICT,
                                Rules.BOTH,
                                "Zvonobot policy 6.2",
                                "Law 274-IV art. 42-4(2)"),
                        tuple(
                                "no-storage-limit",
                                Severity.CONFLICT,
                                Rules.LAW,
                                "Zvonobot policy 3.4",
                                "Law 94-V art. 12(2), 18"));
    }

    @Test
    void kz_pay_bot_asks_for_a_longer_notice_than_the_law_has() {
        assertThat(findings("kz-pay-bot"))
                .extracting(PolicyFinding::code, PolicyFinding::severity, PolicyFinding::rules, PolicyFinding::duty)
                .containsExactly(
                        tuple("notice-longer", Severity.CONFLICT, Rules.LAW, Duty.STOP_PROCESSING),
                        tuple("two-clocks", Severity.CONFLICT, Rules.BOTH, Duty.ANSWER_CLAIM));
        assertThat(findings("kz-pay-bot").get(0).explanation())
                .isEqualTo("Политика kz pay bot, п. 3 требует уведомить об отзыве согласия не менее чем за 3 месяца, "
                        + "а Закон РК № 94-V, ст. 8(7) обязывает прекратить обработку в течение 15 рабочих дней. "
                        + "Действует срок закона. День, который человек назвал сам, соблюдается, даже если до него "
                        + "осталось меньше, чем требует политика.");
    }

    @Test
    void notice_precedence_of_the_policy_is_a_conflict_in_which_the_profile_rules(@TempDir Path directory)
            throws IOException {
        var profile =
                new ClassPathResource("operators/kz-pay-bot/profile.yaml").getContentAsString(StandardCharsets.UTF_8);
        Files.createDirectories(directory.resolve("kz-pay-bot"));
        Files.writeString(
                directory.resolve("kz-pay-bot/profile.yaml"),
                profile.replace("notice-precedence: law", "notice-precedence: policy"));

        var findings = check.check(Fixtures.in(directory).get(new OperatorKey("kz-pay-bot")), Fixtures.RU);

        assertThat(findings.get(0)).satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("notice-precedence");
            assertThat(finding.severity()).isEqualTo(Severity.CONFLICT);
            assertThat(finding.rules()).isEqualTo(Rules.PROFILE);
        });
    }

    @Test
    void kao_solutions_is_stricter_takes_a_fee_and_limits_its_liability() {
        assertThat(findings("kao-solutions"))
                .extracting(PolicyFinding::code, PolicyFinding::severity, finding -> finding.profile()
                        .basis())
                .containsExactly(
                        tuple("term-stricter", Severity.STRICTER, "KAO policy 8.1"),
                        tuple("term-stricter", Severity.STRICTER, "KAO policy 8.2"),
                        tuple("two-clocks", Severity.CONFLICT, "operator rule"),
                        tuple("fee-for-access", Severity.CONFLICT, "KAO policy 9.10"),
                        tuple("liability-limit", Severity.NOTE, "KAO policy 9.11"));
        assertThat(findings("kao-solutions").get(0).law().term().amount()).isEqualTo(15);
    }

    @Test
    void a_policy_weaker_than_the_law_is_a_conflict_in_which_the_law_rules(@TempDir Path directory) throws IOException {
        var profile = new ClassPathResource("operators/twelve/profile.yaml").getContentAsString(StandardCharsets.UTF_8);
        Files.createDirectories(directory.resolve("twelve"));
        Files.writeString(
                directory.resolve("twelve/profile.yaml"),
                profile.replace(
                        "policy-terms: []",
                        """
                        policy-terms:
                          - {duty: stop-processing, amount: 30, unit: calendar-days, nature: deadline, clause: "9.9"}
                          - {duty: keep-payment-data, amount: 3, unit: years, nature: deadline, clause: "9.8"}
                        """));

        assertThat(check.check(Fixtures.in(directory).get(new OperatorKey("twelve")), Fixtures.RU))
                .extracting(PolicyFinding::code, PolicyFinding::rules, PolicyFinding::duty)
                .contains(
                        tuple("term-weaker", Rules.LAW, Duty.STOP_PROCESSING),
                        tuple("term-weaker", Rules.LAW, Duty.KEEP_PAYMENT_DATA));
    }

    @Test
    void every_finding_is_explained_in_three_languages_without_a_hole() {
        var hole = Pattern.compile("\\{\\d|''|null");
        for (var profile : operators.all()) {
            var texts = List.of(Fixtures.RU, Fixtures.KK, Fixtures.EN).stream()
                    .map(locale -> explanations(profile, locale))
                    .toList();
            assertThat(texts.get(0)).isNotEmpty().doesNotContainAnyElementsOf(texts.get(1));
            assertThat(texts.get(1)).hasSameSizeAs(texts.get(0)).doesNotContainAnyElementsOf(texts.get(2));
            texts.forEach(
                    all -> assertThat(all).noneMatch(text -> hole.matcher(text).find()));
        }
    }

    private List<PolicyFinding> findings(String operator) {
        return check.check(operators.get(new OperatorKey(operator)), Fixtures.RU);
    }

    private List<String> explanations(OperatorProfile profile, Locale locale) {
        return check.check(profile, locale).stream()
                .map(PolicyFinding::explanation)
                .toList();
    }
}
