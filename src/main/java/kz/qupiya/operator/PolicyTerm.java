package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import kz.qupiya.calendar.Term;

/**
 * A term that an operator's policy sets for a duty.
 *
 * @param duty the duty
 * @param term the term
 * @param clause clause of the policy
 * @param nature whether the operator owes the act within the term, or the person owes so long a notice before it
 */
public record PolicyTerm(Duty duty, Term term, String clause, Nature nature) {

    /** Who the term binds. */
    public enum Nature {
        /** The operator acts at the latest when the term ends. */
        DEADLINE("deadline"),
        /** The person gives notice so long before the act takes effect. */
        NOTICE("notice");

        private final String code;

        Nature(String code) {
            this.code = code;
        }

        /** The name in a profile. */
        @JsonValue
        public String code() {
            return code;
        }
    }
}
