package kz.qupiya.letter;

import java.util.UUID;

/**
 * A mail will not reach its reader and is on the print list.
 *
 * @param reason {@code failed} or {@code bounced}
 */
public record LetterFailed(UUID letterId, UUID caseId, String reason) {}
