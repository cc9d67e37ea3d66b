package kz.qupiya.casefile;

import java.util.Set;
import java.util.UUID;

/** Due dates of these cases moved, with the calendar or by a manager; the timers that read them have to be set anew. Published inside the transaction. */
public record DeadlinesMoved(Set<UUID> caseIds) {}
