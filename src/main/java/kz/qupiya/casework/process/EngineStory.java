package kz.qupiya.casework.process;

import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.StoryFacts;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the engine knows of a running case: its open tasks and its failed steps, in the reader's language. */
@Component
class EngineStory implements StoryFacts {

    private static final String UNAVAILABLE = "system-unavailable";
    private static final String OTHER = "unexpected";

    /** What our own refusals say: a code. Anything else may hold whatever a driver wrote. */
    private static final Pattern CODE = Pattern.compile("[a-z]+(\\.[a-z0-9-]+)+");

    private final TaskService tasks;
    private final ManagementService management;
    private final HistoryService history;
    private final EngineCaseTasks caseTasks;
    private final StaffDirectory staff;
    private final ModelArchive models;
    private final EngineAccess access;
    private final JdbcClient jdbc;

    EngineStory(
            @Lazy TaskService tasks,
            @Lazy ManagementService management,
            @Lazy HistoryService history,
            EngineCaseTasks caseTasks,
            StaffDirectory staff,
            ModelArchive models,
            EngineAccess access,
            JdbcClient jdbc) {
        this.tasks = tasks;
        this.management = management;
        this.history = history;
        this.caseTasks = caseTasks;
        this.staff = staff;
        this.models = models;
        this.access = access;
        this.jdbc = jdbc;
    }

    @Override
    public List<OpenTask> tasks(CaseFile caseFile, Caller reader, Locale locale) {
        return access.asSystem(() -> {
            var open = tasks.createTaskQuery()
                    .processInstanceBusinessKey(caseFile.number().value())
                    .list();
            var raised = raised(open);
            var names = staff.names(open.stream()
                    .map(Task::getAssignee)
                    .filter(Objects::nonNull)
                    .toList());
            return open.stream()
                    .map(task -> task(task, raised, names, reader, locale))
                    .sorted(Comparator.comparing(
                                    OpenTask::dueAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                            .thenComparing(OpenTask::createdAt))
                    .toList();
        });
    }

    private OpenTask task(Task task, Set<String> raised, Map<String, String> names, Caller reader, Locale locale) {
        var assignee = task.getAssignee();
        return new OpenTask(
                task.getId(),
                name(task.getProcessDefinitionId(), task.getTaskDefinitionKey(), locale)
                        .orElse(task.getName()),
                task.getTaskDefinitionKey(),
                assignee,
                assignee == null ? null : names.getOrDefault(assignee, assignee),
                task.getCreateTime().toInstant(),
                instant(task.getDueDate()),
                assignee == null
                        && reader.roles().stream()
                                .map(Role::groupId)
                                .anyMatch(caseTasks.groups(task.getId())::contains),
                assignee == null && raised.contains(task.getId()));
    }

    private Set<String> raised(List<Task> open) {
        return new HashSet<>(jdbc.sql("select task_id from qupiya.task_raised where task_id = any(?)")
                .param(open.stream().map(Task::getId).toArray(String[]::new))
                .query(String.class)
                .list());
    }

    @Override
    public List<FailedStep> failures(CaseFile caseFile, Locale locale) {
        var root = caseFile.processInstanceId();
        if (root == null) {
            return List.of();
        }
        return access.asSystem(
                () -> management.createJobQuery().rootProcessInstanceId(root).withException().list().stream()
                        .map(job -> failed(job, locale))
                        .sorted(Comparator.comparing(
                                FailedStep::failedAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                        .toList());
    }

    private FailedStep failed(Job job, Locale locale) {
        var element = JobElements.of(job, management);
        return new FailedStep(
                job.getId(),
                job.getProcessInstanceId(),
                element,
                name(job.getProcessDefinitionId(), element, locale).orElse(element),
                failedAt(job),
                job.getRetries(),
                code(job.getExceptionMessage()));
    }

    private @Nullable Instant failedAt(Job job) {
        return history
                .createHistoricJobLogQuery()
                .jobId(job.getId())
                .failureLog()
                .orderByTimestamp()
                .desc()
                .listPage(0, 1)
                .stream()
                .map(log -> log.getTimestamp().toInstant())
                .findFirst()
                .orElse(null);
    }

    private static String code(@Nullable String message) {
        if (message == null) {
            return OTHER;
        }
        if (message.startsWith("system ")) {
            return UNAVAILABLE;
        }
        return CODE.matcher(message).matches() ? message : OTHER;
    }

    @Override
    public Optional<ModelText> model(String digest, Locale locale) {
        return models.text(digest, locale);
    }

    private Optional<String> name(String definitionId, String element, Locale locale) {
        return models.ofDefinition(definitionId, locale)
                .map(text -> text.elements().get(element));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
