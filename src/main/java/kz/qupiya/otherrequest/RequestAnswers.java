package kz.qupiya.otherrequest;

import java.time.Clock;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.AsksForProof;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.CardNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The officer's answer to a request: its text, the decision, the proof that is asked for before data are given out or changed. */
@Service
public class RequestAnswers implements AsksForProof {

    private static final int LIMIT = 10_000;
    private static final Actor SYSTEM = Actor.system("otherrequest");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final OtherRequestRows rows;
    private final OtherRequestProcess process;
    private final Clock clock;

    RequestAnswers(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DeadlineWatch watch,
            OtherRequestRows rows,
            OtherRequestProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.watch = watch;
        this.rows = rows;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Writes the text of the answer, in place of what was written before.
     *
     * @throws InvalidInputException field {@code text}: empty or longer than 10,000 characters
     * @throws ConflictException     if the case has been decided
     */
    @Transactional
    public void write(CaseFile caseFile, @Nullable String text, Actor by) {
        rows.lock(caseFile.id());
        undecided(caseFile.id());
        if (text == null || text.isBlank()) {
            throw new InvalidInputException("text", "problem.field.missing");
        }
        if (text.length() > LIMIT) {
            throw new InvalidInputException("text", "problem.field.too-long", LIMIT);
        }
        rows.answer(caseFile.id(), CardNumbers.mask(text.strip()));
        cases.record(caseFile.id(), TimelineEvent.of("answer.written", by));
    }

    /**
     * Decides. What gives out or changes data needs a requester who has shown the right to ask.
     *
     * @param reason ground of a refusal, or why the requester is not entitled
     * @throws InvalidInputException for an unknown decision or a missing reason
     * @throws ConflictException     if the answer is not written, or the state of the case forbids the decision
     */
    @Transactional
    public void decide(UUID caseId, @Nullable String code, @Nullable String reason, Actor by) {
        var request = rows.lock(caseId);
        undecided(caseId);
        var decision = AnswerDecision.find(code)
                .orElseThrow(() -> new InvalidInputException("decision", "otherrequest.decision.unknown"));
        var reasons = decision.reasons();
        if (!reasons.isEmpty() && (reason == null || !reasons.contains(reason))) {
            throw new InvalidInputException(
                    decision == AnswerDecision.NOT_ENTITLED ? "notEntitledReason" : "refusalGround",
                    "otherrequest.reason.missing");
        }
        switch (decision) {
            case GRANTED, GRANTED_IN_PART -> {
                if (request.about().needsProof() && isStranger(caseId)) {
                    throw new ConflictException("otherrequest.decision.not-proved");
                }
                answered(request);
            }
            case REFUSED -> answered(request);
            case NOT_ENTITLED -> notEntitled(request, by);
        }
        cases.decide(caseId, decision.json(), by);
        rows.decided(caseId, reasons.isEmpty() ? null : reason, by.id());
        deadlines
                .of(caseId, Duty.PROOF_OF_ENTITLEMENT)
                .ifPresent(proof -> deadlines.cancel(caseId, Duty.PROOF_OF_ENTITLEMENT, "decided", SYSTEM));
        watch.refresh(caseId);
    }

    private static void answered(OtherRequest request) {
        if (!request.answered()) {
            throw new ConflictException("otherrequest.decision.no-answer");
        }
    }

    /** The answer may not wait for the proof longer than the law waits for the answer; before, the requester has the whole term. */
    private void notEntitled(OtherRequest request, Actor by) {
        var caseId = request.caseId();
        if (!request.about().needsProof() || !isStranger(caseId)) {
            throw new ConflictException("otherrequest.proof.not-needed");
        }
        var proof = deadlines.of(caseId, Duty.PROOF_OF_ENTITLEMENT);
        var ended = proof.isPresent() && clock.instant().isAfter(proof.get().dueAt());
        var today = Almaty.dayOf(clock.instant());
        var lastDay = deadlines
                .of(caseId, request.about().duty())
                .filter(due -> !today.isBefore(Almaty.dayOf(due.dueAt())))
                .isPresent();
        if (!ended && !lastDay) {
            throw new ConflictException("otherrequest.decision.proof-term-runs");
        }
        if (parties.entitlement(caseId).state() == Entitlement.TO_BE_PROVED) {
            parties.entitle(caseId, Entitlement.NOT_PROVED, null, by);
        }
    }

    /** The answer is on its way: the duty is done, and the case ends as it was decided. */
    @Transactional
    public void close(UUID caseId) {
        var decision = AnswerDecision.find(cases.get(caseId).decision()).orElseThrow();
        deadlines.meet(caseId, rows.get(caseId).about().duty(), clock.instant());
        cases.close(caseId, decision.outcome(), SYSTEM);
    }

    @Override
    public boolean knows(UUID caseId) {
        return rows.exists(caseId);
    }

    @Override
    @Transactional
    public void requestProof(CaseFile caseFile, Actor by) {
        undecided(caseFile.id());
        if (!isStranger(caseFile.id())) {
            throw new ConflictException("otherrequest.proof.not-needed");
        }
        deadlines.start(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, clock.instant());
        watch.refresh(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("proof.requested", by));
        process.proofRequested(caseFile);
    }

    private boolean isStranger(UUID caseId) {
        return !parties.entitlement(caseId).state().suffices();
    }

    private void undecided(UUID caseId) {
        var caseFile = cases.get(caseId);
        if (caseFile.decision() != null || !caseFile.isOpen()) {
            throw new ConflictException("otherrequest.decided");
        }
    }
}
