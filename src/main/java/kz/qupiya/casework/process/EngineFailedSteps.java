package kz.qupiya.casework.process;

import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.casefile.Notes;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.FailedSteps;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Caller;
import org.camunda.bpm.engine.ManagementService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class EngineFailedSteps implements FailedSteps {

    /** As many as the models give a step. */
    private static final int TRIES = 3;

    private final ManagementService management;
    private final CaseFiles cases;
    private final Notes notes;
    private final EngineAccess access;
    private final Clock clock;

    EngineFailedSteps(
            @Lazy ManagementService management, CaseFiles cases, Notes notes, EngineAccess access, Clock clock) {
        this.management = management;
        this.cases = cases;
        this.notes = notes;
        this.access = access;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void retry(
            CaseFile caseFile, @Nullable String step, @Nullable String reason, @Nullable String note, Caller manager) {
        var why = ManagerAct.RETRY.reason(reason);
        if (step == null || step.isBlank()) {
            throw new InvalidInputException("step", "problem.field.missing");
        }
        var by = Actor.user(manager.id());
        access.asSystem(() -> {
            var job = management.createJobQuery().jobId(step).singleResult();
            if (job == null
                    || caseFile.processInstanceId() == null
                    || !Objects.equals(job.getRootProcessInstanceId(), caseFile.processInstanceId())) {
                throw new NotFoundException("casework.step.unknown");
            }
            if (job.getRetries() > 0) {
                throw new ConflictException("casework.step.not-stuck");
            }
            cases.record(
                    caseFile.id(),
                    TimelineEvent.of("step.retried", by)
                            .with("process", job.getProcessDefinitionKey())
                            .with("step", JobElements.of(job, management))
                            .with("reason", why));
            notes.attach(caseFile.id(), note, by);
            management.setJobRetries(job.getId(), TRIES);
            // The pause before the last try may not be over; the manager wants it now.
            management.setJobDuedate(job.getId(), Date.from(clock.instant()));
        });
    }
}
