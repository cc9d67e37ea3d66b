package kz.qupiya.otherrequest;

import kz.qupiya.casefile.CaseFile;

/** The process of a request, as this module sees it. */
public interface OtherRequestProcess {

    /** A request was registered: starts the process and gives its instance. */
    String requestReceived(CaseFile caseFile);

    /**
     * An officer asks for a document.
     *
     * @throws kz.qupiya.problem.ConflictException if the process does not wait for it
     */
    void proofRequested(CaseFile caseFile);

    /**
     * The request is handled on in another case: the process ends.
     *
     * @throws kz.qupiya.problem.ConflictException if the process does not wait for it
     */
    void reclassified(CaseFile caseFile);
}
