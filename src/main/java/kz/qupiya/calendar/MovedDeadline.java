package kz.qupiya.calendar;

import java.time.Instant;

/**
 * A running deadline whose date another calendar changes.
 *
 * @param operator key of the operator
 * @param caseNumber number of the case
 * @param duty name of the duty as in a case view
 * @param from due now
 * @param to due by the other calendar
 */
public record MovedDeadline(String operator, String caseNumber, String duty, Instant from, Instant to) {

    /** Whether the deadline would be missed at once. */
    boolean isPast(Instant now) {
        return to.isBefore(now);
    }
}
