package kz.qupiya.breachnotification.process;

import kz.qupiya.breachnotification.BreachProcess;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Messages;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.engine.CaseProcesses;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a breach. */
@Component
class CamundaBreachProcess implements BreachProcess {

    private final CaseProcesses processes;

    CamundaBreachProcess(CaseProcesses processes) {
        this.processes = processes;
    }

    @Override
    public String reported(CaseFile caseFile) {
        return processes.start(
                BreachNotificationModel.ID,
                caseFile.number().value(),
                caseFile.id().toString(),
                caseFile.operator().value());
    }

    @Override
    public void measureSet(CaseFile caseFile) {
        tell(caseFile, Messages.MEASURE_SET);
    }

    @Override
    public void supplementNeeded(CaseFile caseFile) {
        tell(caseFile, Messages.SUPPLEMENT_NEEDED);
    }

    @Override
    public void laterList(CaseFile caseFile) {
        tell(caseFile, Messages.LATER_LIST);
    }

    @Override
    public void noticeDrained(CaseFile caseFile) {
        // Where nobody waits yet the model looks by itself after five minutes.
        processes.tell(Messages.NOTICE_DRAINED, caseFile.number().value());
    }

    private void tell(CaseFile caseFile, String message) {
        if (!processes.tell(message, caseFile.number().value())) {
            throw new ConflictException("breachnotification.not-running");
        }
    }
}
