package kz.qupiya.engine;

import kz.qupiya.problem.ForbiddenException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Who completes a task: the engine's authenticated user, who must be the one who has it. */
@Component
public class TaskUsers {

    private final IdentityService identity;

    TaskUsers(@Lazy IdentityService identity) {
        this.identity = identity;
    }

    /**
     * Id of the user.
     *
     * @throws ForbiddenException {@code casework.task.not-yours} if somebody else has the task, or nobody
     */
    public String of(DelegateTask task) {
        var authentication = identity.getCurrentAuthentication();
        var assignee = task.getAssignee();
        if (assignee == null || authentication != null && !assignee.equals(authentication.getUserId())) {
            throw new ForbiddenException("casework.task.not-yours");
        }
        return assignee;
    }
}
