package kz.qupiya.otherrequest.process;

import kz.qupiya.casefile.CaseFile;
import kz.qupiya.engine.CaseProcesses;
import kz.qupiya.otherrequest.OtherRequestProcess;
import kz.qupiya.otherrequest.process.OtherRequestModel.Messages;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a request. */
@Component
class CamundaOtherRequestProcess implements OtherRequestProcess {

    private final CaseProcesses processes;

    CamundaOtherRequestProcess(CaseProcesses processes) {
        this.processes = processes;
    }

    @Override
    public String requestReceived(CaseFile caseFile) {
        return processes.start(
                OtherRequestModel.ID,
                caseFile.number().value(),
                caseFile.id().toString(),
                caseFile.operator().value());
    }

    @Override
    public void proofRequested(CaseFile caseFile) {
        tell(caseFile, Messages.PROOF_REQUESTED);
    }

    @Override
    public void reclassified(CaseFile caseFile) {
        tell(caseFile, Messages.RECLASSIFIED);
    }

    private void tell(CaseFile caseFile, String message) {
        if (!processes.tell(message, caseFile.number().value())) {
            throw new ConflictException("otherrequest.not-waiting");
        }
    }
}
