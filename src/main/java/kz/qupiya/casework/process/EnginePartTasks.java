package kz.qupiya.casework.process;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casework.PartTasks;
import kz.qupiya.casework.TermPart;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Finds the task that carries a part of a term: its model says so by the due date. */
@Component
class EnginePartTasks implements PartTasks {

    /** The engine gives 50, a task that nobody has claimed by half of its term is raised higher still. */
    static final int CHASED = 80;

    private static final Pattern PART = Pattern.compile(
            "\\$\\{deadlineTimers\\.part(?:For)?\\(execution, '([A-Za-z0-9-]+)'(?:, ([A-Za-z][A-Za-z0-9]*))?\\)}");

    private final TaskService tasks;
    private final RepositoryService models;
    private final EngineCaseTasks caseTasks;
    private final CaseFiles cases;
    private final EngineAccess access;

    EnginePartTasks(
            @Lazy TaskService tasks,
            @Lazy RepositoryService models,
            EngineCaseTasks caseTasks,
            CaseFiles cases,
            EngineAccess access) {
        this.tasks = tasks;
        this.models = models;
        this.caseTasks = caseTasks;
        this.cases = cases;
        this.access = access;
    }

    @Override
    public Optional<PartTask> of(TermPart part, @Nullable String taskId) {
        return access.asSystem(() -> candidates(part, taskId)
                .filter(task -> taskId != null || carries(task, part))
                .findFirst()
                .map(task -> new PartTask(
                        task.getId(),
                        EngineCaseTasks.process(task) + "/" + task.getTaskDefinitionKey(),
                        task.getAssignee(),
                        caseTasks.groups(task.getId()))));
    }

    private Stream<Task> candidates(TermPart part, @Nullable String taskId) {
        var query = tasks.createTaskQuery();
        return (taskId == null
                        ? query.processInstanceBusinessKey(
                                cases.get(part.caseId()).number().value())
                        : query.taskId(taskId))
                .list().stream();
    }

    private boolean carries(Task task, TermPart part) {
        return key(task)
                .filter(key -> key.step().equals(part.step()) && key.topic().equals(part.topic()))
                .isPresent();
    }

    /** The part that the model of a task names; nothing where its due date is another. */
    Optional<PartKey> key(Task task) {
        if (!(models.getBpmnModelInstance(task.getProcessDefinitionId())
                        .getModelElementById(task.getTaskDefinitionKey())
                instanceof UserTask element)) {
            return Optional.empty();
        }
        var due = PART.matcher(String.valueOf(element.getCamundaDueDate()));
        if (!due.matches()) {
            return Optional.empty();
        }
        var topic = due.group(2) == null ? "" : caseTasks.text(task.getId(), due.group(2));
        return Optional.of(new PartKey(due.group(1), topic == null ? "" : topic));
    }

    @Override
    public void raise(String taskId) {
        access.asSystem(() -> {
            var task = tasks.createTaskQuery().taskId(taskId).singleResult();
            if (task != null && task.getPriority() < CHASED) {
                tasks.setPriority(taskId, CHASED);
            }
        });
    }

    /** @param topic empty where the step has one part */
    record PartKey(String step, String topic) {}
}
