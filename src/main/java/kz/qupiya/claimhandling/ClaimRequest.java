package kz.qupiya.claimhandling;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import kz.qupiya.casefile.Requester;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A claim as every channel hands it in. Nothing is checked yet.
 *
 * @param subject       whose data, by any identifier
 * @param requester     the subject, a representative, or a body that passed it on
 * @param statement     the claimant's own words
 * @param demand        one demand or several, each {@code {"action": …, "amount": …}}; an action is a code of {@link DemandKind} or the claimant's words
 * @param demands       further demands, by codes alone as a form hands them in
 * @param consumerClaim whether it is a consumer's; null where nobody has said so yet: then the shorter term runs until somebody does
 * @param allegation    {@code unlawful-use}, {@code loss}, {@code disclosure}, {@code inaccurate-data} or {@code other}, where the letter says so
 * @param damages       an amount, words, or {@code {"real": …, "moral": …}}
 * @param receivedAt    the true moment of receipt; null for now
 * @param channel       how it came; null for the channel it is handed in by
 * @param language      wished language of the answer; null for the operator's
 */
public record ClaimRequest(
        @Nullable SubjectInput subject,
        @Nullable Requester requester,
        @JsonAlias({"description", "text"}) @Nullable String statement,
        @Nullable JsonNode demand,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> demands,
        @Nullable Boolean consumerClaim,
        @Nullable String allegation,
        @Nullable JsonNode damages,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable String language) {

    /** A claim in somebody's own words, whose demands are sorted by staff. */
    public static ClaimRequest inWords(
            @Nullable SubjectInput subject,
            @Nullable Requester requester,
            @Nullable String statement,
            @Nullable Instant receivedAt,
            @Nullable String channel,
            @Nullable String language) {
        return new ClaimRequest(
                subject,
                requester,
                statement,
                null,
                List.of(DemandKind.OTHER.json()),
                null,
                null,
                null,
                receivedAt,
                channel,
                language);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "ClaimRequest";
    }
}
