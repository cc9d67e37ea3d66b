package kz.qupiya.casework;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.Acts;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Blocks of other cases on the same person that are not decided yet. While one stands, the data may be neither changed nor destroyed by this case (Law art. 1(3)): its step
 * fails, says so in the case, and is tried again when the other case is decided.
 */
@Component
public class UndecidedBlocks {

    private static final String EVENT = "act.waits";

    private final Restrictions restrictions;
    private final CaseFiles cases;
    private final Timeline timeline;
    private final TransactionTemplate alone;

    UndecidedBlocks(
            Restrictions restrictions, CaseFiles cases, Timeline timeline, PlatformTransactionManager transactions) {
        this.restrictions = restrictions;
        this.cases = cases;
        this.timeline = timeline;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Numbers of the undecided cases whose block stands on the person of this one. */
    public List<String> besideOf(UUID caseId) {
        return restrictions.ofCase(caseId).stream()
                .filter(Restriction::stands)
                .flatMap(own -> restrictions.standingBeside(own.id()).stream())
                .filter(other -> other.kind() == RestrictionKind.BLOCK && !caseId.equals(other.caseId()))
                .map(Restriction::caseId)
                .distinct()
                .map(cases::get)
                .filter(other -> other.decidedAt() == null)
                .map(other -> other.number().value())
                .sorted()
                .toList();
    }

    /**
     * Lets a step that changes or ends data go on only when no other case forbids it.
     *
     * @throws ConflictException {@link Acts#BLOCKED}; the case then says which cases it waits for, once
     */
    public void refuse(UUID caseId, Actor by) {
        var others = besideOf(caseId);
        if (others.isEmpty()) {
            return;
        }
        // The step's own transaction is rolled back.
        alone.executeWithoutResult(status -> {
            if (!isSaid(caseId, others)) {
                cases.record(caseId, TimelineEvent.of(EVENT, by).with("cases", others));
            }
        });
        throw new ConflictException(Acts.BLOCKED);
    }

    private boolean isSaid(UUID caseId, Collection<String> others) {
        return timeline.of(caseId).stream()
                .filter(entry -> EVENT.equals(entry.code()))
                .reduce((first, second) -> second)
                .map(entry -> others.equals(entry.data().get("cases")))
                .orElse(false);
    }
}
