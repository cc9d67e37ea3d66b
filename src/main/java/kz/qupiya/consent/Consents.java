package kz.qupiya.consent;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierHash;

/**
 * Consents of people to the processing of their data. Each method joins the caller's transaction, or has one of its own.
 *
 * <p>Whose a consent is: it names one of the person's identifiers and no other IIN than the person's. Who is named by a telephone or a mailbox alone may be anybody who
 * has it (decision 0021), so then every consent that names it is meant.
 */
public interface Consents {

    /**
     * Puts a consent on record. The same consent once more, content by content, is the same record.
     *
     * <p>A consent that was given before a withdrawal which is already on record is recorded, but does not run for the purposes withdrawn.
     *
     * @param by id of whoever recorded it, or the name of a runner
     * @throws kz.qupiya.problem.InvalidInputException naming each of the eight contents of Law art. 8(4) that is missing, and every other bad field
     */
    Recorded give(OperatorKey operator, GivenConsent consent, String by);

    /** Every consent of a person, newest first, those that ended too. */
    List<Consent> of(OperatorKey operator, Set<IdentifierHash> person);

    /**
     * Ends what runs of these purposes in the consents that the person gave up to that moment. A consent to further purposes goes on with them. What is repeated changes
     * nothing.
     *
     * @param purposes which ones; those that no consent covers do no harm
     * @param at moment from which the withdrawal works; not in the future
     * @param caseNumber number of the case that decided it
     * @return the consents that changed, as they are now; empty when nothing ran
     */
    List<Consent> withdraw(
            OperatorKey operator, Set<IdentifierHash> person, Set<Purpose> purposes, Instant at, String caseNumber);

    /**
     * Ends the person's consents that run until the terms of storage end.
     *
     * @return how many ended
     */
    int storageEnded(OperatorKey operator, Set<IdentifierHash> person, Instant at, String caseNumber);

    /**
     * @param consent the record
     * @param isNew false if the same consent was on record before
     */
    record Recorded(Consent consent, boolean isNew) {}
}
