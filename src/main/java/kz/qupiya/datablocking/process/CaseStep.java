package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** A step of a case that calls one use case with the id of the case. */
abstract class CaseStep implements JavaDelegate {

    @Override
    public final void execute(DelegateExecution execution) {
        run(UUID.fromString(Variables.CASE_ID.from(execution)), execution);
    }

    abstract void run(UUID caseId, DelegateExecution execution);
}
