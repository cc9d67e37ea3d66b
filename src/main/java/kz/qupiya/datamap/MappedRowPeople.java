package kz.qupiya.datamap;

import static kz.qupiya.datamap.TableName.quote;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads rows with all that they hang on, in one SELECT per table. */
@Component
class MappedRowPeople implements RowPeople {

    private static final int FETCHED = 2_000;
    private static final String FULL_NAME = "full-name";
    private static final List<String> NAME_PARTS = List.of("surname", "given-name", "patronymic");
    private static final String LANGUAGE = "language";
    private static final String LOCAL = "(cast(? as timestamptz) at time zone '" + Almaty.ZONE.getId() + "')";

    private final LoadedMaps maps;
    private final Connections connections;

    MappedRowPeople(LoadedMaps maps, Connections connections) {
        this.maps = maps;
        this.connections = connections;
    }

    /** A column that tells who somebody is. */
    private record Told(int at, int source, @Nullable IdentifierColumn identifier, @Nullable String field) {}

    /** The tables that a query reads. */
    private record Plan(LiveSystem live, List<TableMap> tables) {}

    @Override
    public void check(OperatorKey operator, RowQuery query) {
        plan(operator, query);
    }

    @Override
    public void read(OperatorKey operator, RowQuery query, Consumer<Somebody> to) {
        var plan = plan(operator, query);
        connections.inTransaction(operator, query.system(), connection -> {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (TableMap table : plan.tables()) {
                read(connection, plan.live(), table, query, to);
            }
            return true;
        });
    }

    private Plan plan(OperatorKey operator, RowQuery query) {
        var map = maps.get(operator);
        var system = map.system(query.system())
                .orElseThrow(() -> new InvalidInputException("query.system", "datamap.query.system"));
        if (system.connector() != Connector.JDBC) {
            throw new InvalidInputException("query.system", "datamap.query.by-file");
        }
        if (query.column() == null && (query.from() != null || query.to() != null)) {
            throw new InvalidInputException("query.column", "datamap.query.window");
        }
        if (query.from() != null && query.to() != null && !query.from().isBefore(query.to())) {
            throw new InvalidInputException("query.to", "datamap.query.empty-window");
        }
        var live = maps.live(map, system);
        if (query.table() == null) {
            if (query.column() != null) {
                throw new InvalidInputException("query.table", "datamap.query.table-of-column");
            }
            // Tables without identifiers of their own tell of nobody whom the others do not tell of.
            return new Plan(
                    live,
                    live.order().stream()
                            .filter(t -> !t.identifiers().isEmpty())
                            .toList());
        }
        var table = live.order().stream()
                .filter(t -> t.name().toString().equals(query.table()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("query.table", "datamap.query.table"));
        var column = query.column();
        if (column != null) {
            var there = table.column(column).isEmpty()
                    ? null
                    : live.live(table).columns().get(column);
            if (there == null || !there.date()) {
                throw new InvalidInputException("query.column", "datamap.query.column");
            }
        }
        return new Plan(live, List.of(table));
    }

    private static void read(
            Connection connection, LiveSystem live, TableMap table, RowQuery query, Consumer<Somebody> to)
            throws SQLException {
        var byName = live.order().stream().collect(Collectors.toMap(TableMap::name, t -> t));
        var select = new Select(byName);
        select.add(table, "t");
        var sql = select.sql(table) + window(live, table, query);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCHED);
            int at = 1;
            if (query.from() != null) {
                statement.setObject(at++, query.from().atOffset(ZoneOffset.UTC));
            }
            if (query.to() != null) {
                statement.setObject(at, query.to().atOffset(ZoneOffset.UTC));
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    people(rows, select).forEach(to);
                }
            }
        }
    }

    private static String window(LiveSystem live, TableMap table, RowQuery query) {
        var column = query.column();
        var there = column == null ? null : live.live(table).columns().get(column);
        if (column == null || there == null) {
            return "";
        }
        var name = "t." + quote(column);
        var zoned = there.type().equals("timestamp with time zone");
        var day = there.type().equals("date");
        List<String> conditions = new ArrayList<>();
        if (query.from() != null) {
            conditions.add(name + " >= " + (zoned ? "cast(? as timestamptz)" : LOCAL + (day ? "::date" : "")));
        }
        if (query.to() != null) {
            // Of a day any part may be meant: it counts as soon as the window reaches into it.
            conditions.add(name + (day ? "::timestamp" : "") + " < " + (zoned ? "cast(? as timestamptz)" : LOCAL));
        }
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    /** The columns that tell who rows of a table, and of those that it hangs on, are about. */
    static final class Select {

        private final Map<TableName, TableMap> byName;
        private final List<String> expressions = new ArrayList<>();
        private final StringBuilder joins = new StringBuilder();
        private final List<Told> told = new ArrayList<>();
        private final int before;
        private final boolean named;
        private int sources;

        Select(Map<TableName, TableMap> byName) {
            this(byName, 0, true);
        }

        /**
         * @param before how many columns stand before these
         * @param named whether names and languages are wanted too
         */
        private Select(Map<TableName, TableMap> byName, int before, boolean named) {
            this.byName = byName;
            this.before = before;
            this.named = named;
        }

        /** The columns, each after a comma. */
        String columns() {
            return expressions.stream().map(e -> ", " + e).collect(Collectors.joining());
        }

        String joins() {
            return joins.toString();
        }

        /** All identifiers of everybody whom a row is about. */
        List<Identifier> identifiers(ResultSet rows) throws SQLException {
            var all = new LinkedHashSet<Identifier>();
            people(rows, this).forEach(one -> all.addAll(one.identifiers()));
            return List.copyOf(all);
        }

        void add(TableMap table, String alias) {
            int source = sources++;
            for (IdentifierColumn identifier : table.identifiers()) {
                add(new Told(before + expressions.size() + 1, source, identifier, null), alias, identifier.column());
            }
            for (ColumnRule column : named ? table.columns() : List.<ColumnRule>of()) {
                if (FULL_NAME.equals(column.field())
                        || LANGUAGE.equals(column.field())
                        || NAME_PARTS.contains(column.field())) {
                    add(
                            new Told(before + expressions.size() + 1, source, null, column.field()),
                            alias,
                            column.column());
                }
            }
            int n = 0;
            for (Link link : table.through()) {
                var parent = byName.get(link.to());
                if (parent != null) {
                    var up = alias + "_" + n++;
                    joins.append(" left join ")
                            .append(TableQueries.source(parent))
                            .append(' ')
                            .append(up)
                            .append(" on ")
                            .append(TableQueries.on(link, alias, up));
                    add(parent, up);
                }
            }
        }

        private void add(Told column, String alias, String name) {
            told.add(column);
            expressions.add(alias + "." + quote(name) + "::text");
        }

        String sql(TableMap table) {
            return "select " + String.join(", ", expressions) + " from " + TableQueries.source(table) + " t" + joins;
        }
    }

    /** The identifiers of everybody whom the rows of a table, and those that it hangs on, are about. */
    static Select identifiers(LiveSystem live, TableMap table, int before) {
        var select = new Select(live.order().stream().collect(Collectors.toMap(TableMap::name, t -> t)), before, false);
        select.add(table, "t");
        return select;
    }

    /** What one of the joined rows tells. */
    private static final class Source {

        private final List<Identifier> identifiers = new ArrayList<>(2);
        private final List<IdentifierKind> unreadable = new ArrayList<>(0);
        private final Map<String, String> fields = new LinkedHashMap<>();

        @Nullable
        Identifier iin() {
            for (Identifier identifier : identifiers) {
                if (identifier.kind() == IdentifierKind.IIN) {
                    return identifier;
                }
            }
            return null;
        }

        @Nullable
        String name() {
            var full = fields.get(FULL_NAME);
            if (full != null) {
                return full;
            }
            var parts = NAME_PARTS.stream()
                    .map(fields::get)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
            return parts.isEmpty() ? null : parts;
        }

        /** Whose name it is shows best where the strongest identifier stands. */
        int rank() {
            if (iin() != null) {
                return 0;
            }
            return identifiers.isEmpty() ? 2 : 1;
        }
    }

    private static List<Somebody> people(ResultSet rows, Select select) throws SQLException {
        List<Source> sources = new ArrayList<>(select.sources);
        for (int i = 0; i < select.sources; i++) {
            sources.add(new Source());
        }
        for (Told column : select.told) {
            var stored = rows.getString(column.at());
            if (stored == null || stored.isBlank()) {
                continue;
            }
            var source = sources.get(column.source());
            var identifier = column.identifier();
            if (identifier == null) {
                source.fields.put(Objects.requireNonNull(column.field()), stored.strip());
            } else {
                identifier
                        .read(stored)
                        .ifPresentOrElse(source.identifiers::add, () -> source.unreadable.add(identifier.kind()));
            }
        }
        return apart(sources).stream().map(MappedRowPeople::somebody).toList();
    }

    /**
     * Whom the joined rows are about. Two IINs are two people; what stands beside no IIN belongs to the one the row hangs on.
     */
    private static List<List<Source>> apart(List<Source> sources) {
        Map<Identifier, List<Source>> byIin = new LinkedHashMap<>();
        for (Source source : sources) {
            var iin = source.iin();
            if (iin != null) {
                byIin.computeIfAbsent(iin, i -> new ArrayList<>()).add(source);
            }
        }
        if (byIin.size() < 2) {
            return List.of(sources);
        }
        var own = sources.get(0).iin();
        var others = byIin.entrySet().stream()
                .filter(e -> !e.getKey().equals(own))
                .findFirst()
                .orElseThrow()
                .getValue();
        sources.stream().filter(source -> source.iin() == null).forEach(others::add);
        return List.copyOf(byIin.values());
    }

    private static Somebody somebody(List<Source> sources) {
        var identifiers = new LinkedHashSet<Identifier>();
        List<IdentifierKind> unreadable = new ArrayList<>(0);
        String name = null;
        String language = null;
        int rank = Integer.MAX_VALUE;
        for (Source source : sources) {
            identifiers.addAll(source.identifiers);
            unreadable.addAll(source.unreadable);
            var named = source.name();
            if (named != null && source.rank() < rank) {
                name = named;
                rank = source.rank();
            }
            language = language == null ? source.fields.get(LANGUAGE) : language;
        }
        return new Somebody(List.copyOf(identifiers), name, language, unreadable);
    }
}
