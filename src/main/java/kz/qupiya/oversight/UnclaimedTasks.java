package kz.qupiya.oversight;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Raises a task that nobody has claimed by half of its term, from its creation to its due date: it goes to the top of the lists, managers and the members of its groups are told,
 * the case says so. Once for each task, of whatever process; a task without a due date has no term.
 */
@Component
public class UnclaimedTasks {

    /** The engine gives 50; the lists show the higher one first. */
    public static final int RAISED = 100;

    private static final Logger log = LoggerFactory.getLogger(UnclaimedTasks.class);
    private static final Actor WATCH = Actor.job("unclaimed-tasks");

    /** How many tasks are looked at in one run. */
    private static final int MOST = 500;

    private final JdbcClient jdbc;
    private final TaskService tasks;
    private final CaseFiles cases;
    private final StaffNotices notices;
    private final EngineAccess access;
    private final TransactionTemplate transactions;
    private final Clock clock;

    UnclaimedTasks(
            JdbcClient jdbc,
            @Lazy TaskService tasks,
            CaseFiles cases,
            StaffNotices notices,
            EngineAccess access,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.cases = cases;
        this.notices = notices;
        this.access = access;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Raises what is past half of its term now.
     *
     * @return how many tasks were raised
     */
    public int raise() {
        return access.asSystem(() -> {
            var raised = 0;
            for (var task : overHalf()) {
                raised += raiseOne(task) ? 1 : 0;
            }
            return raised;
        });
    }

    /** The engine's queries know no half of a term. */
    private List<Unclaimed> overHalf() {
        return jdbc.sql(
                        """
                        select t.id_ as task_id, c.id as case_id, d.key_ as process, t.task_def_key_ as element, t.due_date_ as due_at
                        from act_ru_task t
                        join act_ru_execution p on p.id_ = t.proc_inst_id_
                        join act_re_procdef d on d.id_ = t.proc_def_id_
                        join qupiya.case_file c on c.number = p.business_key_
                        where t.assignee_ is null and t.due_date_ is not null and t.suspension_state_ = 1
                            and t.create_time_ + (t.due_date_ - t.create_time_) / 2 <= ?
                            and not exists (select from qupiya.task_raised r where r.task_id = t.id_)
                        order by t.due_date_ limit ?""")
                .params(Timestamp.from(clock.instant()), MOST)
                .query((row, n) -> new Unclaimed(
                        row.getString("task_id"),
                        row.getObject("case_id", UUID.class),
                        row.getString("process"),
                        row.getString("element"),
                        row.getTimestamp("due_at").toInstant()))
                .list();
    }

    private boolean raiseOne(Unclaimed unclaimed) {
        try {
            return Boolean.TRUE.equals(transactions.execute(status -> {
                // The row decides between two nodes.
                var first = jdbc.sql(
                                        """
                                        insert into qupiya.task_raised (task_id, case_id, raised_at) values (?, ?, ?)
                                        on conflict (task_id) do nothing""")
                                .params(unclaimed.taskId(), unclaimed.caseId(), Timestamp.from(clock.instant()))
                                .update()
                        == 1;
                var task = tasks.createTaskQuery()
                        .taskId(unclaimed.taskId())
                        .taskUnassigned()
                        .singleResult();
                if (!first || task == null) {
                    status.setRollbackOnly();
                    return false;
                }
                cases.record(
                        unclaimed.caseId(),
                        TimelineEvent.of("task.unclaimed", WATCH)
                                .with("process", unclaimed.process())
                                .with("task", unclaimed.element())
                                .with("taskId", unclaimed.taskId())
                                .with("dueAt", unclaimed.dueAt()));
                notices.unclaimed(
                        cases.get(unclaimed.caseId()),
                        unclaimed.process() + "/" + unclaimed.element(),
                        unclaimed.dueAt(),
                        told(unclaimed.taskId()));
                task.setPriority(RAISED);
                tasks.saveTask(task);
                return true;
            }));
        } catch (RuntimeException e) {
            // Claimed at this very moment, most likely; the next run looks again. The message may hold anything.
            log.warn(
                    "task {} was not raised: {}",
                    unclaimed.taskId(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private Set<Role> told(String taskId) {
        return Stream.concat(
                        Stream.of(Role.MANAGER),
                        tasks.getIdentityLinksForTask(taskId).stream()
                                .map(IdentityLink::getGroupId)
                                .filter(group -> group != null)
                                .flatMap(group -> Role.ofGroup(group).stream()))
                .collect(Collectors.toSet());
    }

    private record Unclaimed(String taskId, UUID caseId, String process, String element, Instant dueAt) {}
}
