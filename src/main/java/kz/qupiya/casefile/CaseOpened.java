package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;

/** A case was registered. Published inside the transaction. */
public record CaseOpened(UUID caseId, OperatorKey operator, CaseKind kind, Instant at) {}
