package kz.qupiya.security;

import kz.qupiya.engine.EngineAccess;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.ProblemException;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who may go on with a task that several people look at. The engine lets any candidate complete a task that somebody else has claimed, and tells whoever comes second
 * in words of its own.
 */
@Component
class TaskHolders {

    private final TaskService tasks;
    private final EngineAccess access;

    TaskHolders(TaskService tasks, EngineAccess access) {
        this.tasks = tasks;
        this.access = access;
    }

    /** Why the caller cannot claim the task; null when the engine may be asked. */
    @Nullable
    ProblemException claiming(String taskId, Caller caller) {
        return refusal(taskId, caller, false);
    }

    /** Why the caller cannot complete the task; null when the engine may be asked. */
    @Nullable
    ProblemException completing(String taskId, Caller caller) {
        return refusal(taskId, caller, true);
    }

    private @Nullable ProblemException refusal(String taskId, Caller caller, boolean claimed) {
        var task = access.asSystem(() -> tasks.createTaskQuery().taskId(taskId).singleResult());
        // what is another operator's is as good as not there
        if (task == null || (task.getTenantId() != null && !caller.isOf(task.getTenantId()))) {
            return new NotFoundException("security.task.gone");
        }
        if (task.getAssignee() == null) {
            return claimed ? new ConflictException("security.task.unclaimed") : null;
        }
        return task.getAssignee().equals(caller.id()) ? null : new ConflictException("security.task.taken");
    }
}
