package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an act stands in one system. */
public enum SystemState {
    PENDING,
    RUNNING,
    WAITING_FOR_ANSWER,
    BY_HAND,
    DONE,
    PROVED,
    FAILED;

    /** Whether the system has nothing left to run. */
    public boolean ran() {
        return this == DONE || this == PROVED;
    }

    /** The name in JSON and the database. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static SystemState of(String json) {
        for (SystemState state : values()) {
            if (state.json().equals(json)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no such state");
    }
}
