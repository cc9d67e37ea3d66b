package kz.qupiya.otherrequest;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.letter.LetterDrafts;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import kz.qupiya.letter.VaultText;
import kz.qupiya.operator.Duty;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The letters of a request: receipt, request for proof, reasoned answer. Each is written once. */
@Service
public class OtherRequestLetters implements LetterDrafts {

    private final CaseFiles cases;
    private final Parties parties;
    private final Letters letters;
    private final CaseLetterFacts common;
    private final OtherRequestRows rows;
    private final Clock clock;

    OtherRequestLetters(
            CaseFiles cases,
            Parties parties,
            Letters letters,
            CaseLetterFacts common,
            OtherRequestRows rows,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.letters = letters;
        this.common = common;
        this.rows = rows;
        this.clock = clock;
    }

    /** Tells the requester the number, the term, and which document is missing until when. */
    @Transactional
    public void acknowledge(UUID caseId) {
        var caseFile = cases.get(caseId);
        var facts = facts(caseFile);
        facts.put("deadlines", common.deadlineLines(caseId));
        common.addMissingProof(caseFile, facts);
        letters.send(common.toRequester(caseFile, LetterTemplate.OTHER_REQUEST_RECEIVED, facts));
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
                LetterTemplate.OTHER_REQUEST_PROOF,
                occasion,
                proof -> Map.of("receivedAt", caseFile.receivedAt()));
    }

    /** The reasoned answer. */
    @Transactional
    public void sendAnswer(UUID caseId) {
        letters.send(answer(cases.get(caseId)));
    }

    @Override
    @Transactional(readOnly = true)
    public List<LetterRequest> of(UUID caseId) {
        if (!rows.exists(caseId)) {
            return List.of();
        }
        var caseFile = cases.get(caseId);
        if (!caseFile.isOpen() || caseFile.destroyedAt() != null) {
            return List.of();
        }
        if (caseFile.decision() == null) {
            return proof(caseFile, "asked").map(List::of).orElseGet(List::of);
        }
        var answer = answer(caseFile);
        boolean sent = letters.ofCase(caseId).stream()
                .anyMatch(letter -> letter.template().equals(answer.template().key()));
        return sent ? List.of() : List.of(answer);
    }

    private LetterRequest answer(CaseFile caseFile) {
        var request = rows.get(caseFile.id());
        var decision = AnswerDecision.find(caseFile.decision()).orElseThrow();
        var facts = facts(caseFile);
        facts.put("decidedAt", Objects.requireNonNullElseGet(caseFile.decidedAt(), clock::instant));
        if (request.reason() != null) {
            facts.put("reasons", List.of(request.reason()));
        }
        if (decision == AnswerDecision.NOT_ENTITLED) {
            facts.put("missingProof", CaseLetterFacts.missingProof(caseFile));
            return common.toRequester(caseFile, LetterTemplate.OTHER_REQUEST_NOT_ENTITLED, facts);
        }
        facts.put("decision", decision.json());
        facts.put("answer", new VaultText(OtherRequestRows.ANSWER));
        return common.toRequester(caseFile, LetterTemplate.REQUEST_ANSWERED, facts);
    }

    private Map<String, Object> facts(CaseFile caseFile) {
        var request = rows.get(caseFile.id());
        Map<String, Object> facts = new HashMap<>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("about", request.claim() ? "claim" : request.about().json());
        return facts;
    }
}
