package kz.qupiya.datamap;

import org.jspecify.annotations.Nullable;

/**
 * A value to be put right.
 *
 * @param field the field as the map names it: a shared name such as {@code full-name}, or {@code system.schema.table.column} ({@link ColumnRule#field()})
 * @param oldValue only where this stands now; null for wherever it stands. Of an identifier in normal form
 * @param newValue what shall stand; null clears
 */
public record Correction(String field, @Nullable String oldValue, @Nullable String newValue) {

    /** Without the values: they must not get into a log. */
    @Override
    public String toString() {
        return "Correction[" + field + "]";
    }
}
