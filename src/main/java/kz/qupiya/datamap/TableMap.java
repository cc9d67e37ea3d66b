package kz.qupiya.datamap;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kz.qupiya.operator.Purpose;

/**
 * A table that holds personal data.
 *
 * @param key primary key columns; empty if there is none
 * @param identifiers columns that identify the person
 * @param through links over which a person is found
 * @param references links that only order the acts
 * @param stops how its rows are no longer used for a purpose
 * @param reset how its credentials are made useless; nothing if it has none
 * @param expires how its rows end by themselves; nothing if they do not
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
        List<StopRule> stops,
        Optional<ResetRule> reset,
        Optional<ExpiryRule> expires,
        List<ColumnRule> columns,
        int line) {

    public TableMap {
        key = List.copyOf(key);
        identifiers = List.copyOf(identifiers);
        through = List.copyOf(through);
        references = List.copyOf(references);
        stops = List.copyOf(stops);
        columns = List.copyOf(columns);
    }

    /** The rule of a column. */
    public Optional<ColumnRule> column(String name) {
        return columns.stream().filter(c -> c.column().equals(name)).findFirst();
    }

    /** The rules that a stop of these purposes sets off. */
    public List<StopRule> stops(Set<Purpose> purposes) {
        return stops.stream()
                .filter(rule -> rule.purposes().stream().anyMatch(purposes::contains))
                .toList();
    }

    /** The credentials that a reset is about. */
    List<ColumnRule> resettable() {
        return reset.map(rule -> rule.credentials(columns)).orElse(List.of());
    }

    /** The technical columns that blocks, stops and resets set. */
    Set<String> marks() {
        Set<String> marks = new HashSet<>();
        if (block instanceof BlockRule.Mark mark) {
            marks.add(mark.column());
        }
        stops.forEach(rule -> {
            if (rule.means() instanceof StopRule.Mark mark) {
                marks.add(mark.column());
            }
        });
        reset.ifPresent(rule -> rule.columns().keySet().stream()
                .filter(name ->
                        column(name).filter(c -> c.category().personal()).isEmpty())
                .forEach(marks::add));
        return marks;
    }

    /** Where the rows go whose use is stopped by moving them; nothing if none are moved. */
    Optional<TableName> stopped() {
        return stops.stream()
                .flatMap(rule -> rule.means() instanceof StopRule.Move move ? Stream.of(move.to()) : Stream.empty())
                .findFirst();
    }

    /** The columns an act has to account for. */
    public List<ColumnRule> personal() {
        return columns.stream().filter(c -> c.category().personal()).toList();
    }
}
