package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of data a column holds. */
public enum Category {
    IDENTITY,
    CONTACT,
    CREDENTIALS,
    FINANCIAL,
    SERVICE,
    COMMUNICATION,
    MARKETING,
    LOCATION,
    DEVICE,
    OTHER,
    /** Not personal by itself: keys, flags, time stamps. */
    TECHNICAL;

    /** Whether an act has to account for the column. */
    public boolean personal() {
        return this != TECHNICAL;
    }

    /** The name in maps and JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
