package kz.qupiya.operator;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.engine.Decisions;
import org.springframework.stereotype.Component;

/** The terms of the law, from the decision table {@code statutoryTerms}. */
@Component
class StatutoryTerms {

    private static final String DECISION = "statutoryTerms";

    private final Decisions decisions;

    StatutoryTerms(Decisions decisions) {
        this.decisions = decisions;
    }

    /** The rules of law for a duty that are in force for an event on that day. */
    List<TermRule> rules(Duty duty, LocalDate on) {
        return decisions.evaluate(DECISION, Map.of("duty", duty.code(), "day", on.toString())).stream()
                .map(StatutoryTerms::rule)
                .toList();
    }

    /** How a basis names an act, the same in every language. */
    static String basis(String act, String article) {
        return switch (act) {
            case "pdl" -> "Law 94-V art. " + article;
            case "rules-395" -> "Order 395/НҚ p. " + article;
            case "consumer-law" -> "Law 274-IV art. " + article;
            case "payments-law" -> "Law 11-VI art. " + article;
            case "aml-law" -> "Law 191-IV art. " + article;
            default -> act + " art. " + article;
        };
    }

    private static TermRule rule(Map<String, Object> row) {
        var act = text(row, "act");
        var article = text(row, "article");
        var amount = ((Number) value(row, "amount")).intValue();
        var unit = text(row, "unit");
        return new TermRule(
                TermRule.Source.LAW,
                basis(act, article),
                act,
                article,
                new Term(
                        amount,
                        TermUnit.of(unit).orElseThrow(() -> new IllegalStateException(DECISION + ": unit " + unit))),
                text(row, "start"),
                text(row, "certainty"),
                PolicyTerm.Nature.DEADLINE,
                false);
    }

    private static String text(Map<String, Object> row, String output) {
        return value(row, output).toString();
    }

    private static Object value(Map<String, Object> row, String output) {
        return Objects.requireNonNull(row.get(output), () -> DECISION + ": a rule without " + output);
    }
}
