package kz.qupiya.datamap;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A jdbc system whose map fits its schema, with everything an act has to know about it, so that no act reads the catalog.
 *
 * @param order the mapped tables, each after those it refers to
 * @param live every table of the schemas
 * @param incoming references to each mapped table
 */
record LiveSystem(
        DataMap map,
        SystemMap system,
        List<TableMap> order,
        Map<TableName, LiveTable> live,
        Map<TableName, List<Reference>> incoming,
        Map<TableName, TableQueries> queries) {

    static LiveSystem of(
            DataMap map,
            SystemMap system,
            List<TableMap> order,
            Map<TableName, LiveTable> live,
            Map<TableName, List<Reference>> incoming) {
        var byName = order.stream().collect(Collectors.toMap(TableMap::name, t -> t));
        var queries = order.stream().collect(Collectors.toMap(TableMap::name, t -> new TableQueries(t, byName, live)));
        return new LiveSystem(map, system, order, live, incoming, queries);
    }

    LiveTable live(TableMap table) {
        return live(table.name());
    }

    LiveTable live(TableName table) {
        var found = live.get(table);
        if (found == null) {
            throw new IllegalStateException("no such table in the schema: " + table);
        }
        return found;
    }

    TableQueries queries(TableMap table) {
        var found = queries.get(table.name());
        if (found == null) {
            throw new IllegalStateException("no such table on the map: " + table.name());
        }
        return found;
    }

    List<Reference> incoming(TableMap table) {
        return incoming.getOrDefault(table.name(), List.of());
    }

    String name() {
        return map.operator().value() + "/" + system.key();
    }
}
