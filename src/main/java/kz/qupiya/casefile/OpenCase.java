package kz.qupiya.casefile;

import java.time.Instant;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * The command that registers a case.
 *
 * @param operator    whose case it is
 * @param kind        what it is about
 * @param channel     how the request came
 * @param receivedAt  when it reached the operator; may lie in the past, never in the future; null for now
 * @param requester   who asks; null only for a kind that nobody asks for, such as a breach
 * @param subject     whom it is about; null only for a kind without a single subject
 * @param ground      code of the ground, chosen from the list of the kind, never free text
 * @param description the requester's own words; card numbers are masked, the rest goes into the vault
 * @param language    wished language of the correspondence, {@code ru} or {@code kk}
 * @param rehearsal   held on made-up people, with the terms of a real case: no figure counts it
 * @param by          who registers it
 */
public record OpenCase(
        OperatorKey operator,
        CaseKind kind,
        Channel channel,
        @Nullable Instant receivedAt,
        @Nullable Requester requester,
        @Nullable SubjectInput subject,
        @Nullable String ground,
        @Nullable String description,
        @Nullable String language,
        boolean rehearsal,
        Actor by) {

    /** A case that is no rehearsal. */
    public OpenCase(
            OperatorKey operator,
            CaseKind kind,
            Channel channel,
            @Nullable Instant receivedAt,
            @Nullable Requester requester,
            @Nullable SubjectInput subject,
            @Nullable String ground,
            @Nullable String description,
            @Nullable String language,
            Actor by) {
        this(operator, kind, channel, receivedAt, requester, subject, ground, description, language, false, by);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "OpenCase[" + operator.value() + ", " + kind.json() + ", " + channel.json() + "]";
    }
}
