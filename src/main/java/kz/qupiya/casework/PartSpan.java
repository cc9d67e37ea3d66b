package kz.qupiya.casework;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;

/**
 * When a part of a term ends, and when is reminded of it.
 *
 * @param dueAt   last instant
 * @param chaseAt at three quarters of the part
 */
record PartSpan(Instant dueAt, Instant chaseAt) {

    /** Nobody can do anything in less. */
    static final Duration LEAST = Duration.ofHours(1);

    /**
     * The span of a part.
     *
     * @param from  when it was given
     * @param ends  last instant of the duty
     * @param share percent of the time between them
     * @param now   an hour from here is the earliest end; later than {@code from} when a deadline has moved since
     */
    static PartSpan of(Instant from, Instant ends, int share, Instant now, WorkingWeek week, WorkingCalendar calendar) {
        var least = now.plus(LEAST);
        var left = ends.isAfter(from) ? Duration.between(from, ends) : Duration.ZERO;
        var moment = from.plus(left.multipliedBy(share).dividedBy(100));
        var dueAt = endOfWorkingDay(moment, least, week, calendar);
        var cut = dueAt.truncatedTo(ChronoUnit.MILLIS);
        var chaseAt = from.plus(Duration.between(from, cut).multipliedBy(3).dividedBy(4));
        return new PartSpan(cut, chaseAt.truncatedTo(ChronoUnit.MILLIS));
    }

    /** People work by days: the last end of a working day that lies between the two; without one, the moment itself. */
    private static Instant endOfWorkingDay(Instant moment, Instant least, WorkingWeek week, WorkingCalendar calendar) {
        var day = Almaty.dayOf(moment);
        if (Almaty.endOf(day).isAfter(moment)) {
            day = day.minusDays(1);
        }
        while (!Almaty.endOf(day).isBefore(least)) {
            if (calendar.isWorkingDay(day, week)) {
                return Almaty.endOf(day);
            }
            day = day.minusDays(1);
        }
        return moment.isAfter(least) ? moment : least;
    }
}
