package kz.qupiya.casework;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a case has of the running term of a duty.
 *
 * @param step     code of the step, such as {@code give-facts}; worded by the message {@code casefile.value.part.<step>}
 * @param topic    tells parts of one step apart, such as the key of the system that is asked; empty where there is one
 * @param duty     whose term it is a part of
 * @param dueAt    last instant of the part
 * @param chaseAt  when whoever has the task is reminded
 * @param chasedAt when that was done
 * @param doneAt   when the step was done, also when late
 */
public record TermPart(
        UUID caseId,
        String step,
        String topic,
        Duty duty,
        Instant dueAt,
        Instant chaseAt,
        @Nullable Instant chasedAt,
        @Nullable Instant doneAt) {

    /** Whether the part has ended and the step is not done. */
    public boolean overdue(Instant now) {
        return doneAt == null && now.isAfter(dueAt);
    }
}
