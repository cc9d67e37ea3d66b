package kz.qupiya.datamap;

/** What destruction does to a column. */
public sealed interface Destruction {

    /** Goes with its row; {@code otherwise} if the row has to stay. */
    record WithRow(Remainder otherwise) implements Destruction {}

    /** Kept on a ground until a date, then as {@code then} says. */
    record Keep(Retention retention, Destruction then) implements Destruction {}

    /** What can be done to a column whose row stays. */
    sealed interface Remainder extends Destruction {}

    /** Set to null. */
    record Clear() implements Remainder {}

    /** Replaced by a pattern. */
    record Mask(MaskPattern pattern) implements Remainder {}

    /** Left as it is. */
    record Leave() implements Remainder {}
}
