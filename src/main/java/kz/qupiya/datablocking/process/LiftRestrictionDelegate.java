package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lifts the restriction of this case. */
@Component("liftRestrictionDelegate")
class LiftRestrictionDelegate extends CaseStep {

    private final Execution useCase;

    LiftRestrictionDelegate(Execution useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.lift(caseId);
    }
}
