package kz.qupiya.casefile;

import java.util.Set;
import java.util.UUID;

/**
 * Members of staff whom a case concerns, as when a claim complains of them. For them the case does not exist: every look by its number is 404, lists leave it out, its tasks
 * are neither seen nor claimed nor handed over, no notice goes to them. This holds for managers and administrators too.
 */
public interface CaseConcerns {

    /** The reason where the caller gives none: somebody complains of what they did. */
    String COMPLAINED_OF = "conduct-complained-of";

    /** As {@link #name(UUID, Set, String, Actor)}, because their conduct is complained of. */
    default void name(UUID caseId, Set<String> userIds, Actor by) {
        name(caseId, userIds, COMPLAINED_OF, by);
    }

    /**
     * Says whom the case concerns: these, and nobody else. A task of the case that one of them has goes back to its group. The record names their roles, not them. Without a
     * change nothing happens.
     *
     * @param userIds users of the engine; an empty set lets everybody see the case again
     * @param reason  a reason of {@link ManagerAct#NAME_CONCERNED}
     * @throws kz.qupiya.problem.NotFoundException     if there is no such case
     * @throws kz.qupiya.problem.InvalidInputException field {@code staff} if one of them does not work for the operator of the case
     * @throws kz.qupiya.problem.ForbiddenException    if who names is among the named: others have to say so, and nobody may slip out of a case like that
     */
    void name(UUID caseId, Set<String> userIds, String reason, Actor by);

    /** The users whom a case concerns. */
    Set<String> of(UUID caseId);

    /** Whether the case is hidden from that user. */
    boolean hiddenFrom(UUID caseId, String userId);

    /**
     * Whether the file of a case tells whoever calls now of a case that is hidden from them: its timeline names it, or it is about the same person, whose blocks and holds name each other.
     */
    boolean nameHidden(CaseFile caseFile);

    /** The cases hidden from whoever calls now; empty in a job, and for nearly everybody. */
    Set<UUID> hiddenFromReader();
}
