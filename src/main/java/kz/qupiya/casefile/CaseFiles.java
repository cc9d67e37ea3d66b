package kz.qupiya.casefile;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/**
 * The register of cases. Every method takes part in the caller's transaction; the changing ones demand one, so that a case, its process and its first
 * restriction are born together or not at all.
 */
public interface CaseFiles {

    /**
     * Registers a case: number, receipt, requester and subject in the vault, first row of the timeline; publishes {@link CaseOpened}.
     *
     * <p>Numbers of one operator and year leave no gap: the counter row stays locked until the transaction ends, and a rollback gives the number back.
     *
     * @throws kz.qupiya.problem.InvalidInputException if a field is bad ({@code receivedAt}, {@code requester.kind}, {@code requester.authorityDocument},
     *     {@code subject.…}, {@code description}); nothing is stored then
     */
    CaseFile open(OpenCase command);

    /**
     * The case of an id.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     */
    CaseFile get(UUID caseId);

    /** The case of a number, within one operator; nothing where the case is hidden from the caller, see {@link CaseConcerns}. */
    Optional<CaseFile> find(OperatorKey operator, String number);

    /**
     * The case of a number, within one operator.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none, it is another operator's, or hidden from the caller
     */
    CaseFile require(OperatorKey operator, String number);

    /** Ties the process instance to the case; once only. */
    void attachProcess(UUID caseId, String processInstanceId);

    /** Appends an event to the case's timeline, at the time of the clock. Also after closing: a letter may still bounce. */
    void record(UUID caseId, TimelineEvent event);

    /** Marks the case as waiting for somebody outside. No effect when it waits already. */
    void await(UUID caseId, Actor by);

    /** Marks the case as open again. No effect when it is open. */
    void resume(UUID caseId, Actor by);

    /**
     * Records the decision of the case; publishes {@link CaseDecided}. Taking the same decision again has no effect.
     *
     * @param decision code of the decision, for example {@code not-confirmed}
     * @throws kz.qupiya.problem.ConflictException if another decision was taken before, or the case is closed
     */
    void decide(UUID caseId, String decision, Actor by);

    /**
     * Takes the decision back, because the one who had to approve what follows from it did not; the case is to be decided again. No effect when nothing is decided.
     *
     * @param reason code of the reason
     * @throws kz.qupiya.problem.ConflictException if the case is closed
     */
    void reconsider(UUID caseId, String reason, Actor by);

    /**
     * Closes the case; publishes {@link CaseClosed}. What still runs of its deadlines falls away, what is overdue is marked missed first. Closing again
     * with the same outcome has no effect.
     *
     * @throws kz.qupiya.problem.ConflictException if it was closed with another outcome
     */
    void close(UUID caseId, Outcome outcome, Actor by);

    /**
     * Destroys the personal data of case files whose own term has ended (operator rule: 3 years after closing): the key of the case, documents, notes and
     * identifier hashes. The timeline stays and still verifies. Each case in a transaction of its own.
     *
     * @return how many case files were destroyed
     */
    int destroyExpired();
}
