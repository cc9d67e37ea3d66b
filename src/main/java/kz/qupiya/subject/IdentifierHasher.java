package kz.qupiya.subject;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;

/** Turns identifiers into the keyed hashes by which they are found. Safe for many threads. */
public interface IdentifierHasher {

    /** The hash of an identifier at an operator. Letter case of e-mail, login and contract makes no difference. */
    IdentifierHash hash(OperatorKey operator, Identifier identifier);

    /** The hashes of several identifiers, in their order, each once. */
    default Set<IdentifierHash> hashes(OperatorKey operator, Collection<Identifier> identifiers) {
        Set<IdentifierHash> hashes = new LinkedHashSet<>();
        identifiers.forEach(identifier -> hashes.add(hash(operator, identifier)));
        return hashes;
    }
}
