package kz.qupiya.consentwithdrawal;

import kz.qupiya.casefile.CaseFile;

/** What a withdrawal tells its process: what happened, never what to do. Implemented over the engine. */
public interface WithdrawalProcess {

    /**
     * A withdrawal has been received and its case opened; the process is born in the caller's transaction.
     *
     * @return id of the process instance
     */
    String withdrawalReceived(CaseFile caseFile);

    /**
     * The person has taken the withdrawal back.
     *
     * @throws kz.qupiya.problem.ConflictException if the process no longer waits for that
     */
    void takenBack(CaseFile caseFile);

    /** A document that the requester has to show is missing. */
    void proofRequested(CaseFile caseFile);

    /** Every recipient has acknowledged. No effect where the process does not wait for that. */
    void recipientsAcknowledged(CaseFile caseFile);
}
