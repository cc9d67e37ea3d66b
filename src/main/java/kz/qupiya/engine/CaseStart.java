package kz.qupiya.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.JsonProblems;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.jspecify.annotations.Nullable;

/**
 * Opens the case of a process that was started over engine REST, in the transaction of that start, and takes the request out of the engine. A process that our own API
 * started has its case already.
 *
 * @param <R> the request
 */
public abstract class CaseStart<R> implements ExecutionListener {

    private static final ProcessVariable<String> OPERATOR = ProcessVariable.text(Intake.OPERATOR);

    private final Class<R> type;
    private final IdentityService identity;
    private final ObjectMapper json;

    /** @param identity lazily, since the engine needs its listeners before it is there itself */
    protected CaseStart(Class<R> type, IdentityService identity, ObjectMapper json) {
        this.type = type;
        this.identity = identity;
        this.json = json;
    }

    @Override
    public final void notify(DelegateExecution execution) {
        var intake = execution.getVariable(Intake.INTAKE);
        execution.removeVariable(Intake.INTAKE);
        if (CaseStep.CASE_ID.find(execution) == null) {
            Refusals.noting(() -> {
                var key = OPERATOR.find(execution);
                if (!(intake instanceof String body)) {
                    throw new InvalidInputException(Intake.INTAKE, "problem.field.missing");
                }
                var by = identity.getCurrentAuthentication();
                var opened = open(
                        key == null ? "" : key,
                        read(body),
                        by == null ? null : by.getUserId(),
                        execution.getProcessInstanceId());
                execution.setProcessBusinessKey(opened.number());
                CaseStep.CASE_ID.on(execution, opened.caseId());
            });
        }
    }

    /**
     * Opens the case and ties it to the process.
     *
     * @param operator key of the operator as it was handed in; may be unknown
     * @param user     who started the process, if anybody
     * @param instance id of the process instance that is being born
     */
    protected abstract Opened open(String operator, R request, @Nullable String user, String instance);

    private R read(String body) {
        try {
            return json.readValue(body, type);
        } catch (JsonMappingException e) {
            throw JsonProblems.of(e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(Intake.INTAKE, "problem.json.broken");
        }
    }

    /** The case that was opened. */
    public record Opened(String caseId, String number) {}
}
