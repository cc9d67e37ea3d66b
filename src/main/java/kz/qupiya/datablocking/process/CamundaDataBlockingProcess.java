package kz.qupiya.datablocking.process;

import java.util.HashMap;
import java.util.Map;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.datablocking.DataBlockingProcess;
import kz.qupiya.datablocking.process.DataBlockingModel.Messages;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.problem.ConflictException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Tells the engine what happened in a data block. */
@Component
class CamundaDataBlockingProcess implements DataBlockingProcess {

    private final RuntimeService runtime;
    private final EngineAccess access;

    CamundaDataBlockingProcess(@Lazy RuntimeService runtime, EngineAccess access) {
        this.runtime = runtime;
        this.access = access;
    }

    @Override
    public String requestReceived(CaseFile caseFile) {
        Map<String, Object> variables = new HashMap<>();
        Variables.CASE_ID.in(variables, caseFile.id().toString());
        Variables.OPERATOR.in(variables, caseFile.operator().value());
        return access.asSystem(() -> runtime.startProcessInstanceByKey(
                        DataBlockingModel.ID, caseFile.number().value(), variables)
                .getId());
    }

    @Override
    public void factsRequested(CaseFile caseFile) {
        tell(caseFile, Messages.FACTS_REQUESTED);
    }

    @Override
    public void proofRequested(CaseFile caseFile) {
        tell(caseFile, Messages.PROOF_REQUESTED);
    }

    private void tell(CaseFile caseFile, String message) {
        access.asSystem(() -> {
            try {
                runtime.createMessageCorrelation(message)
                        .processInstanceBusinessKey(caseFile.number().value())
                        .correlate();
            } catch (MismatchingMessageCorrelationException e) {
                throw new ConflictException("datablocking.not-waiting");
            }
        });
    }
}
