package kz.qupiya.casework.process;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;

/** What a job of the engine is about. */
final class JobElements {

    /** What the engine adds to the id of an activity that is done several times. */
    private static final String MULTIPLE = "#multiInstanceBody";

    private JobElements() {}

    /** The id of the model's element; empty for a job that belongs to none. */
    static String of(Job job, ManagementService management) {
        var definition = management
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult();
        var activity = definition == null ? job.getFailedActivityId() : definition.getActivityId();
        return activity == null ? "" : activity.replace(MULTIPLE, "");
    }
}
