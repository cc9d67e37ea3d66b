package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTermsTest {

    private final LoadedOperators operators = Fixtures.shipped();
    private final OpeningTerms terms = new OpeningTerms(
            new ProfileDutyTerms(operators, new StatutoryTerms(new TableDecisions())),
            Fixtures.calendar(),
            Fixtures.texts(),
            Fixtures.receipts(),
            Fixtures.messages());

    @Test
    void data_block_starts_the_block_by_law_and_the_verification_by_operator_rule() {
        assertThat(of("zvonobot", "data-block"))
                .extracting(
                        deadline -> deadline.duty().code(),
                        OpeningTerms.PlannedDeadline::dueAt,
                        deadline -> deadline.readings().get(0).basis())
                .containsExactly(
                        tuple("block", at("2026-11-23T23:59:59.999+05:00"), "Закон РК № 94-V, ст. 25(2)(8)"),
                        tuple("verification", at("2026-12-04T23:59:59.999+05:00"), "правило оператора"));
    }

    @Test
    void withdrawal_shows_the_policys_and_the_laws_date_and_which_of_them_rules() {
        var stop = of("kao-solutions", "consent-withdrawal").get(0);

        assertThat(stop.readings())
                .extracting(
                        reading -> reading.role().code(),
                        OpeningTerms.Reading::source,
                        reading -> reading.dueOn().toString(),
                        OpeningTerms.Reading::term)
                .containsExactly(
                        tuple(
                                "rules",
                                TermRule.Source.POLICY,
                                "2026-11-23",
                                "1 рабочий день со дня получения обращения"),
                        tuple(
                                "overridden",
                                TermRule.Source.LAW,
                                "2026-12-11",
                                "15 рабочих дней со дня получения обращения"));
        assertThat(stop.readings().get(0).skipped())
                .extracting(skipped -> skipped.day() + " " + skipped.text())
                .containsExactly("2026-11-21 выходной день", "2026-11-22 выходной день");
    }

    @Test
    void what_starts_only_under_a_condition_says_so() {
        assertThat(of("zvonobot", "claim"))
                .extracting(deadline -> deadline.duty().text(), OpeningTerms.PlannedDeadline::condition)
                .containsExactly(
                        tuple("Ответить на претензию", null),
                        tuple(
                                "Ответить на претензию потребителя (если это также претензия потребителя)",
                                "consumer-claim"));
    }

    @Test
    void every_kind_of_case_starts_something_in_every_language() {
        assertThat(OpeningTerms.kinds())
                .containsExactlyInAnyOrder("data-block", "consent-withdrawal", "breach", "claim", "other-request");
        for (var kind : OpeningTerms.kinds()) {
            for (var locale : List.of(Fixtures.RU, Fixtures.KK, Fixtures.EN)) {
                assertThat(terms.of(operators.get(new OperatorKey("twelve")), kind, Fixtures.NOW, locale))
                        .isNotEmpty();
            }
        }
    }

    private List<OpeningTerms.PlannedDeadline> of(String operator, String kind) {
        return terms.of(operators.get(new OperatorKey(operator)), kind, Fixtures.NOW, Fixtures.RU);
    }

    private static OffsetDateTime at(String text) {
        return OffsetDateTime.parse(text);
    }
}
