package kz.qupiya.casework;

import java.util.UUID;

/**
 * A subject's data have been destroyed and the destruction proved. Published inside the transaction.
 *
 * @param inPart whether something stays on a ground of law
 */
public record DataDestroyed(UUID caseId, boolean inPart) {}
