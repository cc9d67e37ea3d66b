package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;

/** A document was filed in a case. Published inside the transaction. */
public record DocumentAdded(UUID caseId, UUID documentId, DocumentPurpose purpose, Instant at) {}
