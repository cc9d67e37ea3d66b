package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case as outside systems see it: no person is named, neither subject nor staff. Times carry the offset of Asia/Almaty.
 *
 * @param process the engine's process instance, null until it is started
 * @param more    what higher modules add, see {@link CaseViewExtra}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"number", "kind", "status", "outcome"})
public record CaseView(
        CaseNumber number,
        CaseKind kind,
        CaseStatus status,
        @Nullable Outcome outcome,
        Channel channel,
        Entitlement entitlement,
        OffsetDateTime receivedAt,
        OffsetDateTime openedAt,
        @Nullable OffsetDateTime decidedAt,
        @Nullable OffsetDateTime closedAt,
        List<DeadlineView> deadlines,
        List<String> openTasks,
        @Nullable String process,
        @JsonAnyGetter Map<String, Object> more) {

    /** A deadline as outside systems see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadlineView(
            String duty,
            OffsetDateTime dueAt,
            String basis,
            List<Override> overrides,
            DeadlineState state,
            @Nullable OffsetDateTime metAt) {

        /** A date of another source that the stricter one overrides. */
        public record Override(String basis, OffsetDateTime dueAt) {}
    }
}
