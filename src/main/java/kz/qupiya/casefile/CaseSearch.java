package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** Lists the cases of an operator, the newest receipt first. */
public interface CaseSearch {

    /** Cases that fit the filter. */
    Page search(OperatorKey operator, Filter filter, int page, int size);

    /**
     * What to list; an empty or null part does not narrow.
     *
     * @param dueBefore has a deadline that is not done and whose last instant lies before
     * @param overdue   has, or has no, deadline past its last instant and not done, while the case is not closed
     */
    record Filter(
            Set<CaseKind> kinds, Set<CaseStatus> statuses, @Nullable Instant dueBefore, @Nullable Boolean overdue) {

        /** Lists all. */
        public static Filter all() {
            return new Filter(Set.of(), Set.of(), null, null);
        }
    }

    /**
     * One page of the list.
     *
     * @param page  number of the page, from 0
     * @param total how many cases fit in all
     */
    record Page(List<CaseFile> cases, int page, int size, long total) {

        /** How many pages there are. */
        public long pages() {
            return (total + size - 1) / size;
        }
    }
}
