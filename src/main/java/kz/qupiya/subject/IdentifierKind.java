package kz.qupiya.subject;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person can be named by. The order is that of trust: what comes first says more about who it is. */
public enum IdentifierKind {
    /** Individual identification number (ЖСН/ИИН), 12 digits. */
    IIN(true),
    /** Number of a contract with the operator. */
    CONTRACT(true),
    /** Name of an account in one of the operator's systems. */
    LOGIN(true),
    /** Telephone number, E.164. */
    PHONE(false),
    /** E-mail address. */
    EMAIL(false);

    private final boolean strong;

    IdentifierKind(boolean strong) {
        this.strong = strong;
    }

    /**
     * Whether the identifier is given to one person only. A telephone or a mailbox may serve a family or an office, so two people who
     * share one remain two people.
     */
    public boolean strong() {
        return strong;
    }

    /** The name in JSON, in paths of violations and in the database: {@code iin}, {@code phone}, … */
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
    public static IdentifierKind of(String json) {
        for (IdentifierKind kind : values()) {
            if (kind.json().equals(json)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of identifier");
    }
}
