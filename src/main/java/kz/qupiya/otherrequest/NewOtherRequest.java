package kz.qupiya.otherrequest;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import kz.qupiya.casefile.Requester;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A request for access, correction, destruction or anything else, as every channel hands it in.
 *
 * @param subject    whose data, by any identifier
 * @param requester  who asks
 * @param about      {@code access}, {@code correction}, {@code destruction} or {@code other}
 * @param claim      whether it is a pre-trial claim: then a case of kind {@code claim} is opened; over engine REST, where the process is chosen already, it stays a request; null for no
 * @param text       the requester's own words
 * @param receivedAt the true moment of receipt; null for now
 * @param channel    how it came; null for the channel it is handed in by
 * @param language   wished language of the answer; null for the operator's
 */
public record NewOtherRequest(
        @Nullable SubjectInput subject,
        @Nullable Requester requester,
        @Nullable String about,
        @Nullable Boolean claim,
        @JsonAlias("description") @Nullable String text,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable String language) {

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "NewOtherRequest[" + About.find(about == null ? "" : about) + "]";
    }
}
