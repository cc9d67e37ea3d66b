package kz.qupiya.casework.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.OpenTasks;
import kz.qupiya.casefile.ProcessFacts;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the engine knows about the cases: open tasks by their names, and how the process stands. The business key ties the two. */
@Component
class EngineTasks implements OpenTasks, ProcessFacts {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final HistoryService history;
    private final EngineAccess access;

    EngineTasks(
            @Lazy TaskService tasks, @Lazy RuntimeService runtime, @Lazy HistoryService history, EngineAccess access) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.history = history;
        this.access = access;
    }

    @Override
    public Map<UUID, List<String>> names(Collection<CaseFile> caseFiles) {
        var open = caseFiles.stream()
                .filter(CaseFile::isOpen)
                .collect(Collectors.toMap(c -> c.number().value(), Function.identity(), (a, b) -> a));
        if (open.isEmpty()) {
            return Map.of();
        }
        Map<UUID, List<String>> names = new HashMap<>();
        access.asSystem(() -> {
            for (Task task : tasks.createTaskQuery()
                    .processInstanceBusinessKeyIn(open.keySet().toArray(String[]::new))
                    .list()) {
                var instance = runtime.createProcessInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .singleResult();
                if (instance != null && open.containsKey(instance.getBusinessKey())) {
                    var caseId = open.get(instance.getBusinessKey()).id();
                    names.computeIfAbsent(caseId, id -> new java.util.ArrayList<>())
                            .add(task.getName());
                }
            }
        });
        names.replaceAll((id, list) -> List.copyOf(new TreeSet<>(list)));
        return names;
    }

    @Override
    public boolean concerns(CaseFile caseFile, Caller caller) {
        var groups = caller.roles().stream().map(Role::groupId).toList();
        return access.asSystem(() -> {
            var assigned = tasks.createTaskQuery()
                    .processInstanceBusinessKey(caseFile.number().value())
                    .taskAssignee(caller.id())
                    .count();
            return assigned > 0
                    || !groups.isEmpty()
                            && tasks.createTaskQuery()
                                            .processInstanceBusinessKey(
                                                    caseFile.number().value())
                                            .taskCandidateGroupIn(groups)
                                            .count()
                                    > 0;
        });
    }

    @Override
    public Optional<ProcessState> of(CaseFile caseFile) {
        return caseFile.process()
                .flatMap(id -> access.asSystem(() -> {
                    var running = runtime.createProcessInstanceQuery()
                            .processInstanceId(id)
                            .singleResult();
                    if (running != null) {
                        var incidents = runtime
                                .createProcessInstanceQuery()
                                .processInstanceBusinessKey(caseFile.number().value())
                                .list()
                                .stream()
                                .mapToInt(instance -> (int) runtime.createIncidentQuery()
                                        .processInstanceId(instance.getId())
                                        .count())
                                .sum();
                        return Optional.of(new ProcessState(id, running.getProcessDefinitionKey(), true, incidents));
                    }
                    return Optional.ofNullable(history.createHistoricProcessInstanceQuery()
                                    .processInstanceId(id)
                                    .singleResult())
                            .map(ended -> new ProcessState(id, ended.getProcessDefinitionKey(), false, 0));
                }));
    }
}
