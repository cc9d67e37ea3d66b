package kz.qupiya.datamap;

/**
 * What may happen to a column.
 *
 * @param field name shared by columns that hold the same fact, by which corrections are addressed
 * @param export given to the subject on access
 * @param rectify may be rectified
 * @param destroy what destruction does
 * @param depersonalise what depersonalisation does
 * @param line line of the map
 */
public record ColumnRule(
        String column,
        String field,
        Category category,
        boolean export,
        boolean rectify,
        Destruction destroy,
        Destruction.Remainder depersonalise,
        int line) {

    /** The same rule with another depersonalisation. */
    ColumnRule depersonalised(Destruction.Remainder other) {
        return new ColumnRule(column, field, category, export, rectify, destroy, other, line);
    }
}
