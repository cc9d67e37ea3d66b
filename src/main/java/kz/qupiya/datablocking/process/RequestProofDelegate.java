package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.CaseLetters;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes the request for a missing document. */
@Component("requestProofDelegate")
class RequestProofDelegate extends CaseStep {

    private final CaseLetters useCase;

    RequestProofDelegate(CaseLetters useCase) {
        this.useCase = useCase;
    }

    @Override
    protected void run(UUID caseId, DelegateExecution execution) {
        useCase.requestProof(caseId);
    }
}
