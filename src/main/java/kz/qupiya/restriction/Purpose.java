package kz.qupiya.restriction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What an operator may want to process a person's data for; the same list for every operator. */
public enum Purpose {
    SERVICE,
    BILLING,
    SUPPORT,
    NOTICES,
    ADVERTISING,
    STATISTICS,
    /** Giving data to somebody else; also needs a ground and the recipient. */
    THIRD_PARTY_TRANSFER,
    CHANGE,
    DESTRUCTION,
    STORAGE,
    /** Letters to the person about the person's own case. */
    CASE_CORRESPONDENCE;

    /** The name in JSON and in the database, for example {@code third-party-transfer}. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a block leaves it open. */
    public boolean openUnderBlock() {
        return this == STORAGE || this == CASE_CORRESPONDENCE;
    }

    /** The purpose of a JSON name, or nothing. */
    public static Optional<Purpose> find(String json) {
        for (Purpose purpose : values()) {
            if (purpose.json().equals(json)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }

    /**
     * The purpose of a JSON name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    @JsonCreator
    public static Purpose of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such purpose"));
    }
}
