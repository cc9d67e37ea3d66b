package kz.qupiya.engine;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** A step of a case: it calls one use case with the id of the case. */
public abstract class CaseStep implements JavaDelegate {

    /** The variable in which every process of a case keeps the case's id. */
    public static final ProcessVariable<String> CASE_ID = ProcessVariable.text("caseId");

    /** A step that leaves no fact in the process. */
    public static JavaDelegate calling(Consumer<UUID> useCase) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                useCase.accept(caseId);
            }
        };
    }

    /** A step that leaves one fact in the process: what the use case answers. */
    public static JavaDelegate keeping(ProcessVariable<String> fact, Function<UUID, String> useCase) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                fact.on(execution, useCase.apply(caseId));
            }
        };
    }

    @Override
    public final void execute(DelegateExecution execution) {
        run(UUID.fromString(CASE_ID.from(execution)), execution);
    }

    /** Calls the use case. */
    protected abstract void run(UUID caseId, DelegateExecution execution);
}
