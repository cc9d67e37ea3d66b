package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Whether the requester has shown the right to ask. A block needs none, keeping it does. */
public enum Entitlement {
    /** The authorised body asks. */
    NOT_NEEDED("not-needed"),
    /** Identity or authority has still to be shown. */
    TO_BE_PROVED("to-be-proved"),
    /** Identity or authority was shown and accepted. */
    PROVED("proved"),
    /** The requester did not show it, or an officer did not accept what was shown. */
    NOT_PROVED("not-proved");

    private final String json;

    Entitlement(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** Whether nothing has to be shown any more: it was shown, or never had to be. */
    public boolean suffices() {
        return this == NOT_NEEDED || this == PROVED;
    }

    /** The constant of an outside name. */
    public static Optional<Entitlement> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Entitlement of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such Entitlement"));
    }
}
