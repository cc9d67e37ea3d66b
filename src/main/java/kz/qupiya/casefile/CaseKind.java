package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a case is about; decides which process carries it. */
public enum CaseKind {
    /** Block a person's data while it is verified. */
    DATA_BLOCK("data-block"),
    /** A consent is withdrawn. */
    CONSENT_WITHDRAWAL("consent-withdrawal"),
    /** The security of personal data was broken. */
    BREACH("breach"),
    /** A pre-trial claim. */
    CLAIM("claim"),
    /** Any other request of a person. */
    OTHER_REQUEST("other-request");

    private final String json;

    CaseKind(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<CaseKind> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static CaseKind of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such CaseKind"));
    }
}
