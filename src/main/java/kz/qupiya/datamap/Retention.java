package kz.qupiya.datamap;

import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A duty to keep.
 *
 * @param ground key of the ground on the map
 * @param term from the latest date
 * @param from date columns the term runs from; empty where the system itself says the date
 */
public record Retention(String ground, Period term, List<DateColumn> from, int line) {

    public Retention {
        from = List.copyOf(from);
    }

    /** Whether it is the same duty, wherever it stands on the map. */
    boolean same(Retention other) {
        return ground.equals(other.ground) && term.equals(other.term) && from.equals(other.from);
    }

    /**
     * A date column.
     *
     * @param table null for the table of the rule itself
     */
    public record DateColumn(@Nullable TableName table, String column) {}
}
