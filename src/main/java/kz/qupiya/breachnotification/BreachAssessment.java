package kz.qupiya.breachnotification;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether what was reported is a breach of security (Law 94-V art. 1(15-1)): a transfer to agents under contract or on lawful demand of the State is none (kz pay bot 5), and another report
 * of a known breach joins the first.
 */
@Service
public class BreachAssessment {

    private static final Set<String> NOT_A_BREACH =
            Set.of("agent-under-contract", "lawful-demand", "no-personal-data", "protection-held", "false-alarm");

    private final CaseFiles cases;
    private final BreachRows rows;
    private final Clock clock;

    BreachAssessment(CaseFiles cases, BreachRows rows, Clock clock) {
        this.cases = cases;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Names the breach that this one is another report of; the assessment confirms it.
     *
     * @throws InvalidInputException field {@code joinedTo}: no other running breach of the operator has that number
     * @throws ConflictException     if the report was assessed already
     */
    @Transactional
    public void nameFirst(CaseFile caseFile, @Nullable String number, Actor by) {
        unassessed(rows.lock(caseFile.id()));
        var first = number == null
                ? null
                : cases.find(caseFile.operator(), number.strip()).orElse(null);
        if (first == null
                || first.id().equals(caseFile.id())
                || first.kind() != CaseKind.BREACH
                || !first.isOpen()
                || rows.get(first.id()).rehearsal() != rows.get(caseFile.id()).rehearsal()
                || "joined".equals(rows.get(first.id()).verdict())) {
            throw new InvalidInputException("joinedTo", "breachnotification.joined.unknown");
        }
        rows.joinedTo(caseFile.id(), first.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("breach.same-as", by)
                        .with("number", first.number().value()));
    }

    /**
     * The verdict.
     *
     * @param named  {@code confirmed}, {@code not-a-breach} or {@code joined}
     * @param reason  why it is none
     * @return the verdict
     * @throws InvalidInputException for an unknown verdict or a missing reason
     * @throws ConflictException     if it was assessed before, or is to be joined and nobody has said to which
     */
    @Transactional
    public String assess(UUID caseId, @Nullable String named, @Nullable String reason, Actor by) {
        var verdict = named == null ? "" : named;
        var breach = rows.lock(caseId);
        unassessed(breach);
        var now = clock.instant();
        switch (verdict) {
            case "confirmed" -> rows.assessed(caseId, "confirmed", null, now, by.id());
            case "not-a-breach" -> {
                if (reason == null || !NOT_A_BREACH.contains(reason)) {
                    throw new InvalidInputException("verdictReason", "breachnotification.reason.missing");
                }
                rows.assessed(caseId, "not-a-breach", reason, now, by.id());
            }
            case "joined" -> {
                var first = breach.joinedTo();
                if (first == null || !cases.get(first).isOpen()) {
                    throw new ConflictException("breachnotification.joined.unnamed");
                }
                rows.assessed(caseId, "joined", null, now, by.id());
                cases.record(
                        first,
                        TimelineEvent.of("breach.report-joined", by)
                                .with("number", cases.get(caseId).number().value())
                                .with("discoveredAt", breach.discoveredAt()));
            }
            default -> throw new InvalidInputException("verdict", "breachnotification.verdict.unknown");
        }
        cases.record(
                caseId,
                TimelineEvent.of("breach.assessed", by)
                        .result(verdict)
                        .with("reason", "not-a-breach".equals(verdict) ? reason : null));
        return verdict;
    }

    private static void unassessed(Breach breach) {
        if (breach.verdict() != null) {
            throw new ConflictException("breachnotification.assessed");
        }
    }
}
