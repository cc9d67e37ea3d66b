package kz.qupiya.casework.process;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.CaseTasks;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Caller;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class EngineCaseTasks implements CaseTasks {

    private final TaskService tasks;
    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final EngineAccess access;

    EngineCaseTasks(@Lazy TaskService tasks, CaseFiles cases, CaseConcerns concerns, EngineAccess access) {
        this.tasks = tasks;
        this.cases = cases;
        this.concerns = concerns;
        this.access = access;
    }

    @Override
    @Transactional(readOnly = true)
    public CaseTask find(String taskId, Caller caller) {
        return access.asSystem(() -> {
            var task = task(taskId);
            var caseFile = caseFile(task, caller);
            return new CaseTask(
                    caseFile.operator().value(),
                    caseFile.number().value(),
                    process(task),
                    task.getTaskDefinitionKey(),
                    task.getAssignee(),
                    text(taskId, Variables.ACT_ID.name()),
                    text(taskId, Variables.SYSTEM.name()));
        });
    }

    @Override
    @Transactional
    public void release(String taskId, Caller caller) {
        access.asSystem(() -> {
            var task = task(taskId);
            var caseFile = caseFile(task, caller);
            if (!caller.id().equals(task.getAssignee())) {
                throw new ForbiddenException("casework.task.not-yours");
            }
            tasks.setAssignee(taskId, null);
            cases.record(
                    caseFile.id(),
                    TimelineEvent.of("task.released", Actor.user(caller.id()))
                            .with("process", process(task))
                            .with("task", task.getTaskDefinitionKey()));
        });
    }

    /** Id of the model that a task is of. */
    static String process(Task task) {
        return task.getProcessDefinitionId().replaceAll(":.*", "");
    }

    Task task(String taskId) {
        var task = tasks.createTaskQuery().taskId(taskId).singleResult();
        if (task == null) {
            throw new NotFoundException("casework.task.unknown");
        }
        return task;
    }

    CaseFile caseFile(Task task, Caller caller) {
        var caseId = text(task.getId(), Variables.CASE_ID.name());
        if (caseId == null || task.getTenantId() == null || !caller.isOf(task.getTenantId())) {
            throw new NotFoundException("casework.task.unknown");
        }
        var id = UUID.fromString(caseId);
        if (concerns.hiddenFrom(id, caller.id())) {
            throw new NotFoundException("casework.task.unknown");
        }
        return cases.get(id);
    }

    @Nullable
    String text(String taskId, String variable) {
        return tasks.getVariable(taskId, variable) instanceof String text ? text : null;
    }

    /** The groups to which a task is offered. */
    Set<String> groups(String taskId) {
        return tasks.getIdentityLinksForTask(taskId).stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
