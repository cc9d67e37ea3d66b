package kz.qupiya.operator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;

/**
 * Which of several rules for one duty rules: the earliest date, since it protects the subject; the latest for a duty to keep something.
 * The other dates stay visible.
 *
 * @param ruling the rule that rules
 * @param overridden the others, in order of their dates
 */
public record Stricter(DatedRule ruling, List<DatedRule> overridden) {

    public Stricter {
        overridden = List.copyOf(overridden);
    }

    /**
     * Computes the date of each rule from one event and chooses.
     *
     * <p>A rule that {@linkplain TermRule#prevails() prevails} goes before stricter ones. Of equal dates the law's goes first, then the
     * policy's.
     *
     * @throws IllegalArgumentException if there is no rule
     */
    public static Stricter of(
            Duty duty, List<TermRule> rules, Instant event, WorkingWeek week, WorkingCalendar calendar) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no rule sets a term for " + duty.code());
        }
        var fixed = calendar.snapshot();
        Comparator<DatedRule> byDate =
                Comparator.comparing(dated -> dated.receipt().dueAt());
        var dated = new ArrayList<>(rules.stream()
                .map(rule -> new DatedRule(
                        rule,
                        rule.source() == TermRule.Source.SUBJECT
                                // A day is a day: no weekend moves what the person wants.
                                ? DeadlineReceipt.exact(
                                        Almaty.dayOf(event), rule.term().amount(), week)
                                : fixed.due(event, rule.term(), week)))
                .sorted(Comparator.<DatedRule, Boolean>comparing(
                                rule -> !rule.rule().prevails())
                        .thenComparing(duty.isRetention() ? byDate.reversed() : byDate)
                        .thenComparing(rule -> rule.rule().source()))
                .toList());
        var ruling = dated.remove(0);
        dated.sort(byDate);
        return new Stricter(ruling, dated);
    }
}
