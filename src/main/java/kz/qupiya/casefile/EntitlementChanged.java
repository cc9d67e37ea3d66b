package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;

/** The requester has shown the right to ask, or has not. Published inside the transaction. */
public record EntitlementChanged(UUID caseId, Entitlement state, Instant at) {}
