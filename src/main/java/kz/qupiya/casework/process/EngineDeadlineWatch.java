package kz.qupiya.casework.process;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.DeadlinesMoved;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.casework.TermPart;
import kz.qupiya.casework.TermParts;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.datamap.Acts;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.Duty;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sets timers and due dates of the engine anew from the deadlines of the case: neither moves by itself when a date does. A due date of a task is found through the duty
 * that the task's model names, so this holds for every process.
 */
@Component
class EngineDeadlineWatch implements DeadlineWatch {

    private static final Pattern DUE = Pattern.compile("\\$\\{deadlineTimers\\.due\\(execution, '([a-z-]+)'\\)}");

    /** The due date of a task about an act: of the duty that the act fulfils. */
    private static final String OF_ACT = "${deadlineTimers.ofAct(execution)}";

    /** How the engine describes a timer whose moment is an expression. */
    private static final String COMPUTED = "DATE: ${";

    private final Deadlines deadlines;
    private final CaseFiles cases;
    private final TermParts parts;
    private final EnginePartTasks partTasks;
    private final Acts acts;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ManagementService management;
    private final RepositoryService models;
    private final EngineAccess access;

    EngineDeadlineWatch(
            Deadlines deadlines,
            CaseFiles cases,
            TermParts parts,
            EnginePartTasks partTasks,
            Acts acts,
            @Lazy RuntimeService runtime,
            @Lazy TaskService tasks,
            @Lazy ManagementService management,
            @Lazy RepositoryService models,
            EngineAccess access) {
        this.deadlines = deadlines;
        this.cases = cases;
        this.parts = parts;
        this.partTasks = partTasks;
        this.acts = acts;
        this.runtime = runtime;
        this.tasks = tasks;
        this.management = management;
        this.models = models;
        this.access = access;
    }

    @Override
    public void refresh(UUID caseId) {
        access.asSystem(() -> setTimer(cases.get(caseId)));
    }

    @EventListener
    void moved(DeadlinesMoved event) {
        access.asSystem(() -> event.caseIds().forEach(id -> {
            var caseFile = cases.get(id);
            setDatedTimers(caseFile);
            setDueDates(caseFile);
        }));
    }

    /** Timers that a model sets to a moment which it computes: each asks again, whatever process it belongs to. */
    private void setDatedTimers(CaseFile caseFile) {
        runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(caseFile.number().value())
                .list()
                .stream()
                .flatMap(instance ->
                        management.createJobQuery().processInstanceId(instance.getId()).timers().list().stream())
                .filter(this::isDated)
                .forEach(timer -> management.recalculateJobDuedate(timer.getId(), false));
    }

    private boolean isDated(Job timer) {
        var definition = management
                .createJobDefinitionQuery()
                .jobDefinitionId(timer.getJobDefinitionId())
                .singleResult();
        return definition != null
                && String.valueOf(definition.getJobConfiguration()).startsWith(COMPUTED);
    }

    private void setTimer(CaseFile caseFile) {
        deadlines.nextStep(caseFile.id()).map(Date::from).ifPresent(next -> timers(caseFile).stream()
                .filter(timer -> !next.equals(timer.getDuedate()))
                .forEach(timer -> management.setJobDuedate(timer.getId(), next)));
    }

    private List<Job> timers(CaseFile caseFile) {
        return runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(caseFile.number().value(), CaseworkModel.WATCH_DEADLINES)
                .list()
                .stream()
                .flatMap(instance -> management
                        .createJobQuery()
                        .processInstanceId(instance.getId())
                        .activityId(CaseworkModel.Elements.NEXT_STEP)
                        .list()
                        .stream())
                .toList();
    }

    private void setDueDates(CaseFile caseFile) {
        for (Task task : tasks.createTaskQuery()
                .processInstanceBusinessKey(caseFile.number().value())
                .list()) {
            if (!(models.getBpmnModelInstance(task.getProcessDefinitionId())
                            .getModelElementById(task.getTaskDefinitionKey())
                    instanceof UserTask element)) {
                continue;
            }
            part(caseFile, task)
                    .or(() -> duty(task, String.valueOf(element.getCamundaDueDate()))
                            .flatMap(duty -> deadlines.of(caseFile.id(), duty))
                            .map(Deadline::dueAt))
                    .ifPresent(dueAt -> {
                        task.setDueDate(Date.from(dueAt));
                        tasks.saveTask(task);
                    });
        }
    }

    /** When the part of a term ends that a task carries; the parts have moved before. */
    private Optional<Instant> part(CaseFile caseFile, Task task) {
        return parts.ofTask(task.getId())
                .or(() -> partTasks.key(task).flatMap(key -> parts.find(caseFile.id(), key.step(), key.topic())))
                .map(TermPart::dueAt);
    }

    private Optional<Duty> duty(Task task, String dueDate) {
        if (OF_ACT.equals(dueDate)) {
            return tasks.getVariable(task.getId(), Variables.ACT_ID.name()) instanceof String act
                    ? DeadlineTimers.duty(acts.get(UUID.fromString(act)).kind())
                    : Optional.empty();
        }
        var due = DUE.matcher(dueDate);
        return due.matches() ? Duty.of(due.group(1)) : Optional.empty();
    }
}
