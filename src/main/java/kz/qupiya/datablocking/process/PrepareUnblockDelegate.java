package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.casework.CaseworkActs;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ends what the decision asked for and prepares the unblocking. */
@Component("prepareUnblockDelegate")
class PrepareUnblockDelegate extends CaseStep {

    private final Execution useCase;

    PrepareUnblockDelegate(Execution useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        Variables.ACT_ID.on(
                execution, useCase.prepareUnblock(caseId).map(UUID::toString).orElse(CaseworkActs.NOTHING));
    }
}
