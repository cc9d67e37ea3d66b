package kz.qupiya.consentwithdrawal.process;

import kz.qupiya.casefile.CaseFile;
import kz.qupiya.consentwithdrawal.WithdrawalProcess;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Messages;
import kz.qupiya.engine.CaseProcesses;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a withdrawal. */
@Component
class CamundaWithdrawalProcess implements WithdrawalProcess {

    private final CaseProcesses processes;

    CamundaWithdrawalProcess(CaseProcesses processes) {
        this.processes = processes;
    }

    @Override
    public String withdrawalReceived(CaseFile caseFile) {
        return processes.start(
                ConsentWithdrawalModel.ID,
                caseFile.number().value(),
                caseFile.id().toString(),
                caseFile.operator().value());
    }

    @Override
    public void takenBack(CaseFile caseFile) {
        tell(caseFile, Messages.TAKEN_BACK);
    }

    @Override
    public void proofRequested(CaseFile caseFile) {
        tell(caseFile, Messages.PROOF_REQUESTED);
    }

    @Override
    public void recipientsAcknowledged(CaseFile caseFile) {
        // Mostly they acknowledge before anybody has a task to chase them.
        processes.tell(Messages.RECIPIENTS_ACKNOWLEDGED, caseFile.number().value());
    }

    private void tell(CaseFile caseFile, String message) {
        if (!processes.tell(message, caseFile.number().value())) {
            throw new ConflictException("consentwithdrawal.not-waiting");
        }
    }
}
