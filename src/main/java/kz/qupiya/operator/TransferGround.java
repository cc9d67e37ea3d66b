package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** On what ground data go to a third party; which of them an operator has, its profile says, clause by clause. */
public enum TransferGround {
    /** The subject agreed. */
    CONSENT,
    /** A contract with the subject, or a service the subject uses, cannot do without it. */
    CONTRACT,
    /** The law demands it, in the order set by law. */
    LAW,
    /** Rights of the operator or of others are protected against a breach by the subject. */
    PROTECTION,
    /** Rights and duties passed to somebody else. */
    SUCCESSION;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in JSON. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The ground of a name as in JSON. */
    public static Optional<TransferGround> of(String code) {
        return Arrays.stream(values())
                .filter(ground -> ground.code.equals(code))
                .findFirst();
    }
}
