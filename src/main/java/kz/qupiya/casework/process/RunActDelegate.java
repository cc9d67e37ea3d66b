package kz.qupiya.casework.process;

import java.util.UUID;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.problem.ConflictException;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Carries out one act in one system. A system that is down is an exception: the engine retries, then shows an incident. */
@Component(CaseworkModel.Beans.RUN_ACT)
class RunActDelegate implements JavaDelegate {

    private final Acts acts;
    private final SupersededBlocks superseded;

    RunActDelegate(Acts acts, SupersededBlocks superseded) {
        this.acts = acts;
        this.superseded = superseded;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var actId = UUID.fromString(Variables.ACT_ID.from(execution));
        var system = Variables.SYSTEM.from(execution);
        if (superseded.contain(actId)) {
            Variables.ACT_STATE.on(execution, "done");
            return;
        }
        SystemState state;
        try {
            state = acts.run(actId, system);
        } catch (ConflictException e) {
            if ("datamap.act.data-changed".equals(e.code()) && acts.get(actId).kind() == ActKind.DESTROY) {
                throw new BpmnError(CaseworkModel.Errors.DATA_CHANGED);
            }
            throw e;
        }
        Variables.ACT_STATE.on(
                execution,
                switch (state) {
                    case DONE, PROVED -> "done";
                    case BY_HAND -> "by-hand";
                    case WAITING_FOR_ANSWER -> "awaiting-answer";
                    default ->
                        throw new IllegalStateException("act " + actId + " in " + system + " is " + state.json());
                });
    }
}
