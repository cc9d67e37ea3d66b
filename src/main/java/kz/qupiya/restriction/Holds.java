package kz.qupiya.restriction;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;

/**
 * What is held from destruction, for those who destroy. Whoever ends data for good asks here inside {@link #whileNonePlaced}, so that a hold is either seen, or waits
 * until what is being destroyed is destroyed (decision 0108).
 */
public interface Holds {

    /**
     * The holds that stand on a person. Two who share no more than a telephone or a mailbox and have different IINs are different people; as long as nobody knows to whom a
     * shared telephone belongs, a hold on it holds for everyone who has it.
     *
     * @param person all identifiers by which the person is known
     */
    Held on(OperatorKey operator, Collection<Identifier> person);

    /**
     * Whom of many a hold or an undecided block keeps from destruction; asked once for all of them. What a retention duty keeps is not among it: such a term ends by itself.
     *
     * @param people the identifiers of each
     * @return what keeps each, by place in the list; of several the oldest hold, or the oldest block where no hold stands
     */
    Map<Integer, Keeper> kept(OperatorKey operator, List<? extends Collection<Identifier>> people);

    /** The holds of an operator that stand and of whose person not every system has told the identifiers, the oldest first. */
    List<Restriction> unsearched(OperatorKey operator);

    /**
     * Does something that cannot be undone; no hold is placed at the operator from its beginning to its end. What is asked here inside of it still holds when it ends.
     *
     * <p>Opens a transaction of its own and keeps it open. The work writes nothing in it: what has to be on record is written in transactions of its own.
     *
     * @throws org.springframework.dao.PessimisticLockingFailureException if a hold is being placed for longer than {@code qupiya.holds.patience}: try again
     */
    <T> T whileNonePlaced(OperatorKey operator, Supplier<T> work);

    /**
     * The same for the rest of the caller's transaction.
     *
     * @return false if a hold is being placed right now: leave it for another time
     */
    boolean keepFromBeingPlaced(OperatorKey operator);

    /**
     * What keeps somebody from destruction.
     *
     * @param kind       a hold or a block
     * @param caseNumber number of the case that placed it
     */
    record Keeper(RestrictionKind kind, String caseNumber) {}

    /**
     * What stands on a person.
     *
     * @param standing the holds, the oldest first
     * @param unsearched the holds of the operator whose person is not wholly known, the oldest first: who cannot be looked up now may be that person
     */
    record Held(List<Restriction> standing, List<Restriction> unsearched) {

        public Held {
            standing = List.copyOf(standing);
            unsearched = List.copyOf(unsearched);
        }

        /**
         * Whether nothing of the person may be destroyed.
         *
         * @param known whether every system of the operator has told the identifiers of the person asked about; if not, the unknown is taken for held
         */
        public boolean holds(boolean known) {
            return !standing.isEmpty() || (!unsearched.isEmpty() && !known);
        }

        /** What stands beside the holds of some cases: the act of the court that a hold has waited for is not stopped by that hold. */
        public Held beside(Set<UUID> cases) {
            return new Held(
                    standing.stream()
                            .filter(one -> !cases.contains(one.caseId()))
                            .toList(),
                    unsearched.stream()
                            .filter(one -> !cases.contains(one.caseId()))
                            .toList());
        }
    }
}
