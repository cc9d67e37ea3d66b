package kz.qupiya.subject;

import java.util.Collection;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;

/**
 * What the operator's systems have told about which identifiers belong to one person, kept as hashes only. It lets a restriction reach a
 * person's other identifiers at once, before the systems are asked again. Never complete, so it is a help and never a proof of absence.
 *
 * <p>Links go from an identifier that one person has (IIN; login or contract where a record has no IIN) to what stood in the same record.
 * Nothing is ever concluded through a telephone or a mailbox: two people who share one stay two people (decision 0021).
 */
public interface IdentityLinks {

    /**
     * Remembers that a record of one of the operator's systems holds these identifiers. Only for what a system says: what a requester
     * claims proves nothing. A record that names two IINs says nothing about either and is passed over, as is one without any identifier
     * that is one person's. Publishes {@link IdentifiersLinked} for what is new. Joins the caller's transaction.
     */
    void learn(OperatorKey operator, Collection<Identifier> ofOneRecord);

    /**
     * The hashes known to belong to the person who is named by these identifiers, those of the identifiers themselves included.
     *
     * <p>With an IIN: what is linked to it. Without one: what is linked to the owners that all the known identifiers have in common, or
     * to any owner of any of them if they have none in common; a shared telephone alone therefore stands for everyone who has it.
     */
    Set<IdentifierHash> belonging(OperatorKey operator, Collection<Identifier> identifiers);

    /** Forgets every link from and to these identifiers, once the person's data are destroyed. */
    void forget(OperatorKey operator, Collection<Identifier> identifiers);
}
