package kz.qupiya.casefile;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/**
 * A case as the register knows it. Holds no personal data.
 *
 * @param id                what other modules and the process know the case by
 * @param number            what people know it by; the business key of the process
 * @param operator          whose case it is
 * @param kind              what it is about
 * @param status            where it stands
 * @param outcome           how it ended; only when closed
 * @param channel           how the request came
 * @param ground            code of the ground that the requester names, for example {@code inaccurate-data}
 * @param language          language of the correspondence (BCP 47) as far as the requester chose one
 * @param requesterKind     who asks; null for a kind that nobody asks for
 * @param entitlement       whether the requester has shown the right to ask
 * @param receivedAt        when the request reached the operator; duties run from here
 * @param openedAt          when it was registered here
 * @param decision          code of the decision, once taken
 * @param decidedAt         when it was decided
 * @param closedAt          when it was closed
 * @param processInstanceId the engine's instance, once attached
 * @param destroyedAt       when the personal data in the case file were destroyed, after the file's own term
 */
public record CaseFile(
        UUID id,
        CaseNumber number,
        OperatorKey operator,
        CaseKind kind,
        CaseStatus status,
        @Nullable Outcome outcome,
        Channel channel,
        @Nullable String ground,
        @Nullable String language,
        @Nullable RequesterKind requesterKind,
        Entitlement entitlement,
        Instant receivedAt,
        Instant openedAt,
        @Nullable String decision,
        @Nullable Instant decidedAt,
        @Nullable Instant closedAt,
        @Nullable String processInstanceId,
        @Nullable Instant destroyedAt) {

    /** Whether work may still be done in it. */
    public boolean isOpen() {
        return status != CaseStatus.CLOSED;
    }

    /** The engine's instance, once attached. */
    public Optional<String> process() {
        return Optional.ofNullable(processInstanceId);
    }
}
