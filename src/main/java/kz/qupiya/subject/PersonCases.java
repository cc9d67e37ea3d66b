package kz.qupiya.subject;

import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/** Which cases are about the same person. */
public interface PersonCases {

    /**
     * Another case.
     *
     * @param certain whether the same IIN, contract or login says so; false where no more than a telephone or a mailbox is the same and not both cases name an IIN
     */
    record Found(UUID caseId, boolean certain) {}

    /**
     * The other cases of the operator about the person of a case, by the identifiers that it names and those that the operator's systems have told to belong to them. Two who share no more
     * than a telephone or a mailbox and have different IINs are different people. Empty when the key of the case has been destroyed.
     */
    List<Found> beside(UUID caseId, OperatorKey operator);
}
