package kz.qupiya.datamap;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.datamap.LiveTable.LiveColumn;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;

/** Checks the map of a jdbc system against its live schema. Reads the catalog only. */
final class SchemaCheck {

    private static final String COLUMNS =
            """
            select n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.format_type(a.atttypid, null),
                   t.typcategory, a.attnotnull or (t.typtype = 'd' and t.typnotnull), a.atthasdef, a.attgenerated <> '', a.attidentity <> '', a.attidentity = 'a',
                   case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 4 then a.atttypmod - 4 else -1 end
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_type t on t.oid = a.atttypid
            where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and n.nspname = any(?)
            order by n.nspname, c.relname, a.attnum
            """;
    private static final String KEYS =
            """
            select n.nspname, c.relname, a.attname
            from pg_catalog.pg_constraint k
            join pg_catalog.pg_class c on c.oid = k.conrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            cross join lateral unnest(k.conkey) with ordinality as p(num, at)
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = p.num
            where k.contype = 'p' and n.nspname = any(?)
            order by n.nspname, c.relname, p.at
            """;
    private static final String FOREIGN_KEYS =
            """
            select k.oid, n.nspname, c.relname, a.attname, fn.nspname, f.relname, b.attname, k.condeferrable
            from pg_catalog.pg_constraint k
            join pg_catalog.pg_class c on c.oid = k.conrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_class f on f.oid = k.confrelid
            join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
            cross join lateral unnest(k.conkey, k.confkey) with ordinality as p(num, fnum, at)
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = p.num
            join pg_catalog.pg_attribute b on b.attrelid = f.oid and b.attnum = p.fnum
            where k.contype = 'f' and k.conparentid = 0 and fn.nspname = any(?)
            order by k.oid, p.at
            """;

    private static final int RANDOM = 16;

    private final DataMap map;
    private final SystemMap system;
    private final List<MapFault> faults = new ArrayList<>();
    private final Map<TableName, LiveTable> live = new LinkedHashMap<>();
    private final List<Reference> foreignKeys = new ArrayList<>();

    private SchemaCheck(DataMap map, SystemMap system) {
        this.map = map;
        this.system = system;
    }

    /**
     * @param live null if there are faults
     */
    record Result(@Nullable LiveSystem live, List<MapFault> faults) {}

    /** Checks one system over an open connection. */
    static Result check(DataMap map, SystemMap system, Connection connection) throws SQLException {
        var check = new SchemaCheck(map, system);
        check.read(connection);
        return check.result(connection);
    }

    private void read(Connection connection) throws SQLException {
        Set<String> schemas = new LinkedHashSet<>(system.schemas());
        system.tables().forEach(t -> {
            if (t.block() instanceof BlockRule.Move move) {
                schemas.add(move.to().schema());
            }
            t.stopped().ifPresent(to -> schemas.add(to.schema()));
        });
        var names = connection.createArrayOf("text", schemas.toArray());
        Map<TableName, Map<String, LiveColumn>> columns = new LinkedHashMap<>();
        try (var statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, names);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var type = rows.getString(5);
                    columns.computeIfAbsent(
                                    new TableName(rows.getString(1), rows.getString(2)), t -> new LinkedHashMap<>())
                            .put(
                                    rows.getString(3),
                                    new LiveColumn(
                                            rows.getString(3),
                                            "character".equals(type) ? "bpchar" : type,
                                            rows.getString(4),
                                            rows.getString(6).charAt(0),
                                            rows.getBoolean(7),
                                            rows.getBoolean(8),
                                            rows.getBoolean(9),
                                            rows.getBoolean(10),
                                            rows.getBoolean(11),
                                            rows.getInt(12)));
                }
            }
        }
        Map<TableName, List<String>> keys = new HashMap<>();
        try (var statement = connection.prepareStatement(KEYS)) {
            statement.setArray(1, names);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(new TableName(rows.getString(1), rows.getString(2)), t -> new ArrayList<>())
                            .add(rows.getString(3));
                }
            }
        }
        columns.forEach((table, cols) ->
                live.put(table, new LiveTable(table, cols, List.copyOf(keys.getOrDefault(table, List.of())))));
        Map<Long, Reference> byOid = new LinkedHashMap<>();
        try (var statement = connection.prepareStatement(FOREIGN_KEYS)) {
            statement.setArray(1, names);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var from = new TableName(rows.getString(2), rows.getString(3));
                    var to = new TableName(rows.getString(5), rows.getString(6));
                    var deferrable = rows.getBoolean(8);
                    var reference = byOid.computeIfAbsent(
                            rows.getLong(1),
                            oid -> new Reference(from, new ArrayList<>(), to, new ArrayList<>(), true, deferrable));
                    reference.columns().add(rows.getString(4));
                    reference.references().add(rows.getString(7));
                }
            }
        }
        foreignKeys.addAll(byOid.values());
    }

    private Result result(Connection connection) throws SQLException {
        unmapped();
        obligations(connection);
        for (TableMap table : system.tables()) {
            var there = live.get(table.name());
            if (there == null) {
                fault(table.line(), "unknown-table", "the schema has no table " + table.name());
            } else {
                columns(table, there, connection);
            }
        }
        if (!faults.isEmpty()) {
            return new Result(null, List.copyOf(faults));
        }
        var references = references();
        var refersTo = references.stream().collect(Collectors.groupingBy(Reference::from));
        var order = Ordering.of(system.tables(), t -> refersTo.getOrDefault(t.name(), List.of()).stream()
                .filter(r -> !r.deferrable())
                .map(Reference::to)
                .toList());
        if (order.isEmpty()) {
            var ring = Ordering.ring(system.tables(), t -> refersTo.getOrDefault(t.name(), List.of()).stream()
                    .map(Reference::to)
                    .toList());
            var first = ring.isEmpty() ? null : system.table(ring.get(0)).orElse(null);
            fault(
                    first == null ? system.line() : first.line(),
                    "cycle",
                    "the references and foreign keys form a cycle: "
                            + ring.stream().map(TableName::toString).collect(Collectors.joining(" -> ")));
            return new Result(null, List.copyOf(faults));
        }
        var incoming = references.stream().collect(Collectors.groupingBy(Reference::to));
        foreign(incoming);
        for (TableMap table : system.tables()) {
            notNull(table, incoming.getOrDefault(table.name(), List.of()));
        }
        if (!faults.isEmpty()) {
            return new Result(null, List.copyOf(faults));
        }
        var fitted = order.get().stream().map(this::fitted).toList();
        return new Result(LiveSystem.of(map, system, fitted, live, incoming), List.of());
    }

    /** Random digits take the place of null where a text may not be null. */
    private TableMap fitted(TableMap table) {
        var columns = table.columns().stream()
                .map(rule -> {
                    var column = column(table, rule);
                    return column != null && column.notNull() && column.text()
                            ? rule.neverNull(new Destruction.Mask(randomFor(column)))
                            : rule;
                })
                .toList();
        return new TableMap(
                table.name(),
                table.title(),
                table.key(),
                table.identifiers(),
                table.through(),
                table.references(),
                table.block(),
                table.stops(),
                table.reset(),
                table.expires(),
                columns,
                table.line());
    }

    private @Nullable LiveColumn column(TableMap table, ColumnRule rule) {
        var there = live.get(table.name());
        return there == null ? null : there.columns().get(rule.column());
    }

    private static MaskPattern randomFor(LiveColumn column) {
        var length = column.maxLength() < 0 ? RANDOM : Math.min(RANDOM, column.maxLength());
        return new MaskPattern("{random:" + length + "}");
    }

    /** Foreign keys between mapped tables, and links of the map that are none. */
    private List<Reference> references() {
        var mapped = system.tables().stream().map(TableMap::name).collect(Collectors.toSet());
        List<Reference> references = new ArrayList<>(foreignKeys.stream()
                .filter(r -> mapped.contains(r.from()) && mapped.contains(r.to()))
                .toList());
        for (TableMap table : system.tables()) {
            List<Link> links = new ArrayList<>(table.through());
            links.addAll(table.references());
            for (Link link : links) {
                var known = references.stream()
                        .anyMatch(r -> r.from().equals(table.name())
                                && r.to().equals(link.to())
                                && new HashSet<>(r.columns()).equals(new HashSet<>(link.columns())));
                if (!known) {
                    references.add(
                            new Reference(table.name(), link.columns(), link.to(), link.references(), false, false));
                }
            }
        }
        return references;
    }

    private void unmapped() {
        Set<TableName> known = new HashSet<>(system.noPersonalData());
        system.tables().forEach(t -> {
            known.add(t.name());
            if (t.block() instanceof BlockRule.Move move) {
                known.add(move.to());
            }
            t.stopped().ifPresent(known::add);
        });
        for (TableName table : system.noPersonalData()) {
            if (!live.containsKey(table)) {
                fault(
                        system.line(),
                        "unknown-table",
                        "the schema has no table " + table + ", listed under no-personal-data");
            }
        }
        live.keySet().stream()
                .filter(t -> system.schemas().contains(t.schema()) && !known.contains(t))
                .forEach(t -> fault(
                        system.line(),
                        "unmapped-table",
                        "the table " + t + " is neither mapped nor listed under no-personal-data"));
    }

    private void columns(TableMap table, LiveTable there, Connection connection) throws SQLException {
        for (String column : there.columns().keySet()) {
            if (table.column(column).isEmpty()) {
                fault(table.line(), "no-rule", table.name() + ": the column '" + column + "' has no rule");
            }
        }
        for (ColumnRule rule : table.columns()) {
            var column = there.columns().get(rule.column());
            if (column == null) {
                fault(rule.line(), "unknown-column", table.name() + " has no column '" + rule.column() + "'");
                continue;
            }
            if (rule.rectify() && (column.generated() || column.identityAlways())) {
                fault(
                        rule.line(),
                        "wrong-type",
                        table.name() + ": the column '" + rule.column() + "' is generated and cannot be rectified");
            }
            for (Destruction.Remainder remainder : remainders(rule)) {
                mask(table, rule, column, remainder, connection);
            }
            if (rule.destroy() instanceof Destruction.Keep keep) {
                for (Retention.DateColumn date : keep.retention().from()) {
                    var other = date.table() == null ? there : live.get(date.table());
                    var dated = other == null ? null : other.columns().get(date.column());
                    if (dated != null && !dated.date()) {
                        fault(
                                rule.line(),
                                "wrong-type",
                                "keep.from: '" + date.column() + "' is " + dated.full() + ", not a date");
                    }
                }
            }
        }
        table.expires().flatMap(ExpiryRule::with).ifPresent(with -> {
            var other = live.get(with.to());
            for (int i = 0; other != null && i < with.columns().size(); i++) {
                var own = there.columns().get(with.columns().get(i));
                var theirs = other.columns().get(with.references().get(i));
                if (own != null && theirs != null && !own.type().equals(theirs.type())) {
                    fault(
                            with.line(),
                            "wrong-type",
                            "expires.with: '" + own.name() + "' is " + own.full() + ", '" + theirs.name() + "' is "
                                    + theirs.full());
                }
            }
        });
        table.expires().flatMap(ExpiryRule::term).ifPresent(term -> term.from().forEach(date -> {
            var other = date.table() == null ? there : live.get(date.table());
            var dated = other == null ? null : other.columns().get(date.column());
            if (dated != null && !dated.date()) {
                fault(
                        term.line(),
                        "wrong-type",
                        "expires.from: '" + date.column() + "' is " + dated.full() + ", not a date");
            }
        }));
        if (!new HashSet<>(table.key()).equals(new HashSet<>(there.primaryKey()))) {
            fault(
                    table.line(),
                    "wrong-key",
                    table.name() + ": the primary key is " + there.primaryKey() + ", the map says " + table.key());
        }
        for (IdentifierColumn identifier : table.identifiers()) {
            var column = there.columns().get(identifier.column());
            if (column != null && !fits(identifier, column)) {
                fault(
                        table.line(),
                        "wrong-type",
                        table.name() + ": '" + identifier.column() + "' is " + column.full() + ", which cannot hold "
                                + identifier.kind().json() + " as "
                                + identifier.spelling().name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        linkTypes(table, there);
        if (table.block() instanceof BlockRule.Mark mark) {
            var column = there.columns().get(mark.column());
            if (column != null) {
                value(table, mark.line(), column, mark.blocked(), connection);
                value(table, mark.line(), column, mark.free(), connection);
                if (column.generated() || column.identityAlways()) {
                    fault(
                            mark.line(),
                            "wrong-type",
                            table.name() + ": the column '" + mark.column() + "' is generated and cannot mark a block");
                }
            }
        }
        if (table.block() instanceof BlockRule.Move move) {
            shelter(table, there, move.to(), move.line());
        }
        for (StopRule stop : table.stops()) {
            conditions(table, there, stop.where(), connection);
            if (stop.means() instanceof StopRule.Mark mark) {
                var column = there.columns().get(mark.column());
                if (column != null) {
                    value(table, stop.line(), column, mark.stopped(), connection);
                    if (column.generated() || column.identityAlways()) {
                        fault(
                                stop.line(),
                                "wrong-type",
                                table.name() + ": the column '" + mark.column()
                                        + "' is generated and cannot mark a stop");
                    }
                }
            }
            if (stop.means() instanceof StopRule.Move move) {
                shelter(table, there, move.to(), stop.line());
            }
        }
        if (table.reset().isPresent()) {
            reset(table, there, table.reset().get(), connection);
        }
    }

    private void reset(TableMap table, LiveTable there, ResetRule rule, Connection connection) throws SQLException {
        for (var set : rule.columns().entrySet()) {
            var column = there.columns().get(set.getKey());
            if (column == null) {
                continue;
            }
            if (column.generated() || column.identityAlways()) {
                fault(
                        rule.line(),
                        "wrong-type",
                        table.name() + ": the column '" + set.getKey() + "' is generated and cannot be reset");
            } else if (set.getValue() != null) {
                value(table, rule.line(), column, set.getValue(), connection);
            } else if (column.notNull()) {
                fault(
                        rule.line(),
                        "not-null",
                        table.name() + ": the column '" + set.getKey() + "' may not be null, and reset clears it");
            }
        }
    }

    private void obligations(Connection connection) throws SQLException {
        for (ObligationRule obligation : system.obligations()) {
            var table = system.tables().stream()
                    .filter(t -> t.name().equals(obligation.table()))
                    .findFirst();
            var there = table.map(t -> live.get(t.name()));
            if (table.isPresent() && there.isPresent()) {
                conditions(table.get(), there.get(), obligation.where(), connection);
            }
        }
    }

    private void conditions(TableMap table, LiveTable there, List<Condition> where, Connection connection)
            throws SQLException {
        for (Condition condition : where) {
            var column = there.columns().get(condition.column());
            if (column == null) {
                continue;
            }
            var orders = condition.test() == Condition.Test.ABOVE || condition.test() == Condition.Test.BELOW;
            if (orders && !column.number() && !column.date()) {
                fault(
                        condition.line(),
                        "wrong-type",
                        table.name() + ": '" + column.name() + "' is " + column.full()
                                + ", and only numbers and dates lie above or below a value");
            }
            for (String value : condition.values()) {
                value(table, condition.line(), column, value, connection);
            }
        }
    }

    private void linkTypes(TableMap table, LiveTable there) {
        List<Link> links = new ArrayList<>(table.through());
        links.addAll(table.references());
        for (Link link : links) {
            var other = live.get(link.to());
            for (int i = 0; other != null && i < link.columns().size(); i++) {
                var from = there.columns().get(link.columns().get(i));
                var to = other.columns().get(link.references().get(i));
                if (from != null && to != null && from.category() != to.category()) {
                    fault(
                            link.line(),
                            "wrong-type",
                            table.name() + "." + from.name() + " is " + from.full() + " and cannot refer to "
                                    + link.to() + "." + to.name() + ", which is " + to.full());
                }
            }
        }
    }

    private void shelter(TableMap table, LiveTable there, TableName to, int line) {
        var shelter = live.get(to);
        if (shelter == null) {
            fault(line, "unknown-table", "the schema has no table " + to + " to move rows to");
            return;
        }
        for (LiveColumn column : there.columns().values()) {
            var target = shelter.columns().get(column.name());
            if (column.generated()) {
                continue;
            }
            if (target == null) {
                fault(
                        line,
                        "unknown-column",
                        to + " has no column '" + column.name() + "', so rows of " + table.name()
                                + " cannot move there");
            } else if (!target.full().equals(column.full()) || target.generated()) {
                fault(
                        line,
                        "wrong-type",
                        to + "." + column.name() + " is " + target.full() + ", " + table.name() + "." + column.name()
                                + " is " + column.full());
            }
        }
        shelter.columns().values().stream()
                .filter(c -> !there.columns().containsKey(c.name())
                        && c.notNull()
                        && !c.hasDefault()
                        && !c.generated()
                        && !c.identity())
                .forEach(c -> fault(
                        line,
                        "wrong-type",
                        to + "." + c.name() + " is not null and has no default, so rows cannot move there"));
    }

    private static List<Destruction.Remainder> remainders(ColumnRule rule) {
        List<Destruction.Remainder> remainders = new ArrayList<>();
        remainders.add(rule.depersonalise());
        collect(rule.destroy(), remainders);
        return remainders;
    }

    private static void collect(Destruction destruction, List<Destruction.Remainder> into) {
        if (destruction instanceof Destruction.Keep keep) {
            collect(keep.then(), into);
        } else if (destruction instanceof Destruction.WithRow withRow) {
            into.add(withRow.otherwise());
        } else if (destruction instanceof Destruction.Remainder remainder) {
            into.add(remainder);
        }
    }

    private void mask(
            TableMap table, ColumnRule rule, LiveColumn column, Destruction.Remainder remainder, Connection connection)
            throws SQLException {
        if (!(remainder instanceof Destruction.Mask mask)) {
            return;
        }
        if (column.generated() || column.identityAlways()) {
            fault(
                    rule.line(),
                    "wrong-type",
                    table.name() + ": the column '" + rule.column() + "' is generated and cannot be masked");
        } else if (column.text()) {
            if (column.maxLength() >= 0 && mask.pattern().length() > column.maxLength()) {
                fault(
                        rule.line(),
                        "wrong-type",
                        table.name() + ": the mask is longer than the column '" + rule.column() + "' (" + column.full()
                                + ")");
            }
        } else if (!mask.pattern().literal()) {
            fault(
                    rule.line(),
                    "wrong-type",
                    table.name() + ": '" + rule.column() + "' is " + column.full() + ": its mask is a literal");
        } else {
            value(table, rule.line(), column, mask.pattern().text(), connection);
        }
    }

    private static boolean fits(IdentifierColumn identifier, LiveColumn column) {
        if (column.text()) {
            return true;
        }
        var spelling = identifier.spelling();
        return column.number()
                && identifier.kind() != IdentifierKind.EMAIL
                && spelling != Spelling.LOWER
                && spelling != Spelling.PLUS
                && (identifier.kind() != IdentifierKind.PHONE || spelling.ofPhone());
    }

    /** Lets the server say whether a literal fits the column. */
    private void value(TableMap table, int line, LiveColumn column, String value, Connection connection)
            throws SQLException {
        var savepoint = connection.setSavepoint();
        try (var statement = connection.prepareStatement("select cast(cast(? as text) as " + column.type() + ")")) {
            statement.setString(1, value);
            statement.executeQuery().close();
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            connection.rollback(savepoint);
            fault(
                    line,
                    "wrong-type",
                    table.name() + ": '" + value + "' is no value of the column '" + column.name() + "' ("
                            + column.full() + ")");
            return;
        }
        if (column.text() && column.maxLength() >= 0 && value.length() > column.maxLength()) {
            fault(
                    line,
                    "wrong-type",
                    table.name() + ": '" + value + "' is longer than the column '" + column.name() + "' ("
                            + column.full() + ")");
        }
    }

    private void foreign(Map<TableName, List<Reference>> incoming) {
        var mapped = system.tables().stream().collect(Collectors.toMap(TableMap::name, t -> t));
        Set<TableName> shelters = system.tables().stream()
                .flatMap(t -> java.util.stream.Stream.concat(
                        t.block() instanceof BlockRule.Move move
                                ? java.util.stream.Stream.of(move.to())
                                : java.util.stream.Stream.empty(),
                        t.stopped().stream()))
                .collect(Collectors.toSet());
        for (Reference reference : foreignKeys) {
            var table = mapped.get(reference.to());
            if (table != null
                    && !mapped.containsKey(reference.from())
                    && !shelters.contains(reference.from())
                    && leaves(table)) {
                fault(
                        table.line(),
                        "unmapped-reference",
                        reference.from() + " refers to " + table.name()
                                + ", whose rows are deleted or moved, and is not on the map");
            }
        }
        for (TableMap table : system.tables()) {
            if (table.stopped().isPresent()
                    && incoming.getOrDefault(table.name(), List.of()).stream()
                            .anyMatch(r -> r.enforced() && mapped.containsKey(r.from()))) {
                fault(
                        table.line(),
                        "moved-parent",
                        "rows of another table refer to " + table.name() + ", whose rows a stop moves out");
            }
            if (!(table.block() instanceof BlockRule.Move)) {
                continue;
            }
            for (Reference reference : incoming.getOrDefault(table.name(), List.of())) {
                var child = mapped.get(reference.from());
                if (reference.enforced()
                        && child != null
                        && !child.name().equals(table.name())
                        && !(child.block() instanceof BlockRule.Move)) {
                    fault(
                            table.line(),
                            "moved-parent",
                            "rows of " + child.name() + " stay and refer to " + table.name() + ", whose rows move out");
                }
            }
        }
    }

    private static boolean leaves(TableMap table) {
        return table.block() instanceof BlockRule.Move
                || table.stopped().isPresent()
                || table.columns().stream().anyMatch(c -> deletes(c.destroy()));
    }

    static boolean deletes(Destruction destruction) {
        return destruction instanceof Destruction.WithRow
                || (destruction instanceof Destruction.Keep keep && deletes(keep.then()));
    }

    /** Where a row can have to stay, a column that may not be null cannot be cleared. */
    private void notNull(TableMap table, List<Reference> incoming) {
        var there = live.get(table.name());
        if (there == null) {
            return;
        }
        var stays = table.columns().stream().noneMatch(c -> deletes(c.destroy()))
                || table.columns().stream().anyMatch(c -> c.destroy() instanceof Destruction.Keep)
                || incoming.stream()
                        .map(r -> system.table(r.from()))
                        .flatMap(java.util.Optional::stream)
                        .filter(c -> !c.name().equals(table.name()))
                        .anyMatch(c -> c.columns().stream().noneMatch(r -> deletes(r.destroy()))
                                || c.columns().stream().anyMatch(r -> r.destroy() instanceof Destruction.Keep));
        for (ColumnRule rule : table.columns()) {
            var column = there.columns().get(rule.column());
            if (column == null || !column.notNull()) {
                continue;
            }
            List<Destruction.Remainder> destroy = new ArrayList<>();
            collect(rule.destroy(), destroy);
            // A kept column goes with its row as a rule; where it cannot, text is replaced and anything else fails the
            // act, not the map.
            var cleared = !(rule.destroy() instanceof Destruction.Keep)
                    && destroy.stream().anyMatch(Destruction.Clear.class::isInstance)
                    && (stays || !deletes(rule.destroy()));
            if (cleared) {
                fault(
                        rule.line(),
                        "not-null",
                        table.name() + ": '" + rule.column()
                                + "' is not null and its row may have to stay: it cannot be cleared; give a mask (otherwise: {mask: …})");
            } else if (rule.category().personal()
                    && rule.depersonalise() instanceof Destruction.Clear
                    && !column.text()) {
                fault(
                        rule.line(),
                        "not-null",
                        table.name() + ": '" + rule.column()
                                + "' is not null, so depersonalisation cannot clear it; give depersonalise: {mask: …} or none");
            }
        }
    }

    private void fault(int line, String code, String cause) {
        var fault = new MapFault(map.file(), line, code, cause);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }
}
