package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Tells the recipients of the data what came of it. */
@Component("tellRecipientsOfResultDelegate")
class TellRecipientsOfResultDelegate extends CaseStep {

    private final Execution useCase;

    TellRecipientsOfResultDelegate(Execution useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.tellRecipients(caseId);
    }
}
