package kz.qupiya.datamap;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What an act has to do, with everything secret opened. In memory only.
 *
 * @param purposes of a stop
 * @param continues the destruction whose kept data are to go now
 * @param identifiers by which rows are found
 * @param decidedCases cases whose block does not stand in the way
 * @param held what holds the person's data from destruction
 * @param today in Asia/Almaty
 */
record ActOrder(
        UUID id,
        OperatorKey operator,
        UUID caseId,
        ActKind kind,
        Set<Purpose> purposes,
        @Nullable UUID continues,
        IdentifierSet identifiers,
        List<Correction> corrections,
        Set<UUID> decidedCases,
        Held held,
        LocalDate today) {

    /**
     * What holds data from destruction.
     *
     * @param stands whether nothing may be destroyed
     * @param by the holds; empty where it is only not known whether one stands on the person
     */
    record Held(boolean stands, List<ActItem.Hold> by) {

        static final Held NOT = new Held(false, List.of());
    }

    /** The same order on other terms. */
    ActOrder with(Held other) {
        return new ActOrder(
                id, operator, caseId, kind, purposes, continues, identifiers, corrections, decidedCases, other, today);
    }

    /**
     * What the vault keeps of an act.
     *
     * @param given what the person was named by
     * @param covered what a block covers
     * @param certain what else may be acted on
     * @param records identifiers record by record
     */
    record Secret(
            List<Identifier> given,
            List<Identifier> covered,
            List<Identifier> certain,
            List<Set<Identifier>> records,
            List<Correction> corrections) {

        /** The identifiers by which the rows of an act are found. */
        IdentifierSet identifiers(ActKind kind) {
            return IdentifierSet.of(kind.reachesAll() ? covered : certain);
        }

        @Override
        public String toString() {
            return "Secret[***]";
        }
    }

    /**
     * What the vault keeps of an act in a system.
     *
     * @param items what is going to become of every field
     * @param ends of an unblock: the blocks it ends in this system
     */
    record Sealed(List<HeldRow> rows, List<ActItem> items, List<UUID> ends) {

        static final Sealed NONE = new Sealed(List.of(), List.of(), List.of());

        Sealed ending(List<UUID> blocks) {
            return new Sealed(rows, items, blocks);
        }

        @Override
        public String toString() {
            return "Sealed[***]";
        }
    }

    /**
     * A row that an act touches.
     *
     * @param keys what it is known by: the key before, and the key after if the act changed it
     * @param before of a block: what stood in the marking column
     * @param already of a block: whether it stood blocked before, not by us
     * @param deleted whether it is deleted
     * @param changes what becomes of its columns: {@code clear}, or {@code mask:} and the pattern
     */
    record HeldRow(
            String table,
            List<List<@Nullable String>> keys,
            @Nullable String before,
            boolean already,
            boolean deleted,
            java.util.Map<String, String> changes) {

        HeldRow known(List<@Nullable String> alias) {
            if (keys.contains(alias)) {
                return this;
            }
            var more = new java.util.ArrayList<>(keys);
            more.add(alias);
            return new HeldRow(table, more, before, already, deleted, changes);
        }

        @Override
        public String toString() {
            return "HeldRow[" + table + "]";
        }
    }
}
