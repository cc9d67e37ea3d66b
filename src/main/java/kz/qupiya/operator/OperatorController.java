package kz.qupiya.operator;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.security.Access;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What an operator's profile means for its staff and systems. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class OperatorController {

    private final Operators operators;
    private final Access access;
    private final PolicyCheck check;
    private final OpeningTerms terms;
    private final Clock clock;

    OperatorController(Operators operators, Access access, PolicyCheck check, OpeningTerms terms, Clock clock) {
        this.operators = operators;
        this.access = access;
        this.check = check;
        this.terms = terms;
        this.clock = clock;
    }

    /** Where the operator's profile and the law differ, and what the product does about it. */
    @GetMapping("/policy-check")
    CheckView policyCheck(@PathVariable String operator, Locale locale) {
        var profile = profile(operator);
        return new CheckView(
                profile.key().value(),
                profile.policy().title().in(locale),
                Almaty.dayOf(clock.instant()),
                check.check(profile, locale));
    }

    /** The deadlines that would start with a case of that kind, received at that instant or now. */
    @GetMapping("/terms")
    TermsView terms(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String receivedAt,
            Locale locale) {
        var profile = profile(operator);
        var faults = new ArrayList<Violation>();
        if (kind == null || !OpeningTerms.kinds().contains(kind)) {
            faults.add(new Violation(
                    "kind", kind == null ? "problem.field.missing" : "operator.terms.kind", joinedKinds()));
        }
        var event = receivedAt(receivedAt, faults);
        if (!faults.isEmpty() || kind == null) {
            throw new InvalidInputException(faults);
        }
        return new TermsView(profile.key().value(), kind, Almaty.at(event), terms.of(profile, kind, event, locale));
    }

    private OperatorProfile profile(String operator) {
        access.require(operator);
        return operators.find(operator).orElseThrow(() -> new NotFoundException("operator.unknown"));
    }

    private Instant receivedAt(@Nullable String text, List<Violation> faults) {
        var now = clock.instant();
        if (text == null || text.isBlank()) {
            return now;
        }
        Instant event;
        try {
            // a plus sign that was not encoded arrives as a space
            event = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            faults.add(new Violation("receivedAt", "operator.terms.received-at"));
            return now;
        }
        if (event.isAfter(now)) {
            faults.add(new Violation("receivedAt", "operator.terms.future"));
        } else if (Almaty.dayOf(event).getYear() < WorkingCalendar.FIRST_YEAR) {
            faults.add(new Violation(
                    "receivedAt",
                    "operator.terms.too-early",
                    LocalDate.of(WorkingCalendar.FIRST_YEAR, 1, 1).toString()));
        }
        return event;
    }

    private static String joinedKinds() {
        return String.join(", ", OpeningTerms.kinds().stream().sorted().toList());
    }

    /** @param checkedOn the day by whose law the profile was checked */
    record CheckView(String operator, String policy, LocalDate checkedOn, List<PolicyFinding> findings) {}

    record TermsView(
            String operator, String kind, OffsetDateTime receivedAt, List<OpeningTerms.PlannedDeadline> deadlines) {}
}
