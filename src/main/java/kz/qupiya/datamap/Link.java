package kz.qupiya.datamap;

import java.util.List;

/**
 * A reference from one table to another.
 *
 * @param to the table referred to
 * @param columns columns of the referring table
 * @param references columns of {@code to}, in the same order
 * @param line line of the map
 */
public record Link(TableName to, List<String> columns, List<String> references, int line) {

    public Link {
        columns = List.copyOf(columns);
        references = List.copyOf(references);
    }
}
