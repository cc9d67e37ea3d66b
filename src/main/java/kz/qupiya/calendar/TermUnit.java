package kz.qupiya.calendar;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a term is counted in. */
public enum TermUnit {
    /** Only working days count. */
    WORKING_DAYS("working-days", 5000),
    /** Every day counts; an end on a non-working day moves to the next working day (Civil Code art. 175). */
    CALENDAR_DAYS("calendar-days", 5000),
    /** Ends on the same date of the last month, or on its last day if it has no such date (Civil Code art. 174). */
    MONTHS("months", 1200),
    /** Ends on the same date of the last year; 29 February becomes 28 February. */
    YEARS("years", 100);

    private final String code;
    private final int maximum;

    TermUnit(String code, int maximum) {
        this.code = code;
        this.maximum = maximum;
    }

    /** The name in JSON, profiles and decision tables. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The longest term of this unit that can be counted. */
    public int maximum() {
        return maximum;
    }

    /** The unit of a name as in JSON. */
    public static Optional<TermUnit> of(String code) {
        return Arrays.stream(values()).filter(unit -> unit.code.equals(code)).findFirst();
    }
}
