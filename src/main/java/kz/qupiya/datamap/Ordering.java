package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts tables into an order in which a table comes after those it refers to. A reference to itself does not count. */
final class Ordering {

    private Ordering() {}

    /** The order, the map's own where nothing decides; nothing if there is a cycle. */
    static Optional<List<TableMap>> of(
            List<TableMap> tables, Function<TableMap, ? extends Collection<TableName>> refersTo) {
        var known = tables.stream().map(TableMap::name).collect(Collectors.toSet());
        List<TableMap> ordered = new ArrayList<>();
        Set<TableName> done = new HashSet<>();
        var left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            var next = left.stream()
                    .filter(t -> refersTo.apply(t).stream()
                            .allMatch(o -> o.equals(t.name()) || done.contains(o) || !known.contains(o)))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            ordered.add(next.get());
            done.add(next.get().name());
            left.remove(next.get());
        }
        return Optional.of(ordered);
    }

    /** One ring of references, its first table repeated at the end; call it only if there is a cycle. */
    static List<TableName> ring(List<TableMap> tables, Function<TableMap, ? extends Collection<TableName>> refersTo) {
        for (TableMap start : tables) {
            var trail = new LinkedHashSet<TableName>();
            if (walk(start.name(), start.name(), tables, refersTo, trail)) {
                List<TableName> ring = new ArrayList<>(trail);
                ring.add(start.name());
                return ring;
            }
        }
        return List.of();
    }

    private static boolean walk(
            TableName at,
            TableName start,
            List<TableMap> tables,
            Function<TableMap, ? extends Collection<TableName>> refersTo,
            LinkedHashSet<TableName> trail) {
        trail.add(at);
        for (TableMap table : tables) {
            if (!table.name().equals(at)) {
                continue;
            }
            for (TableName next : refersTo.apply(table)) {
                if (next.equals(at)) {
                    continue;
                }
                if (next.equals(start) || (!trail.contains(next) && walk(next, start, tables, refersTo, trail))) {
                    return true;
                }
            }
        }
        trail.remove(at);
        return false;
    }
}
