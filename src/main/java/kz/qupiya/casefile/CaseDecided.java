package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;

/** A case was decided. Published inside the transaction. */
public record CaseDecided(UUID caseId, String decision, Instant at) {}
