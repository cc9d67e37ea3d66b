package kz.qupiya.claimhandling.process;

import kz.qupiya.casefile.CaseFile;
import kz.qupiya.claimhandling.ClaimProcess;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Messages;
import kz.qupiya.engine.CaseProcesses;
import kz.qupiya.problem.ConflictException;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a claim. */
@Component
class CamundaClaimProcess implements ClaimProcess {

    private final CaseProcesses processes;

    CamundaClaimProcess(CaseProcesses processes) {
        this.processes = processes;
    }

    @Override
    public String received(CaseFile caseFile) {
        return processes.start(
                ClaimHandlingModel.ID,
                caseFile.number().value(),
                caseFile.id().toString(),
                caseFile.operator().value());
    }

    @Override
    public void proofRequested(CaseFile caseFile) {
        tell(caseFile, Messages.PROOF_REQUESTED);
    }

    @Override
    public void agreed(CaseFile caseFile) {
        tell(caseFile, Messages.AGREED);
    }

    @Override
    public void disagrees(CaseFile caseFile) {
        tell(caseFile, Messages.DISAGREES);
    }

    @Override
    public void bodyAsked(CaseFile caseFile) {
        tell(caseFile, Messages.BODY_ASKED);
    }

    @Override
    public void courtSeized(CaseFile caseFile) {
        tell(caseFile, Messages.COURT_SEIZED);
    }

    @Override
    public void givenUp(CaseFile caseFile) {
        tell(caseFile, Messages.GIVEN_UP);
    }

    private void tell(CaseFile caseFile, String message) {
        if (!processes.tell(message, caseFile.number().value())) {
            throw new ConflictException("claimhandling.not-waiting");
        }
    }
}
