package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claim as it stands.
 *
 * @param holdId         the restriction that keeps the evidence
 * @param consumer       whether it is a consumer's, which the Consumer Law wants answered in ten calendar days (art. 42-4(2))
 * @param round          counts the answers asked for
 * @param stage          {@code open}, {@code answered}, {@code settled}, {@code body}, {@code court} or {@code ended}
 * @param way            {@code as-proposed}, {@code departed} or {@code not-entitled}
 * @param wayReason      why
 * @param version        counts changes of decision, amount and text; an approval is bound to it
 * @param amount         what is to be paid, in tenge
 * @param answerDueAt    the strictest term of the round at the moment of the answer
 * @param explained      how many explanations the consumer body got
 * @param evidenceUntil  last day on which the hold stands by limitation
 * @param reopens        closed case that this one goes on with
 */
record Claim(
        UUID caseId,
        UUID holdId,
        boolean consumer,
        int round,
        String stage,
        @Nullable String allegation,
        @Nullable Boolean shown,
        @Nullable String exclusion,
        @Nullable Boolean documents,
        @Nullable String assessedBy,
        @Nullable String way,
        @Nullable String wayReason,
        @Nullable String decidedBy,
        int version,
        @Nullable BigDecimal amount,
        @Nullable LocalDate payBy,
        @Nullable String cause,
        boolean answerWritten,
        @Nullable Integer approvedVersion,
        @Nullable String approvedBy,
        @Nullable Instant answeredAt,
        @Nullable Instant answerDueAt,
        @Nullable Instant settledAt,
        @Nullable Instant bodyReceivedAt,
        @Nullable String explanationBy,
        int explained,
        @Nullable LocalDate suitOn,
        @Nullable LocalDate hearingOn,
        @Nullable LocalDate inForceOn,
        @Nullable String ruling,
        @Nullable String courtOrder,
        @Nullable String courtBy,
        @Nullable LocalDate evidenceUntil,
        @Nullable UUID reopens) {

    /** Whether the answer was given after its term. */
    boolean late() {
        return answeredAt != null && answerDueAt != null && answeredAt.isAfter(answerDueAt);
    }
}
