package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import kz.qupiya.calendar.Term;
import org.jspecify.annotations.Nullable;

/**
 * One rule that sets a term for a duty.
 *
 * @param source who set it
 * @param basis where it stands, the same in every language, as case views give it: {@code Law 94-V art. 8(7)}, {@code KAO policy 8.1},
 *     {@code operator rule}; {@link TermTexts#basis} puts it into words
 * @param act for a rule of law the act's code, such as {@code pdl}; else nothing
 * @param clause article or clause alone, such as {@code 25(2)(8)} or {@code 8.1}; empty for an operator rule
 * @param term the term
 * @param start what it runs from, such as {@code receipt}; see {@link TermTexts#start}
 * @param certainty for a rule of law how sure the source is: {@code text} seen in the act, {@code secondary}, or {@code reading} where
 *     the start or scope is an interpretation
 * @param nature whether the operator owes the act within the term or the person owes a notice
 * @param prevails whether the rule goes before a stricter one: only a notice term of a profile with {@link NoticePrecedence#POLICY}
 */
public record TermRule(
        Source source,
        String basis,
        @Nullable String act,
        String clause,
        Term term,
        String start,
        @Nullable String certainty,
        PolicyTerm.Nature nature,
        boolean prevails) {

    /** Who set a term. */
    public enum Source {
        LAW,
        POLICY,
        OPERATOR_RULE,
        /** A manager, for one deadline of one case. */
        MANAGER;

        /** The name in JSON. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
