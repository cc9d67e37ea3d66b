package kz.qupiya.casework;

import java.time.Instant;
import java.util.UUID;

/**
 * What a hold had kept of a person's data has been destroyed, or depersonalised, after the hold ended, and that is proved. Published inside the transaction; the process of
 * the case tells the person with the letter that it has for a result.
 *
 * @param actId the act that went on
 * @param doneAt when it was done
 */
public record DestructionResumed(UUID caseId, UUID actId, Instant doneAt) {}
