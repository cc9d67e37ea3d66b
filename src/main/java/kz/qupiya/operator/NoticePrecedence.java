package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;

/** What rules if a policy asks for notice of a withdrawal of consent that is longer than the term of the law. */
public enum NoticePrecedence {
    /** The statutory term; the default. */
    LAW("law"),
    /** The policy's notice: processing stops when it has run at the earliest. Reported as a conflict with the law. */
    POLICY("policy");

    private final String code;

    NoticePrecedence(String code) {
        this.code = code;
    }

    /** The name in a profile. */
    @JsonValue
    public String code() {
        return code;
    }
}
