package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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

    /**
     * The day that the data subject named: it goes before every term, also before a stricter one, since the consent runs until then.
     *
     * @param receivedOn day of the receipt
     * @param lastDay    the day before the one named: at the beginning of the named day the processing has stopped
     * @throws IllegalArgumentException if the last day is not after the day of the receipt
     */
    public static TermRule named(LocalDate receivedOn, LocalDate lastDay) {
        return new TermRule(
                Source.SUBJECT,
                "day named by the data subject",
                null,
                "",
                Term.calendarDays((int) ChronoUnit.DAYS.between(receivedOn, lastDay)),
                "receipt",
                null,
                PolicyTerm.Nature.DEADLINE,
                true);
    }

    /** Who set a term. */
    public enum Source {
        LAW,
        POLICY,
        OPERATOR_RULE,
        /** A manager, for one deadline of one case. */
        MANAGER,
        /** The data subject, by naming the day on which a withdrawal of consent is to take effect. */
        SUBJECT;

        /** The name in JSON. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
