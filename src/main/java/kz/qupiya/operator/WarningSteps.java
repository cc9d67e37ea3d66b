package kz.qupiya.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;

/**
 * When people are warned of a deadline before it is missed, and when the safe side acts by itself.
 *
 * @param atHalf whether at half of the term
 * @param workingDaysBefore so many working days before the end, each a step; positive, ascending
 * @param safeSideBefore how long before the end the safe side acts where the law has one
 */
public record WarningSteps(boolean atHalf, List<Integer> workingDaysBefore, Duration safeSideBefore) {

    public WarningSteps {
        workingDaysBefore = List.copyOf(workingDaysBefore);
    }

    /**
     * A moment at which to warn.
     *
     * @param code {@code half} or {@code working-days-<n>}, stable when the date moves: each step warns once
     * @param at the moment
     */
    public record Step(String code, Instant at) {}

    /**
     * The steps of one deadline in order of time. A step that would not lie between the event and the end is left out, so a term of one
     * day has fewer steps than a long one.
     *
     * <p>Half of an even number of working days is the end of the middle one, half of an odd number is noon of the middle one; half of
     * any other term is halfway in time. «One working day before the end» leaves exactly one working day: it is the first instant of the
     * last day.
     *
     * @param event when the term began to run
     */
    public List<Step> steps(Instant event, DeadlineReceipt receipt, WorkingCalendar calendar) {
        var steps = new ArrayList<Step>();
        if (atHalf) {
            steps.add(new Step("half", half(receipt)));
        }
        for (var days : workingDaysBefore) {
            var day = calendar.plusWorkingDays(receipt.dueOn(), 1 - days, receipt.week());
            steps.add(new Step("working-days-" + days, Almaty.startOf(day)));
        }
        steps.removeIf(step -> !step.at().isAfter(event) || !step.at().isBefore(receipt.dueAt()));
        steps.sort(Comparator.comparing(Step::at));
        return List.copyOf(steps);
    }

    /** When the safe side acts for a deadline; never before the event itself. */
    public Instant safeSideAt(Instant event, DeadlineReceipt receipt) {
        var at = receipt.dueAt().minus(safeSideBefore);
        return at.isBefore(event) ? event : at;
    }

    private static Instant half(DeadlineReceipt receipt) {
        if (receipt.term().unit() == TermUnit.WORKING_DAYS) {
            var counted = receipt.counted();
            var middle = counted.get(counted.size() / 2);
            var odd = counted.size() % 2 == 1;
            return Almaty.startOf(middle).plus(odd ? Duration.ofHours(12) : Duration.ZERO);
        }
        var start = Almaty.startOf(receipt.from().plusDays(1));
        return start.plus(Duration.between(start, receipt.dueAt()).dividedBy(2));
    }
}
