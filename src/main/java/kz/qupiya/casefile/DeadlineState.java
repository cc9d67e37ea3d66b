package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Where a deadline stands. */
public enum DeadlineState {
    /** Neither met nor missed. */
    RUNNING("running"),
    /** The duty was done in time. */
    MET("met"),
    /** The last instant passed before the duty was done; never turns back, also when it is done later. */
    MISSED("missed"),
    /** The duty fell away, for example because the case was closed; not shown in the case view. */
    CANCELLED("cancelled");

    private final String json;

    DeadlineState(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<DeadlineState> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static DeadlineState of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such DeadlineState"));
    }
}
