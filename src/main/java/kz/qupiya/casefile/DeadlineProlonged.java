package kz.qupiya.casefile;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;

/**
 * A manager has prolonged a deadline, which the person concerned has to be told.
 *
 * @param from the last instant that it had
 * @param to   the last instant that it has now
 * @param reason code of the reason
 */
public record DeadlineProlonged(UUID caseId, Duty duty, Instant from, Instant to, String reason) {}
