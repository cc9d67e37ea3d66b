package kz.qupiya.casework.process;

import java.util.UUID;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.Acts;
import kz.qupiya.engine.Refusals;
import kz.qupiya.problem.ConflictException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Lets a custodian's task end only when what was done by hand is on record with its proof. */
@Component(CaseworkModel.Beans.CONFIRM_HAND_ACT)
class ConfirmHandActListener implements TaskListener {

    private final Acts acts;

    ConfirmHandActListener(Acts acts) {
        this.acts = acts;
    }

    @Override
    public void notify(DelegateTask task) {
        Refusals.noting(() -> {
            var act = acts.get(UUID.fromString(Variables.ACT_ID.from(task)));
            var done = act.system(Variables.SYSTEM.from(task))
                    .map(system -> system.state().ran())
                    .orElse(false);
            if (!done) {
                throw new ConflictException("casework.hand-act.no-proof");
            }
        });
    }
}
