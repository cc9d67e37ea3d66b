package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Closes the case. */
@Component("closeCaseDelegate")
class CloseCaseDelegate extends CaseStep {

    private final Execution useCase;

    CloseCaseDelegate(Execution useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.close(caseId);
    }
}
