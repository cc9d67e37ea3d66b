package kz.qupiya.oversight;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.OperatorKey;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What lies open in the engine: tasks that nobody has taken, steps that failed. Names cases, nobody's data. */
@Component
public class OpenWork {

    /** How many instances one look-up takes; the engine answers no more rows at once. */
    private static final int MOST = 2_000;

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final EngineAccess access;

    OpenWork(
            @Lazy TaskService tasks,
            @Lazy RuntimeService runtime,
            @Lazy ManagementService management,
            EngineAccess access) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.management = management;
        this.access = access;
    }

    /**
     * A task that nobody has taken.
     *
     * @param caseNumber case that it belongs to
     * @param name       as the model names it in Russian
     * @param dueAt      null for a task without a term
     */
    public record UnclaimedTask(
            OperatorKey operator, String caseNumber, String name, Instant createdAt, @Nullable Instant dueAt) {}

    /** How many tasks of the operators nobody has taken. */
    public long countUnclaimed(Collection<OperatorKey> operators) {
        return access.asSystem(() -> unclaimed(operators).count());
    }

    /** The tasks that lie unclaimed for the longest time. */
    public List<UnclaimedTask> oldestUnclaimed(Collection<OperatorKey> operators, int most) {
        return access.asSystem(() -> unclaimed(operators).orderByTaskCreateTime().asc().listPage(0, most).stream()
                .flatMap(task -> caseNumber(task).map(number -> view(task, number)).stream())
                .toList());
    }

    /** Numbers of the cases with a task that nobody has taken; at most {@value #MOST} tasks are looked at, the oldest. */
    public Set<String> casesUnclaimed(Collection<OperatorKey> operators) {
        return access.asSystem(() -> {
            var open = unclaimed(operators).orderByTaskCreateTime().asc().listPage(0, MOST);
            return caseNumbers(open.stream().map(Task::getProcessInstanceId).toList());
        });
    }

    /** Numbers of the cases with a step that failed and has no retries left; at most {@value #MOST} steps are looked at. */
    public Set<String> casesFailing(Collection<OperatorKey> operators) {
        return access.asSystem(() -> {
            var failed = management
                    .createJobQuery()
                    .noRetriesLeft()
                    .active()
                    .tenantIdIn(keys(operators))
                    .listPage(0, MOST);
            return caseNumbers(failed.stream().map(Job::getProcessInstanceId).toList());
        });
    }

    /** The case of one of the operators that an instance works on; nothing for an instance of another operator, or of no case. */
    public Optional<InstanceCase> caseOf(String instanceId, Collection<OperatorKey> operators) {
        return access.asSystem(() -> Optional.ofNullable(runtime.createProcessInstanceQuery()
                        .processInstanceId(instanceId)
                        .tenantIdIn(keys(operators))
                        .singleResult())
                .filter(instance -> instance.getBusinessKey() != null)
                .map(instance -> new InstanceCase(new OperatorKey(instance.getTenantId()), instance.getBusinessKey())));
    }

    /** @param number number of the case */
    public record InstanceCase(OperatorKey operator, String number) {}

    private Set<String> caseNumbers(Collection<String> instances) {
        var ids = new LinkedHashSet<>(instances);
        ids.remove(null);
        var numbers = new LinkedHashSet<String>();
        if (!ids.isEmpty()) {
            runtime.createProcessInstanceQuery().processInstanceIds(ids).listPage(0, MOST).stream()
                    .map(instance -> instance.getBusinessKey())
                    .filter(key -> key != null)
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private TaskQuery unclaimed(Collection<OperatorKey> operators) {
        return tasks.createTaskQuery().taskUnassigned().active().tenantIdIn(keys(operators));
    }

    private Optional<String> caseNumber(Task task) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .singleResult())
                .map(instance -> instance.getBusinessKey());
    }

    private static UnclaimedTask view(Task task, String caseNumber) {
        Date due = task.getDueDate();
        return new UnclaimedTask(
                new OperatorKey(task.getTenantId()),
                caseNumber,
                task.getName(),
                task.getCreateTime().toInstant(),
                due == null ? null : due.toInstant());
    }

    private static String[] keys(Collection<OperatorKey> operators) {
        return operators.stream().map(OperatorKey::value).toArray(String[]::new);
    }
}
