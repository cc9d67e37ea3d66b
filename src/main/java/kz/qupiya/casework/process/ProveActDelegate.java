package kz.qupiya.casework.process;

import java.util.UUID;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.Acts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Proves one act in one system by a new query. An act that the system has not left as it should be is run again by the next try. */
@Component(CaseworkModel.Beans.PROVE_ACT)
class ProveActDelegate implements JavaDelegate {

    private final Acts acts;
    private final SupersededBlocks superseded;

    ProveActDelegate(Acts acts, SupersededBlocks superseded) {
        this.acts = acts;
        this.superseded = superseded;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var actId = UUID.fromString(Variables.ACT_ID.from(execution));
        var system = Variables.SYSTEM.from(execution);
        if (superseded.contain(actId)) {
            return;
        }
        var state = acts.prove(actId, system);
        switch (state) {
            case PROVED -> {}
            case FAILED -> {
                acts.run(actId, system);
                throw new IllegalStateException(
                        "act " + actId + " in " + system + " was not as it should be; run again");
            }
            // The answer to a proof comes later, or the custodian's is not given yet: the next try looks again.
            default -> throw new IllegalStateException("act " + actId + " in " + system + " is " + state.json());
        }
    }
}
