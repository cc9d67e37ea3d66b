package kz.qupiya.datamap;

import java.util.List;
import java.util.Optional;

/**
 * A table that holds personal data.
 *
 * @param key primary key columns; empty if there is none
 * @param identifiers columns that identify the person
 * @param through links over which a person is found
 * @param references links that only order the acts
 * @param columns a rule for every column
 * @param line line of the map
 */
public record TableMap(
        TableName name,
        Texts title,
        List<String> key,
        List<IdentifierColumn> identifiers,
        List<Link> through,
        List<Link> references,
        BlockRule block,
        List<ColumnRule> columns,
        int line) {

    public TableMap {
        key = List.copyOf(key);
        identifiers = List.copyOf(identifiers);
        through = List.copyOf(through);
        references = List.copyOf(references);
        columns = List.copyOf(columns);
    }

    /** The rule of a column. */
    public Optional<ColumnRule> column(String name) {
        return columns.stream().filter(c -> c.column().equals(name)).findFirst();
    }

    /** The columns an act has to account for. */
    public List<ColumnRule> personal() {
        return columns.stream().filter(c -> c.category().personal()).toList();
    }
}
