package kz.qupiya.calendar;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** How many days an employer works in a week (Labour Code art. 71, 84). In JSON the number. */
public enum WorkingWeek {
    /** Saturday and Sunday are days off. */
    FIVE(5),
    /** Sunday alone is a day off. */
    SIX(6);

    private final int days;

    WorkingWeek(int days) {
        this.days = days;
    }

    /** Five or six. */
    @JsonValue
    public int days() {
        return days;
    }

    /** Whether this week has that day off, holidays and orders aside. */
    public boolean isWeekend(LocalDate day) {
        var dayOfWeek = day.getDayOfWeek();
        return dayOfWeek == DayOfWeek.SUNDAY || (this == FIVE && dayOfWeek == DayOfWeek.SATURDAY);
    }

    /**
     * The week of that many days.
     *
     * @throws IllegalArgumentException for anything but 5 and 6
     */
    @JsonCreator
    public static WorkingWeek of(int days) {
        return switch (days) {
            case 5 -> FIVE;
            case 6 -> SIX;
            default -> throw new IllegalArgumentException("a working week has 5 or 6 days, not " + days);
        };
    }
}
