package kz.qupiya.datablocking.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.Intake;
import kz.qupiya.engine.Refusals;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.JsonProblems;
import kz.qupiya.problem.NotFoundException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Opens the case of a process that was started over engine REST, in the transaction of that start, and takes the request out of the engine. A process that our own API
 * started has its case already.
 */
@Component("registerDataBlockListener")
class RegisterDataBlockListener implements ExecutionListener {

    private final DataBlocks blocks;
    private final CaseFiles cases;
    private final Operators operators;
    private final IdentityService identity;
    private final ObjectMapper json;

    RegisterDataBlockListener(
            DataBlocks blocks,
            CaseFiles cases,
            Operators operators,
            @Lazy IdentityService identity,
            ObjectMapper json) {
        this.blocks = blocks;
        this.cases = cases;
        this.operators = operators;
        this.identity = identity;
        this.json = json;
    }

    @Override
    public void notify(DelegateExecution execution) {
        var intake = execution.getVariable(Intake.INTAKE);
        execution.removeVariable(Intake.INTAKE);
        if (Variables.CASE_ID.find(execution) == null) {
            Refusals.noting(() -> register(execution, intake));
        }
    }

    private void register(DelegateExecution execution, @Nullable Object intake) {
        var key = Variables.OPERATOR.find(execution);
        var operator = operators
                .find(key == null ? "" : key)
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .key();
        if (!(intake instanceof String body)) {
            throw new InvalidInputException(Intake.INTAKE, "problem.field.missing");
        }
        var by = identity.getCurrentAuthentication();
        var caseFile = blocks.register(
                operator, read(body), by == null ? Actor.system("engine") : Actor.user(by.getUserId()), Channel.ENGINE);
        execution.setProcessBusinessKey(caseFile.number().value());
        Variables.CASE_ID.on(execution, caseFile.id().toString());
        cases.attachProcess(caseFile.id(), execution.getProcessInstanceId());
    }

    private DataBlockRequest read(String body) {
        try {
            return json.readValue(body, DataBlockRequest.class);
        } catch (JsonMappingException e) {
            throw JsonProblems.of(e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(Intake.INTAKE, "problem.json.broken");
        }
    }
}
