package kz.qupiya.casefile;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** The cases of several operators as managers look for them; nobody's data. {@link CaseSearch} is the list of one operator for outside systems. */
public interface CaseList {

    /** Above this many rows a page no longer says how many there are in all. */
    int COUNTED = 10_000;

    /** One page of what fits. */
    Page page(Filter filter, Sort sort, int page, int size);

    /** Every row that fits, in the order of receipt from the newest, one by one: memory does not grow with the list. */
    void each(Filter filter, Consumer<Row> row);

    /** How urgent an open case is, by the earliest of its deadlines that is not done; the spans are those of {@link CaseFigures.Urgency}. */
    enum Due {
        /** Past its last instant. */
        OVERDUE,
        /** To be done by the end of today. */
        TODAY,
        /** To be done by the end of the third working day after today, and not today. */
        THREE_DAYS,
        /** Later than that. */
        ON_TIME,
        /** Without a deadline that runs. */
        UNDATED
    }

    /** The order of the rows. */
    enum Sort {
        /** The newest receipt first. */
        RECEIVED,
        /** The most urgent first, cases without a running deadline last. */
        DUE
    }

    /**
     * What to list; an empty or null part does not narrow.
     *
     * @param operators whose cases; what is not named here is not listed
     * @param due       how urgent; needs {@code days} of each operator
     * @param days      the days of the operators, for {@code due}
     * @param dueIn     has a deadline that is not done and ends in this span, while the case is open
     * @param missedIn  a deadline was missed in this span
     * @param received  received in this span
     * @param closed    closed in this span
     * @param rehearsal true for rehearsals alone, false for all that figures count
     * @param numbers   one of these; an empty set lists nothing, null does not narrow
     * @param reader    the user who reads: what is hidden from that user is left out; null for a job
     */
    record Filter(
            Set<OperatorKey> operators,
            Set<CaseKind> kinds,
            Set<CaseStatus> statuses,
            Set<Outcome> outcomes,
            @Nullable Due due,
            List<OperatorDays> days,
            @Nullable Span dueIn,
            @Nullable Span missedIn,
            @Nullable Span received,
            @Nullable Span closed,
            @Nullable Boolean rehearsal,
            @Nullable Collection<String> numbers,
            @Nullable String reader) {}

    /** From an instant up to, without, another; an open end is null. */
    record Span(@Nullable Instant from, @Nullable Instant to) {}

    /**
     * A case.
     *
     * @param dueAt  last instant of the earliest deadline that is not done; null when the case is closed or none runs
     * @param duty   its duty
     * @param missed how many deadlines of the case were missed
     * @param rehearsal whether it is held on made-up people
     */
    record Row(CaseFile caseFile, @Nullable Instant dueAt, @Nullable Duty duty, long missed, boolean rehearsal) {}

    /**
     * One page.
     *
     * @param page  number of the page, from 0
     * @param total how many fit in all, at most {@link #COUNTED} + 1, which means more
     */
    record Page(List<Row> rows, int page, int size, long total) {}
}
