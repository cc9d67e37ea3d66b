package kz.qupiya.restriction;

import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/** Every system of the operator has told who the person of a restriction is: who had to be taken for that person may not be. Published inside the transaction that says so. */
public record RestrictionSearched(UUID restrictionId, OperatorKey operator, RestrictionKind kind) {}
