package kz.qupiya.testing;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Steps the engine's jobs by hand, because the job executor is off in tests. */
@Component
@Profile("test")
public class Jobs {

    private static final int LIMIT = 500;

    private final ManagementService management;
    private final RuntimeService runtime;

    Jobs(ManagementService management, RuntimeService runtime) {
        this.management = management;
        this.runtime = runtime;
    }

    /**
     * Runs everything of one case that is due now, also what those jobs make due, until nothing is left; a failing job throws.
     *
     * @return how many jobs ran
     */
    public int runDue(String businessKey) {
        for (int done = 0; done < LIMIT; done++) {
            var due = due(businessKey);
            if (due.isEmpty()) {
                return done;
            }
            management.executeJob(due.get(0).getId());
        }
        throw new IllegalStateException("more than " + LIMIT + " jobs: a loop in a model?");
    }

    /**
     * As {@link #runDue(String)}, but a job that fails is tried until its retries are used up, as the job executor would do over time.
     */
    public void runDueUntilFailing(String businessKey) {
        for (int done = 0; done < LIMIT; done++) {
            var jobs = unfinished(businessKey);
            if (jobs.isEmpty()) {
                return;
            }
            try {
                management.executeJob(jobs.get(0).getId());
            } catch (RuntimeException expected) {
                // The engine has counted the try; the next one comes without its pause.
            }
        }
        throw new IllegalStateException("more than " + LIMIT + " jobs: a loop in a model?");
    }

    private List<Job> unfinished(String businessKey) {
        var now = ClockUtil.getCurrentTime();
        return all(businessKey)
                .filter(job ->
                        job.getDuedate() == null || !job.getDuedate().after(now) || job.getExceptionMessage() != null)
                .toList();
    }

    private java.util.stream.Stream<Job> all(String businessKey) {
        Set<String> instances =
                runtime.createProcessInstanceQuery().processInstanceBusinessKey(businessKey).list().stream()
                        .map(ProcessInstance::getId)
                        .collect(Collectors.toSet());
        return management.createJobQuery().active().withRetriesLeft().list().stream()
                .filter(job -> instances.contains(job.getProcessInstanceId()));
    }

    /** The jobs of one case that are due now and have retries left. */
    public List<Job> due(String businessKey) {
        var now = ClockUtil.getCurrentTime();
        return all(businessKey)
                .filter(job -> job.getDuedate() == null || !job.getDuedate().after(now))
                .toList();
    }
}
