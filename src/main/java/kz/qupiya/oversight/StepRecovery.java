package kz.qupiya.oversight;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kz.qupiya.datamap.Systems;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ProblemException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Brings failed steps back: a step that ran out of retries because a system was down gets its retries again as soon as the system answers a probe. Nobody has to click,
 * and an incident that has another cause stays for a person.
 */
@Component
public class StepRecovery {

    private static final Logger log = LoggerFactory.getLogger(StepRecovery.class);

    /** How many failed steps are looked at in one run. */
    private static final int MOST = 500;

    private final ManagementService management;
    private final RuntimeService runtime;
    private final Systems systems;
    private final EngineAccess access;

    StepRecovery(
            @Lazy ManagementService management, @Lazy RuntimeService runtime, Systems systems, EngineAccess access) {
        this.management = management;
        this.runtime = runtime;
        this.systems = systems;
        this.access = access;
    }

    /**
     * Looks at the failed steps and sets the retries of those whose system answers.
     *
     * @return how many steps will be tried again
     */
    public int recover() {
        return access.asSystem(() -> {
            Map<String, Boolean> answers = new HashMap<>();
            var recovered = 0;
            for (var job : management.createJobQuery().noRetriesLeft().active().listPage(0, MOST)) {
                var system = system(job);
                if (system.isPresent() && answers.computeIfAbsent(system.get(), this::answers)) {
                    management.setJobRetries(job.getId(), 1);
                    recovered++;
                }
            }
            if (recovered > 0) {
                log.info("{} failed steps are tried again: their systems answer", recovered);
            }
            return recovered;
        });
    }

    /** The system at which a step failed: that of its process instance, or, for a step over all systems, the one that its error names. */
    private Optional<String> system(Job job) {
        if (job.getProcessInstanceId() == null) {
            return Optional.empty();
        }
        var operator = runtime.getVariable(job.getProcessInstanceId(), "operator");
        var system = runtime.getVariable(job.getProcessInstanceId(), "system");
        if (operator instanceof String o && system instanceof String s) {
            return Optional.of(o + "/" + s);
        }
        var message = job.getExceptionMessage();
        if (message != null && message.startsWith("system ") && message.contains(":")) {
            return Optional.of(message.substring("system ".length(), message.indexOf(':')));
        }
        return Optional.empty();
    }

    private boolean answers(String operatorAndSystem) {
        var parts = operatorAndSystem.split("/", 2);
        try {
            return parts.length == 2 && systems.probe(new OperatorKey(parts[0]), parts[1]) == Systems.Health.UP;
        } catch (ProblemException e) {
            return false; // the map no longer knows the system: a person has to decide
        }
    }
}
