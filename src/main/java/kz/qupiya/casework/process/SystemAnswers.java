package kz.qupiya.casework.process;

import kz.qupiya.casework.process.CaseworkModel.Messages;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.SystemAnswered;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells the waiting process that a system has answered. Nobody may be waiting yet, when the answer is faster than the commit of the question: the model asks the ledger
 * again after a minute, so nothing is lost.
 */
@Component
class SystemAnswers {

    private final RuntimeService runtime;
    private final EngineAccess access;

    SystemAnswers(@Lazy RuntimeService runtime, EngineAccess access) {
        this.runtime = runtime;
        this.access = access;
    }

    @EventListener
    void answered(SystemAnswered answer) {
        access.asSystem(() -> runtime.createMessageCorrelation(Messages.SYSTEM_ANSWERED)
                .processInstanceVariableEquals(
                        Variables.ACT_ID.name(), answer.actId().toString())
                .processInstanceVariableEquals(Variables.SYSTEM.name(), answer.system())
                .correlateAll());
    }
}
