package kz.qupiya.casework;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/**
 * A part of a term nears its end.
 *
 * @param task   model and element of its task, with a slash between; null where no task carries it
 * @param holder user who has the task; null if nobody has taken it
 * @param groups groups that the task is offered to
 */
public record TermPartChased(
        UUID caseId, Duty duty, Instant dueAt, @Nullable String task, @Nullable String holder, Set<String> groups) {

    public TermPartChased {
        groups = Set.copyOf(groups);
    }
}
