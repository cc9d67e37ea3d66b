package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Reclassifiable;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.consent.Consent;
import kz.qupiya.consent.Consents;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in withdrawals of consent. Case, deadlines and process are born in one transaction; a withdrawal from advertising alone is enforced in it too, so that the permit check
 * denies when the caller hears of the case (KAO Solutions 8.2; the law's and the policies' terms are the latest moment, not the aim).
 */
@Service
public class Withdrawals implements Reclassifiable {

    /** Nobody plans further: a later day is a slip of the pen. */
    private static final Period FURTHEST = Period.ofYears(5);

    /** Stands in the case in place of a decision when it is handled on as another one. */
    static final String RECLASSIFIED = "reclassified";

    private static final Duration REMINDED_BEFORE = Duration.ofDays(3);

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Operators operators;
    private final Consents consents;
    private final Restrictions restrictions;
    private final IdentifierHasher hasher;
    private final Stopping stopping;
    private final WithdrawalRows rows;
    private final WithdrawalProcess process;
    private final Clock clock;

    Withdrawals(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Operators operators,
            Consents consents,
            Restrictions restrictions,
            IdentifierHasher hasher,
            Stopping stopping,
            WithdrawalRows rows,
            WithdrawalProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.operators = operators;
        this.consents = consents;
        this.restrictions = restrictions;
        this.hasher = hasher;
        this.stopping = stopping;
        this.rows = rows;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Opens a case over our API or by staff, and starts its process.
     *
     * @param by       who hands it in
     * @param through  the channel that counts when the request names none
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile open(OperatorKey operator, WithdrawalRequest request, Actor by, Channel through) {
        return open(operator, request, by, through, null);
    }

    /**
     * Opens a case of its own for a part of what another one was handed in for, by the same people and in their language.
     *
     * @param receivedAt when the part counts as received; null for now
     * @param continues  whether the other one stopped in part and this one stops its rest
     */
    @Transactional
    CaseFile openPart(CaseFile whole, List<String> scope, @Nullable Instant receivedAt, boolean continues, Actor by) {
        return open(
                whole.operator(),
                new WithdrawalRequest(
                        parties.subject(whole.id()),
                        parties.requester(whole),
                        scope,
                        null,
                        null,
                        null,
                        receivedAt,
                        whole.channel().json(),
                        whole.language()),
                by,
                whole.channel(),
                continues ? whole.id() : null);
    }

    private CaseFile open(
            OperatorKey operator, WithdrawalRequest request, Actor by, Channel through, @Nullable UUID continues) {
        var caseFile = register(operator, request, by, through);
        if (continues != null) {
            rows.continues(caseFile.id(), continues);
        }
        cases.attachProcess(caseFile.id(), process.withdrawalReceived(caseFile));
        return cases.get(caseFile.id());
    }

    /**
     * Opens a case for a process that is being born already, as over engine REST; the caller ties the two together.
     *
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile register(OperatorKey operator, WithdrawalRequest request, Actor by, Channel through) {
        var profile = operators.get(operator);
        List<Violation> violations = new ArrayList<>();
        var scope = Scope.of(request.scope(), violations);
        effectiveOn(request.effectiveOn(), violations);
        clause(request.clause(), profile, violations);
        if (request.requester() != null && request.requester().kind() == RequesterKind.AUTHORITY) {
            // A consent is the person's own: an authority may demand a block or a destruction, never withdraw it.
            violations.add(new Violation("requester.kind", "consentwithdrawal.requester.authority"));
        }
        var channel = request.channel() == null
                ? through
                : Channel.find(request.channel()).orElse(null);
        if (channel == null) {
            violations.add(new Violation("channel", "casefile.channel.unknown"));
            channel = through;
        }
        CaseFile caseFile;
        try {
            caseFile = cases.open(new OpenCase(
                    operator,
                    CaseKind.CONSENT_WITHDRAWAL,
                    channel,
                    request.receivedAt(),
                    request.requester(),
                    request.subject(),
                    scope.ground(),
                    request.text(),
                    request.language(),
                    by));
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            throw new InvalidInputException(violations);
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        return begin(caseFile, scope, request, profile, by);
    }

    private CaseFile begin(
            CaseFile caseFile, Scope scope, WithdrawalRequest request, OperatorProfile profile, Actor by) {
        var caseId = caseFile.id();
        var identifiers = parties.identifiers(caseId);
        var consentsOfPerson = consents.of(caseFile.operator(), hasher.hashes(caseFile.operator(), identifiers));
        var repeated = isStopped(caseFile.operator(), identifiers, scope, consentsOfPerson);
        var moment = EffectiveMoment.of(caseFile.receivedAt(), request.effectiveOn(), request.clause(), profile);
        rows.create(
                caseId,
                scope,
                request.clause(),
                request.effectiveOn(),
                moment.at(),
                repeated,
                byConsent(scope, profile, consentsOfPerson));
        cases.record(
                caseId,
                TimelineEvent.of("withdrawal.received", by)
                        .with("whole", scope.whole())
                        .with(
                                "purposes",
                                scope.purposes().stream()
                                        .map(Purpose::code)
                                        .sorted()
                                        .toList())
                        .with("clause", request.clause())
                        .with("effectiveAt", moment.at())
                        .with("repeated", repeated));
        var proved = identify(caseFile, identifiers, by);
        deadlines.startAll(caseId, duties(caseFile, proved, scope, moment));
        if (scope.light() && !repeated && !moment.isLater(clock.instant())) {
            stopping.suppress(caseFile, rows.get(caseId), identifiers);
        }
        return cases.get(caseId);
    }

    private List<Deadlines.StartDeadline> duties(
            CaseFile caseFile, boolean proved, Scope scope, EffectiveMoment moment) {
        var stop = scope.light() ? Duty.STOP_ADVERTISING : Duty.STOP_PROCESSING;
        var started = new ArrayList<Deadlines.StartDeadline>();
        var lastDay = moment.lastDay();
        var after = lastDay != null && lastDay.isAfter(Almaty.dayOf(caseFile.receivedAt()));
        started.add(Deadlines.StartDeadline.of(caseFile.id(), stop, caseFile.receivedAt())
                .until(after ? lastDay : null, moment.counted()));
        if (!scope.light() && !proved && caseFile.entitlement() == Entitlement.TO_BE_PROVED) {
            started.add(Deadlines.StartDeadline.of(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, caseFile.receivedAt()));
        }
        return started;
    }

    /** What came over the operator's own signed-in channel from the person is taken as the person's; a minor's consent is withdrawn by a representative. */
    private boolean identify(CaseFile caseFile, List<Identifier> identifiers, Actor by) {
        var ownChannel = caseFile.channel() == Channel.API || caseFile.channel() == Channel.ENGINE;
        var proved = ownChannel
                && caseFile.requesterKind() == RequesterKind.SUBJECT
                && !Minors.isAmong(identifiers, Almaty.dayOf(caseFile.receivedAt()));
        if (proved) {
            parties.entitle(caseFile.id(), Entitlement.PROVED, null, by);
        }
        return proved;
    }

    private boolean isStopped(
            OperatorKey operator, List<Identifier> identifiers, Scope scope, List<Consent> consentsOfPerson) {
        var denied = EnumSet.noneOf(Purpose.class);
        restrictions.standingOn(operator, identifiers).stream()
                .filter(one -> one.kind() == RestrictionKind.SUPPRESSION)
                .filter(one -> Restrictions.WITHDRAWN.equals(one.reason()))
                .filter(one -> !one.since().isAfter(clock.instant()))
                .map(Restriction::purposes)
                .forEach(denied::addAll);
        return denied.containsAll(scope.purposes())
                && consentsOfPerson.stream()
                        .flatMap(consent -> consent.running().stream())
                        .noneMatch(scope.purposes()::contains);
    }

    private static Set<Purpose> byConsent(Scope scope, OperatorProfile profile, List<Consent> consentsOfPerson) {
        var byConsent = EnumSet.noneOf(Purpose.class);
        byConsent.addAll(profile.consentPurposes());
        consentsOfPerson.forEach(consent -> byConsent.addAll(consent.purposes()));
        byConsent.retainAll(scope.purposes());
        return byConsent;
    }

    private void effectiveOn(@Nullable LocalDate day, List<Violation> violations) {
        if (day != null && day.isAfter(Almaty.dayOf(clock.instant()).plus(FURTHEST))) {
            violations.add(new Violation("effectiveOn", "consentwithdrawal.effective-on.too-far"));
        }
    }

    private static void clause(@Nullable String clause, OperatorProfile profile, List<Violation> violations) {
        if (clause != null && !profile.withdrawalClauses().contains(clause)) {
            violations.add(new Violation("clause", "consentwithdrawal.clause.unknown"));
        }
    }

    /**
     * Takes a withdrawal back, as the person may until it takes effect.
     *
     * @throws ConflictException {@code consentwithdrawal.took-effect} if it is too late, {@code consentwithdrawal.closed} if the case is closed
     */
    @Transactional
    public CaseFile takeBack(CaseFile caseFile, Actor by) {
        var withdrawal = rows.lock(caseFile.id());
        if (!cases.get(caseFile.id()).isOpen()) {
            throw new ConflictException("consentwithdrawal.closed");
        }
        if (withdrawal.tookEffectAt() != null) {
            throw new ConflictException("consentwithdrawal.took-effect");
        }
        cases.record(caseFile.id(), TimelineEvent.of("withdrawal.taken-back", by));
        process.takenBack(caseFile);
        return cases.get(caseFile.id());
    }

    @Override
    public CaseKind kind() {
        return CaseKind.CONSENT_WITHDRAWAL;
    }

    /** A withdrawal that took effect was obeyed: it is ended by its own process. */
    @Override
    @Transactional
    public void giveUp(CaseFile caseFile, Actor by) {
        var withdrawal = rows.lock(caseFile.id());
        var current = cases.get(caseFile.id());
        if (!current.isOpen() || current.decision() != null) {
            throw new ConflictException("consentwithdrawal.decided");
        }
        if (withdrawal.tookEffectAt() != null) {
            throw new ConflictException("consentwithdrawal.reclassify.took-effect");
        }
        process.takenBack(caseFile);
        cases.decide(caseFile.id(), RECLASSIFIED, by);
    }

    /** When processing is to stop. */
    public Instant effectiveAt(UUID caseId) {
        return rows.get(caseId).effectiveAt();
    }

    /** Whether processing goes on until a later moment than now. */
    public boolean isLater(UUID caseId) {
        return rows.get(caseId).effectiveAt().isAfter(clock.instant());
    }

    /** When the person is reminded of the day named: three days before, so that the withdrawal can still be taken back. May lie in the past. */
    public Instant reminderAt(UUID caseId) {
        return rows.get(caseId).effectiveAt().minus(REMINDED_BEFORE);
    }

    /** When an undecided withdrawal is suppressed by itself: at the profile's margin before the term ends, or when the day named begins. */
    public Instant safeSideAt(UUID caseId) {
        var withdrawal = rows.get(caseId);
        var duty = withdrawal.scope().light() ? Duty.STOP_ADVERTISING : Duty.STOP_PROCESSING;
        var deadline = deadlines.of(caseId, duty).orElseThrow();
        return withdrawal.effectiveAt().isAfter(deadline.from())
                ? withdrawal.effectiveAt()
                : operators
                        .get(cases.get(caseId).operator())
                        .warnings()
                        .safeSideAt(deadline.from(), deadline.ruling().receipt());
    }

    /**
     * Which way a withdrawal goes.
     *
     * @return {@code repeated} if everything is stopped already, {@code light} if it stops without a look of staff, else {@code full}
     */
    public String route(UUID caseId) {
        var withdrawal = rows.get(caseId);
        if (withdrawal.repeated()) {
            return "repeated";
        }
        return withdrawal.scope().light() ? "light" : "full";
    }
}
