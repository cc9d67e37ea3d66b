package kz.qupiya.operator;

import java.util.List;
import java.util.Optional;
import kz.qupiya.problem.NotFoundException;

/** The operators of this installation. Profiles are read once at the start; every node reads the same files. */
public interface Operators {

    /**
     * The profile of an operator.
     *
     * @throws NotFoundException if there is none, or it was not started
     */
    OperatorProfile get(OperatorKey key);

    /** The profile of an operator by its key as a caller wrote it. */
    Optional<OperatorProfile> find(String key);

    /**
     * The key of an operator as a caller wrote it.
     *
     * @throws NotFoundException if there is none, or it was not started
     */
    default OperatorKey require(String key) {
        return find(key)
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .key();
    }

    /** All operators that started, by key. */
    List<OperatorProfile> all();

    /** Operators that did not start, one entry for each fault found, in order of their keys. */
    List<RejectedOperator> rejected();

    /**
     * Takes an operator out because a higher module found its settings faulty, a data map for instance. Called while the application
     * starts; from then on the operator is unknown, the others go on.
     */
    void reject(RejectedOperator fault);
}
