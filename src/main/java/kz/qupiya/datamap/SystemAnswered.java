package kz.qupiya.datamap;

import java.util.UUID;

/**
 * A system has answered what it was asked to do, in the transaction that stores the answer. Published also when a custodian has given the proof.
 *
 * @param step {@code run} or {@code prove}
 * @param done whether it was done; false if the system says that it failed
 */
public record SystemAnswered(UUID actId, UUID caseId, String system, String step, boolean done) {}
