package kz.qupiya.subject;

import java.util.Set;
import kz.qupiya.operator.OperatorKey;

/**
 * A system told of identifiers that belong to one person and were not known to. Published inside the transaction that stores it.
 *
 * @param owner the identifier that is one person's
 * @param added what belongs to the same person
 */
public record IdentifiersLinked(OperatorKey operator, IdentifierHash owner, Set<IdentifierHash> added) {

    public IdentifiersLinked {
        added = Set.copyOf(added);
    }
}
