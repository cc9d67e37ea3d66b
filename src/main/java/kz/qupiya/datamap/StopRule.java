package kz.qupiya.datamap;

import java.util.List;
import java.util.Set;
import kz.qupiya.operator.Purpose;

/**
 * How rows of a table are no longer used for purposes.
 *
 * @param purposes what the rows are used for; the rule is carried out as soon as one of them is stopped
 * @param where the rows it is about; none for all
 * @param line line of the map
 */
public record StopRule(Set<Purpose> purposes, List<Condition> where, Means means, int line) {

    public StopRule {
        purposes = Set.copyOf(purposes);
        where = List.copyOf(where);
    }

    /** What is done. */
    public sealed interface Means {}

    /** A technical column is set; flags and statuses differ in name only. */
    public record Mark(String column, String stopped) implements Means {}

    /** The row is moved to a table that no job reads for these purposes. */
    public record Move(TableName to) implements Means {}

    /** Nothing is written: the permit check denies. */
    public record PermitOnly() implements Means {}

    /** The service or the custodian knows how. */
    public record Told() implements Means {}
}
