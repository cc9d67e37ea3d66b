package kz.qupiya.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.casefile.Deadline.Reading;
import kz.qupiya.operator.PolicyTerm;
import kz.qupiya.operator.TermRule;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A date that a manager sets in place of one that policy or operator rule gives. It is a reading like the others, so everything that shows or follows a deadline knows it; no
 * calendar moves it, and it never goes past a date of law.
 */
final class ManagersDate {

    private ManagersDate() {}

    /** The decision as a reading; its days are counted from the day on which it is taken. */
    static Reading reading(LocalDate dueOn, Instant now, String reason, Actor by, WorkingWeek week) {
        var today = Almaty.dayOf(now);
        if (dueOn.isBefore(today)) {
            throw new InvalidInputException("dueOn", "casefile.deadline.past");
        }
        // A term has a day at least: one that ends on the day of the decision began the day before.
        var from = dueOn.isAfter(today) ? today : dueOn.minusDays(1);
        var days = ChronoUnit.DAYS.between(from, dueOn);
        if (days > TermUnit.CALENDAR_DAYS.maximum()) {
            throw new InvalidInputException("dueOn", "problem.field.invalid");
        }
        var rule = new TermRule(
                TermRule.Source.MANAGER,
                "manager's decision",
                null,
                "",
                Term.calendarDays((int) days),
                "decision",
                null,
                PolicyTerm.Nature.DEADLINE,
                false);
        var receipt = DeadlineReceipt.exact(from, (int) days, week);
        return new Reading(Reading.Role.RULES, rule, null, receipt, new Deadline.Decided(by.id(), now, reason));
    }

    /** @throws InvalidInputException field {@code dueOn}, if the day is the one that stands, or later than the law's */
    static void check(Reading decision, Deadline before, List<Reading> computed) {
        var dueAt = decision.receipt().dueAt();
        if (dueAt.equals(before.dueAt())) {
            throw new InvalidInputException("dueOn", "casefile.deadline.same");
        }
        notPastLaw(dueAt, computed);
    }

    /** @throws InvalidInputException field {@code dueOn}, if the day is not later than the one that stands, later than the law's or than what is allowed */
    static void checkProlonged(Reading decision, Deadline before, List<Reading> computed, LocalDate latestOn) {
        var dueAt = decision.receipt().dueAt();
        if (!dueAt.isAfter(before.dueAt())) {
            throw new InvalidInputException("dueOn", "casefile.deadline.not-later");
        }
        notPastLaw(dueAt, computed);
        if (decision.receipt().dueOn().isAfter(latestOn)) {
            throw new InvalidInputException("dueOn", "casefile.deadline.too-long", CaseWording.DAY.format(latestOn));
        }
    }

    /**
     * The latest day that a deadline may be prolonged to: from the end that the rules gave it, the same term once more, and never later than the law's day.
     *
     * @param most what the profile allows; null where it says nothing
     */
    static LocalDate latest(List<Reading> computed, @Nullable Term most, WorkingWeek week, WorkingCalendar calendar) {
        var ruling = computed.get(0);
        var term = most == null ? ruling.rule().term() : most;
        var latest = calendar.due(ruling.receipt().dueOn(), term, week).dueOn();
        return law(computed)
                .map(law -> law.receipt().dueOn())
                .filter(law -> law.isBefore(latest))
                .orElse(latest);
    }

    private static void notPastLaw(Instant dueAt, List<Reading> computed) {
        law(computed).filter(law -> dueAt.isAfter(law.receipt().dueAt())).ifPresent(law -> {
            throw new InvalidInputException(
                    "dueOn",
                    "casefile.deadline.past-law",
                    CaseWording.DAY.format(law.receipt().dueOn()));
        });
    }

    /** All readings with the decision among them: it rules, unless a calendar has brought the law's date before it. */
    static List<Reading> over(List<Reading> computed, Reading decision) {
        var law = law(computed)
                .filter(one -> one.receipt().dueAt().isBefore(decision.receipt().dueAt()));
        var readings = new ArrayList<Reading>();
        readings.add(as(Reading.Role.RULES, law.orElse(decision)));
        law.ifPresent(one -> readings.add(as(Reading.Role.OVERRIDDEN, decision)));
        computed.stream()
                .filter(one -> law.isEmpty() || one != law.get())
                .map(one -> one.role() == Reading.Role.INFORMATION ? one : as(Reading.Role.OVERRIDDEN, one))
                .forEach(readings::add);
        return List.copyOf(readings);
    }

    /** The earliest date of law that binds. */
    private static Optional<Reading> law(List<Reading> computed) {
        return computed.stream()
                .filter(one -> one.role() != Reading.Role.INFORMATION)
                .filter(one -> one.rule().source() == TermRule.Source.LAW)
                .min(Comparator.comparing(one -> one.receipt().dueAt()));
    }

    private static Reading as(Reading.Role role, Reading one) {
        return new Reading(role, one.rule(), one.why(), one.receipt(), one.decided());
    }
}
