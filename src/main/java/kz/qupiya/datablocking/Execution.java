package kz.qupiya.datablocking;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.DestructionResumed;
import kz.qupiya.casework.Destructions;
import kz.qupiya.casework.UndecidedBlocks;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.ActAuthority;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.restriction.Restrictions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries out what the decision asks for, each within one working day (Law 94-V art. 25(2)(8)): correct or destroy while the permit check still denies, then lift the
 * block last. Every step may run twice.
 */
@Service
public class Execution {

    /** Codes of approvals, as the model's gateway asks for them. */
    public static final String APPROVED = "approved";

    /** The data changed since the preview: look again. */
    public static final String STALE = "stale";

    /** Not approved: verify again. */
    public static final String REJECTED = "rejected";

    private static final Set<String> REJECTION_REASONS =
            Set.of("ground-not-shown", "wrong-person-or-items", "must-be-kept");
    private static final Actor SYSTEM = Actor.system("datablocking");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Restrictions restrictions;
    private final Acts acts;
    private final Recipients recipients;
    private final DataBlockRows rows;
    private final Destructions destructions;
    private final UndecidedBlocks others;
    private final Clock clock;

    Execution(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Restrictions restrictions,
            Acts acts,
            Recipients recipients,
            DataBlockRows rows,
            Destructions destructions,
            UndecidedBlocks others,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.restrictions = restrictions;
        this.acts = acts;
        this.recipients = recipients;
        this.rows = rows;
        this.destructions = destructions;
        this.others = others;
        this.clock = clock;
    }

    /**
     * Prepares the correction of what the officer recorded.
     *
     * @throws ConflictException if another case that is not decided blocks the person
     */
    @Transactional
    public UUID prepareRectification(UUID caseId) {
        others.refuse(caseId, SYSTEM);
        var caseFile = cases.get(caseId);
        return pending(caseId, ActKind.RECTIFY)
                .orElseGet(() -> acts.preview(PrepareAct.rectify(
                        caseFile.operator(),
                        caseId,
                        parties.identifiers(caseId),
                        rows.corrections(caseId),
                        authority(caseFile),
                        decider(caseId))))
                .id();
    }

    /**
     * Looks at what a destruction would do; writes nothing in any system.
     *
     * @throws ConflictException if another case that is not decided blocks the person
     */
    @Transactional
    public UUID previewDestruction(UUID caseId) {
        return destructions.preview(caseId, authority(cases.get(caseId)), decider(caseId), SYSTEM);
    }

    /**
     * The word of a second person on a destruction.
     *
     * @param approval {@link #APPROVED} or {@link #REJECTED}
     * @param reason   code of the reason of a rejection
     * @return {@link #APPROVED}, {@link #STALE} or {@link #REJECTED}
     * @throws kz.qupiya.problem.ForbiddenException if it is the one who decided
     * @throws ConflictException                    if a system could not be looked into: a destruction is approved as a whole or not at all
     */
    @Transactional
    public String approve(UUID caseId, UUID actId, @Nullable String approval, @Nullable String reason, Actor by) {
        if (REJECTED.equals(approval)) {
            if (reason == null || !REJECTION_REASONS.contains(reason)) {
                throw new InvalidInputException("rejectionReason", "datablocking.reason.missing");
            }
            var decision = Decision.find(cases.get(caseId).decision()).orElseThrow();
            rows.rejected(caseId, reason, by.id());
            deadlines.cancel(caseId, decision.duty(), "not-approved", by);
            cases.reconsider(caseId, reason, by);
            return REJECTED;
        }
        if (!APPROVED.equals(approval)) {
            throw new InvalidInputException("approval", "datablocking.decision.unknown");
        }
        return destructions.approve(caseId, actId, decider(caseId), by) ? APPROVED : STALE;
    }

    /**
     * Ends what was corrected or destroyed, and prepares the unblocking; it is refused while a field is failed or unaccounted.
     *
     * @return id of the act of unblocking; nothing where data that had to be kept stay blocked
     */
    @Transactional
    public Optional<UUID> prepareUnblock(UUID caseId) {
        var caseFile = cases.get(caseId);
        var now = clock.instant();
        acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == ActKind.RECTIFY && act.state() == ActState.RUNNING)
                .forEach(act -> {
                    acts.complete(act.id());
                    deadlines.meet(caseId, Duty.RECTIFY, now);
                    cases.record(
                            caseId, TimelineEvent.of("data.rectified", SYSTEM).with("act", act.id()));
                });
        if (destructions.complete(caseId, SYSTEM)) {
            deadlines.meet(caseId, Duty.DESTROY, now);
        }
        if (!destructions.kept(caseId).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(pending(caseId, ActKind.UNBLOCK)
                .orElseGet(() -> acts.preview(
                        PrepareAct.unblock(caseFile.operator(), caseId, parties.identifiers(caseId), decider(caseId))))
                .id());
    }

    /**
     * Lifts the restriction that the request placed. What a retention duty or a hold kept stays blocked under a restriction of its own, with article and date; other
     * cases' restrictions on the same person stand.
     */
    @Transactional
    public void lift(UUID caseId) {
        var caseFile = cases.get(caseId);
        var block = restrictions.find(rows.get(caseId).restrictionId()).orElseThrow();
        acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == ActKind.UNBLOCK && act.state() == ActState.RUNNING)
                .forEach(act -> acts.complete(act.id()));
        var kept = destructions.kept(caseId);
        if (!kept.isEmpty() && block.stands()) {
            destructions.retain(caseFile, block, kept, SYSTEM);
        }
        if (block.stands()) {
            restrictions.lift(block.id(), String.valueOf(caseFile.decision()));
            cases.record(
                    caseId,
                    TimelineEvent.of("restriction.lifted", SYSTEM)
                            .with("restriction", block.id())
                            .result(String.valueOf(caseFile.decision())));
        }
        deadlines.meet(caseId, Duty.UNBLOCK, clock.instant());
    }

    /** Tells the recipients of the data what came of it. */
    @Transactional
    public void tellRecipients(UUID caseId) {
        var caseFile = cases.get(caseId);
        var decision = Decision.find(caseFile.decision()).orElseThrow();
        switch (decision.action()) {
            case RECTIFY -> recipients.tell(caseFile.operator(), caseId, ActKind.RECTIFY);
            case DESTROY -> {
                if (!destructions.isHeld(caseId)) {
                    recipients.tell(caseFile.operator(), caseId, ActKind.DESTROY);
                }
            }
            default -> {}
        }
        if (decision.action() != Decision.Action.DESTROY) {
            recipients.tell(caseFile.operator(), caseId, ActKind.UNBLOCK);
        }
    }

    /** What a hold had kept is destroyed too: now the recipients are told. */
    @EventListener
    void resumed(DestructionResumed resumed) {
        if (rows.exists(resumed.caseId())) {
            recipients.tell(cases.get(resumed.caseId()).operator(), resumed.caseId(), ActKind.DESTROY);
        }
    }

    /** Closes the case; refused while any act of it is not accounted for. */
    @Transactional
    public void close(UUID caseId) {
        var decision = Decision.find(cases.get(caseId).decision()).orElseThrow();
        cases.close(caseId, decision.outcome(!destructions.kept(caseId).isEmpty()), SYSTEM);
    }

    private Optional<Act> pending(UUID caseId, ActKind kind) {
        return acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == kind && act.state() != ActState.COMPLETED)
                .reduce((first, second) -> second);
    }

    private ActAuthority authority(CaseFile caseFile) {
        return new ActAuthority(
                Set.of(caseFile.id()),
                String.valueOf(caseFile.decision()),
                caseFile.decidedAt() == null ? clock.instant() : caseFile.decidedAt());
    }

    private String decider(UUID caseId) {
        var by = rows.get(caseId).decidedBy();
        return by == null ? "system" : by;
    }
}
