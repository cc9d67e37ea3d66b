package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a column that share one fate.
 *
 * @param outcome what becomes (preview) or became (result) of them
 * @param count how many rows
 * @param ground why they are kept, or how it comes that they are as they are: a ground of the map, or {@link #HOLD}, {@link #OTHER_CASE}, {@link #NOT_PERSONAL}, {@link #PERMIT_ONLY}, {@link #NOT_FOR_EXPORT},
 *     {@link #ALREADY}, {@link #ALREADY_STOPPED}, {@link #ALREADY_RESET}, {@link #IN_USE}
 * @param until the day on which the ground ends; null if it has no known end
 * @param holds of {@link #HOLD}: the holds that stood on the person; empty where none was known for certain, see {@link kz.qupiya.restriction.Holds}
 */
public record ActItem(
        String system,
        TableName table,
        String column,
        ItemOutcome outcome,
        long count,
        @Nullable String ground,
        @Nullable LocalDate until,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Hold> holds) {

    public ActItem {
        // what was written before holds were named has none
        holds = holds == null ? List.of() : List.copyOf(holds);
    }

    /** One that no hold keeps. */
    public ActItem(
            String system,
            TableName table,
            String column,
            ItemOutcome outcome,
            long count,
            @Nullable String ground,
            @Nullable LocalDate until) {
        this(system, table, column, outcome, count, ground, until, List.of());
    }

    /**
     * A hold as it stood when the act looked.
     *
     * @param caseNumber number of the case that set it
     * @param reason one of {@link kz.qupiya.restriction.Restrictions#HOLD_REASONS}
     * @param until last day of a term of limitation
     */
    public record Hold(
            String caseNumber, String reason, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LocalDate until) {}

    /** The same rows, kept by holds whatever would have become of them; where nothing was found there is nothing to hold. */
    ActItem heldBy(List<Hold> by) {
        return outcome == ItemOutcome.NOTHING_FOUND
                ? this
                : new ActItem(system, table, column, ItemOutcome.KEPT, count, HOLD, null, by);
    }

    /** Whether a hold keeps it. */
    public boolean held() {
        return outcome == ItemOutcome.KEPT && HOLD.equals(ground);
    }

    /** Whether it stays, on a ground that a person has a right to be told. */
    public boolean kept() {
        return outcome == ItemOutcome.KEPT && !NOT_PERSONAL.equals(ground);
    }

    /** Kept because a hold (claim, court) stands on the person. */
    public static final String HOLD = "hold";

    /** Still blocked because the block of another case holds the rows. */
    public static final String OTHER_CASE = "other-case";

    /** Kept because it says nothing about anybody once the rest is gone. */
    public static final String NOT_PERSONAL = "not-personal";

    /** Blocked, or stopped, by the permit check alone. */
    public static final String PERMIT_ONLY = "permit-only";

    /** Not given out: the map says that the column is not for export. */
    public static final String NOT_FOR_EXPORT = "not-for-export";

    /** Kept because the operator has written into what a destruction had cleared: the row is in use again, and somebody has to look. */
    public static final String IN_USE = "in-use-again";

    /** Still blocked because the operator had blocked the rows by itself before. */
    public static final String ALREADY = "already";

    /** Was not used for the purposes any more before this act. */
    public static final String ALREADY_STOPPED = "already-stopped";

    /** Opened nothing before this act. */
    public static final String ALREADY_RESET = "already-reset";
}
