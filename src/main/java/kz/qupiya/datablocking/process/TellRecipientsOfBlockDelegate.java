package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.Blocking;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Tells the recipients of the data of the block. */
@Component("tellRecipientsOfBlockDelegate")
class TellRecipientsOfBlockDelegate extends CaseStep {

    private final Blocking useCase;

    TellRecipientsOfBlockDelegate(Blocking useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.tellRecipients(caseId);
    }
}
