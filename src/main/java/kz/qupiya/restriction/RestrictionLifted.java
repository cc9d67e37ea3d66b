package kz.qupiya.restriction;

import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/**
 * A restriction was lifted. Published inside the transaction that lifts it.
 *
 * @param reason code of why it ended
 */
public record RestrictionLifted(
        UUID restrictionId, UUID caseId, OperatorKey operator, RestrictionKind kind, String reason) {}
