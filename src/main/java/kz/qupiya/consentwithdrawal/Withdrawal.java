package kz.qupiya.consentwithdrawal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * What a withdrawal knows of its case beyond the case file. No personal data.
 *
 * @param scope          for what consent is withdrawn
 * @param clause         clause of the policy that the person uses
 * @param effectiveOn    the day that the person named
 * @param effectiveAt    from when on processing is to stop
 * @param repeated       whether everything was stopped already when it came
 * @param byConsent      purposes among those withdrawn that rest on consent: by the profile, or since one was on record
 * @param allowed        purposes that go on for obligations that are not fulfilled
 * @param proposal       what the decision table says
 * @param proposalGround on which ground
 * @param decisionReason why the officer agreed or departed
 * @param refusalGround  ground of a refusal
 * @param decidedBy      who decided
 * @param destroy        whether what is held is destroyed after the stop
 * @param safeSideAt     when the safe side acted by itself, if it did
 * @param tookEffectAt   when processing stopped
 * @param suppressionId  the restriction that denies it
 * @param continues      the withdrawal that stopped in part and whose rest this one stops
 */
record Withdrawal(
        UUID caseId,
        Scope scope,
        @Nullable String clause,
        @Nullable LocalDate effectiveOn,
        Instant effectiveAt,
        boolean repeated,
        Set<Purpose> byConsent,
        Set<Purpose> allowed,
        @Nullable String proposal,
        @Nullable String proposalGround,
        @Nullable String decisionReason,
        @Nullable String refusalGround,
        @Nullable String decidedBy,
        boolean destroy,
        @Nullable Instant safeSideAt,
        @Nullable Instant tookEffectAt,
        @Nullable UUID suppressionId,
        @Nullable UUID continues) {

    Withdrawal {
        byConsent = Set.copyOf(byConsent);
        allowed = Set.copyOf(allowed);
    }

    /** What is denied once it takes effect. */
    Set<Purpose> stopped() {
        var stopped = EnumSet.noneOf(Purpose.class);
        stopped.addAll(scope.purposes());
        stopped.removeAll(allowed);
        return stopped;
    }
}
