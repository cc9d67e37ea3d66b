package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.DeadlineProlonged;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.letter.Addressee;
import kz.qupiya.letter.LetterChannel;
import kz.qupiya.letter.LetterDrafts;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import kz.qupiya.letter.LocalText;
import kz.qupiya.letter.Recipient;
import kz.qupiya.letter.VaultText;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The letters of a claim: receipt, request for proof, answer, explanation to the consumer body, settlement. Each is written once in its round. */
@Service
public class ClaimLetters implements LetterDrafts {

    private final CaseFiles cases;
    private final Letters letters;
    private final CaseLetterFacts common;
    private final CaseWording wording;
    private final Documents documents;
    private final Restrictions restrictions;
    private final Operators operators;
    private final Assessment assessment;
    private final ClaimRows rows;
    private final Clock clock;

    ClaimLetters(
            CaseFiles cases,
            Letters letters,
            CaseLetterFacts common,
            CaseWording wording,
            Documents documents,
            Restrictions restrictions,
            Operators operators,
            Assessment assessment,
            ClaimRows rows,
            Clock clock) {
        this.cases = cases;
        this.letters = letters;
        this.common = common;
        this.wording = wording;
        this.documents = documents;
        this.restrictions = restrictions;
        this.operators = operators;
        this.assessment = assessment;
        this.rows = rows;
        this.clock = clock;
    }

    /** Tells the claimant the number, the demands, the terms, the linked cases, and that the evidence is kept. */
    @Transactional
    public void acknowledge(UUID caseId) {
        var caseFile = cases.get(caseId);
        var demands = rows.demands(caseId);
        Map<String, Object> facts = new HashMap<>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("deadlines", common.deadlineLines(caseId));
        facts.put("demands", codes(demands));
        var linked = linked(demands);
        if (!linked.isEmpty()) {
            facts.put("linked", linked);
        }
        facts.put(
                "heldSince",
                restrictions.ofCase(caseId).stream()
                        .map(Restriction::since)
                        .min(Instant::compareTo)
                        .orElseGet(caseFile::receivedAt));
        common.addMissingProof(caseFile, facts);
        letters.send(common.toRequester(caseFile, LetterTemplate.CLAIM_RECEIVED, facts));
    }

    private List<LocalText> linked(List<Demand> demands) {
        List<LocalText> lines = new ArrayList<>();
        for (var demand : demands) {
            if (demand.linkedId() != null) {
                var other = cases.get(demand.linkedId());
                lines.add(new LocalText(
                        wording.value("kind", other.kind().json(), CaseLetterFacts.RU) + " № "
                                + other.number().value(),
                        wording.value("kind", other.kind().json(), CaseLetterFacts.KK) + " № "
                                + other.number().value()));
            }
        }
        return lines;
    }

    /** Tells the claimant of the new term. */
    @EventListener
    void prolonged(DeadlineProlonged event) {
        if (event.duty() == Duty.ANSWER_CLAIM && rows.exists(event.caseId())) {
            var caseFile = cases.get(event.caseId());
            letters.send(common.toRequester(
                            caseFile,
                            LetterTemplate.CLAIM_PROLONGED,
                            Map.of(
                                    "receivedAt",
                                    caseFile.receivedAt(),
                                    "dueFrom",
                                    Almaty.dayOf(event.from()),
                                    "dueTo",
                                    Almaty.dayOf(event.to()),
                                    "reason",
                                    event.reason()))
                    .once(LetterTemplate.CLAIM_PROLONGED.key() + "/"
                            + rows.get(event.caseId()).round()));
        }
    }

    /** Asks for the missing document once more, when the lawyer finds that it is still missing. */
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

    /** Writes the answer as it was approved. */
    UUID sendAnswer(UUID caseId) {
        return letters.send(answer(cases.get(caseId)));
    }

    /** Writes the explanation to the consumer body. */
    void sendExplanation(UUID caseId) {
        letters.send(explanation(cases.get(caseId)));
    }

    /** Confirms the settlement. */
    void sendSettlement(UUID caseId) {
        var caseFile = cases.get(caseId);
        var claim = rows.get(caseId);
        Map<String, Object> facts = new HashMap<>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("settledAt", Almaty.dayOf(Objects.requireNonNull(claim.settledAt())));
        met(rows.demands(caseId), true, "met", facts);
        payment(claim, facts);
        letters.send(common.toRequester(caseFile, LetterTemplate.CLAIM_SETTLED, facts));
    }

    @Override
    @Transactional(readOnly = true)
    public List<LetterRequest> of(UUID caseId) {
        var claim = rows.find(caseId).orElse(null);
        var caseFile = claim == null ? null : cases.get(caseId);
        if (claim == null || caseFile == null || !caseFile.isOpen() || caseFile.destroyedAt() != null) {
            return List.of();
        }
        if ("body".equals(claim.stage())) {
            return List.of(explanation(caseFile));
        }
        if (claim.way() != null && claim.approvedBy() == null && claim.answeredAt() == null) {
            return List.of(answer(caseFile));
        }
        return proof(caseFile, "asked").map(List::of).orElseGet(List::of);
    }

    private LetterRequest answer(CaseFile caseFile) {
        var id = caseFile.id();
        var claim = rows.get(id);
        Map<String, Object> facts = new HashMap<>();
        facts.put("receivedAt", caseFile.receivedAt());
        facts.put("decidedAt", Objects.requireNonNullElseGet(caseFile.decidedAt(), clock::instant));
        if (Assessment.NOT_ENTITLED.equals(claim.way())) {
            facts.put("about", "claim");
            facts.put("reasons", List.of(Objects.requireNonNull(claim.wayReason())));
            facts.put("missingProof", CaseLetterFacts.missingProof(caseFile));
            return sameWay(caseFile, common.toRequester(caseFile, LetterTemplate.OTHER_REQUEST_NOT_ENTITLED, facts));
        }
        var demands =
                rows.demands(id).stream().filter(one -> one.linkedId() == null).toList();
        facts.put("result", assessment.result(id));
        met(demands, true, "met", facts);
        met(demands, false, "notMet", facts);
        facts.put(
                "reasons",
                demands.stream()
                        .map(Demand::decidedGround)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        facts.put("answer", new VaultText(ClaimTexts.answer(claim.round())));
        payment(claim, facts);
        var due = claim.answeredAt() == null ? assessment.answerDue(id).orElse(null) : claim.answerDueAt();
        if (due != null && clock.instant().isAfter(due)) {
            facts.put("lateSince", Almaty.dayOf(due));
        }
        if (demands.stream().anyMatch(one -> "only-real-damage".equals(one.decidedGround()))
                || "real-damage"
                        .equals(operators.get(caseFile.operator()).liability().admits())) {
            facts.put("limited", "real-damage");
        }
        if (claim.consumer()) {
            facts.put("consumer", "yes");
        }
        var attached = documents.of(id).stream()
                .filter(one -> one.purpose() == DocumentPurpose.ANSWER)
                .map(one -> LocalText.same(one.fileName()))
                .toList();
        if (!attached.isEmpty()) {
            facts.put("attachments", attached);
        }
        return sameWay(
                caseFile,
                common.toRequester(caseFile, LetterTemplate.CLAIM_ANSWERED, facts)
                        .once(LetterTemplate.CLAIM_ANSWERED.key() + "/" + claim.round()));
    }

    /** By the channel by which the claim came: what came on paper is answered on paper. */
    private static LetterRequest sameWay(CaseFile caseFile, LetterRequest letter) {
        return caseFile.channel() != Channel.LETTER
                ? letter
                : new LetterRequest(
                        letter.caseId(),
                        letter.operator(),
                        letter.caseNumber(),
                        letter.template(),
                        letter.recipient(),
                        letter.languages(),
                        LetterChannel.PRINT,
                        letter.facts(),
                        letter.once());
    }

    private LetterRequest explanation(CaseFile caseFile) {
        var claim = rows.get(caseFile.id());
        Map<String, Object> facts = new HashMap<>();
        facts.put("receivedAt", Objects.requireNonNull(claim.bodyReceivedAt()));
        facts.put("claimReceivedAt", caseFile.receivedAt());
        if (claim.answeredAt() != null) {
            facts.put("answeredAt", claim.answeredAt());
        }
        var n = claim.explained() + 1;
        facts.put("answer", new VaultText(ClaimTexts.explanation(n)));
        return LetterRequest.of(
                        caseFile.id(),
                        caseFile.operator(),
                        caseFile.number().value(),
                        LetterTemplate.CLAIM_EXPLANATION,
                        new Recipient.InVault(
                                Addressee.AUTHORITY,
                                List.of("body.name"),
                                List.of("body.email"),
                                List.of("body.address")),
                        facts)
                .once(LetterTemplate.CLAIM_EXPLANATION.key() + "/" + n);
    }

    private static void met(List<Demand> demands, boolean met, String fact, Map<String, Object> facts) {
        var some = demands.stream()
                .filter(one -> one.linkedId() == null && one.met() == met)
                .toList();
        if (!some.isEmpty()) {
            facts.put(fact, codes(some));
        }
    }

    private static List<String> codes(List<Demand> demands) {
        return demands.stream().map(one -> one.kind().json()).distinct().toList();
    }

    private static void payment(Claim claim, Map<String, Object> facts) {
        if (claim.amount() != null && claim.payBy() != null) {
            facts.put("amount", LocalText.same(tenge(claim.amount())));
            facts.put("payBy", claim.payBy());
        }
    }

    /** An amount as a letter writes it, the same in Russian and Kazakh: 1 234 567,80, or 1 234 567 where there are no tiyn. */
    static String tenge(BigDecimal amount) {
        var format = NumberFormat.getNumberInstance(Locale.forLanguageTag("ru"));
        format.setMinimumFractionDigits(amount.stripTrailingZeros().scale() > 0 ? 2 : 0);
        format.setMaximumFractionDigits(2);
        return format.format(amount);
    }
}
