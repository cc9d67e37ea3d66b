package kz.qupiya.casefile.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The case panel of Tasklist. Every code comes with its text in the reader's language. Personal data are masked, each value can be looked at by {@code POST …/reveal} with its
 * {@code field}; the requester's own words and the notes stand in full, since nobody can decide without reading them. A part that the reader's work does not need is
 * missing.
 *
 * @param people names of those who acted in the case, by the user ids that its parts carry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PanelView(
        String scope,
        Summary summary,
        @Nullable Requester requester,
        @Nullable Subject subject,
        List<DeadlineText> deadlines,
        @Nullable List<DocumentView> documents,
        @Nullable List<NoteView> notes,
        List<HistoryLine> history,
        Map<String, String> people,
        @Nullable Repeated repeated,
        List<Section> sections,
        Permissions permissions) {

    /** A code and what it means. */
    record Coded(String code, String text) {}

    /** What the case is about and where it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Summary(
            String number,
            String operator,
            Coded kind,
            Coded status,
            @Nullable Coded outcome,
            Coded channel,
            @Nullable Coded ground,
            @Nullable String language,
            OffsetDateTime receivedAt,
            OffsetDateTime openedAt,
            @Nullable Coded decision,
            @Nullable OffsetDateTime decidedAt,
            @Nullable OffsetDateTime closedAt,
            @Nullable OffsetDateTime destroyedAt,
            @Nullable String description,
            List<String> openTasks,
            @Nullable Process process,
            Map<String, Object> more) {}

    /** How the process stands; the text is there when a step stands still. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Process(String instanceId, boolean running, int incidents, @Nullable String text) {}

    /** A masked value. */
    record Field(String field, String label, String masked) {}

    /** Who asks. */
    record Requester(Coded kind, List<Field> fields, EntitlementText entitlement) {}

    /** Whether the requester may ask, and who said so when. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntitlementText(
            String state, String text, @Nullable String by, @Nullable OffsetDateTime at, @Nullable UUID documentId) {}

    /** Whom the case is about. */
    record Subject(List<Field> fields) {}

    /** A deadline with the reason of its date. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeadlineText(
            Coded duty,
            OffsetDateTime from,
            OffsetDateTime dueAt,
            Coded state,
            boolean overdue,
            @Nullable OffsetDateTime metAt,
            String text,
            List<ReadingText> readings,
            List<EarlierText> earlier,
            List<StepText> steps,
            @Nullable OffsetDateTime prolongedAt) {}

    /** One source's date. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReadingText(
            Coded role,
            String source,
            String basis,
            String term,
            @Nullable String certainty,
            @Nullable String why,
            LocalDate from,
            LocalDate dueOn,
            OffsetDateTime dueAt,
            List<LocalDate> counted,
            List<Skipped> skipped,
            String calendar,
            boolean official,
            @Nullable Decided decided,
            String text) {}

    /** A manager's decision on a date. */
    record Decided(String by, String name, OffsetDateTime at, Coded reason) {}

    /** A day that did not count. */
    record Skipped(LocalDate day, String text) {}

    /** A calculation that a calendar replaced. */
    record EarlierText(OffsetDateTime dueAt, OffsetDateTime replacedAt, String text) {}

    /** A warning, or the miss. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepText(Coded step, OffsetDateTime at, @Nullable OffsetDateTime takenAt) {}

    /** A document of the case. */
    record DocumentView(
            UUID id,
            Coded purpose,
            String fileName,
            String mediaType,
            long size,
            String sha256,
            String by,
            OffsetDateTime at,
            boolean preview) {}

    /** A note of the case. */
    record NoteView(UUID id, String text, String by, OffsetDateTime at) {}

    /** An event in plain words. */
    record HistoryLine(long sequence, Instant at, String by, String code, String text) {}

    /** Earlier cases about the same person. */
    record Repeated(int unproved, @Nullable String text, List<Related> cases) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Related(
            String number,
            Coded kind,
            Coded status,
            @Nullable Coded outcome,
            Coded entitlement,
            OffsetDateTime receivedAt) {}

    /** What a higher module shows. */
    record Section(String name, String title, Object content) {}

    /** What the reader may do here. */
    record Permissions(boolean reveal, boolean addDocument, boolean addNote, boolean entitle) {}
}
