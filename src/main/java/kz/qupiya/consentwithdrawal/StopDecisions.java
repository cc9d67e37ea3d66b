package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.AsksForProof;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.engine.Decisions;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides on a withdrawal from more than advertising: which obligations are not fulfilled, what the decision table makes of that, and what the officer decides. A refusal is a
 * second person's too (Law 94-V art. 8(2), 8(7); KAO Solutions 8.1).
 */
@Service
public class StopDecisions implements AsksForProof {

    /** Id of the decision table. */
    static final String TABLE = "withdrawalDecision";

    private static final Set<String> NOT_ENTITLED_REASONS =
            Set.of("no-proof-of-identity", "no-proof-of-authority", "proof-insufficient");
    private static final Set<String> REJECTION_REASONS =
            Set.of("ground-not-shown", "obligation-fulfilled", "stop-in-part-possible");

    /** Where the map does not say what an obligation needs: what a contract needs goes on. */
    private static final Set<Purpose> OF_A_CONTRACT = Set.of(Purpose.SERVICE, Purpose.BILLING, Purpose.SUPPORT);

    private static final Actor SYSTEM = Actor.system("consentwithdrawal");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final Operators operators;
    private final Obligations obligations;
    private final Decisions decisions;
    private final Stopping stopping;
    private final Withdrawals withdrawals;
    private final WithdrawalRows rows;
    private final WithdrawalProcess process;
    private final Clock clock;

    StopDecisions(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DeadlineWatch watch,
            Operators operators,
            Obligations obligations,
            Decisions decisions,
            Stopping stopping,
            Withdrawals withdrawals,
            WithdrawalRows rows,
            WithdrawalProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.watch = watch;
        this.operators = operators;
        this.obligations = obligations;
        this.decisions = decisions;
        this.stopping = stopping;
        this.withdrawals = withdrawals;
        this.rows = rows;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Looks for unfulfilled obligations in every system of the map; the custodians of those without a connection are asked.
     *
     * @throws SystemUnavailableException if a system does not answer: nothing is concluded from silence, the step is tried again
     */
    @Transactional
    public void findObligations(UUID caseId) {
        var caseFile = cases.get(caseId);
        var found = obligations.find(caseFile.operator(), parties.identifiers(caseId));
        rows.found(
                caseId,
                found.obligations().stream()
                        .map(one -> new WithdrawalRows.FoundObligation(
                                one.system(), one.code(), one.count(), one.purposes(), null, null))
                        .toList(),
                found.toAsk());
        if (!found.failedSystems().isEmpty()) {
            var system = found.failedSystems().iterator().next();
            throw new SystemUnavailableException(caseFile.operator().value() + "/" + system, "unreachable");
        }
        cases.record(
                caseId,
                TimelineEvent.of("obligations.looked-up", SYSTEM)
                        .with("found", found.obligations().size())
                        .with("asked", found.toAsk().stream().sorted().toList()));
    }

    /** Systems whose custodian has to say whether obligations are unfulfilled. */
    public List<String> toAsk(UUID caseId) {
        return rows.unanswered(caseId);
    }

    /** A custodian's word on the obligations in a system. */
    @Transactional
    public void answer(UUID caseId, String system, @Nullable String answer, Actor by) {
        var exist = "exist".equals(answer);
        if (!exist && !"none".equals(answer)) {
            throw new InvalidInputException("obligations", "problem.field.missing");
        }
        var needed = EnumSet.noneOf(Purpose.class);
        obligations
                .questions(cases.get(caseId).operator(), system)
                .forEach(question -> needed.addAll(question.purposes()));
        rows.answered(caseId, system, exist, needed.isEmpty() ? OF_A_CONTRACT : needed, clock.instant(), by.id());
        cases.record(
                caseId,
                TimelineEvent.of("obligations.answered", by)
                        .with("system", system)
                        .result(exist ? "exist" : "none"));
    }

    /** Puts what was found before the decision table, and its proposal before the officer. */
    @Transactional
    public void propose(UUID caseId) {
        var withdrawal = rows.get(caseId);
        var allowed = EnumSet.noneOf(Purpose.class);
        var found = rows.obligations(caseId);
        found.forEach(one -> allowed.addAll(one.purposes()));
        allowed.retainAll(withdrawal.scope().purposes());
        var rest = EnumSet.noneOf(Purpose.class);
        rest.addAll(withdrawal.scope().purposes());
        rest.removeAll(allowed);
        var outcome = decisions
                .evaluate(
                        TABLE,
                        Map.of(
                                "obligations",
                                !found.isEmpty(),
                                "everythingNeeded",
                                rest.isEmpty(),
                                "byConsent",
                                !withdrawal.byConsent().isEmpty(),
                                "whole",
                                withdrawal.scope().whole()))
                .get(0);
        var proposal = String.valueOf(outcome.get("proposal"));
        var ground = String.valueOf(outcome.get("ground"));
        rows.proposed(caseId, allowed, proposal, ground);
        cases.record(
                caseId,
                TimelineEvent.of("withdrawal.proposed", SYSTEM)
                        .result(proposal)
                        .with("ground", ground)
                        .with(
                                "allowed",
                                allowed.stream().map(Purpose::code).sorted().toList()));
    }

    @Override
    public boolean knows(UUID caseId) {
        return rows.exists(caseId);
    }

    /**
     * Asks the requester for the document that is missing.
     *
     * @throws ConflictException if the requester needs no proof or has given it, or the case has been decided
     */
    @Override
    @Transactional
    public void requestProof(CaseFile caseFile, Actor by) {
        undecided(caseFile);
        var state = parties.entitlement(caseFile.id()).state();
        if (state.suffices()) {
            throw new ConflictException("consentwithdrawal.proof.not-needed");
        }
        deadlines.start(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, clock.instant());
        watch.refresh(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("proof.requested", by));
        process.proofRequested(caseFile);
    }

    /**
     * The officer's decision.
     *
     * @param code          {@code stop}, {@code stop-in-part}, {@code refuse} or {@code not-entitled}
     * @param reason        why as the table proposes, or otherwise; of {@code not-entitled} what was not shown
     * @param refusalGround of a refusal
     * @param fate          of a whole stop: {@code destroy} or {@code keep-denied}
     * @return {@code stop}, {@code refuse} or {@code not-entitled}: which way the process goes
     * @throws InvalidInputException for an unknown or missing choice
     * @throws ConflictException     if the state of the case forbids it
     */
    @Transactional
    public String decide(
            UUID caseId,
            @Nullable String code,
            @Nullable String reason,
            @Nullable String refusalGround,
            @Nullable String fate,
            Actor by) {
        var caseFile = cases.get(caseId);
        undecided(caseFile);
        var withdrawal = rows.lock(caseId);
        var decision = WithdrawalDecision.find(code)
                .orElseThrow(() -> new InvalidInputException("decision", "consentwithdrawal.decision.unknown"));
        check(caseFile, withdrawal, decision, reason, refusalGround, by);
        var destroy = decision.stops() && destroys(caseFile, withdrawal, decision, fate);
        Set<Purpose> allowed = decision == WithdrawalDecision.STOP_IN_PART ? withdrawal.allowed() : Set.of();
        rows.decided(
                caseId,
                allowed,
                reason,
                decision == WithdrawalDecision.REFUSE ? refusalGround : null,
                destroy,
                by.id());
        cases.decide(caseId, decision.json(), by);
        deadlines
                .of(caseId, Duty.PROOF_OF_ENTITLEMENT)
                .ifPresent(proof -> deadlines.cancel(caseId, Duty.PROOF_OF_ENTITLEMENT, "decided", SYSTEM));
        return decision.stops() ? "stop" : decision.json();
    }

    private void check(
            CaseFile caseFile,
            Withdrawal withdrawal,
            WithdrawalDecision decision,
            @Nullable String reason,
            @Nullable String refusalGround,
            Actor by) {
        if (decision == WithdrawalDecision.NOT_ENTITLED) {
            if (reason == null || !NOT_ENTITLED_REASONS.contains(reason)) {
                throw new InvalidInputException("notEntitledReason", "consentwithdrawal.reason.missing");
            }
            notEntitled(caseFile, by);
            return;
        }
        if (reason == null || !WithdrawalDecision.REASONS.contains(reason)) {
            throw new InvalidInputException("decisionReason", "consentwithdrawal.reason.missing");
        }
        if ("as-proposed".equals(reason) != decision.json().equals(withdrawal.proposal())) {
            throw new InvalidInputException("decisionReason", "consentwithdrawal.reason.departs");
        }
        if (decision.stops() && parties.entitlement(caseFile.id()).state() != Entitlement.PROVED) {
            throw new ConflictException("consentwithdrawal.decision.not-proved");
        }
        if (decision == WithdrawalDecision.STOP_IN_PART
                && (withdrawal.allowed().isEmpty() || withdrawal.stopped().isEmpty())) {
            throw new ConflictException("consentwithdrawal.decision.nothing-in-part");
        }
        if (decision == WithdrawalDecision.REFUSE
                && (refusalGround == null || !WithdrawalDecision.REFUSAL_GROUNDS.contains(refusalGround))) {
            throw new InvalidInputException("refusalGround", "consentwithdrawal.reason.missing");
        }
    }

    /** Where the service ends with the consent, nothing is left to keep the account for (kz pay bot 3 and 4); else the officer says. */
    private boolean destroys(
            CaseFile caseFile, Withdrawal withdrawal, WithdrawalDecision decision, @Nullable String fate) {
        if (!withdrawal.scope().whole() || decision != WithdrawalDecision.STOP) {
            return false;
        }
        if (!"destroy".equals(fate) && !"keep-denied".equals(fate)) {
            throw new InvalidInputException("fate", "consentwithdrawal.reason.missing");
        }
        var ends = operators.get(caseFile.operator()).withdrawalEndsService();
        if (ends && !"destroy".equals(fate)) {
            throw new InvalidInputException("fate", "consentwithdrawal.fate.service-ends");
        }
        return "destroy".equals(fate);
    }

    private void notEntitled(CaseFile caseFile, Actor by) {
        var state = parties.entitlement(caseFile.id()).state();
        if (state.suffices()) {
            throw new ConflictException("consentwithdrawal.proof.not-needed");
        }
        var proof = deadlines.of(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT);
        if (proof.isEmpty() || !clock.instant().isAfter(proof.get().dueAt())) {
            throw new ConflictException("consentwithdrawal.decision.proof-term-runs");
        }
        if (state == Entitlement.TO_BE_PROVED) {
            parties.entitle(caseFile.id(), Entitlement.NOT_PROVED, null, by);
        }
        stopping.liftSafeSide(caseFile.id(), "not-entitled");
    }

    /**
     * A second person's word on a refusal.
     *
     * @return {@code approved} or {@code rejected}: then it is decided again
     * @throws ForbiddenException if it is the one who decided
     */
    @Transactional
    public String approveRefusal(UUID caseId, @Nullable String approval, @Nullable String reason, Actor by) {
        if (by.id().equals(rows.get(caseId).decidedBy())) {
            throw new ForbiddenException("consentwithdrawal.own-decision");
        }
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTION_REASONS.contains(reason)) {
                throw new InvalidInputException("refusalRejection", "consentwithdrawal.reason.missing");
            }
            cases.reconsider(caseId, reason, by);
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "consentwithdrawal.decision.unknown");
        }
        cases.record(caseId, TimelineEvent.of("refusal.approved", by));
        return "approved";
    }

    /**
     * The refusal has gone out in time: the duty of art. 8(7) is done by it, and what the safe side denied is allowed again. Advertising and notices are nothing that could be
     * refused: who withdraws from everything is out of them all the same, by a case of its own that nobody has to decide.
     */
    @Transactional
    public void refused(UUID caseId) {
        optOut(caseId);
        stopping.liftSafeSide(caseId, "refused");
        deadlines.meet(caseId, Duty.STOP_PROCESSING, clock.instant());
    }

    private void optOut(UUID caseId) {
        var light = rows.get(caseId).scope().lightPart();
        if (light.isEmpty()) {
            return;
        }
        var caseFile = cases.get(caseId);
        var opened = withdrawals.openPart(
                caseFile, light.stream().map(Purpose::code).sorted().toList(), caseFile.receivedAt(), false, SYSTEM);
        cases.record(
                caseId,
                TimelineEvent.of("withdrawal.opted-out", SYSTEM)
                        .with("number", opened.number().value()));
    }

    /** Who decided on a withdrawal, once somebody has. */
    public Optional<String> decidedBy(UUID caseId) {
        return rows.find(caseId).map(Withdrawal::decidedBy);
    }

    private static void undecided(CaseFile caseFile) {
        if (caseFile.decision() != null || !caseFile.isOpen()) {
            throw new ConflictException("consentwithdrawal.decided");
        }
    }
}
