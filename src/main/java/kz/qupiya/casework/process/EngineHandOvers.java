package kz.qupiya.casework.process;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.casefile.Notes;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.HandOvers;
import kz.qupiya.casework.SecondPerson;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Hands over tasks of the engine. */
@Component
class EngineHandOvers implements HandOvers {

    private static final String WRONG_ROLE = "wrong-role";
    private static final String OTHER_OPERATOR = "other-operator";
    private static final String SECOND_PERSON = "second-person";

    /** Says no more than that: why a case is hidden from somebody is nobody else's business. */
    private static final String MAY_NOT = "may-not";

    private final TaskService tasks;
    private final EngineCaseTasks caseTasks;
    private final StaffDirectory staff;
    private final ModelArchive models;
    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final Notes notes;
    private final ObjectProvider<SecondPerson> secondPersons;
    private final EngineAccess access;
    private final JdbcClient jdbc;
    private final Clock clock;

    EngineHandOvers(
            @Lazy TaskService tasks,
            EngineCaseTasks caseTasks,
            StaffDirectory staff,
            ModelArchive models,
            CaseFiles cases,
            CaseConcerns concerns,
            Notes notes,
            ObjectProvider<SecondPerson> secondPersons,
            EngineAccess access,
            JdbcClient jdbc,
            Clock clock) {
        this.tasks = tasks;
        this.caseTasks = caseTasks;
        this.staff = staff;
        this.models = models;
        this.cases = cases;
        this.concerns = concerns;
        this.notes = notes;
        this.secondPersons = secondPersons;
        this.access = access;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Candidate> candidates(String taskId, Caller manager) {
        return access.asSystem(() -> {
            var task = caseTasks.task(taskId);
            var caseFile = managed(task, manager);
            var loads = loads(manager.operators());
            return staff.of(Set.of(caseFile.operator().value())).stream()
                    .filter(member -> !member.id().equals(task.getAssignee()))
                    .filter(member -> refusal(task, caseFile, member).isEmpty())
                    .map(member -> new Candidate(
                            member.id(),
                            member.name(),
                            loads.getOrDefault(member.id(), Desk.EMPTY).open()))
                    .toList();
        });
    }

    @Override
    @Transactional
    public void handOver(
            String taskId, @Nullable String to, @Nullable String reason, @Nullable String note, Caller manager) {
        access.asSystem(() -> {
            var task = caseTasks.task(taskId);
            var caseFile = managed(task, manager);
            var why = ManagerAct.HAND_OVER.reason(reason);
            if (to == null && task.getAssignee() == null) {
                throw new ConflictException("casework.hand-over.nobody-has-it");
            }
            if (to != null) {
                var member = staff.find(to);
                if (member.isEmpty() || refusal(task, caseFile, member.get()).isPresent()) {
                    throw new InvalidInputException("to", "casework.hand-over.may-not");
                }
                if (to.equals(task.getAssignee())) {
                    throw new InvalidInputException("to", "casework.hand-over.has-it");
                }
            }
            handOver(task, caseFile, to, why, manager);
            notes.attach(caseFile.id(), note, Actor.user(manager.id()));
        });
    }

    private void handOver(Task task, CaseFile caseFile, @Nullable String to, String reason, Caller manager) {
        cases.record(
                caseFile.id(),
                TimelineEvent.of("task.handed-over", Actor.user(manager.id()))
                        .result(to == null ? "to-group" : task.getAssignee() == null ? "to-first" : "to-person")
                        .with("process", EngineCaseTasks.process(task))
                        .with("task", task.getTaskDefinitionKey())
                        .with("taskId", task.getId())
                        .with("from", task.getAssignee() == null ? null : Actor.user(task.getAssignee()))
                        .with("to", to == null ? null : Actor.user(to))
                        .with("reason", reason));
        tasks.setAssignee(task.getId(), to);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Load> staff(Caller manager) {
        var loads = loads(manager.operators());
        return staff.of(manager.operators()).stream()
                .map(member -> {
                    var desk = loads.getOrDefault(member.id(), Desk.EMPTY);
                    return new Load(member.id(), member.name(), member.roles(), desk.open(), desk.overdue());
                })
                .toList();
    }

    @Override
    @Transactional
    public Outcome handOverAll(
            String userId,
            @Nullable String to,
            @Nullable String reason,
            @Nullable String note,
            Caller manager,
            Locale locale) {
        if (!isColleague(staff.find(userId), manager)) {
            throw new NotFoundException("casework.staff.unknown");
        }
        var why = ManagerAct.HAND_OVER.reason(reason);
        var member = to == null ? null : colleague(to, userId, manager);
        return access.asSystem(() -> {
            var handedOver = new ArrayList<Moved>();
            var stayed = new ArrayList<Stayed>();
            var noted = new HashMap<UUID, Boolean>();
            for (var task : tasks.createTaskQuery()
                    .taskAssignee(userId)
                    .tenantIdIn(manager.operators().toArray(String[]::new))
                    .orderByTaskCreateTime()
                    .asc()
                    .list()) {
                if (isHidden(task, manager)) {
                    continue;
                }
                var caseFile = managed(task, manager);
                var name = models.ofDefinition(task.getProcessDefinitionId(), locale)
                        .map(text -> text.elements().get(task.getTaskDefinitionKey()))
                        .orElse(task.getName());
                var operator = caseFile.operator().value();
                var number = caseFile.number().value();
                var refusal = member == null ? Optional.<String>empty() : refusal(task, caseFile, member);
                if (refusal.isPresent()) {
                    stayed.add(new Stayed(task.getId(), name, operator, number, refusal.get()));
                    continue;
                }
                handOver(task, caseFile, to, why, manager);
                if (noted.put(caseFile.id(), true) == null) {
                    notes.attach(caseFile.id(), note, Actor.user(manager.id()));
                }
                handedOver.add(new Moved(task.getId(), name, operator, number));
            }
            return new Outcome(List.copyOf(handedOver), List.copyOf(stayed));
        });
    }

    private StaffDirectory.Member colleague(String to, String instead, Caller manager) {
        var member = staff.find(to);
        if (to.equals(instead) || !isColleague(member, manager)) {
            throw new InvalidInputException("to", "casework.hand-over.may-not");
        }
        return member.orElseThrow();
    }

    private static boolean isColleague(Optional<StaffDirectory.Member> member, Caller manager) {
        return member.filter(one -> one.operators().stream().anyMatch(manager::isOf))
                .isPresent();
    }

    private boolean isHidden(Task task, Caller manager) {
        var caseId = caseTasks.text(task.getId(), Variables.CASE_ID.name());
        return caseId != null && concerns.hiddenFrom(UUID.fromString(caseId), manager.id());
    }

    /** The case of a task that this manager is answerable for. */
    private CaseFile managed(Task task, Caller manager) {
        var caseFile = caseTasks.caseFile(task, manager);
        if (!manager.hasAny(Role.MANAGER)) {
            throw new ForbiddenException("security.role.wrong");
        }
        return caseFile;
    }

    /** Why somebody may not do a task; nothing if the person may. */
    private Optional<String> refusal(Task task, CaseFile caseFile, StaffDirectory.Member member) {
        var operator = caseFile.operator().value();
        if (!member.operators().contains(operator)) {
            return Optional.of(OTHER_OPERATOR);
        }
        if (!member.mayDo(caseTasks.groups(task.getId()), operator)) {
            return Optional.of(WRONG_ROLE);
        }
        if (concerns.hiddenFrom(caseFile.id(), member.id())) {
            return Optional.of(MAY_NOT);
        }
        var act = caseTasks.text(task.getId(), Variables.ACT_ID.name());
        var process = EngineCaseTasks.process(task);
        return secondPersons.stream()
                        .flatMap(rule -> rule.barred(process, task.getTaskDefinitionKey(), caseFile.id(), act).stream())
                        .anyMatch(member.id()::equals)
                ? Optional.of(SECOND_PERSON)
                : Optional.empty();
    }

    /** What lies on each desk, by one count over the engine's tasks: its own queries would ask person by person. */
    private Map<String, Desk> loads(Collection<String> operators) {
        var loads = new HashMap<String, Desk>();
        jdbc.sql(
                        """
                        select assignee_, count(*), count(*) filter (where due_date_ < ?) from act_ru_task
                        where assignee_ is not null and tenant_id_ = any(?) group by assignee_""")
                .param(Timestamp.from(clock.instant()))
                .param(operators.toArray(String[]::new))
                .query(row -> {
                    loads.put(row.getString(1), new Desk(row.getInt(2), row.getInt(3)));
                });
        return loads;
    }

    private record Desk(int open, int overdue) {
        private static final Desk EMPTY = new Desk(0, 0);
    }
}
