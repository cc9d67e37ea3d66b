package kz.qupiya.claimhandling;

import kz.qupiya.casefile.CaseFile;

/** The process of a claim, as the use cases know it. */
public interface ClaimProcess {

    /** Starts the process of a case that was just opened; its id. */
    String received(CaseFile caseFile);

    /** Somebody asks for a document. */
    void proofRequested(CaseFile caseFile);

    /** The claimant agrees with the answer. */
    void agreed(CaseFile caseFile);

    /** The claimant does not, and asks anew. */
    void disagrees(CaseFile caseFile);

    /** The consumer body asks for explanations. */
    void bodyAsked(CaseFile caseFile);

    /** A suit is filed. */
    void courtSeized(CaseFile caseFile);

    /** The claim is taken back, or handled on as another request. */
    void givenUp(CaseFile caseFile);
}
