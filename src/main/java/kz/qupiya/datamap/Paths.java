package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ways that lead from a table over {@code subject.through} to others. */
final class Paths {

    private Paths() {}

    /**
     * A way from a table to another.
     *
     * @param links the links in order, at least one
     * @param tables where each link leads
     */
    record Path(List<Link> links, List<TableMap> tables) {

        /** Where it ends. */
        TableMap end() {
            return tables.get(tables.size() - 1);
        }
    }

    /** Every way, the shorter ones first within a branch. The references must have been checked for cycles. */
    static List<Path> of(TableMap from, Map<TableName, TableMap> byName) {
        List<Path> paths = new ArrayList<>();
        extend(new Path(List.of(), List.of()), from, byName, paths);
        return paths;
    }

    private static void extend(Path path, TableMap at, Map<TableName, TableMap> byName, List<Path> into) {
        for (Link link : at.through()) {
            var to = byName.get(link.to());
            if (to == null) {
                continue;
            }
            var links = new ArrayList<>(path.links());
            links.add(link);
            var tables = new ArrayList<>(path.tables());
            tables.add(to);
            var longer = new Path(links, tables);
            into.add(longer);
            extend(longer, to, byName, into);
        }
    }
}
