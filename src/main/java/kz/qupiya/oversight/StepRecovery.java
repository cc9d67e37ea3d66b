package kz.qupiya.oversight;

import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casework.UndecidedBlocks;
import kz.qupiya.datamap.Acts;
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
 * Brings failed steps back: a step that ran out of retries because a system was down gets its retries again as soon as the system answers a probe; one that another case's
 * block stopped, as soon as that case is decided. Nobody has to click, and an incident that has another cause stays for a person.
 */
@Component
public class StepRecovery {

    private static final Logger log = LoggerFactory.getLogger(StepRecovery.class);

    /** How many failed steps are looked at in one run. */
    private static final int MOST = 500;

    private final ManagementService management;
    private final RuntimeService runtime;
    private final Systems systems;
    private final UndecidedBlocks blocks;
    private final EngineAccess access;
    private final Clock clock;

    StepRecovery(
            @Lazy ManagementService management,
            @Lazy RuntimeService runtime,
            Systems systems,
            UndecidedBlocks blocks,
            EngineAccess access,
            Clock clock) {
        this.management = management;
        this.runtime = runtime;
        this.systems = systems;
        this.blocks = blocks;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Looks at the failed steps and sets the retries of those that nothing stops any more.
     *
     * @return how many steps will be tried again
     */
    public int recover() {
        return access.asSystem(() -> {
            Map<String, Boolean> answers = new HashMap<>();
            var recovered = 0;
            for (var job : management.createJobQuery().noRetriesLeft().active().listPage(0, MOST)) {
                if (mayGoOn(job, answers)) {
                    management.setJobRetries(job.getId(), 1);
                    // The pause before the last try may not be over; nothing is left to wait for.
                    management.setJobDuedate(job.getId(), Date.from(clock.instant()));
                    recovered++;
                }
            }
            if (recovered > 0) {
                log.info("{} failed steps are tried again: what stopped them is over", recovered);
            }
            return recovered;
        });
    }

    private boolean mayGoOn(Job job, Map<String, Boolean> answers) {
        if (Acts.BLOCKED.equals(job.getExceptionMessage()) && job.getProcessInstanceId() != null) {
            var caseId = runtime.getVariable(job.getProcessInstanceId(), "caseId");
            return caseId instanceof String id
                    && blocks.besideOf(UUID.fromString(id)).isEmpty();
        }
        return system(job).map(s -> answers.computeIfAbsent(s, this::answers)).orElse(false);
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
