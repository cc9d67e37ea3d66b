package kz.qupiya.otherrequest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request really is.
 *
 * @param kind        {@code data-block}, {@code consent-withdrawal}, {@code claim} or {@code other-request}
 * @param ground      of a data block
 * @param scope       of a withdrawal: {@code all}, {@code advertising}, or purposes
 * @param effectiveOn of a withdrawal: the day named
 * @param clause      of a withdrawal: clause of the policy
 * @param about       of another request
 * @param claim       of another request: whether it is a pre-trial claim
 * @param allegation  of a claim: what the operator is said to have done
 * @param demands     of a claim: codes of what is demanded; nothing where staff sort them later
 * @param damages     of a claim: amount in tenge
 * @param consumerClaim of a claim: whether it is a consumer's
 * @param text        what was asked, where the case has no words of its own; otherwise left aside: the person's words are kept
 */
public record Reclassify(
        @Nullable String kind,
        @Nullable String ground,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> scope,
        @Nullable LocalDate effectiveOn,
        @Nullable String clause,
        @Nullable String about,
        @Nullable Boolean claim,
        @Nullable String allegation,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> demands,
        @Nullable BigDecimal damages,
        @Nullable Boolean consumerClaim,
        @JsonAlias("description") @Nullable String text) {

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "Reclassify[" + kind + "]";
    }
}
