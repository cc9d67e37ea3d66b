package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How long a consent was given for. */
public enum TermKind {
    /** Until a moment that is known. */
    UNTIL_DATE,
    /** Until the terms of storage of the data end; kz pay bot policy 3. */
    UNTIL_STORAGE_ENDS,
    /** No term was given: until the purpose is reached, Law art. 8(6). */
    UNTIL_PURPOSE_REACHED;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON and in the database. */
    @JsonValue
    public String code() {
        return code;
    }

    static TermKind of(String code) {
        return valueOf(code.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
