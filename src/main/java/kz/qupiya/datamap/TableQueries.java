package kz.qupiya.datamap;

import static kz.qupiya.datamap.TableName.quote;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.datamap.LiveTable.LiveColumn;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;

/**
 * The SELECTs on one mapped table, built once per check of the schema. A person's rows are found by branches, each a statement that PostgreSQL can answer from an
 * index: the table's own identifiers, and every way over links to a table that has some.
 *
 * <p>A row matched by a weak identifier only counts unless a strong identifier of the row, or of the row it hangs on, is somebody else's; a row matched
 * by login or contract counts unless it has another IIN.
 */
final class TableQueries {

    /** Where a row stands. */
    enum Place {
        HOME,
        /** Moved out by a block. */
        SHELTER,
        /** Moved out by a stop. */
        STOPPED
    }

    private final TableMap table;
    private final Map<TableName, TableMap> byName;
    private final Map<TableName, LiveTable> live;
    private final LiveTable there;
    private final List<String> keyExpressions;
    private final List<Sql> branches = new ArrayList<>();
    private final List<Sql> meetings = new ArrayList<>();
    private final List<Known> known = new ArrayList<>();

    /** An identifier that a met row tells: its own, or that of a row it hangs on. */
    private record Known(IdentifierColumn column, String expression, boolean own, TableName from) {}

    TableQueries(TableMap table, Map<TableName, TableMap> byName, Map<TableName, LiveTable> live) {
        this.table = table;
        this.byName = byName;
        this.live = live;
        this.there = live(table.name());
        this.keyExpressions = keys();
        if (!table.identifiers().isEmpty()) {
            branches.add(own(table, "t"));
            meetings.add(anyMatch(table, "t"));
            table.identifiers()
                    .forEach(i -> known.add(new Known(i, "t." + quote(i.column()) + "::text", true, table.name())));
        }
        for (Paths.Path path : Paths.of(table, byName)) {
            if (path.end().identifiers().isEmpty()) {
                continue;
            }
            var end = "p" + path.links().size();
            var branch = new Sql();
            var otherIin = foreignIin(table, "t");
            if (!otherIin.isEmpty()) {
                branch.add("not ").add(otherIin).add(" and ");
            }
            branches.add(branch.add(exists(path, own(path.end(), end))));
            if (!table.identifiers().isEmpty()) {
                meetings.add(exists(path, anyMatch(path.end(), end)));
                path.end()
                        .identifiers()
                        .forEach(i -> known.add(new Known(
                                i,
                                "(select " + end + "." + quote(i.column()) + "::text " + from(path) + " where "
                                        + join(path) + " limit 1)",
                                false,
                                path.end().name())));
            }
        }
    }

    /** A row of a person. */
    record Row(Place place, String oid, String ctid, @Nullable String[] key, @Nullable String[] values) {

        /** Identifies it within the transaction. */
        String id() {
            return place + ":" + oid + ":" + ctid;
        }
    }

    /** A row met over an identifier, with all the identifiers it tells. */
    record Met(Set<Identifier> identifiers, Map<Identifier, TableName> own) {}

    /** Expressions over alias {@code t} that make up the key of a row: the primary key, or without one a hash of its content and a column to narrow the search. */
    List<String> keyExpressions() {
        return keyExpressions;
    }

    /** Where rows stand when they are not at home. */
    @Nullable
    TableName shelter() {
        return table.block() instanceof BlockRule.Move move ? move.to() : null;
    }

    TableName at(Place place) {
        var other =
                switch (place) {
                    case HOME -> null;
                    case SHELTER -> shelter();
                    case STOPPED -> table.stopped().orElse(null);
                };
        return other == null ? table.name() : other;
    }

    /** Where rows can stand. */
    List<Place> places() {
        return places(table);
    }

    private static List<Place> places(TableMap of) {
        List<Place> places = new ArrayList<>(List.of(Place.HOME));
        if (of.block() instanceof BlockRule.Move) {
            places.add(Place.SHELTER);
        }
        if (of.stopped().isPresent()) {
            places.add(Place.STOPPED);
        }
        return places;
    }

    /**
     * The rows of a person.
     *
     * @param expressions what to read of each, over alias {@code t}
     * @param lock whether to lock them until the end of the transaction
     */
    List<Row> rows(Connection connection, IdentifierSet identifiers, List<String> expressions, boolean lock, int limit)
            throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Place place : places()) {
            for (Sql branch : branches) {
                if (branch.asks(identifiers)) {
                    var sql = new Sql()
                            .add(head(place, expressions))
                            .add(" where ")
                            .add(branch)
                            .add(" limit " + (limit + 1))
                            .add(lock ? " for update of t" : "");
                    try (var statement = connection.prepareStatement(sql.text())) {
                        sql.bind(statement, 1, identifiers);
                        read(statement, place, expressions.size(), rows);
                    }
                    if (rows.size() > limit) {
                        throw new SQLException("too many rows for one person", "54000");
                    }
                }
            }
        }
        return List.copyOf(rows.values());
    }

    /** The rows of given keys, wherever they stand now. */
    List<Row> byKeys(Connection connection, List<List<@Nullable String>> keys, List<String> expressions, boolean lock)
            throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return List.of();
        }
        var size = keyExpressions.size();
        for (Place place : places()) {
            var sql = head(place, expressions) + " where " + keyCondition() + (lock ? " for update of t" : "");
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < size; i++) {
                    var at = i;
                    var column = keys.stream().map(k -> k.get(at)).toArray(String[]::new);
                    statement.setArray(i + 1, connection.createArrayOf("text", column));
                }
                if (table.key().isEmpty() && narrow() != null) {
                    var narrowed = keys.stream()
                            .map(k -> k.get(1))
                            .filter(java.util.Objects::nonNull)
                            .distinct()
                            .toArray(String[]::new);
                    statement.setArray(2, connection.createArrayOf("text", narrowed));
                }
                read(statement, place, expressions.size(), rows);
            }
        }
        return List.copyOf(rows.values());
    }

    /** Rows that carry any of the identifiers, or hang on one that does, whoever they belong to. Only tables with identifiers of their own tell something new. */
    List<Met> meet(Connection connection, IdentifierSet identifiers, int limit) throws SQLException {
        Map<String, Met> met = new LinkedHashMap<>();
        for (Place place : places()) {
            for (Sql meeting : meetings) {
                if (!meeting.asks(identifiers)) {
                    continue;
                }
                var expressions = known.stream().map(Known::expression).toList();
                var sql = new Sql()
                        .add("select distinct " + String.join(", ", expressions) + " from "
                                + at(place).sql() + " t where ")
                        .add(meeting)
                        .add(" limit " + (limit + 1));
                try (var statement = connection.prepareStatement(sql.text())) {
                    sql.bind(statement, 1, identifiers);
                    try (var rows = statement.executeQuery()) {
                        while (rows.next()) {
                            List<@Nullable String> told = new ArrayList<>();
                            for (int i = 0; i < known.size(); i++) {
                                told.add(rows.getString(1 + i));
                            }
                            met.put(told.toString(), met(told));
                        }
                    }
                }
                if (met.size() > limit) {
                    throw new SQLException("too many rows met over one identifier", "54000");
                }
            }
        }
        return List.copyOf(met.values());
    }

    /** Whether the table tells which identifiers belong together. */
    boolean tells() {
        return !meetings.isEmpty();
    }

    /**
     * For every row of this table the latest date of a related one, as SQL over alias {@code t}: null if there is no related row, {@code infinity} if one has no date.
     */
    String latest(Retention.DateColumn date) {
        if (date.table() == null) {
            return "coalesce(t." + quote(date.column()) + "::date::text, 'infinity')";
        }
        var other = byName.get(date.table());
        if (other == null) {
            throw new IllegalStateException("not on the map: " + date.table());
        }
        return "(select case when count(*) = 0 then null when bool_or(d." + quote(date.column())
                + " is null) then 'infinity' else max(d." + quote(date.column()) + ")::date::text end "
                + hanging(other) + ")";
    }

    /** As {@link #latest}, as a date: {@code infinity} if there is no end to be seen. */
    String latestDate(Retention.DateColumn date) {
        if (date.table() == null) {
            return "coalesce(t." + quote(date.column()) + "::date, 'infinity'::date)";
        }
        return "(" + latest(date) + ")::date";
    }

    /** The rows {@code d} of another table that hang on the row {@code t}. The way leads from the other table to this one; its last link joins the row itself. */
    private String hanging(TableMap other) {
        var path = Paths.of(other, byName).stream()
                .filter(p -> p.end().name().equals(table.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(other.name() + " does not hang on " + table.name()));
        var sql = new StringBuilder("from " + source(other) + " d");
        var before = "d";
        for (int i = 0; i < path.links().size() - 1; i++) {
            sql.append(" join ")
                    .append(source(path.tables().get(i)))
                    .append(" d")
                    .append(i)
                    .append(" on ")
                    .append(on(path.links().get(i), before, "d" + i));
            before = "d" + i;
        }
        return sql.append(" where ")
                .append(on(path.links().get(path.links().size() - 1), before, "t"))
                .toString();
    }

    /** Whether a row fulfils all conditions, as SQL over alias {@code t}; never null. */
    String condition(List<Condition> where) {
        return where.isEmpty()
                ? "(true)"
                : where.stream()
                        .map(c -> "coalesce(" + c.sql(column(there, c.column()).type()) + ", false)")
                        .collect(Collectors.joining(" and ", "(", ")"));
    }

    /** Whether a row of this table has no row of another one that hangs on it, as SQL over alias {@code t}. */
    String without(TableName hanging) {
        var other = byName.get(hanging);
        if (other == null) {
            throw new IllegalStateException("not on the map: " + hanging);
        }
        return "not exists (select 1 " + hanging(other) + ")";
    }

    private Met met(List<@Nullable String> told) {
        Map<Identifier, TableName> own = new LinkedHashMap<>();
        Map<Identifier, TableName> others = new LinkedHashMap<>();
        for (int i = 0; i < told.size(); i++) {
            var k = known.get(i);
            var stored = told.get(i);
            if (stored != null && !stored.isBlank()) {
                k.column().read(stored).ifPresent(id -> (k.own() ? own : others).put(id, k.from()));
            }
        }
        var ownIins = own.keySet().stream()
                .filter(i -> i.kind() == IdentifierKind.IIN)
                .collect(Collectors.toSet());
        var contradicted = !ownIins.isEmpty()
                && others.keySet().stream().anyMatch(i -> i.kind() == IdentifierKind.IIN)
                && others.keySet().stream().noneMatch(ownIins::contains);
        var all = new LinkedHashMap<>(own);
        if (!contradicted) {
            others.forEach(all::putIfAbsent);
        }
        return new Met(new LinkedHashSet<>(all.keySet()), all);
    }

    private List<String> keys() {
        if (!table.key().isEmpty()) {
            return table.key().stream().map(c -> "t." + quote(c) + "::text").toList();
        }
        // A mark of ours must not make another row of it.
        var marks = table.marks();
        var content = there.columns().values().stream()
                .filter(c -> !marks.contains(c.name()))
                .map(c -> "t." + quote(c.name()) + "::text")
                .collect(Collectors.joining(", "));
        var hash = "encode(sha256(convert_to(jsonb_build_array(" + content + ")::text, 'UTF8')), 'hex')";
        var narrow = narrow();
        return narrow == null ? List.of(hash) : List.of(hash, "t." + quote(narrow) + "::text");
    }

    /** Without a primary key: the column most likely to have an index. */
    private @Nullable String narrow() {
        if (!table.through().isEmpty()) {
            return table.through().get(0).columns().get(0);
        }
        return table.identifiers().isEmpty() ? null : table.identifiers().get(0).column();
    }

    private String keyCondition() {
        if (!table.key().isEmpty()) {
            var columns = table.key().stream().map(c -> "t." + quote(c)).collect(Collectors.joining(", "));
            var names = new ArrayList<String>();
            var casts = new ArrayList<String>();
            for (int i = 0; i < table.key().size(); i++) {
                names.add("k" + i);
                casts.add("k.k" + i + "::" + column(there, table.key().get(i)).type());
            }
            return "(" + columns + ") in (select " + String.join(", ", casts) + " from unnest("
                    + String.join(
                            ", ", names.stream().map(n -> "cast(? as text[])").toList()) + ") as k("
                    + String.join(", ", names) + "))";
        }
        var narrow = narrow();
        var byHash = keyExpressions.get(0) + " = any(cast(? as text[]))";
        return narrow == null
                ? byHash
                : byHash + " and (t." + quote(narrow) + " is null or t." + quote(narrow)
                        + " = any(cast(cast(? as text[]) as "
                        + column(there, narrow).type() + "[])))";
    }

    private String head(Place place, List<String> expressions) {
        var select = new StringBuilder("select t.tableoid::text, t.ctid::text");
        keyExpressions.forEach(k -> select.append(", ").append(k));
        expressions.forEach(e -> select.append(", ").append(e));
        return select.append(" from ").append(at(place).sql()).append(" t").toString();
    }

    private void read(java.sql.PreparedStatement statement, Place place, int values, Map<String, Row> into)
            throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                @Nullable String[] key = new String[keyExpressions.size()];
                @Nullable String[] read = new String[values];
                for (int i = 0; i < key.length; i++) {
                    key[i] = rows.getString(3 + i);
                }
                for (int i = 0; i < values; i++) {
                    read[i] = rows.getString(3 + key.length + i);
                }
                var row = new Row(place, rows.getString(1), rows.getString(2), key, read);
                into.putIfAbsent(row.id(), row);
            }
        }
    }

    private Sql exists(Paths.Path path, Sql condition) {
        return new Sql()
                .add("exists (select 1 " + from(path) + " where " + join(path) + " and (")
                .add(condition)
                .add("))");
    }

    private String from(Paths.Path path) {
        var from = new StringBuilder("from ");
        for (int i = 0; i < path.tables().size(); i++) {
            var alias = "p" + (i + 1);
            from.append(i == 0 ? "" : " join ")
                    .append(source(path.tables().get(i)))
                    .append(' ')
                    .append(alias);
            if (i > 0) {
                from.append(" on ").append(on(path.links().get(i), "p" + i, alias));
            }
        }
        return from.toString();
    }

    private static String join(Paths.Path path) {
        return on(path.links().get(0), "t", "p1");
    }

    static String on(Link link, String from, String to) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < link.columns().size(); i++) {
            pairs.add(to + "." + quote(link.references().get(i)) + " = " + from + "."
                    + quote(link.columns().get(i)));
        }
        return String.join(" and ", pairs);
    }

    /** The table with the rows that have been moved out of it. */
    static String source(TableMap table) {
        List<TableName> everywhere = new ArrayList<>(List.of(table.name()));
        if (table.block() instanceof BlockRule.Move move) {
            everywhere.add(move.to());
        }
        table.stopped().ifPresent(everywhere::add);
        if (everywhere.size() == 1) {
            return table.name().sql();
        }
        var columns = table.columns().stream().map(c -> quote(c.column())).collect(Collectors.joining(", "));
        return everywhere.stream()
                .map(from -> "select " + columns + " from " + from.sql())
                .collect(Collectors.joining(" union all ", "(", ")"));
    }

    /** Whether a row is the person's by its own identifiers. */
    private Sql own(TableMap of, String alias) {
        List<Sql> parts = new ArrayList<>();
        var otherIin = foreignIin(of, alias);
        var other = foreign(of, alias, 0);
        for (IdentifierColumn column : of.identifiers()) {
            var part = match(of, alias, column);
            if (column.kind() == IdentifierKind.IIN) {
                parts.add(part);
                continue;
            }
            var not = column.kind().strong() ? otherIin : other;
            parts.add(not.isEmpty() ? part : part.add(" and not ").add(not));
        }
        return join(parts, " or ");
    }

    private Sql anyMatch(TableMap of, String alias) {
        return join(of.identifiers().stream().map(c -> match(of, alias, c)).toList(), " or ");
    }

    /** Whether a row has an IIN, and only other people's; empty if the table has no IIN. */
    private Sql foreignIin(TableMap of, String alias) {
        var iins = of.identifiers().stream()
                .filter(i -> i.kind() == IdentifierKind.IIN)
                .toList();
        if (iins.isEmpty()) {
            return new Sql();
        }
        var present = join(iins.stream().map(c -> present(of, alias, c)).toList(), " or ");
        var match = join(iins.stream().map(c -> match(of, alias, c)).toList(), " or ");
        return new Sql()
                .add("coalesce((")
                .add(present)
                .add(") and not coalesce((")
                .add(match)
                .add("), false), false)");
    }

    /**
     * Whether a row is somebody else's by a strong identifier of its own or of what it hangs on; empty if nothing can tell.
     */
    private Sql foreign(TableMap of, String alias, int depth) {
        List<Sql> parts = new ArrayList<>();
        var strong = of.identifiers().stream().filter(i -> i.kind().strong()).toList();
        var otherIin = foreignIin(of, alias);
        if (!otherIin.isEmpty()) {
            parts.add(otherIin);
        }
        var others = strong.stream().filter(i -> i.kind() != IdentifierKind.IIN).toList();
        if (!others.isEmpty()) {
            var present = join(others.stream().map(c -> present(of, alias, c)).toList(), " or ");
            var match = join(strong.stream().map(c -> match(of, alias, c)).toList(), " or ");
            parts.add(new Sql()
                    .add("(coalesce((")
                    .add(present)
                    .add("), false) and not coalesce((")
                    .add(match)
                    .add("), false))"));
        }
        for (Link link : of.through()) {
            var parent = byName.get(link.to());
            if (parent != null) {
                var up = alias + "_" + depth + of.through().indexOf(link);
                var beyond = foreign(parent, up, depth + 1);
                if (!beyond.isEmpty()) {
                    parts.add(new Sql()
                            .add("exists (select 1 from " + source(parent) + " " + up + " where " + on(link, alias, up)
                                    + " and ")
                            .add(beyond)
                            .add(")"));
                }
            }
        }
        return parts.isEmpty()
                ? new Sql()
                : new Sql().add("(").add(join(parts, " or ")).add(")");
    }

    private Sql match(TableMap of, String alias, IdentifierColumn column) {
        var live = column(live(of.name()), column.column());
        var name = alias + "." + quote(column.column());
        return switch (column.spelling()) {
            case LOWER -> new Sql().add("lower(" + name + ") = ").values(column, false, "text");
            case ANY ->
                new Sql()
                        .add("right(regexp_replace(" + name + "::text, '\\D', '', 'g'), 10) = ")
                        .values(column, false, "text");
            default -> new Sql().add(name + " = ").values(column, !live.text(), live.type());
        };
    }

    private Sql present(TableMap of, String alias, IdentifierColumn column) {
        var live = column(live(of.name()), column.column());
        var name = alias + "." + quote(column.column());
        return new Sql().add(live.text() ? "nullif(" + name + ", '') is not null" : name + " is not null");
    }

    private static Sql join(List<Sql> parts, String with) {
        var joined = new Sql();
        for (int i = 0; i < parts.size(); i++) {
            joined.add(i == 0 ? "(" : with + "(").add(parts.get(i)).add(")");
        }
        return joined;
    }

    private LiveTable live(TableName name) {
        var found = live.get(name);
        if (found == null) {
            throw new IllegalStateException("no such table in the schema: " + name);
        }
        return found;
    }

    private static LiveColumn column(LiveTable table, String name) {
        var found = table.columns().get(name);
        if (found == null) {
            throw new IllegalStateException("no such column in the schema: " + table.name() + "." + name);
        }
        return found;
    }

    @Override
    public String toString() {
        return "TableQueries[" + table.name() + ", " + Arrays.toString(branches.toArray()) + "]";
    }
}
