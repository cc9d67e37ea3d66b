package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an act as a whole stands. */
public enum ActState {
    /** Previewed; needs an approval if its kind does. */
    PREPARED,
    /** Approved by a second person. */
    APPROVED,
    /** At least one system has begun. */
    RUNNING,
    /** Every system is proved and every field accounted for. */
    COMPLETED;

    /** The name in JSON and the database. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static ActState of(String json) {
        for (ActState state : values()) {
            if (state.json().equals(json)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no such state");
    }
}
