package kz.qupiya.casework;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of the engine that carry parts of terms. */
public interface PartTasks {

    /**
     * The open task that carries a part.
     *
     * @param taskId the task that was named for it; null where the models say it
     */
    Optional<PartTask> of(TermPart part, @Nullable String taskId);

    /** Puts a task before the others in the lists. */
    void raise(String taskId);

    /**
     * An open task.
     *
     * @param name   model and element, with a slash between
     * @param holder user who has it
     * @param groups groups that it is offered to
     */
    record PartTask(String id, String name, @Nullable String holder, Set<String> groups) {}
}
