package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.CaseworkActs;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.casework.DestructionResumed;
import kz.qupiya.casework.Destructions;
import kz.qupiya.consent.Consents;
import kz.qupiya.datamap.ActAuthority;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Findings;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enforces a withdrawal: permits deny at once, then every system and every recipient stops, then what has no ground left is destroyed (Law 94-V art. 8(7), 18). Every step
 * may run twice.
 */
@Service
public class Stopping {

    /** Reason of the suppression that the safe side places while nobody has decided. */
    static final String UNDECIDED = "withdrawal-undecided";

    private static final Set<String> REJECTION_REASONS =
            Set.of("ground-not-shown", "wrong-person-or-items", "must-be-kept");
    private static final Actor SYSTEM = Actor.system("consentwithdrawal");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final Restrictions restrictions;
    private final Consents consents;
    private final PersonFinder finder;
    private final IdentifierHasher hasher;
    private final Acts acts;
    private final Recipients recipients;
    private final Destructions destructions;
    private final WithdrawalRows rows;
    private final Clock clock;

    Stopping(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DeadlineWatch watch,
            Restrictions restrictions,
            Consents consents,
            PersonFinder finder,
            IdentifierHasher hasher,
            Acts acts,
            Recipients recipients,
            Destructions destructions,
            WithdrawalRows rows,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.watch = watch;
        this.restrictions = restrictions;
        this.consents = consents;
        this.finder = finder;
        this.hasher = hasher;
        this.acts = acts;
        this.recipients = recipients;
        this.destructions = destructions;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Nobody has decided so far: what rests on consent is denied by itself. Nothing is destroyed and no account closed, what obligations were found to need goes on, and the
     * decision stays open. Does nothing once it is decided or has taken effect.
     */
    @Transactional
    public void suppressSafely(UUID caseId) {
        var withdrawal = rows.lock(caseId);
        var caseFile = cases.get(caseId);
        if (caseFile.decision() != null || withdrawal.tookEffectAt() != null || withdrawal.safeSideAt() != null) {
            return;
        }
        var denied = EnumSet.noneOf(Purpose.class);
        denied.addAll(withdrawal.byConsent());
        denied.removeAll(withdrawal.allowed());
        if (denied.isEmpty()) {
            // Of a purpose that never rested on consent nothing is known before the decision but the person's wish.
            denied.addAll(withdrawal.stopped());
        }
        var restriction = place(caseFile, UNDECIDED, denied, parties.identifiers(caseId));
        rows.actedSafely(caseId, clock.instant());
        cases.record(
                caseId,
                TimelineEvent.of("withdrawal.safe-side", SYSTEM)
                        .with("restriction", restriction.id())
                        .with("purposes", codes(denied))
                        .with("allowed", codes(withdrawal.allowed()))
                        .with(
                                "obligations",
                                rows.obligations(caseId).stream()
                                        .map(WithdrawalRows.FoundObligation::code)
                                        .distinct()
                                        .toList()));
    }

    /** From now on permits deny, and the consents end. The same moment is told to the person. */
    @Transactional
    public void suppress(UUID caseId) {
        var withdrawal = rows.lock(caseId);
        if (withdrawal.tookEffectAt() != null) {
            return;
        }
        suppress(cases.get(caseId), withdrawal, parties.identifiers(caseId));
        restrictions.ofCase(caseId).stream()
                .filter(one -> UNDECIDED.equals(one.reason()) && one.stands())
                .forEach(one -> restrictions.lift(one.id(), Restrictions.WITHDRAWN));
    }

    /** The same for a withdrawal that nobody else can have in hand: it is locked, or being born. */
    void suppress(CaseFile caseFile, Withdrawal withdrawal, List<Identifier> identifiers) {
        var caseId = caseFile.id();
        var stopped = withdrawal.stopped();
        var now = clock.instant();
        var restriction = place(caseFile, Restrictions.WITHDRAWN, stopped, identifiers);
        consents.withdraw(
                caseFile.operator(),
                hasher.hashes(caseFile.operator(), identifiers),
                stopped,
                now,
                caseFile.number().value());
        rows.tookEffect(caseId, restriction.id(), now);
        cases.record(
                caseId,
                TimelineEvent.of("withdrawal.took-effect", SYSTEM)
                        .with("restriction", restriction.id())
                        .with("purposes", codes(stopped))
                        .with("allowed", codes(withdrawal.allowed())));
    }

    private Restriction place(CaseFile caseFile, String reason, Set<Purpose> purposes, List<Identifier> identifiers) {
        return restrictions.place(PlaceRestriction.suppression(
                caseFile.operator(),
                caseFile.id(),
                caseFile.number().value(),
                reason,
                caseFile.receivedAt(),
                identifiers,
                purposes));
    }

    /**
     * Looks the person up in every system, lets the suppression join what was found, ends consents that name the person otherwise, and prepares the stop.
     *
     * @return id of the act, or {@link CaseworkActs#NOTHING} where no system has anything to stop
     */
    @Transactional
    public String prepareStop(UUID caseId) {
        suppress(caseId);
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        var suppression = Objects.requireNonNull(withdrawal.suppressionId());
        var findings = search(caseFile, suppression);
        consents.withdraw(
                caseFile.operator(),
                hasher.hashes(caseFile.operator(), findings.certain()),
                withdrawal.stopped(),
                Objects.requireNonNull(withdrawal.tookEffectAt()),
                caseFile.number().value());
        var act = acts.ofCase(caseId).stream()
                .filter(one -> one.kind() == ActKind.STOP)
                .findFirst()
                .orElseGet(() -> acts.preview(PrepareAct.stop(
                        caseFile.operator(),
                        caseId,
                        parties.identifiers(caseId),
                        withdrawal.stopped(),
                        decider(withdrawal))));
        return act.systems().isEmpty() ? CaseworkActs.NOTHING : act.id().toString();
    }

    /** Looks the person up in every system; what is found joins the suppression, whose search is over when all have answered. */
    private Findings search(CaseFile caseFile, UUID suppression) {
        var findings = finder.find(caseFile.operator(), parties.identifiers(caseFile.id()));
        findings.records().forEach(record -> restrictions.join(suppression, record));
        if (findings.failedSystems().isEmpty()) {
            restrictions.searchCompleted(suppression);
        }
        return findings;
    }

    /**
     * Every system has stopped: the duty is done. The recipients are told to stop too.
     *
     * @return {@code destroy} where what is held is to be destroyed now, else {@code keep-denied}
     */
    @Transactional
    public String completeStop(UUID caseId) {
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        var suppression = Objects.requireNonNull(withdrawal.suppressionId());
        // The systems have answered the act by now; what they know of the person joins before the case goes on.
        restrictions
                .find(suppression)
                .filter(one -> !one.searchComplete())
                .ifPresent(one -> search(caseFile, suppression));
        acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == ActKind.STOP && act.state() == ActState.RUNNING)
                .forEach(act -> acts.complete(act.id()));
        deadlines.meet(
                caseId, withdrawal.scope().light() ? Duty.STOP_ADVERTISING : Duty.STOP_PROCESSING, clock.instant());
        cases.record(caseId, TimelineEvent.of("withdrawal.stopped", SYSTEM));
        recipients.tell(caseFile.operator(), caseId, ActKind.STOP, withdrawal.stopped());
        if (withdrawal.destroy()) {
            deadlines.start(caseId, Duty.DESTROY, clock.instant());
            watch.refresh(caseId);
        }
        return withdrawal.destroy() ? "destroy" : "keep-denied";
    }

    /**
     * Looks at what a destruction would do; writes nothing in any system.
     *
     * @throws kz.qupiya.problem.ConflictException if an undecided case blocks the person: the destruction waits for it
     */
    @Transactional
    public String previewDestruction(UUID caseId) {
        var caseFile = cases.get(caseId);
        return destructions
                .preview(caseId, authority(caseFile), decider(rows.get(caseId)), SYSTEM)
                .toString();
    }

    /**
     * The word of a second person on the list.
     *
     * @return {@code approved}, {@code stale} if the data changed, or {@code rejected}: then nothing is destroyed, and what is held stays denied
     * @throws kz.qupiya.problem.ForbiddenException if it is the one who decided
     */
    @Transactional
    public String approveDestruction(
            UUID caseId, UUID actId, @Nullable String approval, @Nullable String reason, Actor by) {
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTION_REASONS.contains(reason)) {
                throw new InvalidInputException("rejectionReason", "consentwithdrawal.reason.missing");
            }
            deadlines.cancel(caseId, Duty.DESTROY, "not-approved", by);
            cases.record(caseId, TimelineEvent.of("destruction.rejected", by).result(reason));
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "consentwithdrawal.decision.unknown");
        }
        return destructions.approve(caseId, actId, decider(rows.get(caseId)), by) ? "approved" : "stale";
    }

    /** Ends the destruction; what a ground of law or a hold keeps comes under a restriction of its own. */
    @Transactional
    public void completeDestruction(UUID caseId) {
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        if (!destructions.complete(caseId, SYSTEM)) {
            return;
        }
        deadlines.meet(caseId, Duty.DESTROY, clock.instant());
        var kept = destructions.kept(caseId);
        var suppression = withdrawal.suppressionId();
        if (!kept.isEmpty() && suppression != null) {
            destructions.retain(caseFile, restrictions.find(suppression).orElseThrow(), kept, SYSTEM);
        }
        if (!destructions.isHeld(caseId)) {
            endStorage(caseFile);
        }
    }

    /** What a hold had kept is destroyed too. */
    @EventListener
    void resumed(DestructionResumed resumed) {
        if (rows.exists(resumed.caseId())) {
            endStorage(cases.get(resumed.caseId()));
        }
    }

    private void endStorage(CaseFile caseFile) {
        consents.storageEnded(
                caseFile.operator(),
                hasher.hashes(caseFile.operator(), parties.identifiers(caseFile.id())),
                clock.instant(),
                caseFile.number().value());
        recipients.tell(caseFile.operator(), caseFile.id(), ActKind.DESTROY);
    }

    /** {@code missing} while a recipient has not acknowledged, else {@code complete}. */
    @Transactional(readOnly = true)
    public String acknowledgements(UUID caseId) {
        return recipients.open(caseId).isEmpty() ? "complete" : "missing";
    }

    /**
     * Lets the chase end only when there is nobody left to chase.
     *
     * @throws ConflictException {@code consentwithdrawal.acknowledgements.missing}
     */
    public void requireAcknowledgements(UUID caseId) {
        if (!recipients.open(caseId).isEmpty()) {
            throw new ConflictException("consentwithdrawal.acknowledgements.missing");
        }
    }

    /** Closes the case. */
    @Transactional
    public void close(UUID caseId) {
        cases.close(caseId, outcome(caseId), SYSTEM);
        var withdrawal = rows.get(caseId);
        if (withdrawal.tookEffectAt() != null && !withdrawal.allowed().isEmpty()) {
            // What goes on does so only until the obligations are fulfilled.
            rows.lookAt(caseId, clock.instant());
        }
    }

    /** Closes a case whose withdrawal was taken back, or is handled on as another request; what the safe side denied is allowed again. */
    @Transactional
    public void closeTakenBack(UUID caseId) {
        var reclassified = Withdrawals.RECLASSIFIED.equals(cases.get(caseId).decision());
        liftSafeSide(caseId, reclassified ? Withdrawals.RECLASSIFIED : "taken-back");
        cases.close(caseId, reclassified ? Outcome.RECLASSIFIED : Outcome.TAKEN_BACK, SYSTEM);
    }

    /** The safe side held only until somebody decided. */
    void liftSafeSide(UUID caseId, String reason) {
        restrictions.ofCase(caseId).stream()
                .filter(one -> UNDECIDED.equals(one.reason()) && one.stands())
                .forEach(one -> restrictions.lift(one.id(), reason));
    }

    private Outcome outcome(UUID caseId) {
        var withdrawal = rows.get(caseId);
        var decision = WithdrawalDecision.find(cases.get(caseId).decision());
        if (decision.isPresent() && !decision.get().stops()) {
            return decision.get().outcome();
        }
        List<ActItem> kept = destructions.kept(caseId);
        return withdrawal.allowed().isEmpty() && kept.isEmpty() ? Outcome.STOPPED : Outcome.STOPPED_IN_PART;
    }

    private ActAuthority authority(CaseFile caseFile) {
        return new ActAuthority(
                Set.of(caseFile.id()),
                String.valueOf(caseFile.decision()),
                caseFile.decidedAt() == null ? clock.instant() : caseFile.decidedAt());
    }

    private static String decider(Withdrawal withdrawal) {
        return withdrawal.decidedBy() == null ? "system" : withdrawal.decidedBy();
    }

    private static List<String> codes(Set<Purpose> purposes) {
        return purposes.stream().map(Purpose::code).sorted().toList();
    }
}
