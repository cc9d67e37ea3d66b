package kz.qupiya.casework;

import kz.qupiya.casefile.CaseFile;
import kz.qupiya.security.Caller;
import org.jspecify.annotations.Nullable;

/** Steps of a case that stand still after their last try. */
public interface FailedSteps {

    /**
     * Gives a failed step its tries back; the first is due at once.
     *
     * @param step   id of the job, as the story of the case names it
     * @param reason a reason of {@link kz.qupiya.casefile.ManagerAct#RETRY}
     * @param note   what else there is to say; a note of the case
     * @throws kz.qupiya.problem.NotFoundException     if the case has no such step
     * @throws kz.qupiya.problem.ConflictException     if the step has tries left
     * @throws kz.qupiya.problem.InvalidInputException field {@code step}, {@code reason} or {@code note}
     */
    void retry(
            CaseFile caseFile, @Nullable String step, @Nullable String reason, @Nullable String note, Caller manager);
}
