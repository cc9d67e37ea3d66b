package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Blocking;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Finds the person and prepares the block in every system. */
@Component("prepareBlockDelegate")
class PrepareBlockDelegate extends CaseStep {

    private final Blocking useCase;

    PrepareBlockDelegate(Blocking useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        Variables.BLOCK_ACT_ID.on(execution, useCase.prepare(caseId).toString());
    }
}
