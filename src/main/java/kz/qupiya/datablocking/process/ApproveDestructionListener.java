package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.datablocking.Execution;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Takes the second person's word on a destruction; the one who decided is refused. */
@Component("approveDestructionListener")
class ApproveDestructionListener implements TaskListener {

    private final Execution execution;
    private final TaskUsers users;

    ApproveDestructionListener(Execution execution, TaskUsers users) {
        this.execution = execution;
        this.users = users;
    }

    @Override
    public void notify(DelegateTask task) {
        Refusals.noting(() -> {
            var result = execution.approve(
                    UUID.fromString(Variables.CASE_ID.from(task)),
                    UUID.fromString(Variables.ACT_ID.from(task)),
                    Variables.APPROVAL.find(task),
                    Variables.REJECTION_REASON.find(task),
                    Actor.user(users.of(task)));
            Variables.APPROVAL.on(task, result);
        });
    }
}
