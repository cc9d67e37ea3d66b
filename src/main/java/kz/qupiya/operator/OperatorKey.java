package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Key of an operator: its name in addresses, its folder of settings and its tenant in the engine.
 *
 * @param value lower-case letters, digits and hyphens, 2 to 40 characters, starting with a letter
 */
public record OperatorKey(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    /** @throws IllegalArgumentException if the value is no key; input of a caller goes through {@link Operators#find} instead */
    @JsonCreator
    public OperatorKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException("not an operator key");
        }
    }

    /** Whether a text has the form of a key. */
    static boolean isKey(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
