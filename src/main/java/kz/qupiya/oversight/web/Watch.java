package kz.qupiya.oversight.web;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.HiddenCases;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may look over all cases, of which operators, and what "today" and "three working days" mean for each. */
@Component
class Watch {

    /** Officers plan their work by the same figures. */
    private static final Role[] WATCHERS = {Role.MANAGER, Role.OFFICER, Role.ADMIN};

    private static final Term THREE_DAYS = new Term(3, TermUnit.WORKING_DAYS);

    private final Access access;
    private final Callers callers;
    private final Operators operators;
    private final WorkingCalendar calendar;
    private final HiddenCases hidden;
    private final Clock clock;

    Watch(
            Access access,
            Callers callers,
            Operators operators,
            WorkingCalendar calendar,
            HiddenCases hidden,
            Clock clock) {
        this.access = access;
        this.callers = callers;
        this.operators = operators;
        this.calendar = calendar;
        this.hidden = hidden;
        this.clock = clock;
    }

    /**
     * The operators that the caller looks over, narrowed to those asked for.
     *
     * @param asked keys; null or empty for all of the caller's
     * @throws NotFoundException if one of them is not the caller's
     */
    List<OperatorProfile> operators(@Nullable Collection<String> asked) {
        access.requireRole(WATCHERS);
        var caller = callers.current();
        if (asked == null || asked.stream().allMatch(String::isBlank)) {
            return operators.all().stream()
                    .filter(profile -> caller.isOf(profile.key().value()))
                    .toList();
        }
        var found = new ArrayList<OperatorProfile>();
        for (var key : asked) {
            if (!key.isBlank()) {
                access.require(key, WATCHERS);
                found.add(operators.find(key).orElseThrow(() -> new NotFoundException("casefile.operator-unknown")));
            }
        }
        return found;
    }

    List<OperatorDays> days(List<OperatorProfile> profiles) {
        var today = Almaty.dayOf(clock.instant());
        var counting = calendar.snapshot();
        return profiles.stream()
                .map(profile -> new OperatorDays(
                        profile.key(),
                        Almaty.endOf(today),
                        counting.due(today, THREE_DAYS, profile.week()).dueAt()))
                .toList();
    }

    /** User id of the caller. */
    String reader() {
        return callers.current().id();
    }

    /** Numbers of the cases that are hidden from the caller. */
    Set<String> hidden() {
        return hidden.numbersHiddenFrom(reader());
    }

    Instant now() {
        return clock.instant();
    }

    static List<OperatorKey> keys(List<OperatorProfile> profiles) {
        return profiles.stream().map(OperatorProfile::key).toList();
    }

    /** A code and how the reader calls it. */
    record Named(String code, String name) {

        static Named of(OperatorProfile profile, Locale locale) {
            return new Named(profile.key().value(), profile.name().in(locale));
        }
    }
}
