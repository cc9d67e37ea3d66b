package kz.qupiya.datamap;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.Holds;

/**
 * Ends what the map says ends by itself, set by set: whoever a row is about, if the person is neither held nor blocked. Nobody is named; what is told are counts.
 */
public interface Expiries {

    /**
     * A set of rows that end by one rule: a table, or a part of one.
     *
     * @param relation where the rows lie, as {@code schema.table}: the table, a partition of it, or where a stop has moved them
     * @param ground key of the ground on the map whose term is over
     */
    record Part(String system, TableName table, String relation, String ground, ExpiryRule.What what) {}

    /**
     * What became of the rows of a few pages of a part.
     *
     * @param to page after the last one
     * @param end whether that is where the part ends
     * @param over how many rows had ended
     * @param destroyed how many of them were deleted or masked
     * @param keepers how many stay because a person is held or blocked, by what keeps them
     * @param digest keyed hash over the content of what was destroyed; tells nothing to anybody without the key of the installation
     */
    record Chunk(
            long from,
            long to,
            boolean end,
            long over,
            long destroyed,
            Map<Holds.Keeper, Long> keepers,
            String digest) {

        public Chunk {
            keepers = Map.copyOf(keepers);
        }

        /** How many rows stay because a person is held or blocked. */
        public long kept() {
            return total(keepers);
        }
    }

    /** All rows of a count by what keeps them; each is counted once. */
    static long total(Map<Holds.Keeper, Long> keepers) {
        return keepers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What ends by itself in the systems of an operator that are databases, those that refer to others before those. */
    List<Part> parts(OperatorKey operator);

    /**
     * How many rows of a part have ended, whoever they are about and whatever refers to them: no more than these can go once what refers to them has gone.
     *
     * @param asOf the first day on which a row may go whose term ended the day before, Asia/Almaty
     * @throws SystemUnavailableException if the system cannot be reached
     */
    long count(OperatorKey operator, Part part, LocalDate asOf);

    /**
     * How many rows of a part have ended that nothing refers to, whoever they are about: what a sweep that is through has passed by, or left to a hold.
     *
     * @param asOf as of {@link #count}
     * @throws SystemUnavailableException if the system cannot be reached
     */
    long left(OperatorKey operator, Part part, LocalDate asOf);

    /**
     * How many rows of a part that have ended would stay because a person is held or blocked now, by what keeps them. Looks up everybody whom they are about, so it takes about
     * as long as to end them; writes nothing.
     *
     * @param asOf as of {@link #count}
     * @throws SystemUnavailableException if the system cannot be reached
     */
    Map<Holds.Keeper, Long> kept(OperatorKey operator, Part part, LocalDate asOf);

    /**
     * Ends the rows of the next pages, in one transaction of the system, while no hold can be placed. Nothing at all is destroyed while a hold stands of whose person not
     * every system has told the identifiers.
     *
     * @param from the page to begin with, 0 at first
     * @param rows about how many rows are looked at
     * @param before is told what is about to be committed, in time to put it on record; what it throws rolls back
     * @throws HoldsUnknownException if such a hold stands: go on later
     * @throws SystemUnavailableException if the system cannot be reached
     */
    Chunk end(OperatorKey operator, Part part, LocalDate asOf, long from, int rows, Consumer<Chunk> before);

    /** A hold stands and nobody can tell yet whom else it is on. */
    class HoldsUnknownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Without more words: nobody may be named. */
        public HoldsUnknownException() {
            super("a hold is being searched for");
        }
    }
}
