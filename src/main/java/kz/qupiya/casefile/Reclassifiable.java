package kz.qupiya.casefile;

/** A kind of case that may turn out to be another one. Each process that can give a case up implements it; who re-classifies knows no process by name. */
public interface Reclassifiable {

    /** The kind whose cases it gives up. */
    CaseKind kind();

    /**
     * Gives an undecided case up, for one that is open already: what it has denied is allowed again in the way of its process, nothing is told to the requester as a result, and the
     * case closes with the outcome {@code reclassified}.
     *
     * @throws kz.qupiya.problem.ConflictException if the case was decided, has taken effect, or does not wait at a step where it can be given up
     */
    void giveUp(CaseFile caseFile, Actor by);
}
