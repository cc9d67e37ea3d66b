package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Where a case stands. */
public enum CaseStatus {
    /** Work goes on. */
    OPEN("open"),
    /** Nothing can be done until somebody outside answers; the operator's own deadlines run on. */
    WAITING("waiting"),
    /** Nothing more will be done; the outcome is known. */
    CLOSED("closed");

    private final String json;

    CaseStatus(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<CaseStatus> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static CaseStatus of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such CaseStatus"));
    }
}
