package kz.qupiya.datablocking;

import kz.qupiya.casefile.CaseFile;

/** What data blocking tells its process: what happened, never what to do. Implemented over the engine. */
public interface DataBlockingProcess {

    /**
     * A request has been received and its case opened; the process is born in the caller's transaction.
     *
     * @return id of the process instance
     */
    String requestReceived(CaseFile caseFile);

    /** Somebody needs facts from a system's custodian. */
    void factsRequested(CaseFile caseFile);

    /** A document that the requester has to show is missing. */
    void proofRequested(CaseFile caseFile);

    /**
     * The request is handled on in another case: the process lifts its block and ends.
     *
     * @throws kz.qupiya.problem.ConflictException if the process does not wait for it
     */
    void reclassified(CaseFile caseFile);
}
