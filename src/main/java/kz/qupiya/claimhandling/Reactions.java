package kz.qupiya.claimhandling;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.DutyTerms;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What comes after the answer: agreement, a new round, the consumer body, a suit, or silence. */
@Service
public class Reactions {

    private static final Set<String> KINDS = Set.of("agreed", "disagrees", "consumer-body", "court");
    private static final Set<String> REJECTIONS = Set.of("facts-incomplete", "ground-not-shown", "not-clear");
    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final DutyTerms terms;
    private final Operators operators;
    private final WorkingCalendar calendar;
    private final CaseVault vault;
    private final ClaimRows rows;
    private final ClaimTexts texts;
    private final ClaimLetters letters;
    private final ClaimProcess process;
    private final Clock clock;

    Reactions(
            CaseFiles cases,
            Deadlines deadlines,
            DeadlineWatch watch,
            DutyTerms terms,
            Operators operators,
            WorkingCalendar calendar,
            CaseVault vault,
            ClaimRows rows,
            ClaimTexts texts,
            ClaimLetters letters,
            ClaimProcess process,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.watch = watch;
        this.terms = terms;
        this.operators = operators;
        this.calendar = calendar;
        this.vault = vault;
        this.rows = rows;
        this.texts = texts;
        this.letters = letters;
        this.process = process;
        this.clock = clock;
    }

    /**
     * What came.
     *
     * @param kind       {@code agreed}, {@code disagrees}, {@code consumer-body} or {@code court}
     * @param receivedAt when it came; null for now
     * @param text       its words
     * @param name       of the consumer body, for the letter
     * @param email      of the consumer body
     * @param address    of the consumer body
     * @param suitOn     day of the suit, not after the receipt; null for the day of the receipt
     */
    public record NewReaction(
            @Nullable String kind,
            @Nullable Instant receivedAt,
            @Nullable String text,
            @Nullable String name,
            @Nullable String email,
            @Nullable String address,
            @Nullable LocalDate suitOn) {

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "NewReaction[" + kind + "]";
        }
    }

    /**
     * Records what came after the answer; the process goes on with it.
     *
     * @throws InvalidInputException naming the bad field
     * @throws ConflictException     if the claim does not wait for a reaction
     */
    @Transactional
    public void record(CaseFile caseFile, NewReaction reaction, Actor by) {
        var claim = rows.lock(caseFile.id());
        if (!cases.get(caseFile.id()).isOpen() || !"answered".equals(claim.stage()) || claim.answeredAt() == null) {
            throw new ConflictException("claimhandling.reaction.not-now");
        }
        if (reaction.kind() == null || !KINDS.contains(reaction.kind())) {
            throw new InvalidInputException("kind", "claimhandling.reaction.unknown");
        }
        var now = clock.instant();
        var receivedAt =
                reaction.receivedAt() == null ? now : reaction.receivedAt().truncatedTo(ChronoUnit.MICROS);
        if (receivedAt.isAfter(now) || receivedAt.isBefore(caseFile.receivedAt())) {
            throw new InvalidInputException("receivedAt", "claimhandling.reaction.when");
        }
        var id = UUID.randomUUID();
        if (reaction.text() != null && !reaction.text().isBlank()) {
            texts.write(caseFile.id(), ClaimTexts.reaction(id), reaction.text());
        } else if (!"agreed".equals(reaction.kind()) && !"court".equals(reaction.kind())) {
            throw new InvalidInputException("text", "problem.field.missing");
        }
        rows.addReaction(id, caseFile.id(), reaction.kind(), receivedAt, now, by.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("claim.reaction", by).result(reaction.kind()).with("receivedAt", receivedAt));
        switch (reaction.kind()) {
            case "agreed" -> {
                rows.set(caseFile.id(), "stage = 'settled', settled_at = ?", receivedAt);
                process.agreed(caseFile);
            }
            case "disagrees" -> newRound(caseFile, claim, receivedAt, by);
            case "consumer-body" -> body(caseFile, reaction, receivedAt);
            default -> court(caseFile, reaction, receivedAt);
        }
        watch.refresh(caseFile.id());
    }

    /** The same claim again, with new terms from the new receipt. */
    private void newRound(CaseFile caseFile, Claim claim, Instant receivedAt, Actor by) {
        var id = caseFile.id();
        cases.reconsider(id, "new-round", by);
        rows.clearDecisions(id);
        rows.set(
                id,
                """
                stage = 'open', round = round + 1, way = null, way_reason = null, decided_by = null, approved_version = null,
                approved_by = null, answer_written = false, answered_at = null, amount = null, pay_by = null""");
        deadlines.start(id, Duty.ANSWER_CLAIM, receivedAt);
        if (claim.consumer()) {
            deadlines.start(id, Duty.ANSWER_CONSUMER_CLAIM, receivedAt);
        }
        process.disagrees(caseFile);
    }

    private void body(CaseFile caseFile, NewReaction reaction, Instant receivedAt) {
        if (reaction.name() == null || reaction.name().isBlank()) {
            throw new InvalidInputException("name", "problem.field.missing");
        }
        contact(caseFile.id(), "body.name", reaction.name());
        contact(caseFile.id(), "body.email", reaction.email());
        contact(caseFile.id(), "body.address", reaction.address());
        rows.set(caseFile.id(), "stage = 'body', body_received_at = ?, explanation_by = null", receivedAt);
        deadlines.start(caseFile.id(), Duty.EXPLAIN_TO_CONSUMER_BODY, receivedAt);
        process.bodyAsked(caseFile);
    }

    private void contact(UUID caseId, String field, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            if (value.length() > 500) {
                throw new InvalidInputException(field.substring(5), "problem.field.too-long", 500);
            }
            vault.put(caseId, field, value.strip());
        }
    }

    private void court(CaseFile caseFile, NewReaction reaction, Instant receivedAt) {
        var suitOn = reaction.suitOn() == null ? Almaty.dayOf(receivedAt) : reaction.suitOn();
        if (suitOn.isAfter(Almaty.dayOf(receivedAt))) {
            throw new InvalidInputException("suitOn", "claimhandling.reaction.suit");
        }
        rows.set(caseFile.id(), "stage = 'court', suit_on = ?", suitOn);
        process.courtSeized(caseFile);
    }

    /** When the claimant's silence ends the waiting: the claimant has as long as the operator had for the answer. */
    public Instant silenceAt(UUID caseId) {
        var caseFile = cases.get(caseId);
        var from = rows.get(caseId).answeredAt();
        var since = from == null ? clock.instant() : from;
        var week = operators.get(caseFile.operator()).week();
        return terms.rules(caseFile.operator(), Duty.ANSWER_CLAIM, Almaty.dayOf(since)).stream()
                .map(rule -> calendar.due(since, rule.term(), week).dueAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Confirms the settlement to the claimant. */
    @Transactional
    public void settle(UUID caseId) {
        letters.sendSettlement(caseId);
        cases.record(caseId, TimelineEvent.of("claim.settled", SYSTEM));
    }

    /** Writes the explanation to the consumer body, in place of what was written before. */
    @Transactional
    public void writeExplanation(CaseFile caseFile, @Nullable String text, Actor by) {
        var claim = rows.lock(caseFile.id());
        if (!"body".equals(claim.stage())) {
            throw new ConflictException("claimhandling.explanation.not-now");
        }
        texts.write(caseFile.id(), ClaimTexts.explanation(claim.explained() + 1), text);
        // what was approved was another text
        rows.set(caseFile.id(), "explanation_by = ?, version = version + 1, approved_version = null", by.id());
        cases.record(caseFile.id(), TimelineEvent.of("explanation.written", by));
    }

    /** Lets the lawyer's task end only when the explanation is written. */
    @Transactional(readOnly = true)
    public void requireExplanation(UUID caseId) {
        var claim = rows.get(caseId);
        if (claim.explanationBy() == null
                || texts.read(caseId, ClaimTexts.explanation(claim.explained() + 1))
                        .isEmpty()) {
            throw new ConflictException("claimhandling.explanation.missing");
        }
    }

    /**
     * The second person's word on the explanation.
     *
     * @return {@code approved} or {@code rejected}
     */
    @Transactional
    public String approveExplanation(UUID caseId, @Nullable String approval, @Nullable String reason, Actor by) {
        var claim = rows.lock(caseId);
        if (by.id().equals(claim.explanationBy())) {
            throw new ForbiddenException("claimhandling.own-preparation");
        }
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTIONS.contains(reason)) {
                throw new InvalidInputException("explanationRejection", "claimhandling.reason.missing");
            }
            cases.record(caseId, TimelineEvent.of("explanation.rejected", by).result(reason));
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "claimhandling.result.unknown");
        }
        rows.set(caseId, "approved_version = version");
        cases.record(caseId, TimelineEvent.of("explanation.approved", by));
        return "approved";
    }

    /** User id of the one who wrote the explanation, who may not approve it. */
    public Optional<String> explainedBy(UUID caseId) {
        return rows.find(caseId).map(Claim::explanationBy);
    }

    /** Sends the explanation; the duty towards the body is done. */
    @Transactional
    public void explain(UUID caseId) {
        var claim = rows.lock(caseId);
        if (claim.approvedVersion() == null || claim.approvedVersion() != claim.version()) {
            throw new ConflictException("claimhandling.answer.not-approved");
        }
        letters.sendExplanation(caseId);
        deadlines.meet(caseId, Duty.EXPLAIN_TO_CONSUMER_BODY, clock.instant());
        rows.set(caseId, "stage = 'answered', explained = explained + 1, explanation_by = null");
        watch.refresh(caseId);
        cases.record(caseId, TimelineEvent.of("explanation.sent", SYSTEM));
    }
}
