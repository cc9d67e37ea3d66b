package kz.qupiya.consentwithdrawal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import kz.qupiya.casefile.Requester;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A withdrawal of consent, as every channel hands it in.
 *
 * @param subject     whose consent, by any identifier
 * @param requester   who withdraws it: the subject or a representative
 * @param scope       {@code all}, {@code advertising}, or a list of purposes
 * @param effectiveOn the day at whose beginning in Asia/Almaty processing is to stop; null for at once. A past day counts as at once
 * @param clause      clause of the policy that the person uses, where the policy has one with a notice and one without; null if unclear
 * @param text        the person's own words; {@code description} as every kind of case that staff open calls them
 * @param receivedAt  the true moment of receipt; null for now
 * @param channel     how it came; null for the channel it is handed in by
 * @param language    wished language of the answer; null for the operator's
 */
public record WithdrawalRequest(
        @Nullable SubjectInput subject,
        @Nullable Requester requester,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> scope,
        @Nullable LocalDate effectiveOn,
        @Nullable String clause,
        @JsonAlias("description") @Nullable String text,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable String language) {

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "WithdrawalRequest[" + scope + "]";
    }
}
