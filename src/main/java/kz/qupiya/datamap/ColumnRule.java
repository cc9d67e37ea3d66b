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

    /** The same rule with a mask where it would clear. */
    ColumnRule neverNull(Destruction.Mask mask) {
        return new ColumnRule(
                column,
                field,
                category,
                export,
                rectify,
                neverNull(destroy, mask),
                depersonalise instanceof Destruction.Clear ? mask : depersonalise,
                line);
    }

    private static Destruction neverNull(Destruction destruction, Destruction.Mask mask) {
        if (destruction instanceof Destruction.Keep keep) {
            return new Destruction.Keep(keep.retention(), neverNull(keep.then(), mask));
        }
        if (destruction instanceof Destruction.WithRow withRow && withRow.otherwise() instanceof Destruction.Clear) {
            return new Destruction.WithRow(mask);
        }
        return destruction instanceof Destruction.Clear ? mask : destruction;
    }
}
