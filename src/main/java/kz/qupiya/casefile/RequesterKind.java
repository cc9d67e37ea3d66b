package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Who asks, and by what right. */
public enum RequesterKind {
    /** The data subject. */
    SUBJECT("subject"),
    /** A legal or authorised representative of the subject. */
    REPRESENTATIVE("representative"),
    /** The authorised body; it needs no proof from the subject. */
    AUTHORITY("authority");

    private final String json;

    RequesterKind(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<RequesterKind> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static RequesterKind of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such RequesterKind"));
    }
}
