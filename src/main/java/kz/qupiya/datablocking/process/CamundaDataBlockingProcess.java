package kz.qupiya.datablocking.process;

import kz.qupiya.casefile.CaseFile;
import kz.qupiya.datablocking.DataBlockingProcess;
import kz.qupiya.datablocking.process.DataBlockingModel.Messages;
import kz.qupiya.engine.CaseProcesses;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a data block. */
@Component
class CamundaDataBlockingProcess implements DataBlockingProcess {

    private final CaseProcesses processes;

    CamundaDataBlockingProcess(CaseProcesses processes) {
        this.processes = processes;
    }

    @Override
    public String requestReceived(CaseFile caseFile) {
        return processes.start(
                DataBlockingModel.ID,
                caseFile.number().value(),
                caseFile.id().toString(),
                caseFile.operator().value());
    }

    @Override
    public void factsRequested(CaseFile caseFile) {
        tell(caseFile, Messages.FACTS_REQUESTED);
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
            throw new ConflictException("datablocking.not-waiting");
        }
    }
}
