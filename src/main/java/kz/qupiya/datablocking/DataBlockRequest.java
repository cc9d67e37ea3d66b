package kz.qupiya.datablocking;

import java.time.Instant;
import kz.qupiya.casefile.Requester;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A request to block data, as every channel hands it in.
 *
 * @param subject     whose data, by any identifier
 * @param requester   who asks: subject, legal representative or authorised body
 * @param ground      {@code inaccurate-data} or {@code unlawful-processing}
 * @param description the requester's own words
 * @param receivedAt  the true moment of receipt; null for now
 * @param channel     how it came; null for the channel it is handed in by
 * @param language    wished language of the answer; null for the operator's
 */
public record DataBlockRequest(
        @Nullable SubjectInput subject,
        @Nullable Requester requester,
        @Nullable String ground,
        @Nullable String description,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable String language) {

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "DataBlockRequest[" + ground + "]";
    }
}
