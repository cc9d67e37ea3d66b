package kz.qupiya.otherrequest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import kz.qupiya.casefile.Requester;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A claim as it comes by a channel that knows no claims of its own: the public form, a mail, an answer to a notice, another request that is one in truth.
 *
 * @param subject       whose data, by any identifier
 * @param requester     who claims
 * @param statement     the claimant's own words
 * @param allegation    what the operator is said to have done, by a code of the claims; null where nobody has said so
 * @param demands       codes of what is demanded; empty where the words alone say it, and staff sort them
 * @param damages       in tenge, where an amount is named
 * @param consumerClaim whether it is a consumer's; null where nobody has said so
 * @param receivedAt    the true moment of receipt; null for now
 * @param channel       how it came; null for the channel it is handed in by
 * @param language      wished language of the answer; null for the operator's
 */
public record NewClaim(
        @Nullable SubjectInput subject,
        @Nullable Requester requester,
        @Nullable String statement,
        @Nullable String allegation,
        List<String> demands,
        @Nullable BigDecimal damages,
        @Nullable Boolean consumerClaim,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable String language) {

    public NewClaim {
        demands = List.copyOf(demands);
    }

    /** A claim in somebody's own words, whose demands staff sort. */
    public static NewClaim inWords(
            @Nullable SubjectInput subject,
            @Nullable Requester requester,
            @Nullable String statement,
            @Nullable Instant receivedAt,
            @Nullable String channel,
            @Nullable String language) {
        return new NewClaim(subject, requester, statement, null, List.of(), null, null, receivedAt, channel, language);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "NewClaim";
    }
}
