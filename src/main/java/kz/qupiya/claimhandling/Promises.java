package kz.qupiya.claimhandling;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the answer promised, to its end: the payment by accounting, and what is done in linked cases. */
@Service
public class Promises {

    /** What somebody has to do and confirm. */
    private static final Set<DemandKind> ACTIONS = Set.of(DemandKind.APOLOGY, DemandKind.OTHER);

    private static final int LONGEST_NUMBER = 100;
    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final ClaimRows rows;
    private final ClaimTexts texts;
    private final LinkedDemands linked;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Promises(
            CaseFiles cases,
            ClaimRows rows,
            ClaimTexts texts,
            LinkedDemands linked,
            ApplicationEventPublisher events,
            Clock clock) {
        this.cases = cases;
        this.rows = rows;
        this.texts = texts;
        this.linked = linked;
        this.events = events;
        this.clock = clock;
    }

    /** Whether the answer of a round promises money. */
    public boolean payment(UUID caseId, int round) {
        return promise(caseId, round).amount() != null;
    }

    /** Whether it promises something that people do: an apology, another thing, or what goes on in linked cases. */
    public boolean action(UUID caseId) {
        return rows.demands(caseId).stream()
                .anyMatch(one -> one.linkedId() != null || ACTIONS.contains(one.kind()) && one.met());
    }

    /** The end of the day until which the answer of a round promises to pay. */
    public Instant payBy(UUID caseId, int round) {
        return Almaty.endOf(Objects.requireNonNull(promise(caseId, round).payBy()));
    }

    /** Tells accounting to pay: an event to the addresses of the operator's profile. Once, also when run again. */
    @Transactional
    public void order(UUID caseId, int round) {
        rows.lock(caseId);
        var promise = promise(caseId, round);
        if (promise.orderedAt() != null) {
            return;
        }
        rows.ordered(caseId, round, clock.instant());
        events.publishEvent(new PaymentOrdered(
                caseId, Objects.requireNonNull(promise.amount()), Objects.requireNonNull(promise.payBy())));
        cases.record(caseId, TimelineEvent.of("payment.ordered", SYSTEM).with("payBy", promise.payBy()));
    }

    /**
     * Records the payment of the oldest promise that is not paid.
     *
     * @param document number of the document of payment
     * @param paidOn   its day
     * @throws InvalidInputException for a missing number or a day in the future
     * @throws ConflictException     if no payment is due
     */
    @Transactional
    public void paid(CaseFile caseFile, @Nullable String document, @Nullable LocalDate paidOn, Actor by) {
        var id = caseFile.id();
        rows.lock(id);
        var due = rows.promises(id).stream()
                .filter(one -> one.orderedAt() != null && one.paidOn() == null)
                .findFirst()
                .orElseThrow(() -> new ConflictException("claimhandling.payment.not-now"));
        if (paidOn == null || paidOn.isAfter(Almaty.dayOf(clock.instant()))) {
            throw new InvalidInputException("paidOn", "claimhandling.payment.when");
        }
        if (document == null || document.isBlank() || document.length() > LONGEST_NUMBER) {
            throw new InvalidInputException("document", "claimhandling.payment.document");
        }
        texts.write(id, ClaimTexts.payment(due.round()), document);
        rows.paid(id, due.round(), paidOn);
        cases.record(id, TimelineEvent.of("payment.made", by).with("paidOn", paidOn));
    }

    /**
     * Lets the task end only when the payment of its round is recorded.
     *
     * @throws ConflictException {@code claimhandling.payment.missing}
     */
    @Transactional(readOnly = true)
    public void requirePaid(UUID caseId, int round) {
        if (promise(caseId, round).paidOn() == null) {
            throw new ConflictException("claimhandling.payment.missing");
        }
    }

    /**
     * Lets the task end only when every linked case is closed.
     *
     * @throws ConflictException {@code claimhandling.linked.open}
     */
    @Transactional(readOnly = true)
    public void requireActions(UUID caseId) {
        if (!linked.allClosed(caseId)) {
            throw new ConflictException("claimhandling.linked.open");
        }
    }

    /** Everything promised in a round is done. */
    @Transactional
    public void kept(UUID caseId, int round) {
        rows.lock(caseId);
        rows.kept(caseId, round, clock.instant());
        cases.record(caseId, TimelineEvent.of("claim.promises-kept", SYSTEM));
    }

    /** Whether something that was promised to an entitled claimant is still to be done. */
    public boolean open(UUID caseId) {
        return !Assessment.NOT_ENTITLED.equals(rows.get(caseId).way())
                && rows.promises(caseId).stream().anyMatch(one -> one.keptAt() == null);
    }

    private ClaimRows.Promise promise(UUID caseId, int round) {
        return rows.promises(caseId).stream()
                .filter(one -> one.round() == round)
                .findFirst()
                .orElseThrow();
    }
}
