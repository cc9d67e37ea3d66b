package kz.qupiya.casework;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Implemented by a process in which somebody else has to approve what one person prepared. */
public interface SecondPerson {

    /**
     * User id of the one who may not do a task, because that person prepared what it approves; nothing for any other task.
     *
     * @param process id of the model
     * @param task    id of the task in it
     * @param act     the act that the task is about, where it is about one
     */
    Optional<String> barred(String process, String task, UUID caseId, @Nullable String act);
}
