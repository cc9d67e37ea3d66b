package kz.qupiya.casework;

import kz.qupiya.security.Caller;
import org.jspecify.annotations.Nullable;

/** The engine's tasks as tasks of a case. */
public interface CaseTasks {

    /**
     * The case of a task.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is no such task, or it is none of the caller's operators
     */
    CaseTask find(String taskId, Caller caller);

    /**
     * Gives a task back to its group. The engine's own permission for that would allow to hand it to anybody.
     *
     * @throws kz.qupiya.problem.ForbiddenException if it is not the caller's
     */
    void release(String taskId, Caller caller);

    /**
     * A task of a case.
     *
     * @param operator key of the operator
     * @param number   number of the case
     * @param task     key of the task in its model, for example {@code userTask_verify}
     * @param assignee who has it
     * @param act      the act that it is about, where it is about one
     * @param system   the system that it is about, where it is about one
     */
    record CaseTask(
            String operator,
            String number,
            String process,
            String task,
            @Nullable String assignee,
            @Nullable String act,
            @Nullable String system) {}
}
