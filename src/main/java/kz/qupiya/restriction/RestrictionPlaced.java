package kz.qupiya.restriction;

import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/** A restriction was placed. Published inside the transaction that places it. */
public record RestrictionPlaced(UUID restrictionId, UUID caseId, OperatorKey operator, RestrictionKind kind) {}
