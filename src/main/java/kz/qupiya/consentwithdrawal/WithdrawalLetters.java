package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.casework.DestructionResumed;
import kz.qupiya.casework.Destructions;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.letter.LetterDrafts;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import kz.qupiya.letter.LocalText;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TermTexts;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The letters of a withdrawal: receipt, request for proof, reminder of the day named, result. Each is written once. */
@Service
public class WithdrawalLetters implements LetterDrafts {

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Letters letters;
    private final Destructions destructions;
    private final CaseLetterFacts common;
    private final TermTexts words;
    private final WithdrawalRows rows;
    private final Clock clock;

    WithdrawalLetters(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Letters letters,
            Destructions destructions,
            CaseLetterFacts common,
            TermTexts words,
            WithdrawalRows rows,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.letters = letters;
        this.destructions = destructions;
        this.common = common;
        this.words = words;
        this.rows = rows;
        this.clock = clock;
    }

    /** Tells the requester the number, for what consent is withdrawn, what comes next, and which document is missing until when. */
    @Transactional
    public void acknowledge(UUID caseId) {
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        var facts = facts(caseFile, withdrawal);
        facts.put("deadlines", common.deadlineLines(caseId));
        var continues = withdrawal.continues();
        if (continues != null) {
            facts.put("continues", LocalText.same(cases.get(continues).number().value()));
        }
        if (withdrawal.effectiveAt().isAfter(caseFile.receivedAt())) {
            facts.put("effectiveOn", Almaty.dayOf(withdrawal.effectiveAt()));
        }
        common.addMissingProof(caseFile, facts);
        letters.send(common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_RECEIVED, facts));
    }

    /** Asks for the missing document once more, when an officer finds that it is still missing. */
    @Transactional
    public void requestProof(UUID caseId) {
        proof(cases.get(caseId), "asked").ifPresent(letters::send);
    }

    /** The dated reminder of the proof goes out with each warning of its term. */
    @EventListener
    void warned(DeadlineWarned warning) {
        if (warning.duty() == Duty.PROOF_OF_ENTITLEMENT && rows.exists(warning.caseId())) {
            proof(cases.get(warning.caseId()), warning.step()).ifPresent(letters::send);
        }
    }

    private Optional<LetterRequest> proof(CaseFile caseFile, String occasion) {
        return common.proofLetter(
                caseFile,
                LetterTemplate.WITHDRAWAL_PROOF,
                occasion,
                proof -> Map.of("receivedAt", caseFile.receivedAt()));
    }

    /** Reminds the person of the day that is near. */
    @Transactional
    public void remind(UUID caseId) {
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        var facts = facts(caseFile, withdrawal);
        facts.put("effectiveOn", Almaty.dayOf(withdrawal.effectiveAt()));
        letters.send(common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_REMINDER, facts));
    }

    /** The reasoned result. */
    @Transactional
    public void sendResult(UUID caseId) {
        letters.send(result(cases.get(caseId), destructions.kept(caseId), destroyedAt(caseId)));
    }

    /** Once more when a hold had kept the data, and they are destroyed now. */
    @EventListener
    void resumed(DestructionResumed resumed) {
        var caseId = resumed.caseId();
        if (rows.exists(caseId)) {
            var letter = result(cases.get(caseId), destructions.kept(caseId), Optional.of(resumed.doneAt()));
            letters.send(letter.once(letter.template().key() + "/resumed/" + resumed.actId()));
        }
    }

    private Optional<Instant> destroyedAt(UUID caseId) {
        return destructions.doneAt(caseId, ActKind.DESTROY);
    }

    /** The withdrawal was taken back; one that is handled on as another request has the letters of that. */
    @Transactional
    public void confirmTakenBack(UUID caseId) {
        var caseFile = cases.get(caseId);
        if (Withdrawals.RECLASSIFIED.equals(caseFile.decision())) {
            return;
        }
        letters.send(common.toRequester(
                caseFile,
                LetterTemplate.WITHDRAWAL_TAKEN_BACK,
                Map.of("receivedAt", caseFile.receivedAt(), "takenBackAt", clock.instant())));
    }

    @Override
    @Transactional(readOnly = true)
    public List<LetterRequest> of(UUID caseId) {
        if (!rows.exists(caseId)) {
            return List.of();
        }
        var caseFile = cases.get(caseId);
        if (!caseFile.isOpen()
                || caseFile.destroyedAt() != null
                || Withdrawals.RECLASSIFIED.equals(caseFile.decision())) {
            return List.of();
        }
        if (caseFile.decision() == null && !rows.get(caseId).scope().light()) {
            return proof(caseFile, "asked").map(List::of).orElseGet(List::of);
        }
        var result = result(caseFile, destructions.keptByList(caseId), destroyedAt(caseId));
        boolean sent = letters.ofCase(caseId).stream()
                .anyMatch(letter -> letter.template().equals(result.template().key()));
        return sent ? List.of() : List.of(result);
    }

    private LetterRequest result(CaseFile caseFile, List<ActItem> kept, Optional<Instant> destroyedAt) {
        var withdrawal = rows.get(caseFile.id());
        var facts = facts(caseFile, withdrawal);
        if (withdrawal.repeated()) {
            return common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_REPEATED, facts);
        }
        var decidedAt = caseFile.decidedAt() == null ? clock.instant() : caseFile.decidedAt();
        var decision = WithdrawalDecision.find(caseFile.decision()).orElse(WithdrawalDecision.STOP);
        return switch (decision) {
            case REFUSE -> {
                var light = withdrawal.scope().lightPart();
                var refused = EnumSet.copyOf(withdrawal.scope().purposes());
                refused.removeAll(light);
                facts.put("purposes", purposes(refused));
                if (!light.isEmpty()) {
                    facts.put("optedOut", purposes(light));
                }
                facts.put("decidedAt", decidedAt);
                facts.put("reasons", List.of(String.valueOf(withdrawal.refusalGround())));
                yield common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_REFUSED, facts);
            }
            case NOT_ENTITLED -> {
                var proof =
                        deadlines.of(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT).orElseThrow();
                yield common.toRequester(
                        caseFile,
                        LetterTemplate.WITHDRAWAL_NOT_ENTITLED,
                        Map.of(
                                "receivedAt", caseFile.receivedAt(),
                                "missingProof", CaseLetterFacts.missingProof(caseFile),
                                "proofDueOn", Almaty.dayOf(proof.dueAt()),
                                "decidedAt", decidedAt,
                                "reasons", List.of(String.valueOf(withdrawal.decisionReason()))));
            }
            case STOP, STOP_IN_PART -> stopped(caseFile, withdrawal, facts, kept, destroyedAt);
        };
    }

    private LetterRequest stopped(
            CaseFile caseFile,
            Withdrawal withdrawal,
            Map<String, Object> facts,
            List<ActItem> kept,
            Optional<Instant> destroyedAt) {
        facts.put("purposes", purposes(withdrawal.stopped()));
        facts.put("withdrawnAt", tookEffect(withdrawal));
        if (parties.entitlement(caseFile.id()).state() != Entitlement.PROVED) {
            // Anybody may opt somebody out of advertising: whether there is such a client is not for the answer.
            facts.put("neutral", "unproved");
            return common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_STOPPED, facts);
        }
        if (!withdrawal.allowed().isEmpty()) {
            facts.put("allowed", purposes(withdrawal.allowed()));
        }
        destroyedAt.ifPresent(at -> facts.put("destroyedAt", at));
        if (!kept.isEmpty()) {
            facts.put("kept", common.kept(caseFile, kept));
        }
        return common.toRequester(caseFile, LetterTemplate.WITHDRAWAL_STOPPED, facts);
    }

    private Map<String, Object> facts(CaseFile caseFile, Withdrawal withdrawal) {
        var facts = new HashMap<String, Object>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("purposes", purposes(withdrawal.scope().purposes()));
        return facts;
    }

    Instant tookEffect(Withdrawal withdrawal) {
        return Objects.requireNonNullElseGet(withdrawal.tookEffectAt(), clock::instant);
    }

    List<LocalText> purposes(Set<Purpose> purposes) {
        return purposes.stream()
                .sorted()
                .map(purpose -> new LocalText(
                        words.purpose(purpose, CaseLetterFacts.RU), words.purpose(purpose, CaseLetterFacts.KK)))
                .toList();
    }
}
