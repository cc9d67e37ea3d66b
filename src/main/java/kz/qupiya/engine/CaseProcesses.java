package kz.qupiya.engine;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Starts the process of a case and tells it what happened, in the caller's transaction and in nobody's name. */
@Component
public class CaseProcesses {

    private final RuntimeService runtime;
    private final EngineAccess access;

    CaseProcesses(@Lazy RuntimeService runtime, EngineAccess access) {
        this.runtime = runtime;
        this.access = access;
    }

    /**
     * Starts a process for a case that is registered already.
     *
     * @param process id of the model
     * @param number  number of the case
     * @return id of the process instance
     */
    public String start(String process, String number, String caseId, String operator) {
        Map<String, Object> variables = new HashMap<>();
        CaseStep.CASE_ID.in(variables, caseId);
        variables.put(Intake.OPERATOR, operator);
        return access.asSystem(() ->
                runtime.startProcessInstanceByKey(process, number, variables).getId());
    }

    /**
     * Tells the process of a case something.
     *
     * @return false if it does not wait for that
     */
    public boolean tell(String message, String number) {
        return access.asSystem(() -> {
            try {
                runtime.createMessageCorrelation(message)
                        .processInstanceBusinessKey(number)
                        .correlate();
                return true;
            } catch (MismatchingMessageCorrelationException e) {
                return false;
            }
        });
    }
}
