package kz.qupiya.casework;

import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/**
 * A part of a term has ended and the step is not done.
 *
 * @param task model and element of its task, with a slash between; null where no task carries it
 */
public record TermPartOverdue(UUID caseId, Duty duty, Instant dueAt, @Nullable String task) {}
