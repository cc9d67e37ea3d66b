package kz.qupiya.restriction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a restriction denies. */
public enum RestrictionKind {
    /** Everything but storage and the correspondence of the case itself (Law 94-V art. 1(3): blocking stops all other processing). */
    BLOCK,
    /** The purposes that it names, for example those of a withdrawn consent. */
    SUPPRESSION,
    /** Destruction only: a claim, a court or a retention duty needs the data. */
    HOLD;

    /** The name in JSON and in the database. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static RestrictionKind of(String json) {
        for (RestrictionKind kind : values()) {
            if (kind.json().equals(json)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of restriction");
    }
}
