package kz.qupiya.datablocking;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.casework.DestructionResumed;
import kz.qupiya.casework.Destructions;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.letter.Addressee;
import kz.qupiya.letter.Correction;
import kz.qupiya.letter.LetterDrafts;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import kz.qupiya.letter.LocalText;
import kz.qupiya.letter.VaultText;
import kz.qupiya.operator.Duty;
import kz.qupiya.restriction.Restrictions;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The letters of a data block: receipt, request for a missing document and its reminder, reasoned result. Each is written once. */
@Service
public class CaseLetters implements LetterDrafts {

    /** The reason that a letter gives instead of one that would tell about the person. */
    private static final String NOT_PROVED = "requester-not-proved";

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Restrictions restrictions;
    private final Letters letters;
    private final DataBlockRows rows;
    private final Destructions destructions;
    private final CaseLetterFacts common;
    private final MessageSource messages;
    private final Clock clock;

    CaseLetters(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Restrictions restrictions,
            Letters letters,
            DataBlockRows rows,
            Destructions destructions,
            CaseLetterFacts common,
            MessageSource messages,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.restrictions = restrictions;
        this.letters = letters;
        this.rows = rows;
        this.destructions = destructions;
        this.common = common;
        this.messages = messages;
        this.clock = clock;
    }

    /** Tells the requester the number, what is blocked since when, what comes next, and which document is missing until when. */
    @Transactional
    public void acknowledge(UUID caseId) {
        var caseFile = cases.get(caseId);
        var facts = new HashMap<String, Object>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("ground", String.valueOf(caseFile.ground()));
        facts.put("blockedSince", since(caseId));
        facts.put("deadlines", common.deadlineLines(caseId));
        if (CaseLetterFacts.addressee(caseFile) != Addressee.AUTHORITY) {
            common.addMissingProof(caseFile, facts);
        }
        var template = CaseLetterFacts.addressee(caseFile) == Addressee.AUTHORITY
                ? LetterTemplate.AUTHORITY_REQUEST_RECEIVED
                : LetterTemplate.REQUEST_RECEIVED;
        letters.send(common.toRequester(caseFile, template, facts));
    }

    /** Asks for the missing document once more, when an officer finds that it is still missing. */
    @Transactional
    public void requestProof(UUID caseId) {
        remind(cases.get(caseId), "asked");
    }

    /** The dated reminder goes out with the first warning of the term for the proof, and with each one after it. */
    @EventListener
    void warned(DeadlineWarned warning) {
        if (warning.duty() == Duty.PROOF_OF_ENTITLEMENT && rows.exists(warning.caseId())) {
            remind(cases.get(warning.caseId()), warning.step());
        }
    }

    private void remind(CaseFile caseFile, String occasion) {
        reminder(caseFile, occasion).ifPresent(letters::send);
    }

    private Optional<LetterRequest> reminder(CaseFile caseFile, String occasion) {
        return common.proofLetter(
                caseFile,
                LetterTemplate.PROOF_REMINDER,
                occasion,
                proof -> Map.of("receivedAt", caseFile.receivedAt(), "requestedOn", Almaty.dayOf(proof.from())));
    }

    /**
     * The reasoned result, to whoever asked; the authorised body gets its own if it asked. One whose right to ask was never shown is not told whether there are data of
     * the person, nor what became of them: anybody could ask in another's name (Law art. 11).
     */
    @Transactional
    public void sendResult(UUID caseId) {
        var caseFile = cases.get(caseId);
        if (!isReclassified(caseFile)) {
            letters.send(result(caseFile, destructions.kept(caseId), destroyedAt(caseId)));
        }
    }

    /** Once more when a hold had kept the data, and they are destroyed now. */
    @EventListener
    void resumed(DestructionResumed resumed) {
        var caseId = resumed.caseId();
        if (rows.exists(caseId) && cases.get(caseId).decision() != null) {
            var caseFile = cases.get(caseId);
            var letter = result(caseFile, destructions.kept(caseId), resumed.doneAt());
            letters.send(letter.once(letter.template().key() + "/resumed/" + resumed.actId()));
        }
    }

    private Instant destroyedAt(UUID caseId) {
        return destructions.doneAt(caseId, ActKind.DESTROY).orElseGet(clock::instant);
    }

    /** The case that it is handled on in writes the letters from then on. */
    private static boolean isReclassified(CaseFile caseFile) {
        return Decision.RECLASSIFIED.json().equals(caseFile.decision());
    }

    /** The letters ahead: the reminder of a missing document while it is missing, and the result once it is decided. */
    @Override
    @Transactional(readOnly = true)
    public List<LetterRequest> of(UUID caseId) {
        if (!rows.exists(caseId)) {
            return List.of();
        }
        var caseFile = cases.get(caseId);
        if (!caseFile.isOpen() || caseFile.destroyedAt() != null || isReclassified(caseFile)) {
            return List.of();
        }
        if (caseFile.decision() == null) {
            return reminder(caseFile, "asked").map(List::of).orElseGet(List::of);
        }
        var result = result(caseFile, destructions.keptByList(caseId), destroyedAt(caseId));
        boolean sent = letters.ofCase(caseId).stream()
                .anyMatch(letter -> letter.template().equals(result.template().key()));
        return sent ? List.of() : List.of(result);
    }

    private LetterRequest result(CaseFile caseFile, List<ActItem> kept, Instant destroyedAt) {
        var caseId = caseFile.id();
        var block = rows.get(caseId);
        var decision = Decision.find(caseFile.decision()).orElseThrow();
        var facts = new HashMap<String, Object>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("decidedAt", caseFile.decidedAt() == null ? clock.instant() : caseFile.decidedAt());
        var unblockedAt = destructions.doneAt(caseId, ActKind.UNBLOCK).orElseGet(clock::instant);
        if (isStranger(caseId) && decision.action() != Decision.Action.UNBLOCK) {
            facts.put("missingProof", CaseLetterFacts.missingProof(caseFile));
            return common.toRequester(caseFile, LetterTemplate.RESULT_WITHHELD, facts);
        }
        LetterTemplate template;
        switch (decision) {
            case NOT_CONFIRMED -> {
                template = LetterTemplate.RESULT_UNBLOCKED;
                facts.put("ground", String.valueOf(caseFile.ground()));
                facts.put("reasons", List.of(isStranger(caseId) ? NOT_PROVED : String.valueOf(block.decisionReason())));
                facts.put("unblockedAt", unblockedAt);
            }
            case NOT_ENTITLED -> {
                template = LetterTemplate.RESULT_NOT_ENTITLED;
                facts.put("missingProof", CaseLetterFacts.missingProof(caseFile));
                facts.put(
                        "proofDueOn",
                        deadlines
                                .of(caseId, Duty.PROOF_OF_ENTITLEMENT)
                                .map(d -> Almaty.dayOf(d.dueAt()))
                                .orElseThrow());
                facts.put("reasons", List.of(String.valueOf(block.decisionReason())));
                facts.put("unblockedAt", unblockedAt);
            }
            case INACCURATE_CORRECTABLE -> {
                template = LetterTemplate.RESULT_RECTIFIED;
                facts.put("corrections", corrections(caseFile));
                if (block.confirmedOn() != null) {
                    facts.put("confirmedOn", block.confirmedOn());
                }
                facts.put(
                        "rectifiedAt",
                        destructions.doneAt(caseId, ActKind.RECTIFY).orElseGet(clock::instant));
                facts.put("unblockedAt", unblockedAt);
            }
            default -> {
                template = kept.isEmpty() ? LetterTemplate.RESULT_DESTROYED : LetterTemplate.RESULT_DESTROYED_IN_PART;
                facts.put("finding", finding(decision));
                facts.put("destroyedAt", destroyedAt);
                if (!kept.isEmpty()) {
                    facts.put("kept", common.kept(caseFile, kept));
                }
            }
        }
        return common.toRequester(caseFile, template, facts);
    }

    private boolean isStranger(UUID caseId) {
        return !parties.entitlement(caseId).state().suffices();
    }

    private Instant since(UUID caseId) {
        return restrictions.find(rows.get(caseId).restrictionId()).orElseThrow().since();
    }

    static String finding(Decision decision) {
        return decision == Decision.INACCURATE_UNCORRECTABLE ? "not-correctable" : "unlawful-processing";
    }

    List<Correction> corrections(CaseFile caseFile) {
        return rows.rows(caseFile.id()).stream()
                .map(row -> new Correction(
                        fieldName(row.field()),
                        row.clears() ? null : new VaultText(DataBlockRows.newValueField(row.position()))))
                .toList();
    }

    private LocalText fieldName(String field) {
        var code = "datablocking.field." + field;
        var other = "datablocking.field.other";
        return new LocalText(
                messages.getMessage(
                        code, null, messages.getMessage(other, null, CaseLetterFacts.RU), CaseLetterFacts.RU),
                messages.getMessage(
                        code, null, messages.getMessage(other, null, CaseLetterFacts.KK), CaseLetterFacts.KK));
    }
}
