package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatutoryTermsTest {

    private final TableDecisions decisions = new TableDecisions();

    @ParameterizedTest
    @CsvSource({
        "block, 2026-11-20, pdl, 25(2)(8), 1, working-days, receipt, reading",
        "unblock, 2026-11-20, pdl, 25(2)(8), 1, working-days, decision, reading",
        "rectify, 2026-11-20, pdl, 25(2)(8), 1, working-days, document, reading",
        "destroy, 2026-11-20, pdl, 25(2)(8), 1, working-days, decision, reading",
        "stop-processing, 2026-11-20, pdl, 8(7), 15, working-days, receipt, reading",
        "stop-processing, 2026-01-18, pdl, 8(7), 15, working-days, receipt, reading",
        "stop-advertising, 2026-11-20, pdl, 8(7), 15, working-days, receipt, reading",
        "notify-authority, 2024-07-01, pdl, 25(2)(8), 1, working-days, discovery, text",
        "give-information, 2026-11-20, rules-395, 16, 3, working-days, receipt, secondary",
        "refuse-information, 2026-11-20, rules-395, 16, 3, working-days, receipt, secondary",
        "answer-objection, 2026-11-20, pdl, 19-1, 3, working-days, receipt, text",
        "notify-transfer, 2026-11-20, pdl, 19(1), 10, working-days, transfer, reading",
        "remove-public, 2026-11-20, pdl, 6, 1, working-days, demand, text",
        "answer-consumer-claim, 2026-11-20, consumer-law, 42-4(2), 10, calendar-days, receipt, text",
        "explain-to-consumer-body, 2026-11-20, consumer-law, 42-7(2), 10, working-days, receipt, text",
        "keep-evidence, 2026-11-20, civil-code, 178(1), 3, years, answer, text",
        "keep-payment-data, 2026-11-20, payments-law, 13(12)(3), 5, years, service-end, text",
        "keep-client-file, 2026-11-20, aml-law, 11(4), 5, years, relations-end, text",
        "keep-operation-data, 2026-11-20, aml-law, 11(4), 5, years, operation, text",
    })
    void law_sets(
            String duty,
            String day,
            String act,
            String article,
            int amount,
            String unit,
            String start,
            String certainty) {
        assertThat(evaluate(duty, day))
                .singleElement()
                .isEqualTo(Map.of(
                        "act", act,
                        "article", article,
                        "amount", amount,
                        "unit", unit,
                        "start", start,
                        "certainty", certainty));
    }

    @ParameterizedTest
    @CsvSource({
        "stop-processing, 2026-01-17",
        "stop-advertising, 2025-12-31",
        "answer-objection, 2026-01-17",
        "notify-authority, 2024-06-30",
        // neither the law nor anybody else but policy and operator sets these
        "verification, 2026-11-20",
        "answer-claim, 2026-11-20",
        "notify-people, 2026-11-20",
        "keep-case-file, 2026-11-20",
    })
    void law_is_silent(String duty, String day) {
        assertThat(evaluate(duty, day)).isEmpty();
    }

    private List<Map<String, Object>> evaluate(String duty, String day) {
        return decisions.evaluate("statutoryTerms", Map.of("duty", duty, "day", day));
    }
}
