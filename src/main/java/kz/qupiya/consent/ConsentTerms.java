package kz.qupiya.consent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.Term;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.PolicyTerm;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * When a consent ends by itself: by the term asked for, else by the operator's policy, else when the purpose is reached (Law art. 8(6)). One to cookies never runs longer
 * than the policy lets it.
 *
 * <p>A period runs from the moment of the consent to the same hour of its last day, which is the reading that keeps a limit such as "at the latest 13 months".
 */
final class ConsentTerms {

    /** Nothing is agreed to for longer. */
    private static final int MOST_YEARS = 100;

    private ConsentTerms() {}

    /**
     * @param until null while the end depends on an event
     * @param shortened whether the caller asked for longer
     */
    record Resolved(TermKind kind, @Nullable Instant until, boolean shortened) {}

    /**
     * Works out the end.
     *
     * @param asked the term as the caller wrote it; null for none
     * @throws IllegalArgumentException with the code of the fault as its message
     */
    static Resolved resolve(OperatorProfile profile, int purposes, Instant givenAt, @Nullable String asked) {
        var own = asked == null
                ? profile.consentTerm()
                        .map(rule -> read(rule.term(), givenAt))
                        .orElse(new Resolved(TermKind.UNTIL_PURPOSE_REACHED, null, false))
                : read(asked, givenAt);
        var most = (purposes & PurposeBits.bit(Purpose.COOKIES)) == 0 ? null : limit(profile, givenAt);
        if (most == null || (own.until != null && !own.until.isAfter(most))) {
            return own;
        }
        return new Resolved(TermKind.UNTIL_DATE, most, asked != null);
    }

    /** The operator's rule for cookies; nothing if its policy has none. */
    static @Nullable Term cookies(OperatorProfile profile) {
        return profile.policyTerm(Duty.RENEW_COOKIE_CONSENT)
                .map(PolicyTerm::term)
                .orElseGet(() -> profile.operatorRules().get(Duty.RENEW_COOKIE_CONSENT));
    }

    private static @Nullable Instant limit(OperatorProfile profile, Instant givenAt) {
        var term = cookies(profile);
        return term == null
                ? null
                : later(
                        givenAt,
                        switch (term.unit()) {
                            case YEARS -> Period.ofYears(term.amount());
                            case MONTHS -> Period.ofMonths(term.amount());
                            // The nearer reading, which protects the person.
                            case CALENDAR_DAYS, WORKING_DAYS -> Period.ofDays(term.amount());
                        });
    }

    private static Resolved read(String asked, Instant givenAt) {
        if (asked.equals(OperatorProfile.ConsentTerm.UNTIL_STORAGE_ENDS)) {
            return new Resolved(TermKind.UNTIL_STORAGE_ENDS, null, false);
        }
        try {
            var until = asked.startsWith("P")
                    ? later(givenAt, Period.parse(asked))
                    : Almaty.startOf(LocalDate.parse(asked).plusDays(1));
            if (!until.isAfter(givenAt)) {
                throw new IllegalArgumentException("consent.term.past");
            }
            if (until.isAfter(later(givenAt, Period.ofYears(MOST_YEARS)))) {
                throw new IllegalArgumentException("consent.term.too-long");
            }
            return new Resolved(TermKind.UNTIL_DATE, until, false);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("consent.term.invalid", e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("consent.term.too-long", e);
        }
    }

    private static Instant later(Instant from, Period period) {
        return from.atZone(Almaty.ZONE).plus(period).toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
