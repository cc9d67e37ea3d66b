package kz.qupiya.casework.process;

import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcernsNamed;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.TaskService;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives the tasks of those whom a case concerns back to their groups; in the transaction that names them. */
@Component
class ConcernedTasks {

    private static final Actor RULE = Actor.system("case-concerns");

    private final TaskService tasks;
    private final CaseFiles cases;
    private final EngineAccess access;

    ConcernedTasks(@Lazy TaskService tasks, CaseFiles cases, EngineAccess access) {
        this.tasks = tasks;
        this.cases = cases;
        this.access = access;
    }

    @EventListener
    void named(CaseConcernsNamed event) {
        if (event.userIds().isEmpty()) {
            return;
        }
        var number = cases.get(event.caseId()).number().value();
        access.asSystem(() -> tasks.createTaskQuery().processInstanceBusinessKey(number).taskAssigned().list().stream()
                .filter(task -> event.userIds().contains(task.getAssignee()))
                .forEach(task -> {
                    tasks.setAssignee(task.getId(), null);
                    // By role only: who had it is not said.
                    cases.record(
                            event.caseId(),
                            TimelineEvent.of("task.taken-back", RULE)
                                    .with("process", EngineCaseTasks.process(task))
                                    .with("task", task.getTaskDefinitionKey()));
                }));
    }
}
