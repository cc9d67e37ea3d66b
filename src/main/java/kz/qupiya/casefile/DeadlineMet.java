package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;

/** A duty was done, in time or late. Published inside the transaction. */
public record DeadlineMet(UUID caseId, UUID deadlineId, Duty duty, Instant at, boolean late) {}
