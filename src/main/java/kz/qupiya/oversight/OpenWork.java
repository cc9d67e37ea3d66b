package kz.qupiya.oversight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.OperatorKey;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What lies open in the engine: tasks that nobody has taken, steps that failed. Names cases, nobody's data. */
@Component
public class OpenWork {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final JdbcClient jdbc;
    private final EngineAccess access;

    OpenWork(@Lazy TaskService tasks, @Lazy RuntimeService runtime, JdbcClient jdbc, EngineAccess access) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.jdbc = jdbc;
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

    /**
     * The tasks that lie unclaimed for the longest time.
     *
     * @param hidden numbers of cases that the reader does not see
     */
    public List<UnclaimedTask> oldestUnclaimed(Collection<OperatorKey> operators, int most, Set<String> hidden) {
        return access.asSystem(() -> {
            var oldest = new ArrayList<UnclaimedTask>();
            for (int first = 0; ; first += most) {
                var page = unclaimed(operators)
                        .orderByTaskCreateTime()
                        .asc()
                        .orderByTaskId()
                        .asc()
                        .listPage(first, most);
                for (var task : page) {
                    caseNumber(task)
                            .filter(number -> !hidden.contains(number))
                            .map(number -> view(task, number))
                            .ifPresent(oldest::add);
                }
                if (page.size() < most || oldest.size() >= most) {
                    return List.copyOf(oldest.subList(0, Math.min(most, oldest.size())));
                }
            }
        });
    }

    /** Numbers of the cases with a task that nobody has taken. */
    public Set<String> casesUnclaimed(Collection<OperatorKey> operators) {
        return caseNumbers(
                """
                select distinct i.business_key_ from act_ru_task t join act_ru_execution i on i.id_ = t.proc_inst_id_
                where t.assignee_ is null and t.suspension_state_ = 1 and t.tenant_id_ = any(:operators::text[]) and i.business_key_ is not null""",
                operators);
    }

    /** Numbers of the cases with a step that failed and has no retries left. */
    public Set<String> casesFailing(Collection<OperatorKey> operators) {
        return caseNumbers(
                """
                select distinct i.business_key_ from act_ru_job j join act_ru_execution i on i.id_ = j.process_instance_id_
                where j.retries_ = 0 and j.suspension_state_ = 1 and j.tenant_id_ = any(:operators::text[]) and i.business_key_ is not null""",
                operators);
    }

    /** The engine's queries give rows one by one and two thousand at most; the lists behind a figure have to be whole. */
    private Set<String> caseNumbers(String sql, Collection<OperatorKey> operators) {
        return new LinkedHashSet<>(jdbc.sql(sql)
                .param("operators", keys(operators))
                .query(String.class)
                .list());
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
