package kz.qupiya.datamap;

import java.util.List;
import java.util.Optional;
import kz.qupiya.operator.OperatorKey;

/** The data maps of all operators, checked. */
public interface DataMaps {

    /** The map of an operator; nothing if it has none, or if it was rejected. */
    Optional<DataMap> find(OperatorKey operator);

    /**
     * The map of an operator.
     *
     * @throws kz.qupiya.problem.NotFoundException {@code datamap.unknown-operator} if it has none
     * @throws kz.qupiya.problem.ConflictException {@code datamap.rejected} if it was rejected
     */
    DataMap get(OperatorKey operator);

    /** Every usable map. */
    List<DataMap> all();

    /** The operators that do not start, with the reason. */
    List<RejectedMap> rejected();

    /**
     * Checks the map of an operator against the live schemas again, as at the start. An operator that was rejected for its live schema starts if it is right
     * now; one that has become wrong is rejected.
     *
     * @return per system what was found; a system that does not answer is reported, and does not stop the operator
     */
    List<SystemCheck> check(OperatorKey operator);

    /** The result of the last check of every system of an operator. */
    List<SystemCheck> checks(OperatorKey operator);
}
