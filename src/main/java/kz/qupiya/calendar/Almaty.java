package kz.qupiya.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The zone in which every date of the product is read: all of Kazakhstan is UTC+5 since 1 March 2024, Almaty was UTC+6 before. */
public final class Almaty {

    /** Asia/Almaty, with its history. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Almaty");

    private Almaty() {}

    /** The calendar day on which an instant falls in Almaty. */
    public static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZONE).toLocalDate();
    }

    /** An instant with the offset that Almaty had then, as it is told outside. */
    public static OffsetDateTime at(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }

    /** The first instant of a day in Almaty. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    /**
     * The last millisecond of a day in Almaty: an act may be done until 24:00 of the last day (Civil Code art. 176), and an instant of
     * the next day must not count as in time.
     */
    public static Instant endOf(LocalDate day) {
        return startOf(day.plusDays(1)).minus(1, ChronoUnit.MILLIS);
    }
}
