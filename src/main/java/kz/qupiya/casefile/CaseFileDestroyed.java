package kz.qupiya.casefile;

import java.util.UUID;

/**
 * The personal data of a case file were destroyed after the file's own term: its key is gone, and whoever holds more of the case, such as keyed hashes, lets go of it.
 * Published inside the transaction.
 */
public record CaseFileDestroyed(UUID caseId) {}
