package kz.qupiya.problem;

import java.util.Arrays;
import java.util.List;

/**
 * One bad field of an input.
 *
 * @param field path of the field as the caller wrote it, for example {@code subject.iin}; empty for the body as a whole
 * @param code  key of the message in the bundles under {@code messages/}, for example {@code subject.iin.check-digit}
 * @param args  arguments of the message; never personal data
 */
public record Violation(String field, String code, List<Object> args) {

    public Violation {
        args = List.copyOf(args);
    }

    public Violation(String field, String code, Object... args) {
        this(field, code, Arrays.asList(args));
    }

    /** The same violation with {@code prefix} and a dot put before its field, for a record nested in another. */
    public Violation under(String prefix) {
        return new Violation(field.isEmpty() ? prefix : prefix + "." + field, code, args);
    }
}
