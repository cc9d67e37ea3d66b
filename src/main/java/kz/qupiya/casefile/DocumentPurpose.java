package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a document of a case is for. */
public enum DocumentPurpose {
    /** The request itself as it came: the scan of a letter. */
    REQUEST("request"),
    /** Shows that a representative may act for the subject. */
    AUTHORITY("authority"),
    /** Shows who the requester is. */
    IDENTITY("identity"),
    /** Confirms what the correct data are (Law 94-V art. 25(2)(8)). */
    CONFIRMING("confirming"),
    /** Goes to the claimant with the answer. */
    ANSWER("answer"),
    /** A paper of a court, or of the body that has the matter. */
    COURT("court"),
    /** Anything else. */
    OTHER("other");

    private final String json;

    DocumentPurpose(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<DocumentPurpose> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static DocumentPurpose of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such DocumentPurpose"));
    }
}
