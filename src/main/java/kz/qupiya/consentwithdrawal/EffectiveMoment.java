package kz.qupiya.consentwithdrawal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.NoticePrecedence;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.PolicyTerm;
import org.jspecify.annotations.Nullable;

/**
 * When a withdrawal takes effect: at the beginning of the day that the person named, else as soon as it is decided. A policy's notice defers it only where the profile
 * says so and the person uses the clause that asks for notice (kz pay bot 3 and 4).
 *
 * @param at      from when on; the moment of receipt where nothing defers it
 * @param named   whether the person named that day
 * @param counted whether the policy's notice counts among the terms
 */
record EffectiveMoment(Instant at, boolean named, boolean counted) {

    static EffectiveMoment of(
            Instant receivedAt, @Nullable LocalDate effectiveOn, @Nullable String clause, OperatorProfile profile) {
        var wished = effectiveOn == null ? receivedAt : Almaty.startOf(effectiveOn);
        var named = wished.isAfter(receivedAt);
        var notice = profile.policyTerm(Duty.STOP_PROCESSING).filter(term -> term.nature() == PolicyTerm.Nature.NOTICE);
        var counted = profile.noticePrecedence() == NoticePrecedence.LAW
                || notice.filter(term -> term.clause().equals(clause)).isPresent();
        if (profile.noticePrecedence() == NoticePrecedence.POLICY && notice.isPresent() && counted) {
            var earliest = end(receivedAt.atZone(Almaty.ZONE), notice.get()).toInstant();
            if (wished.isBefore(earliest)) {
                return new EffectiveMoment(earliest, false, true);
            }
        }
        return new EffectiveMoment(named ? wished : receivedAt, named, counted);
    }

    /** Whether processing goes on until a later day. */
    boolean isLater(Instant now) {
        return at.isAfter(now);
    }

    /** The last day on which processing may go on; nothing where the person named no day. */
    @Nullable
    LocalDate lastDay() {
        return named ? Almaty.dayOf(at).minusDays(1) : null;
    }

    private static ZonedDateTime end(ZonedDateTime from, PolicyTerm notice) {
        var amount = notice.term().amount();
        return switch (notice.term().unit()) {
            case MONTHS -> from.plusMonths(amount);
            case YEARS -> from.plusYears(amount);
            case CALENDAR_DAYS, WORKING_DAYS -> from.plusDays(amount);
        };
    }
}
