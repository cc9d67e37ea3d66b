package kz.qupiya.breachnotification;

import kz.qupiya.casefile.CaseFile;

/** What a breach tells its process: what happened, never what to do. Implemented over the engine. */
public interface BreachProcess {

    /**
     * A breach was reported and its case opened; the process is born in the caller's transaction.
     *
     * @return id of the process instance
     */
    String reported(CaseFile caseFile);

    /** A measure was set; whoever owns it gets a task. */
    void measureSet(CaseFile caseFile);

    /** The authority is to be told more. */
    void supplementNeeded(CaseFile caseFile);

    /** A list was begun after the last one was frozen. */
    void laterList(CaseFile caseFile);

    /** A campaign has nothing left to do. No effect where the process does not wait for that. */
    void noticeDrained(CaseFile caseFile);
}
