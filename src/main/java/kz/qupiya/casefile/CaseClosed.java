package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;

/** A case was closed. Published inside the transaction. */
public record CaseClosed(UUID caseId, Outcome outcome, Instant at) {}
