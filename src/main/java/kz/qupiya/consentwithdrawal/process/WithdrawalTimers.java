package kz.qupiya.consentwithdrawal.process;

import java.util.Date;
import java.util.List;
import java.util.UUID;
import kz.qupiya.consentwithdrawal.StopDecisions;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Variables;
import kz.qupiya.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What the model of a withdrawal asks for: moments of its timers, and the systems whose custodians are asked. */
@Component("withdrawalTimers")
@ProcessBean
public class WithdrawalTimers {

    private final Withdrawals withdrawals;
    private final StopDecisions decisions;

    WithdrawalTimers(Withdrawals withdrawals, StopDecisions decisions) {
        this.withdrawals = withdrawals;
        this.decisions = decisions;
    }

    /** When processing is to stop. */
    public Date effective(DelegateExecution execution) {
        return Date.from(withdrawals.effectiveAt(caseId(execution)));
    }

    /** When the person is reminded of the day named; may lie in the past. */
    public Date reminder(DelegateExecution execution) {
        return Date.from(withdrawals.reminderAt(caseId(execution)));
    }

    /** When an undecided withdrawal is suppressed by itself. */
    public Date safeSide(DelegateExecution execution) {
        return Date.from(withdrawals.safeSideAt(caseId(execution)));
    }

    /** Whether processing goes on until a later day. */
    public boolean later(DelegateExecution execution) {
        return withdrawals.isLater(caseId(execution));
    }

    /** Systems whose custodian has to say whether obligations are unfulfilled. */
    public List<String> toAsk(DelegateExecution execution) {
        return decisions.toAsk(caseId(execution));
    }

    private static UUID caseId(DelegateExecution execution) {
        return UUID.fromString(Variables.CASE_ID.from(execution));
    }
}
