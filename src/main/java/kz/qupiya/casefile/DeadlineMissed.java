package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;

/** The last instant of a deadline passed before the duty was done. Published inside the transaction. */
public record DeadlineMissed(UUID caseId, UUID deadlineId, Duty duty, Instant dueAt) {}
