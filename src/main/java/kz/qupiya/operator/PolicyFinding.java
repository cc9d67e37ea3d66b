package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import kz.qupiya.calendar.Term;
import org.jspecify.annotations.Nullable;

/**
 * A point on which an operator's profile and the law differ.
 *
 * @param code what kind of point, stable for programs
 * @param severity how bad
 * @param duty the duty concerned, nothing if the point is no term
 * @param profile what the profile says
 * @param law what the law says
 * @param rules which of them the product follows
 * @param explanation what that means, in the reader's language
 */
public record PolicyFinding(
        String code, Severity severity, @Nullable Duty duty, Side profile, Side law, Rules rules, String explanation) {

    /**
     * One side.
     *
     * @param source who says it
     * @param basis article or clause, the same in every language
     * @param basisText the same in the reader's language
     * @param term the term, nothing if it is none
     * @param termText term and start in the reader's language
     * @param dueOn the date to which it would lead for an event today, as an example
     * @param certainty for a rule of law how sure its source is
     */
    public record Side(
            TermRule.Source source,
            String basis,
            String basisText,
            @Nullable Term term,
            @Nullable String termText,
            @Nullable LocalDate dueOn,
            @Nullable String certainty) {}

    /** How bad a difference is. */
    public enum Severity {
        /** The profile gives people less than the law does. */
        CONFLICT,
        /** The profile gives people more than the law does. */
        STRICTER,
        /** Both stand beside each other; staff must know. */
        NOTE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name in JSON. */
        @JsonValue
        public String code() {
            return code;
        }

        static Optional<Severity> of(String code) {
            return Arrays.stream(values())
                    .filter(severity -> severity.code.equals(code))
                    .findFirst();
        }
    }

    /** Which side the product follows. */
    public enum Rules {
        LAW,
        PROFILE,
        /** Each on its own clock. */
        BOTH;

        /** The name in JSON. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
