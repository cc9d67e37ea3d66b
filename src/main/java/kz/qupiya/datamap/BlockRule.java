package kz.qupiya.datamap;

/** How rows of a table are blocked. */
public sealed interface BlockRule {

    /** A column is set; flags and statuses differ in name only. The previous value comes back. */
    record Mark(String column, String blocked, String free, int line) implements BlockRule {}

    /** The row is moved to another table, and back. */
    record Move(TableName to, int line) implements BlockRule {}

    /** Nothing is written: the permit check denies. */
    record PermitOnly() implements BlockRule {}
}
