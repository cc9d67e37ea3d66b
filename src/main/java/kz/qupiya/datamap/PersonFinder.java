package kz.qupiya.datamap;

import java.util.Collection;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;

/** Finds a person in the systems of an operator. */
public interface PersonFinder {

    /**
     * Finds the rows of a person and the identifiers that belong together, from system to system until nothing new is found. Strong identifiers (IIN,
     * contract, login) make rows one person's; weak ones (telephone, e-mail) join them unless a strong one contradicts: {@code src/docs/data-map.md}.
     *
     * <p>Reads only. A system that is down is reported, and never throws. Do not call it while holding locks: it may take some seconds.
     */
    Findings find(OperatorKey operator, Collection<Identifier> identifiers);
}
