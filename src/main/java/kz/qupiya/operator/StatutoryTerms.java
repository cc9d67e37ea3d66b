package kz.qupiya.operator;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.engine.Decisions;
import org.springframework.stereotype.Component;

/**
 * The terms of the law, from the decision table {@code statutoryTerms}.
 *
 * <p>The engine takes tens of milliseconds for the table and writes some dozen rows of history each time, in the transaction that opens a
 * case. So what the table says about a duty and a day is remembered for a minute; a table that
 * another node has just deployed rules a minute later at most.
 */
@Component
class StatutoryTerms {

    private static final String DECISION = "statutoryTerms";

    private static final long KEPT = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST = 1_000;

    private record Question(Duty duty, LocalDate on) {}

    private record Answer(List<TermRule> rules, long since) {}

    private final Decisions decisions;
    private final Map<Question, Answer> known = new ConcurrentHashMap<>();

    StatutoryTerms(Decisions decisions) {
        this.decisions = decisions;
    }

    /** The rules of law for a duty that are in force for an event on that day. */
    List<TermRule> rules(Duty duty, LocalDate on) {
        var question = new Question(duty, on);
        var before = known.get(question);
        var now = System.nanoTime();
        if (before != null && now - before.since() < KEPT) {
            return before.rules();
        }
        var rules = evaluated(duty, on);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(question, new Answer(rules, now));
        return rules;
    }

    private List<TermRule> evaluated(Duty duty, LocalDate on) {
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
            case "civil-code" -> "Civil Code art. " + article;
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
