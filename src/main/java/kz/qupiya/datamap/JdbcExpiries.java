package kz.qupiya.datamap;

import static kz.qupiya.datamap.TableName.quote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.Holds;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.KeyedDigests;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Goes through a table page by page: every chunk is a range of pages that PostgreSQL reads in one go, whatever keys and indexes the table has, and the next one begins where
 * it ended. Rows that are written meanwhile move to other pages; the next run finds them.
 */
@Component
class JdbcExpiries implements Expiries {

    private static final long PAGES_COUNTED = 1_024;
    private static final long MOST_PAGES = 16_384;
    /** Rows that are looked at in one go before a sweep. */
    private static final int LOOKED_AT = 10_000;

    /** Columns before those that tell whom a row is about. */
    private static final int FIXED = 2;

    private final LoadedMaps maps;
    private final Connections connections;
    private final Holds holds;
    private final KeyedDigests digests;

    JdbcExpiries(LoadedMaps maps, Connections connections, Holds holds, KeyedDigests digests) {
        this.maps = maps;
        this.connections = connections;
        this.holds = holds;
        this.digests = digests;
    }

    @Override
    public List<Part> parts(OperatorKey operator) {
        var map = maps.get(operator);
        List<Part> parts = new ArrayList<>();
        for (SystemMap system : map.systems()) {
            if (system.connector() == Connector.JDBC
                    && system.tables().stream().anyMatch(t -> t.expires().isPresent())) {
                var live = maps.live(map, system);
                parts.addAll(connections.inTransaction(operator, system.key(), connection -> parts(connection, live)));
            }
        }
        return parts;
    }

    private static List<Part> parts(Connection connection, LiveSystem live) throws SQLException {
        List<Part> parts = new ArrayList<>();
        for (TableMap table : endsFirst(live)) {
            var rule = table.expires().orElse(null);
            if (rule == null) {
                continue;
            }
            var ground = ground(live, table);
            for (TableQueries.Place place : live.queries(table).places()) {
                // what a block has moved out is blocked
                if (place != TableQueries.Place.SHELTER) {
                    for (String leaf : leaves(connection, live.queries(table).at(place))) {
                        parts.add(new Part(live.system().key(), table.name(), leaf, ground, rule.what()));
                    }
                }
            }
        }
        return parts;
    }

    /** What refers to a row goes before the row, and so does what ends with it: nothing else says of it that it has. */
    private static List<TableMap> endsFirst(LiveSystem live) {
        Map<TableName, List<TableName>> before = new HashMap<>();
        live.incoming().values().stream()
                .flatMap(List::stream)
                .filter(reference -> !reference.deferrable())
                .forEach(reference -> before.computeIfAbsent(reference.from(), t -> new ArrayList<>())
                        .add(reference.to()));
        live.order()
                .forEach(table -> table.expires().flatMap(ExpiryRule::with).ifPresent(with -> before.computeIfAbsent(
                                table.name(), t -> new ArrayList<>())
                        .add(with.to())));
        var ordered = new ArrayList<>(Ordering.of(live.order(), t -> before.getOrDefault(t.name(), List.of()))
                .orElse(live.order()));
        Collections.reverse(ordered);
        return ordered;
    }

    private static String ground(LiveSystem live, TableMap table) {
        var rule = rule(table);
        return rule.term()
                .map(Retention::ground)
                .orElseGet(() -> ground(live, parent(live, rule.with().orElseThrow())));
    }

    private static TableMap parent(LiveSystem live, Link link) {
        return live.order().stream()
                .filter(t -> t.name().equals(link.to()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not on the map: " + link.to()));
    }

    private static ExpiryRule rule(TableMap table) {
        return table.expires().orElseThrow(() -> new IllegalStateException("does not end by itself: " + table.name()));
    }

    /** The table, or its partitions: a page belongs to one of them. */
    private static List<String> leaves(Connection connection, TableName name) throws SQLException {
        List<String> leaves = new ArrayList<>();
        try (var statement = connection.prepareStatement(
                "select n.nspname || '.' || c.relname from pg_partition_tree(cast(? as regclass)) p"
                        + " join pg_class c on c.oid = p.relid join pg_namespace n on n.oid = c.relnamespace"
                        + " where p.isleaf order by 1")) {
            statement.setString(1, name.sql());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    leaves.add(rows.getString(1));
                }
            }
        }
        // a table that is no partitioned one is no tree
        return leaves.isEmpty() ? List.of(name.toString()) : leaves;
    }

    @Override
    public long count(OperatorKey operator, Part part, LocalDate asOf) {
        return count(operator, part, asOf, false);
    }

    @Override
    public long left(OperatorKey operator, Part part, LocalDate asOf) {
        return count(operator, part, asOf, true);
    }

    private long count(OperatorKey operator, Part part, LocalDate asOf, boolean free) {
        var live = live(operator, part);
        var table = table(live, part);
        var sql = "select count(*) from only " + TableName.of(part.relation()).sql() + " t where " + range() + " and "
                + over(live, table, asOf) + (free ? unreferred(live, table) : "");
        long count = 0;
        var pages = 1L;
        for (long from = 0; from < pages; from += PAGES_COUNTED) {
            var at = from;
            long[] counted = connections.inTransaction(operator, part.system(), connection -> {
                connection.setReadOnly(true);
                try (var statement = connection.prepareStatement(sql)) {
                    statement.setString(1, tid(at));
                    statement.setString(2, tid(at + PAGES_COUNTED));
                    try (var rows = statement.executeQuery()) {
                        rows.next();
                        return new long[] {rows.getLong(1), pages(connection, part)};
                    }
                } finally {
                    connection.rollback();
                    connection.setReadOnly(false);
                }
            });
            count += counted[0];
            pages = counted[1];
        }
        return count;
    }

    @Override
    public Map<Holds.Keeper, Long> kept(OperatorKey operator, Part part, LocalDate asOf) {
        var live = live(operator, part);
        var table = table(live, part);
        Map<Holds.Keeper, Long> kept = new HashMap<>();
        var next = 0L;
        Seen seen;
        do {
            var from = next;
            seen = connections.inTransaction(operator, part.system(), connection -> {
                connection.setReadOnly(true);
                try {
                    return new Pass(connection, live, table, operator, part, asOf).look(from, LOOKED_AT);
                } finally {
                    connection.rollback();
                    connection.setReadOnly(false);
                }
            });
            counted(holds.kept(operator, seen.people())).forEach((keeper, rows) -> kept.merge(keeper, rows, Long::sum));
            next = seen.to();
        } while (!seen.end());
        return kept;
    }

    /** Whom the ended rows of some pages are about. */
    private record Seen(long to, boolean end, List<List<Identifier>> people) {}

    private static Map<Holds.Keeper, Long> counted(Map<Integer, Holds.Keeper> kept) {
        return kept.values().stream().collect(Collectors.groupingBy(keeper -> keeper, Collectors.counting()));
    }

    @Override
    public Chunk end(OperatorKey operator, Part part, LocalDate asOf, long from, int rows, Consumer<Chunk> before) {
        var live = live(operator, part);
        var table = table(live, part);
        try {
            return holds.whileNonePlaced(operator, () -> {
                if (!holds.unsearched(operator).isEmpty()) {
                    throw new HoldsUnknownException();
                }
                return connections.inTransaction(operator, part.system(), connection -> {
                    JdbcActs.lock(connection, live.name());
                    var chunk = new Pass(connection, live, table, operator, part, asOf).over(from, rows);
                    before.accept(chunk);
                    return chunk;
                });
            });
        } catch (PessimisticLockingFailureException e) {
            throw new SystemUnavailableException(live.name(), "locked");
        }
    }

    private LiveSystem live(OperatorKey operator, Part part) {
        var map = maps.get(operator);
        return maps.live(
                map,
                map.system(part.system())
                        .orElseThrow(() -> new SystemUnavailableException(part.system(), "not-mapped")));
    }

    private static TableMap table(LiveSystem live, Part part) {
        return live.order().stream()
                .filter(t -> t.name().equals(part.table()) && t.expires().isPresent())
                .findFirst()
                .orElseThrow(() -> new SystemUnavailableException(live.name(), "not-as-mapped"));
    }

    private static String range() {
        return "t.ctid >= cast(? as tid) and t.ctid < cast(? as tid)";
    }

    private static String tid(long page) {
        return "(" + page + ",0)";
    }

    private static long pages(Connection connection, Part part) throws SQLException {
        return size(connection, part)[0];
    }

    /** Pages, and about how many rows stand on one. */
    private static long[] size(Connection connection, Part part) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select pg_relation_size(c.oid) / current_setting('block_size')::bigint, case when c.relpages > 0 then greatest(1, c.reltuples / c.relpages)::bigint else 50 end"
                        + " from pg_class c where c.oid = cast(? as regclass)")) {
            statement.setString(1, TableName.of(part.relation()).sql());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return new long[] {rows.getLong(1), rows.getLong(2)};
            }
        }
    }

    /** Whether a row has ended, as SQL over alias {@code t}; never null. */
    static String over(LiveSystem live, TableMap table, LocalDate asOf) {
        var rule = rule(table);
        List<String> conditions = new ArrayList<>();
        conditions.add(ended(live, table, asOf));
        // What another duty keeps of the row stays with it.
        for (ColumnRule column : table.columns()) {
            if (column.destroy() instanceof Destruction.Keep keep
                    && rule.term().filter(keep.retention()::same).isEmpty()) {
                var kept = "coalesce(" + before(live.queries(table), keep.retention(), asOf) + ", true)";
                if (!conditions.contains(kept)) {
                    conditions.add(kept);
                }
            }
        }
        if (rule.what() == ExpiryRule.What.COLUMNS) {
            conditions.add(changes(table).entrySet().stream()
                    .map(change -> "(t." + quote(change.getKey()) + " is not null"
                            + (change.getValue() instanceof Destruction.Mask mask
                                    ? " and not " + isMasked(live, table, change.getKey(), mask.pattern())
                                    : "")
                            + ")")
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        return String.join(" and ", conditions);
    }

    private static String ended(LiveSystem live, TableMap table, LocalDate asOf) {
        var rule = rule(table);
        if (rule.term().isPresent()) {
            return "coalesce(" + before(live.queries(table), rule.term().get(), asOf) + ", false)";
        }
        var link = rule.with().orElseThrow();
        var parent = parent(live, link);
        return link.columns().stream().map(c -> "t." + quote(c)).collect(Collectors.joining(", ", "(", ")"))
                + " in (select "
                + link.references().stream().map(c -> "t." + quote(c)).collect(Collectors.joining(", "))
                + " from " + TableQueries.source(parent) + " t where " + over(live, parent, asOf) + ")";
    }

    /** Whether the last day of a term lies before a day; null if the term never began. */
    private static String before(TableQueries queries, Retention retention, LocalDate asOf) {
        return "(greatest("
                + retention.from().stream().map(queries::latestDate).collect(Collectors.joining(", "))
                + ") + interval '" + retention.term() + "')::date < date '" + asOf + "'";
    }

    /** A row that a row which stays refers to stays too. */
    private static String unreferred(LiveSystem live, TableMap table) {
        if (rule(table).what() == ExpiryRule.What.COLUMNS) {
            return "";
        }
        var sql = new StringBuilder();
        for (Reference reference : live.incoming(table)) {
            if (reference.enforced()) {
                sql.append(" and not exists (select from ")
                        .append(reference.from().sql())
                        .append(" r where ");
                for (int i = 0; i < reference.columns().size(); i++) {
                    sql.append(i == 0 ? "" : " and ")
                            .append("r.")
                            .append(quote(reference.columns().get(i)))
                            .append(" = t.")
                            .append(quote(reference.references().get(i)));
                }
                sql.append(')');
            }
        }
        return sql.toString();
    }

    /** What is done to the columns of a row that stays. */
    private static Map<String, Destruction.Remainder> changes(TableMap table) {
        Map<String, Destruction.Remainder> changes = new LinkedHashMap<>();
        for (ColumnRule column : table.columns()) {
            var remainder = JdbcActs.remainder(column.destroy());
            if (!(remainder instanceof Destruction.Leave)) {
                changes.put(column.column(), remainder);
            }
        }
        return changes;
    }

    private static String isMasked(LiveSystem live, TableMap table, String column, MaskPattern pattern) {
        var there = Objects.requireNonNull(live.live(table).columns().get(column));
        return there.text()
                ? "(t." + quote(column) + "::text ~ " + Sql.literal(pattern.proof()) + ")"
                : "(t." + quote(column) + " = cast(" + Sql.literal(pattern.text()) + " as " + there.type() + "))";
    }

    /** One look at some pages of a part, inside a transaction of the system. */
    private final class Pass {

        private final Connection connection;
        private final LiveSystem live;
        private final TableMap table;
        private final OperatorKey operator;
        private final Part part;
        private final LocalDate asOf;
        private final String relation;

        Pass(Connection connection, LiveSystem live, TableMap table, OperatorKey operator, Part part, LocalDate asOf) {
            this.connection = connection;
            this.live = live;
            this.table = table;
            this.operator = operator;
            this.part = part;
            this.asOf = asOf;
            this.relation = TableName.of(part.relation()).sql();
        }

        Chunk over(long from, int rows) throws SQLException {
            var size = size(connection, part);
            var to = from + Math.min(MOST_PAGES, Math.max(1, rows / size[1]));
            List<String> tids = new ArrayList<>();
            List<List<Identifier>> people = new ArrayList<>();
            List<Long> prints = new ArrayList<>();
            read(from, to, true, tids, people, prints);
            var kept = tids.isEmpty() ? Map.<Integer, Holds.Keeper>of() : holds.kept(operator, people);
            List<String> going = new ArrayList<>();
            List<Long> gone = new ArrayList<>();
            for (int i = 0; i < tids.size(); i++) {
                if (!kept.containsKey(i)) {
                    going.add(tids.get(i));
                    gone.add(prints.get(i));
                }
            }
            if (!going.isEmpty()) {
                end(going);
            }
            return new Chunk(from, to, to >= size[0], tids.size(), going.size(), counted(kept), digest(gone));
        }

        /** Whom the next rows are about that have ended, whatever refers to them: what does may be gone when it is their turn. */
        Seen look(long from, int rows) throws SQLException {
            var size = size(connection, part);
            var to = from + Math.min(MOST_PAGES, Math.max(1, rows / size[1]));
            List<List<Identifier>> people = new ArrayList<>();
            read(from, to, false, new ArrayList<>(), people, new ArrayList<>());
            return new Seen(to, to >= size[0], people);
        }

        /**
         * The rows of the pages that have ended, with everybody whom they are about.
         *
         * @param ending whether they are to end now: they are locked, and a row that another one refers to is left out
         */
        private void read(
                long from, long to, boolean ending, List<String> tids, List<List<Identifier>> people, List<Long> prints)
                throws SQLException {
            var select = MappedRowPeople.identifiers(live, table, FIXED);
            var sql = "select t.ctid::text, hashtextextended(t::text, 0)" + select.columns() + " from only " + relation
                    + " t" + select.joins() + " where " + range() + " and " + JdbcExpiries.over(live, table, asOf)
                    + (ending ? unreferred(live, table) + " for update of t" : "");
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, tid(from));
                statement.setString(2, tid(to));
                try (var rows = statement.executeQuery()) {
                    Map<String, Integer> known = new HashMap<>();
                    while (rows.next()) {
                        var tid = rows.getString(1);
                        var about = select.identifiers(rows);
                        var before = known.putIfAbsent(tid, tids.size());
                        if (before == null) {
                            tids.add(tid);
                            people.add(about);
                            prints.add(rows.getLong(2));
                        } else {
                            // one row that hangs on several others
                            var all = new LinkedHashSet<>(people.get(before));
                            all.addAll(about);
                            people.set(before, List.copyOf(all));
                        }
                    }
                }
            }
        }

        private void end(List<String> going) throws SQLException {
            var sql = part.what() == ExpiryRule.What.ROWS
                    ? "delete from only " + relation + " t where t.ctid = any(cast(? as tid[]))"
                    : "update only " + relation + " t set " + sets() + " where t.ctid = any(cast(? as tid[]))";
            try (var statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", going.toArray()));
                if (statement.executeUpdate() != going.size()) {
                    // a trigger that swallows a change would let something seem gone that is not
                    throw new SQLException("rows were left out", "QP001");
                }
            }
        }

        private String sets() {
            return changes(table).entrySet().stream()
                    .map(change -> {
                        var name = "t." + quote(change.getKey());
                        if (!(change.getValue() instanceof Destruction.Mask mask)) {
                            return quote(change.getKey()) + " = null";
                        }
                        var there = Objects.requireNonNull(
                                live.live(table).columns().get(change.getKey()));
                        var masked = there.text()
                                ? mask.pattern().sql(name)
                                : "cast(" + Sql.literal(mask.pattern().text()) + " as " + there.type() + ")";
                        return quote(change.getKey()) + " = case when " + name + " is null then null else " + masked
                                + " end";
                    })
                    .collect(Collectors.joining(", "));
        }

        private String digest(List<Long> prints) {
            var sorted = prints.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            var head = (live.name() + "\n" + part.relation() + "\n").getBytes(StandardCharsets.UTF_8);
            var content = ByteBuffer.allocate(head.length + sorted.length * Long.BYTES)
                    .put(head);
            for (long print : sorted) {
                content.putLong(print);
            }
            return HexFormat.of().formatHex(digests.of("retention", content.array()));
        }
    }
}
