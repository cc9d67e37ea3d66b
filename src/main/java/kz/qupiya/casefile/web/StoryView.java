package kz.qupiya.casefile.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole story of a case for who watches over it: where it stands, what is due, what is stuck, what was done, and the way it took. Nobody's personal data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoryView(
        String number,
        PanelView.Coded kind,
        PanelView.Coded status,
        PanelView.@Nullable Coded outcome,
        OffsetDateTime receivedAt,
        @Nullable OffsetDateTime closedAt,
        List<PanelView.DeadlineText> deadlines,
        List<TaskRow> tasks,
        List<FailureRow> failures,
        List<EventRow> events,
        List<PathView> paths) {

    /** An open task. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaskRow(
            String id,
            String name,
            String element,
            @Nullable String assignee,
            @Nullable String assigneeName,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime dueAt,
            boolean claimable,
            boolean unclaimed) {}

    /** A step that failed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FailureRow(
            String id,
            String element,
            String step,
            @Nullable OffsetDateTime failedAt,
            int retriesLeft,
            String code,
            String text) {}

    /** An event in plain words. */
    record EventRow(long sequence, OffsetDateTime at, String actor, String text, String code) {}

    /** The way of one process instance, to be drawn on its model. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PathView(
            String instance,
            String process,
            String name,
            String model,
            @Nullable String about,
            @Nullable String parent,
            Map<String, ElementView> elements,
            Set<String> flows,
            Map<String, String> names) {}

    /** A flow node on the way: {@code done}, {@code active}, {@code cancelled} or {@code failed}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ElementView(String state, int times, @Nullable OffsetDateTime first, @Nullable OffsetDateTime last) {}
}
