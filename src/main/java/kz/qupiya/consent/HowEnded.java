package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a consent, or a part of its purposes, came to its end. */
public enum HowEnded {
    /** The person took it back. */
    WITHDRAWN,
    /** Its term was over. */
    EXPIRED,
    /** The terms of storage, until which it ran, were over. */
    STORAGE_ENDED;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON and in the database. */
    @JsonValue
    public String code() {
        return code;
    }

    static HowEnded of(String code) {
        return valueOf(code.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
