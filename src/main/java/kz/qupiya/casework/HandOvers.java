package kz.qupiya.casework;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * Tasks handed over by a manager, each with a reason on the record. Only somebody who may do a task gets it: a member of its groups who works for its operator, and never the one
 * who prepared what the task approves.
 */
public interface HandOvers {

    /** Who might get a task instead of the one who has it. */
    List<Candidate> candidates(String taskId, Caller manager);

    /**
     * Gives a task to a colleague, or back to its group.
     *
     * @param to     user id; null for the group
     * @param reason a reason of {@link kz.qupiya.casefile.ManagerAct#HAND_OVER}
     * @param note   what else there is to say; a note of the case
     * @throws kz.qupiya.problem.NotFoundException     if there is no such task, or it is none of the manager's operators
     * @throws kz.qupiya.problem.InvalidInputException field {@code to} if that person may not do it or has it already, {@code reason}, {@code note}
     * @throws kz.qupiya.problem.ConflictException     if it is to go back to its group and is there
     */
    void handOver(String taskId, @Nullable String to, @Nullable String reason, @Nullable String note, Caller manager);

    /** The people of the manager's operators and how much they have to do there, by name. */
    List<Load> staff(Caller manager);

    /**
     * Hands over every open task that a person has within the manager's operators. What the other may not do stays.
     *
     * @throws kz.qupiya.problem.NotFoundException     if nobody of that id works for the manager's operators
     * @throws kz.qupiya.problem.InvalidInputException field {@code to} if there is no such colleague, {@code reason}, {@code note}
     */
    Outcome handOverAll(
            String userId,
            @Nullable String to,
            @Nullable String reason,
            @Nullable String note,
            Caller manager,
            Locale locale);

    /**
     * Somebody who may do a task.
     *
     * @param openTasks how many tasks the person has within the manager's operators
     */
    record Candidate(String id, String name, int openTasks) {}

    /** A member of staff and what lies on that desk. */
    record Load(String id, String name, Set<Role> roles, int openTasks, int overdueTasks) {}

    /** What became of somebody's tasks. */
    record Outcome(List<Moved> handedOver, List<Stayed> stayed) {}

    /** A task of a case. */
    record Moved(String id, String name, String operator, String number) {}

    /**
     * A task that the other may not do.
     *
     * @param why {@code wrong-role}, {@code other-operator}, {@code second-person} or {@code may-not}
     */
    record Stayed(String id, String name, String operator, String number, String why) {}
}
