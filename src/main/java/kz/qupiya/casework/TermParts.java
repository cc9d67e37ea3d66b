package kz.qupiya.casework;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/**
 * Parts of terms: the duty has its date by law, policy or operator rule, and a step on the way to it has a part of what is left. A part binds nobody outside, so it has no
 * receipt; what counts is that somebody is reminded while there is time, and that the manager hears when there was not.
 *
 * <p>At three quarters of a part whoever has the task is reminded, or its group if nobody has taken it, and the task is raised. A part that ends undone is on the record,
 * the manager is told. When the deadline of the duty moves, the parts that have not ended move with it. Nothing is chased in a closed case, or for a duty that is done.
 *
 * <p>A task carries its part as due date, either by {@code ${deadlineTimers.part(execution, 'step')}} or {@code ${deadlineTimers.partFor(execution, 'step', topic)}} in its
 * model, or because {@link #carry} named the task.
 */
public interface TermParts {

    /**
     * Gives a step of the case its part of the duty's running term: due at {@code sharePercent} of the time between now and the duty's last instant, at the end of an
     * Almaty working day not after it, and at that moment itself where no working day ends before it. A part has an hour at least, also when the duty is overdue.
     *
     * <p>Safe to run twice: the part of the same case, step and topic that is not done is returned unchanged. Where it was done, the step begins anew.
     *
     * @param sharePercent from 1 to 100
     * @throws kz.qupiya.problem.ConflictException if no term of the duty runs in the case
     */
    TermPart give(UUID caseId, String step, @Nullable String topic, Duty duty, int sharePercent);

    /** The part of a step; done or not. */
    Optional<TermPart> find(UUID caseId, String step, @Nullable String topic);

    /** The step is done. No effect when it was done before, or has no part. */
    void done(UUID caseId, String step, @Nullable String topic);

    /** Says which task of the engine carries a part, where its model does not. No effect without that part. */
    void carry(UUID caseId, String step, @Nullable String topic, String taskId);

    /** The part that a task carries by {@link #carry}. */
    Optional<TermPart> ofTask(String taskId);

    /** The parts of a case, by their ends. */
    List<TermPart> of(UUID caseId);

    /**
     * Reminds of the parts that are near their end, and puts on the record those that have ended; each once, also with several nodes.
     *
     * @return how many were dealt with
     */
    int chase();
}
