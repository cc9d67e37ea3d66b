package kz.qupiya.retention;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.Role;

/**
 * A sweep waits for somebody's approval. Told once for each of the two approvals, and once more when nobody has answered for a working day.
 *
 * @param asOf   a row goes whose term ended before this day, Asia/Almaty
 * @param roles  who may give the approval
 * @param except user ids of those who may not, whatever their role
 * @param again  whether they were told before
 */
public record RetentionWaiting(
        UUID runId, OperatorKey operator, LocalDate asOf, Set<Role> roles, Set<String> except, boolean again) {

    public RetentionWaiting {
        roles = Set.copyOf(roles);
        except = Set.copyOf(except);
    }

    static RetentionWaiting of(RetentionRun run, boolean again) {
        return new RetentionWaiting(run.id(), run.operator(), run.asOf(), run.approvers(), run.excluded(), again);
    }
}
