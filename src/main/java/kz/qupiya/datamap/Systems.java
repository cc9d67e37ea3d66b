package kz.qupiya.datamap;

import kz.qupiya.operator.OperatorKey;

/** The systems as something that answers or does not. */
public interface Systems {

    /**
     * Asks whether a system can work now, for the check that sets the retries of failed steps again. Never throws for a system that is down.
     *
     * @throws kz.qupiya.problem.NotFoundException if the map has no such system
     */
    Health probe(OperatorKey operator, String system);

    /** What a probe says. */
    enum Health {
        /** It answered. */
        UP,
        /** It did not. */
        DOWN,
        /** No connection is configured. */
        NOT_CONFIGURED,
        /** A custodian does the work: there is nothing to ask. */
        BY_HAND
    }
}
