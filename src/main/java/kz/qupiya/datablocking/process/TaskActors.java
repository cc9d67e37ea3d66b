package kz.qupiya.datablocking.process;

import kz.qupiya.casefile.Actor;
import kz.qupiya.problem.ForbiddenException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Who completes a task: the engine's authenticated user, who must be the one who has it. */
@Component
class TaskActors {

    private final IdentityService identity;

    TaskActors(@Lazy IdentityService identity) {
        this.identity = identity;
    }

    Actor of(DelegateTask task) {
        var authentication = identity.getCurrentAuthentication();
        var assignee = task.getAssignee();
        if (assignee == null || authentication != null && !assignee.equals(authentication.getUserId())) {
            throw new ForbiddenException("casework.task.not-yours");
        }
        return Actor.user(assignee);
    }
}
