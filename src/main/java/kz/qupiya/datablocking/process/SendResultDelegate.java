package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.CaseLetters;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes the reasoned result. */
@Component("sendResultDelegate")
class SendResultDelegate extends CaseStep {

    private final CaseLetters useCase;

    SendResultDelegate(CaseLetters useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.sendResult(caseId);
    }
}
