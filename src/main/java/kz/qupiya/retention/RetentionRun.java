package kz.qupiya.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.datamap.ExpiryRule;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * One sweep over the data of an operator whose term of storage is over. Counts only: it names nobody.
 *
 * @param asOf a row goes whose term ended before this day, Asia/Almaty
 * @param mapVersion the data map by which it was previewed; it is carried out by no other
 * @param digest SHA-256 (hex) over day, map and counts; both approvals are bound to it
 * @param askedBy the officer who asked for it out of turn; null for the count of the night
 * @param firstBy the officer who approved it first
 * @param secondBy the lawyer, or another officer, who approved it second; nobody who asked for it
 * @param rejectedBy who did not
 * @param rejectedReason why not; a code of {@link #REASONS}
 * @param error code of why it does not go on at present
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RetentionRun(
        UUID id,
        OperatorKey operator,
        State state,
        LocalDate asOf,
        String mapVersion,
        String digest,
        Instant preparedAt,
        @Nullable String askedBy,
        @Nullable String firstBy,
        @Nullable Instant firstAt,
        @Nullable String secondBy,
        @Nullable Instant secondAt,
        @Nullable String rejectedBy,
        @Nullable Instant rejectedAt,
        @Nullable String rejectedReason,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String error,
        List<Part> parts) {

    /** Why nothing of a sweep is destroyed; the words are {@code retention.reason.<code>}. */
    static final List<String> REASONS =
            List.of("figures-unclear", "still-needed", "rule-wrong", "hold-to-be-placed", "later");

    RetentionRun {
        parts = List.copyOf(parts);
    }

    /** As it begins: counted, and nobody has said anything of it. */
    static RetentionRun prepared(
            UUID id,
            OperatorKey operator,
            LocalDate asOf,
            String mapVersion,
            String digest,
            Instant preparedAt,
            @Nullable String askedBy,
            List<Part> parts) {
        return new RetentionRun(
                id,
                operator,
                State.PREPARED,
                asOf,
                mapVersion,
                digest,
                preparedAt,
                askedBy,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                parts);
    }

    /** How far a run has come. */
    enum State {
        /** Previewed: nobody has approved it. */
        PREPARED,
        /** An officer has approved it. */
        CONFIRMED,
        /** Two people have: it is carried out. */
        APPROVED,
        /** It goes on. */
        RUNNING,
        /** Everything is done and proved. */
        COMPLETED,
        /** Not approved; the next preview begins anew. */
        REJECTED,
        /** The data map is another one now: nothing of it is carried out. */
        STALE;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String json) {
            return valueOf(json.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The rows of a table, or of a part of it, that end by one rule.
     *
     * @param counted how many had ended when it was previewed, whoever they are about
     * @param destroyed how many were deleted or masked
     * @param kept how many stay because the person is held or blocked
     * @param expected how many would stay for that reason when somebody looked after the count; null until then
     * @param left how many a new query finds that have ended, after all; null until it is proved
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            int at,
            String system,
            String table,
            String relation,
            String ground,
            ExpiryRule.What what,
            long counted,
            long destroyed,
            long kept,
            @Nullable Long expected,
            @Nullable Long left,
            boolean done,
            List<Keeper> keepers) {

        Part {
            keepers = List.copyOf(keepers);
        }

        /** As it begins. */
        static Part counted(
                int at,
                String system,
                String table,
                String relation,
                String ground,
                ExpiryRule.What what,
                long counted) {
            return new Part(at, system, table, relation, ground, what, counted, 0, 0, null, null, false, List.of());
        }
    }

    /**
     * What keeps rows of a part.
     *
     * @param caseNumber number of the case that holds or blocks the person
     * @param expected how many rows, before the sweep
     * @param kept how many rows the sweep has left to it
     */
    record Keeper(String caseNumber, RestrictionKind kind, long expected, long kept) {}

    /** Whether somebody's approval is waited for. */
    boolean waits() {
        return state == State.PREPARED || state == State.CONFIRMED;
    }

    /** Since when the approval is waited for. */
    Instant waitsSince() {
        return firstAt == null ? preparedAt : firstAt;
    }

    /** Who may give the approval that is waited for: an officer first, then a lawyer or an officer. */
    Set<Role> approvers() {
        return state == State.PREPARED ? Set.of(Role.OFFICER) : Set.of(Role.OFFICER, Role.LAWYER);
    }

    /** User ids of those who may not give it, whatever their role: who has given the first one, and who asked for the sweep may not give the last. */
    Set<String> excluded() {
        return state == State.PREPARED
                ? Set.of()
                : Stream.of(firstBy, askedBy).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether that person's approval is the one that is waited for. */
    boolean mayApprove(Caller by) {
        return waits()
                && by.hasAny(approvers().toArray(Role[]::new))
                && !excluded().contains(by.id());
    }
}
