package kz.qupiya.datamap;

import java.util.Optional;

/**
 * How the rows of a table end by themselves, without anybody asking for it (Law 94-V art. 12(2), 18): when a term is over, or together with a row that they belong to.
 *
 * @param term since when a row has ended: the latest of the dates and the term; nothing if {@code with} says it
 * @param with the row whose end is theirs; nothing if {@code term} says it
 * @param what what happens
 */
public record ExpiryRule(Optional<Retention> term, Optional<Link> with, What what, int line) {

    /** What happens to a row that has ended. */
    public enum What {
        /** The row is deleted. */
        ROWS,
        /** The row stays; its columns are cleared or masked as its rules of destruction say for a row that stays. */
        COLUMNS
    }
}
