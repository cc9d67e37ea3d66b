package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Prepares the correction. */
@Component("prepareRectificationDelegate")
class PrepareRectificationDelegate extends CaseStep {

    private final Execution useCase;

    PrepareRectificationDelegate(Execution useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        Variables.ACT_ID.on(execution, useCase.prepareRectification(caseId).toString());
    }
}
