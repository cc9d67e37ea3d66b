package kz.qupiya.claimhandling.process;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import kz.qupiya.claimhandling.Assessment;
import kz.qupiya.claimhandling.CourtStage;
import kz.qupiya.claimhandling.Evidence;
import kz.qupiya.claimhandling.Promises;
import kz.qupiya.claimhandling.Reactions;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Variables;
import kz.qupiya.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the models of a claim ask for. */
@Component("claimFlow")
@ProcessBean
public class ClaimFlow {

    private final Assessment assessment;
    private final Evidence evidence;
    private final Reactions reactions;
    private final Promises promises;
    private final CourtStage court;

    ClaimFlow(Assessment assessment, Evidence evidence, Reactions reactions, Promises promises, CourtStage court) {
        this.assessment = assessment;
        this.evidence = evidence;
        this.reactions = reactions;
        this.promises = promises;
        this.court = court;
    }

    /** The strictest running term of the answer. */
    public @Nullable Date answerDue(DelegateExecution execution) {
        return assessment.answerDue(caseId(execution)).map(Date::from).orElse(null);
    }

    /** The systems whose custodians are asked. */
    public List<String> systems(DelegateExecution execution) {
        return evidence.systems(caseId(execution));
    }

    /** When silence ends the waiting for the claimant. */
    public Date silenceAt(DelegateExecution execution) {
        return Date.from(reactions.silenceAt(caseId(execution)));
    }

    /** Whether something that was promised is still to be done. */
    public boolean promisesOpen(DelegateExecution execution) {
        return promises.open(caseId(execution));
    }

    /** Whether the answer promises money. */
    public boolean paymentPromised(DelegateExecution execution) {
        return promises.payment(caseId(execution), round(execution));
    }

    /** Whether it promises something else that people do. */
    public boolean actionPromised(DelegateExecution execution) {
        return promises.action(caseId(execution));
    }

    /** Until when it is to be paid. */
    public Date payBy(DelegateExecution execution) {
        return Date.from(promises.payBy(caseId(execution), round(execution)));
    }

    /** When the lawyer has to look at the court case again; null while no hearing is set. */
    public @Nullable Date hearing(DelegateExecution execution) {
        Instant at = court.hearing(caseId(execution));
        return at == null ? null : Date.from(at);
    }

    private static int round(DelegateExecution execution) {
        return Integer.parseInt(Variables.ROUND.from(execution));
    }

    private static UUID caseId(DelegateExecution execution) {
        return UUID.fromString(Variables.CASE_ID.from(execution));
    }
}
