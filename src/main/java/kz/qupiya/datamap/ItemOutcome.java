package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a mapped field. */
public enum ItemOutcome {
    EXPORTED,
    RECTIFIED,
    BLOCKED,
    UNBLOCKED,
    /** No longer used for the purposes of the act. */
    STOPPED,
    /** Opens nothing any more. */
    RESET,
    DESTROYED,
    MASKED,
    /** On a ground, as a rule until a date. */
    KEPT,
    NOTHING_FOUND,
    FAILED;

    /** The name in JSON and the database. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The outcome of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static ItemOutcome of(String json) {
        for (ItemOutcome outcome : values()) {
            if (outcome.json().equals(json)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("no such outcome");
    }
}
