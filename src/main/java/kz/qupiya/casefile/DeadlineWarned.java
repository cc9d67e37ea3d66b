package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;

/** A warning of a deadline became due; each step once only. Published inside the transaction. */
public record DeadlineWarned(UUID caseId, UUID deadlineId, Duty duty, String step, Instant dueAt) {}
