package kz.qupiya.casework;

import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;

/** Asks the requester of a case for a document that is missing: a letter with a date, and a reminder before it. Each process that needs proof implements it. */
public interface AsksForProof {

    /** Whether the case is of this process. */
    boolean knows(UUID caseId);

    /**
     * Asks.
     *
     * @throws kz.qupiya.problem.ConflictException if the requester needs no proof or has given it, or the case has been decided
     */
    void requestProof(CaseFile caseFile, Actor by);
}
