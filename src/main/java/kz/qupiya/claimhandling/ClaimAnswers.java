package kz.qupiya.claimhandling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.letter.LetterState;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.LetterView;
import kz.qupiya.letter.Letters;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sends the answer and proves that it went. The duty is done when the answer leaves the house: what is posted or sent before the last day ends is in time (Consumer Law art. 42-4(2)).
 */
@Service
public class ClaimAnswers {

    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final Letters letters;
    private final ClaimLetters texts;
    private final Assessment assessment;
    private final ClaimRows rows;

    ClaimAnswers(
            CaseFiles cases,
            Deadlines deadlines,
            DeadlineWatch watch,
            Letters letters,
            ClaimLetters texts,
            Assessment assessment,
            ClaimRows rows) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.watch = watch;
        this.letters = letters;
        this.texts = texts;
        this.assessment = assessment;
        this.rows = rows;
    }

    /**
     * Writes the letter.
     *
     * @return what the process asks next, see {@link Assessment#result}
     * @throws ConflictException if decision or text changed since they were approved
     */
    @Transactional
    public String send(UUID caseId) {
        var claim = rows.lock(caseId);
        if (claim.approvedVersion() == null || claim.approvedVersion() != claim.version()) {
            throw new ConflictException("claimhandling.answer.not-approved");
        }
        texts.sendAnswer(caseId);
        rows.promise(claim);
        return assessment.result(caseId);
    }

    /** The round whose answer was sent last. */
    @Transactional(readOnly = true)
    public int round(UUID caseId) {
        return rows.get(caseId).round();
    }

    /**
     * Whether the answer has left the house; then the duties are done at that moment.
     *
     * @return {@code gone}, {@code paper} while it waits to be printed, or {@code waiting}
     */
    @Transactional
    public String check(UUID caseId) {
        var claim = rows.lock(caseId);
        var letter = letter(caseId).orElseThrow();
        var gone = gone(letter);
        if (gone.isEmpty()) {
            return letter.onPrintList() ? "paper" : "waiting";
        }
        if (claim.answeredAt() == null) {
            answered(caseId, gone.get());
        }
        return "gone";
    }

    /**
     * Lets the task of posting end only when the letter is recorded as posted, with its number.
     *
     * @throws ConflictException {@code claimhandling.answer.not-posted}
     */
    @Transactional
    public void posted(UUID caseId) {
        rows.lock(caseId);
        var letter = letter(caseId).orElseThrow();
        var gone = gone(letter);
        if (gone.isEmpty() || letter.state() == LetterState.PRINTED && letter.registeredMail() == null) {
            throw new ConflictException("claimhandling.answer.not-posted");
        }
        answered(caseId, gone.get());
    }

    private void answered(UUID caseId, Instant at) {
        var due = assessment.answerDue(caseId).orElse(null);
        rows.set(caseId, "answered_at = ?, answer_due_at = ?, stage = 'answered'", at, due);
        for (var duty : List.of(Duty.ANSWER_CLAIM, Duty.ANSWER_CONSUMER_CLAIM)) {
            deadlines.of(caseId, duty).ifPresent(one -> deadlines.meet(caseId, duty, at));
        }
        if (cases.get(caseId).requesterKind() == RequesterKind.AUTHORITY) {
            // The body that passed the claim on has its explanations with the answer.
            deadlines
                    .of(caseId, Duty.EXPLAIN_TO_CONSUMER_BODY)
                    .ifPresent(one -> deadlines.meet(caseId, Duty.EXPLAIN_TO_CONSUMER_BODY, at));
        }
        watch.refresh(caseId);
        cases.record(
                caseId,
                TimelineEvent.of("claim.answered", SYSTEM)
                        .with("at", at)
                        .with("late", due != null && at.isAfter(due) ? true : null));
    }

    private static Optional<Instant> gone(LetterView letter) {
        if (letter.state() == LetterState.SENT) {
            return Optional.ofNullable(letter.sentAt());
        }
        return letter.state() == LetterState.PRINTED ? Optional.ofNullable(letter.printedAt()) : Optional.empty();
    }

    /** The letter that was written last as the answer of the running round. */
    private Optional<LetterView> letter(UUID caseId) {
        return letters.ofCase(caseId).stream()
                .filter(one -> one.template().equals(LetterTemplate.CLAIM_ANSWERED.key())
                        || one.template().equals(LetterTemplate.OTHER_REQUEST_NOT_ENTITLED.key()))
                .reduce((first, last) -> last);
    }
}
