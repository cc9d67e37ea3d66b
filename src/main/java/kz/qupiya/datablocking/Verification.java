package kz.qupiya.datablocking;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Reclassifiable;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.AsksForProof;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.datamap.ColumnRule;
import kz.qupiya.datamap.Correction;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The verification of a request: corrected values with their document, and the decision that ends it. Law 94-V art. 25(2)(8). */
@Service
public class Verification implements AsksForProof, Reclassifiable {

    private final CaseFiles cases;
    private final Parties parties;
    private final Documents documents;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final DataMaps maps;
    private final DataBlockRows rows;
    private final DataBlockingProcess process;
    private final Clock clock;

    Verification(
            CaseFiles cases,
            Parties parties,
            Documents documents,
            Deadlines deadlines,
            DeadlineWatch watch,
            DataMaps maps,
            DataBlockRows rows,
            DataBlockingProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.documents = documents;
        this.deadlines = deadlines;
        this.watch = watch;
        this.maps = maps;
        this.rows = rows;
        this.process = process;
        this.clock = clock;
    }

    /** The fields of the operator's systems that may be corrected, by the names under which corrections address them. */
    public Set<String> correctableFields(CaseFile caseFile) {
        return maps.get(caseFile.operator()).systems().stream()
                .flatMap(system -> system.tables().stream())
                .flatMap(table -> table.columns().stream())
                .filter(ColumnRule::rectify)
                .map(ColumnRule::field)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Records the right values, in place of what was recorded before, with the document that confirms them.
     *
     * @param confirmedOn the day on which the document was received: not in the future
     * @throws InvalidInputException naming every bad field; nothing is stored then
     * @throws ConflictException if the case has been decided
     */
    @Transactional
    public void correct(
            CaseFile caseFile,
            List<Correction> corrections,
            @Nullable UUID documentId,
            @Nullable LocalDate confirmedOn,
            Actor by) {
        undecided(caseFile);
        List<Violation> violations = new ArrayList<>();
        if (corrections.isEmpty()) {
            violations.add(new Violation("values", "problem.field.missing"));
        }
        var fields = correctableFields(caseFile);
        for (int i = 0; i < corrections.size(); i++) {
            if (!fields.contains(corrections.get(i).field())) {
                violations.add(new Violation("values[" + i + "].field", "datablocking.correction.field"));
            }
        }
        if (documentId == null
                || documents
                        .find(caseFile.id(), documentId)
                        .filter(document -> document.purpose() == DocumentPurpose.CONFIRMING)
                        .isEmpty()) {
            violations.add(new Violation("documentId", "datablocking.correction.document"));
        }
        if (confirmedOn == null || confirmedOn.isAfter(Almaty.dayOf(clock.instant()))) {
            violations.add(new Violation("confirmedOn", "datablocking.correction.confirmed-on"));
        }
        if (documentId == null || confirmedOn == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        rows.correct(caseFile.id(), corrections, documentId, confirmedOn);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("correction.recorded", by)
                        .with(
                                "fields",
                                corrections.stream()
                                        .map(Correction::field)
                                        .distinct()
                                        .toList())
                        .with("document", documentId)
                        .with("confirmedOn", confirmedOn));
    }

    @Override
    public boolean knows(UUID caseId) {
        return rows.exists(caseId);
    }

    /**
     * Asks the requester for the document that is missing: a letter with a date, and a reminder before it.
     *
     * @throws ConflictException if the requester needs no proof or has given it, or the case has been decided
     */
    @Override
    @Transactional
    public void requestProof(CaseFile caseFile, Actor by) {
        undecided(caseFile);
        var state = parties.entitlement(caseFile.id()).state();
        if (state.suffices()) {
            throw new ConflictException("datablocking.proof.not-needed");
        }
        deadlines.start(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, clock.instant());
        watch.refresh(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("proof.requested", by));
        process.proofRequested(caseFile);
    }

    /**
     * Ends the verification. The term of one working day for what follows starts here; for a correction from the confirming document, but not before the decision, since
     * blocked data may not be changed (art. 1(3)): the reading from the document alone is kept beside it.
     *
     * @param reason code of the reason, where the decision wants one
     * @return the decision
     * @throws InvalidInputException for an unknown decision or reason
     * @throws ConflictException     if the state of the case forbids the decision
     */
    @Transactional
    public Decision decide(CaseFile caseFile, @Nullable String decisionCode, @Nullable String reason, Actor by) {
        var decision = Decision.find(decisionCode)
                .filter(found -> found != Decision.RECLASSIFIED)
                .orElseThrow(() -> new InvalidInputException("decision", "datablocking.decision.unknown"));
        checkReason(decision, reason);
        var block = rows.get(caseFile.id());
        switch (decision) {
            case INACCURATE_CORRECTABLE -> {
                if (rows.rows(caseFile.id()).isEmpty()) {
                    throw new ConflictException("datablocking.decision.no-corrections");
                }
            }
            case NOT_ENTITLED -> notEntitled(caseFile, by);
            default -> {}
        }
        settle(caseFile, decision, reason, block, by);
        return decision;
    }

    private void settle(CaseFile caseFile, Decision decision, @Nullable String reason, DataBlock block, Actor by) {
        var now = clock.instant();
        cases.decide(caseFile.id(), decision.json(), by);
        rows.decided(caseFile.id(), reason, by.id());
        deadlines.meet(caseFile.id(), Duty.VERIFICATION, now);
        startDuty(caseFile, decision, block, now);
        watch.refresh(caseFile.id());
    }

    @Override
    public CaseKind kind() {
        return CaseKind.DATA_BLOCK;
    }

    @Override
    @Transactional
    public void giveUp(CaseFile caseFile, Actor by) {
        undecided(caseFile);
        process.reclassified(caseFile);
        settle(caseFile, Decision.RECLASSIFIED, null, rows.get(caseFile.id()), by);
    }

    private static void checkReason(Decision decision, @Nullable String reason) {
        var known =
                switch (decision) {
                    case NOT_CONFIRMED -> Decision.NOT_CONFIRMED_REASONS;
                    case NOT_ENTITLED -> Decision.NOT_ENTITLED_REASONS;
                    default -> Set.<String>of();
                };
        if (!known.isEmpty() && (reason == null || !known.contains(reason))) {
            var field = decision == Decision.NOT_CONFIRMED ? "notConfirmedReason" : "notEntitledReason";
            throw new InvalidInputException(field, "datablocking.reason.missing");
        }
    }

    /** Keeping the block needs a proof; that it has not come can be said only after its date. */
    private void notEntitled(CaseFile caseFile, Actor by) {
        var entitlement = parties.entitlement(caseFile.id()).state();
        if (entitlement.suffices()) {
            throw new ConflictException("datablocking.proof.not-needed");
        }
        var proof = deadlines.of(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT);
        if (proof.isEmpty() || !clock.instant().isAfter(proof.get().dueAt())) {
            throw new ConflictException("datablocking.decision.proof-term-runs");
        }
        if (entitlement == Entitlement.TO_BE_PROVED) {
            parties.entitle(caseFile.id(), Entitlement.NOT_PROVED, null, by);
        }
    }

    private void startDuty(CaseFile caseFile, Decision decision, DataBlock block, Instant now) {
        if (decision == Decision.INACCURATE_CORRECTABLE && block.confirmedOn() != null) {
            var confirmed = Almaty.startOf(block.confirmedOn());
            deadlines.start(Deadlines.StartDeadline.of(caseFile.id(), Duty.RECTIFY, now)
                    .also(
                            confirmed.isBefore(now) ? confirmed : null,
                            confirmed.isBefore(now) ? "confirming-document" : null));
        } else {
            deadlines.start(caseFile.id(), decision.duty(), now);
        }
        // What the requester owed falls away with the decision; a missed date stays missed.
        deadlines
                .of(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT)
                .ifPresent(proof -> deadlines.cancel(
                        caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, "decided", Actor.system("datablocking")));
    }

    private static void undecided(CaseFile caseFile) {
        if (caseFile.decision() != null || !caseFile.isOpen()) {
            throw new ConflictException("datablocking.decided");
        }
    }
}
