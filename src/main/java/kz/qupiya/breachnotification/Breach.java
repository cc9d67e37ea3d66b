package kz.qupiya.breachnotification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A breach as it stands.
 *
 * @param discoveredAt from here the terms count
 * @param rehearsal    whether it is one on made-up people: nothing leaves the house
 * @param version      version of the facts, from 1
 * @param verdict      {@code confirmed}, {@code not-a-breach} or {@code joined}; null until assessed
 * @param joinedTo     the case of the first report, where this is another one of the same breach
 * @param tell         {@code duty}, {@code tell} or {@code not-tell}; null until decided
 */
record Breach(
        UUID caseId,
        BreachKind kind,
        Instant discoveredAt,
        @Nullable Instant occurredFrom,
        boolean rehearsal,
        int version,
        @Nullable String verdict,
        @Nullable String verdictReason,
        @Nullable UUID joinedTo,
        @Nullable String tell,
        @Nullable String tellReason,
        @Nullable Instant containedAt,
        @Nullable String cause) {

    /** Whether the people are to be told. */
    boolean tells() {
        return "duty".equals(tell) || "tell".equals(tell);
    }
}
