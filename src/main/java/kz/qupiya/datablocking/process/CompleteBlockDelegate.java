package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Blocking;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Confirms that the block reaches everything that is known of the person. */
@Component("completeBlockDelegate")
class CompleteBlockDelegate extends CaseStep {

    private final Blocking useCase;

    CompleteBlockDelegate(Blocking useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.complete(caseId);
    }
}
