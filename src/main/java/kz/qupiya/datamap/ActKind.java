package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done to the data of a person. */
public enum ActKind {
    BLOCK,
    UNBLOCK,
    /** No more use for the purposes that the act names; nothing is destroyed, blocked or changed (Law 94-V art. 8). */
    STOP,
    EXPORT,
    RECTIFY,
    /** What opens an account opens it no more; a protection of the person, and nothing of theirs is changed. */
    RESET_CREDENTIALS,
    DESTROY,
    DEPERSONALISE;

    /** Whether it cannot be undone, so that another person than the one who prepared it has to approve the preview. */
    public boolean needsApproval() {
        return this == DESTROY || this == DEPERSONALISE;
    }

    /** Whether it changes or ends data, which a block forbids (Law art. 1(3)) until the decision has confirmed the reason for the block. */
    public boolean forbiddenWhileBlocked() {
        return this == RECTIFY || needsApproval();
    }

    /** Whether it looks into those tables and systems only that the map has a rule for. */
    boolean looksByRule() {
        return this == STOP || this == RESET_CREDENTIALS;
    }

    /** Whether it reaches every row that may be the person's; all others touch what is certainly theirs only. */
    boolean reachesAll() {
        return this == BLOCK || this == UNBLOCK || this == STOP;
    }

    /** The name in maps, JSON and the database. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static ActKind of(String json) {
        for (ActKind kind : values()) {
            if (kind.json().equals(json)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such act");
    }
}
