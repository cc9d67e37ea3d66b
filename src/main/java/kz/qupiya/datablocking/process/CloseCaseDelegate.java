package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Execution;
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
    void run(UUID caseId, DelegateExecution execution) {
        useCase.close(caseId);
    }
}
