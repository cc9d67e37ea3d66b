package kz.qupiya.datamap;

import java.util.List;
import java.util.Set;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * An obligation between the person and the operator that a system knows of.
 *
 * @param code unique inside the system, the same name for the same thing in all systems of an operator
 * @param table jdbc only: each of the person's rows in it that fulfils the conditions is one unfulfilled obligation
 * @param without jdbc only: a table that hangs on it; a row of it fulfils the obligation
 * @param purposes what has to stay allowed until it is fulfilled
 * @param line line of the map
 */
public record ObligationRule(
        String code,
        Texts name,
        @Nullable TableName table,
        List<Condition> where,
        @Nullable TableName without,
        Set<Purpose> purposes,
        int line) {

    public ObligationRule {
        where = List.copyOf(where);
        purposes = Set.copyOf(purposes);
    }
}
