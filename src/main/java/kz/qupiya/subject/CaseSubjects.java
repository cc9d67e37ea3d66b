package kz.qupiya.subject;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/**
 * The identifiers of the person a case is about, any number of each kind: encrypted under the key of the case, found by hash. Joins the
 * caller's transaction.
 */
public interface CaseSubjects {

    /** Adds identifiers to the person of a case; those it already has are left as they are. */
    void add(UUID caseId, OperatorKey operator, Collection<Identifier> identifiers);

    /** All identifiers of the person, the strongest kinds first; empty when the key of the case has been destroyed. */
    List<Identifier> identifiers(UUID caseId);

    /**
     * The cases of an operator whose person has any of these identifiers, the newest first. A shared telephone finds the cases of both
     * who share it.
     */
    List<UUID> casesNaming(OperatorKey operator, Collection<Identifier> identifiers);
}
