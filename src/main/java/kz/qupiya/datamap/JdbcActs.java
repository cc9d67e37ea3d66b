package kz.qupiya.datamap;

import static kz.qupiya.datamap.TableName.quote;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.datamap.ActOrder.HeldRow;
import kz.qupiya.datamap.ActOrder.Sealed;
import kz.qupiya.datamap.TablePlan.Change;
import kz.qupiya.datamap.TablePlan.RowPlan;
import kz.qupiya.datamap.TableQueries.Place;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Acts in a PostgreSQL database. First a plan for every table is made, with the rows locked if the act is going to run; the plan of a preview and of a run are the
 * same code, so that what was approved is what is done. Then the plan is applied, a few statements per table whatever the number of rows.
 */
final class JdbcActs {

    private final LiveSystem live;
    private final ActOrder order;
    private final Holders holders;
    private final int maxRows;

    JdbcActs(LiveSystem live, ActOrder order, Holders holders, int maxRows) {
        this.live = live;
        this.order = order;
        this.holders = holders;
        this.maxRows = maxRows;
    }

    /**
     * The plan of an act in a system.
     *
     * @param digest SHA-256 over the items and, for acts that need approval, over the content they concern
     */
    record Plan(List<TablePlan> tables, List<ActItem> items, String digest) {

        TablePlan of(TableMap table) {
            return tables.stream()
                    .filter(t -> t.table.name().equals(table.name()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("not planned: " + table.name()));
        }
    }

    ActOrder order() {
        return order;
    }

    /** The same in the same system, on other terms. */
    JdbcActs with(ActOrder.Held held) {
        return new JdbcActs(live, order.with(held), holders, maxRows);
    }

    /** Serialises all acts on a system: two of them could touch the same rows. Held until the transaction ends. */
    static void lock(Connection connection, String system) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            statement.setLong(
                    1,
                    UUID.nameUUIDFromBytes(("qupiya:" + system).getBytes(StandardCharsets.UTF_8))
                            .getMostSignificantBits());
            statement.execute();
        }
    }

    /**
     * Plans the act.
     *
     * @param lock whether to lock the rows
     * @param own of a block: what it already holds; of an unblock: what the blocks of the case hold; of a destruction that continues another: the rows that were kept
     * @param ownActs of an unblock: the blocks that it ends
     */
    Plan plan(Connection connection, boolean lock, Sealed own, Collection<UUID> ownActs) throws SQLException {
        List<TablePlan> plans = new ArrayList<>();
        switch (order.kind()) {
            case BLOCK -> {
                for (TableMap table : live.order()) {
                    plans.add(block(connection, table, lock, own));
                }
            }
            case UNBLOCK -> {
                for (TableMap table : live.order()) {
                    plans.add(unblock(connection, table, lock, own, ownActs));
                }
            }
            case STOP -> {
                for (TableMap table : live.order()) {
                    plans.add(stop(connection, table, lock, own));
                }
            }
            case RESET_CREDENTIALS -> {
                for (TableMap table : live.order()) {
                    plans.add(reset(connection, table, lock, own));
                }
            }
            case EXPORT -> {
                for (TableMap table : live.order()) {
                    plans.add(export(connection, table));
                }
            }
            case RECTIFY -> {
                for (TableMap table : live.order()) {
                    plans.add(rectify(connection, table, lock, own));
                }
            }
            case DESTROY, DEPERSONALISE -> {
                var reversed = new ArrayList<>(live.order());
                Collections.reverse(reversed);
                Map<TableName, TablePlan> done = new HashMap<>();
                for (TableMap table : reversed) {
                    var plan = destroy(connection, table, lock, own, done);
                    done.put(table.name(), plan);
                    plans.add(plan);
                }
                Collections.reverse(plans);
            }
        }
        if (order.kind().forbiddenWhileBlocked()) {
            refuseBlocked(plans);
        }
        var items = plans.stream()
                .flatMap(p -> p
                        .items(
                                live.system().key(),
                                concerned(p.table),
                                order.held().by())
                        .stream())
                .toList();
        return new Plan(plans, items, digest(items, plans));
    }

    /** Does what the plan says. */
    void apply(Connection connection, Plan plan) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set constraints all deferred");
        }
        for (TablePlan table : plan.tables()) {
            change(connection, table);
        }
        var into =
                switch (order.kind()) {
                    case UNBLOCK -> Place.HOME;
                    case STOP -> Place.STOPPED;
                    default -> Place.SHELTER;
                };
        for (TablePlan table : plan.tables()) {
            for (Place from : Place.values()) {
                insertMoved(connection, table, from, into);
            }
        }
        var reversed = new ArrayList<>(plan.tables());
        Collections.reverse(reversed);
        for (TablePlan table : reversed) {
            var leaving = table.rows.stream().filter(r -> r.delete || r.move).toList();
            delete(connection, table.table, leaving);
        }
    }

    /** The rows of a plan as the vault keeps them. */
    Sealed seal(Plan plan) {
        List<HeldRow> rows = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            for (RowPlan row : table.rows) {
                Map<String, String> changes = new LinkedHashMap<>(row.settled);
                row.changes.forEach((column, change) -> {
                    if (change instanceof Change.Clear) {
                        changes.put(column, "clear");
                    } else if (change instanceof Change.Mask mask) {
                        changes.put(column, "mask:" + mask.pattern().text());
                    }
                });
                List<List<@Nullable String>> keys = new ArrayList<>();
                keys.add(row.key());
                if (!row.newKey.equals(row.key())) {
                    keys.add(row.newKey);
                }
                rows.add(
                        new HeldRow(table.table.name().toString(), keys, row.before, row.already, row.delete, changes));
            }
        }
        return new Sealed(rows, plan.items(), List.of());
    }

    /** Whether what was recorded before the operator's transaction was to be committed has really been done. */
    boolean wasDone(Connection connection, Sealed sealed) throws SQLException {
        for (TableMap table : live.order()) {
            if (!left(connection, table, sealed).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What is not as a destruction or depersonalisation left it, as codes with counts. */
    private Map<String, Long> left(Connection connection, TableMap table, Sealed sealed) throws SQLException {
        Map<String, Long> wrong = new LinkedHashMap<>();
        wrong(connection, table, sealed).values().forEach(code -> wrong.merge(code, 1L, Long::sum));
        return wrong;
    }

    /** Rows that are not as a destruction or depersonalisation left them, with a code of why. */
    private Map<List<@Nullable String>, String> wrong(Connection connection, TableMap table, Sealed sealed)
            throws SQLException {
        var held = sealed.rows().stream()
                .filter(r -> r.table().equals(table.name().toString()))
                .toList();
        Map<List<@Nullable String>, String> wrong = new LinkedHashMap<>();
        if (held.isEmpty()) {
            return wrong;
        }
        Map<List<@Nullable String>, HeldRow> byKey = new HashMap<>();
        held.forEach(h -> h.keys().forEach(k -> byKey.put(k, h)));
        var columns = held.stream()
                .flatMap(h -> h.changes().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        var expressions = new ArrayList<String>();
        for (String column : columns) {
            expressions.add("(t." + quote(column) + " is null)::text");
            var patterns = held.stream()
                    .map(h -> h.changes().get(column))
                    .filter(c -> c != null && c.startsWith("mask:"))
                    .distinct()
                    .toList();
            var matches = patterns.stream()
                    .map(p -> proof(table, column, new MaskPattern(p.substring(5))))
                    .collect(Collectors.joining(" or "));
            expressions.add(matches.isEmpty() ? "'false'" : "(" + matches + ")::text");
        }
        for (var row : live.queries(table).byKeys(connection, List.copyOf(byKey.keySet()), expressions, false)) {
            var key = java.util.Arrays.asList(row.key());
            var intent = byKey.get(key);
            if (intent == null || ActItem.IN_USE.equals(intent.before())) {
                continue;
            }
            if (intent.deleted()) {
                wrong.put(key, "not-deleted");
                continue;
            }
            for (var change : intent.changes().entrySet()) {
                var at = 2 * columns.indexOf(change.getKey());
                var empty = "true".equals(row.values()[at]);
                var masked = "true".equals(row.values()[at + 1]);
                if (!(empty || (change.getValue().startsWith("mask:") && masked))) {
                    wrong.put(key, "not-changed");
                }
            }
        }
        return wrong;
    }

    private String proof(TableMap table, String column, MaskPattern pattern) {
        var there = column(table, column);
        if (!there.text()) {
            return "t." + quote(column) + " = cast(" + Sql.literal(pattern.text()) + " as " + there.type() + ")";
        }
        return "t." + quote(column) + "::text ~ " + Sql.literal(pattern.proof());
    }

    /**
     * Proves the act by a new query.
     *
     * @param wrong codes with counts; empty if the data are as the act left them
     */
    record Proof(Map<String, Long> wrong, Map<String, String> evidence) {}

    Proof prove(Connection connection, Sealed sealed, Collection<UUID> ownActs) throws SQLException {
        Map<String, Long> wrong = new LinkedHashMap<>();
        Map<String, String> evidence = new LinkedHashMap<>();
        switch (order.kind()) {
            case BLOCK -> {
                var plan = plan(connection, false, sealed, List.of());
                var open = plan.tables().stream()
                        .flatMap(t -> t.rows.stream())
                        .filter(r -> r.move || !r.changes.isEmpty())
                        .count();
                count(wrong, "not-blocked", open);
                evidence.put(
                        "blocked-rows",
                        String.valueOf(plan.tables().stream()
                                        .mapToLong(t -> t.rows.size())
                                        .sum()
                                - open));
            }
            case UNBLOCK -> {
                var plan = plan(connection, false, sealed, ownActs);
                var shut = plan.tables().stream()
                        .flatMap(t -> t.rows.stream())
                        .filter(r -> r.move || !r.changes.isEmpty())
                        .count();
                count(wrong, "still-blocked", shut);
                evidence.put(
                        "checked-rows",
                        String.valueOf(plan.tables().stream()
                                .mapToLong(t -> t.rows.size())
                                .sum()));
            }
            case STOP -> {
                var plan = plan(connection, false, sealed, List.of());
                var open = plan.tables().stream()
                        .flatMap(t -> t.rows.stream())
                        .filter(r -> r.move || !r.changes.isEmpty())
                        .count();
                count(wrong, "not-stopped", open);
                evidence.put(
                        "stopped-rows",
                        String.valueOf(plan.tables().stream()
                                        .mapToLong(t -> t.rows.size())
                                        .sum()
                                - open));
            }
            case RESET_CREDENTIALS -> {
                var plan = plan(connection, false, sealed, List.of());
                var open = plan.tables().stream()
                        .flatMap(t -> t.rows.stream())
                        .filter(r -> !r.changes.isEmpty())
                        .count();
                count(wrong, "not-reset", open);
                evidence.put(
                        "reset-rows",
                        String.valueOf(plan.tables().stream()
                                        .mapToLong(t -> t.rows.size())
                                        .sum()
                                - open));
            }
            case EXPORT -> {
                var plan = plan(connection, false, sealed, List.of());
                evidence.put(
                        "rows",
                        String.valueOf(plan.tables().stream()
                                .mapToLong(t -> t.rows.size())
                                .sum()));
            }
            case RECTIFY -> {
                var plan = plan(connection, false, sealed, List.of());
                count(
                        wrong,
                        "not-rectified",
                        plan.tables().stream()
                                .flatMap(t -> t.rows.stream())
                                .filter(r -> !r.changes.isEmpty())
                                .count());
                evidence.put(
                        "checked-rows",
                        String.valueOf(plan.tables().stream()
                                .mapToLong(t -> t.rows.size())
                                .sum()));
            }
            case DESTROY, DEPERSONALISE -> {
                long again = 0;
                for (TableMap table : live.order()) {
                    left(connection, table, sealed).forEach((code, n) -> wrong.merge(code, n, Long::sum));
                    if (order.continues() != null) {
                        // Rows that came since are none of the act's: the person may be a client again.
                        continue;
                    }
                    var name = table.name().toString();
                    Set<List<@Nullable String>> known = sealed.rows().stream()
                            .filter(r -> r.table().equals(name))
                            .flatMap(r -> r.keys().stream())
                            .collect(Collectors.toSet());
                    again +=
                            live
                                    .queries(table)
                                    .rows(connection, order.identifiers(), List.of(), false, maxRows)
                                    .stream()
                                    .filter(r -> !known.contains(java.util.Arrays.asList(r.key())))
                                    .count();
                }
                count(wrong, "new-rows", again);
                evidence.put(
                        "deleted-rows",
                        String.valueOf(
                                sealed.rows().stream().filter(HeldRow::deleted).count()));
                evidence.put("checked-rows", String.valueOf(sealed.rows().size()));
            }
        }
        for (ItemOutcome outcome : ItemOutcome.values()) {
            var count = sealed.items().stream()
                    .filter(i -> i.outcome() == outcome)
                    .mapToLong(ActItem::count)
                    .sum();
            if (count > 0) {
                evidence.put("values-" + outcome.json(), String.valueOf(count));
            }
        }
        return new Proof(wrong, evidence);
    }

    private static void count(Map<String, Long> wrong, String code, long count) {
        if (count > 0) {
            wrong.put(code, count);
        }
    }

    private TablePlan block(Connection connection, TableMap table, boolean lock, Sealed own) throws SQLException {
        var plan = new TablePlan(table);
        var mark = table.block() instanceof BlockRule.Mark m ? m : null;
        var expressions = mark == null
                ? List.<String>of()
                : List.of("t." + quote(mark.column()) + "::text", isBlocked(table, mark));
        live.queries(table)
                .rows(connection, order.identifiers(), expressions, lock, maxRows)
                .forEach(plan::add);
        var mine = new Known(own, table);
        var others =
                holders.of(table.name(), plan.rows.stream().map(RowPlan::key).toList(), Set.of(order.id()));
        var theirs = new Known(
                new Sealed(
                        others.entrySet().stream()
                                .flatMap(e -> e.getValue().stream()
                                        .limit(1)
                                        .flatMap(h -> holders.held(h.actId(), table.name(), e.getKey()).stream()))
                                // By identity: rows that are alike count each, a row reached by two keys once.
                                .collect(Collectors.collectingAndThen(
                                        Collectors.toCollection(
                                                () -> Collections.newSetFromMap(new java.util.IdentityHashMap<>())),
                                        List::copyOf)),
                        List.of(),
                        List.of()),
                table);
        for (RowPlan row : plan.rows) {
            // A row that a stop has moved out stands where no job reads: a block has nothing to add.
            var blocked = mark == null ? row.row.place() != Place.HOME : "true".equals(row.value(1));
            if (blocked) {
                var held = mine.take(row.key());
                before(table, row, mark, held == null ? theirs.take(row.key()) : held);
            } else if (mark != null) {
                row.before = row.value(0);
                row.changes.put(mark.column(), new Change.Set(mark.blocked()));
            } else {
                row.move = table.block() instanceof BlockRule.Move;
            }
            table.personal()
                    .forEach(c -> plan.fate(
                            c,
                            ItemOutcome.BLOCKED,
                            table.block() instanceof BlockRule.PermitOnly ? ActItem.PERMIT_ONLY : null,
                            null));
        }
        return plan;
    }

    /** A row that stands blocked already: what stood there before is known by this act, by another block, or the operator had blocked it by itself. */
    private static void before(TableMap table, RowPlan row, BlockRule.@Nullable Mark mark, @Nullable HeldRow held) {
        if (held != null) {
            row.before = held.before();
            row.already = held.already();
        } else {
            row.already = !(table.block() instanceof BlockRule.PermitOnly)
                    && !(mark == null && row.row.place() == Place.STOPPED);
            row.before = mark == null ? null : row.value(0);
        }
    }

    private TablePlan unblock(Connection connection, TableMap table, boolean lock, Sealed own, Collection<UUID> ownActs)
            throws SQLException {
        var plan = new TablePlan(table);
        var mine = new Known(own, table);
        if (mine.keys().isEmpty()) {
            return plan;
        }
        var mark = table.block() instanceof BlockRule.Mark m ? m : null;
        var expressions = mark == null
                ? List.<String>of()
                : List.of("t." + quote(mark.column()) + "::text", isBlocked(table, mark));
        live.queries(table).byKeys(connection, mine.keys(), expressions, lock).forEach(plan::add);
        var others =
                holders.of(table.name(), plan.rows.stream().map(RowPlan::key).toList(), ownActs);
        for (RowPlan row : plan.rows) {
            var held = mine.take(row.key());
            var blocked = mark == null ? row.row.place() == Place.SHELTER : "true".equals(row.value(1));
            var outcome = ItemOutcome.BLOCKED;
            String ground = null;
            if (!others.getOrDefault(row.key(), List.of()).isEmpty()) {
                ground = ActItem.OTHER_CASE;
            } else if (held != null && held.already()) {
                ground = ActItem.ALREADY;
            } else {
                outcome = ItemOutcome.UNBLOCKED;
                ground = table.block() instanceof BlockRule.PermitOnly ? ActItem.PERMIT_ONLY : null;
                if (blocked && mark != null) {
                    var before = held == null ? null : held.before();
                    row.changes.put(
                            mark.column(),
                            new Change.Set(
                                    before == null
                                                    && column(table, mark.column())
                                                            .notNull()
                                            ? mark.free()
                                            : before));
                } else if (blocked) {
                    row.move = true;
                }
            }
            for (ColumnRule column : table.personal()) {
                plan.fate(column, outcome, ground, null);
            }
        }
        return plan;
    }

    /** Several rules may be about the same row; a row that no rule is about is none of the plan. */
    private TablePlan stop(Connection connection, TableMap table, boolean lock, Sealed own) throws SQLException {
        var plan = new TablePlan(table);
        var rules = table.stops(order.purposes());
        if (rules.isEmpty()) {
            return plan;
        }
        List<String> expressions = new ArrayList<>();
        for (StopRule rule : rules) {
            expressions.add(live.queries(table).condition(rule.where()) + "::text");
            expressions.add(
                    rule.means() instanceof StopRule.Mark mark
                            ? "(t." + quote(mark.column()) + " is not distinct from "
                                    + literal(table, mark.column(), mark.stopped()) + ")::text"
                            : "'false'");
        }
        var mine = new Known(own, table);
        for (var found : live.queries(table).rows(connection, order.identifiers(), expressions, lock, maxRows)) {
            var row = new RowPlan(found);
            var about = false;
            var written = false;
            for (int i = 0; i < rules.size(); i++) {
                if (!"true".equals(row.value(2 * i))) {
                    continue;
                }
                about = true;
                if (rules.get(i).means() instanceof StopRule.Mark mark) {
                    written = true;
                    if (!"true".equals(row.value(2 * i + 1))) {
                        row.changes.put(mark.column(), new Change.Set(mark.stopped()));
                    }
                } else if (rules.get(i).means() instanceof StopRule.Move) {
                    written = true;
                    row.move = found.place() != Place.STOPPED;
                }
            }
            if (!about) {
                continue;
            }
            plan.add(row);
            var held = mine.take(row.key());
            row.already = written && !row.move && row.changes.isEmpty() && (held == null || held.already());
            var ground = !written ? ActItem.PERMIT_ONLY : row.already ? ActItem.ALREADY_STOPPED : null;
            table.personal().forEach(c -> plan.fate(c, ItemOutcome.STOPPED, ground, null));
        }
        return plan;
    }

    /**
     * What opened an account is remembered as a hash, so that a proof or a second run can tell the old credentials from those that the person has chosen since.
     */
    private TablePlan reset(Connection connection, TableMap table, boolean lock, Sealed own) throws SQLException {
        var plan = new TablePlan(table);
        var credentials = table.resettable();
        if (table.reset().isEmpty() || credentials.isEmpty()) {
            return plan;
        }
        var rule = table.reset().get();
        var hash = "encode(sha256(convert_to(jsonb_build_array("
                + credentials.stream()
                        .map(c -> "t." + quote(c.column()) + "::text")
                        .collect(Collectors.joining(", "))
                + ")::text, 'UTF8')), 'hex')";
        var useless = credentials.stream()
                .map(c -> {
                    var name = "t." + quote(c.column());
                    var value = rule.columns().get(c.column());
                    return "(" + name + " is null"
                            + (value == null ? "" : " or " + name + " = " + literal(table, c.column(), value)) + ")";
                })
                .collect(Collectors.joining(" and ", "(", ")::text"));
        live.queries(table)
                .rows(connection, order.identifiers(), List.of(hash, useless), lock, maxRows)
                .forEach(plan::add);
        var mine = new Known(own, table);
        for (RowPlan row : plan.rows) {
            var held = mine.take(row.key());
            var opens = !"true".equals(row.value(1));
            row.before = row.value(0);
            row.already = !opens;
            if (held != null) {
                // The same as before the first run: that one was not committed.
                opens = !held.already() && java.util.Objects.equals(held.before(), row.value(0));
                row.before = held.before();
                row.already = held.already();
            }
            if (opens) {
                rule.columns().forEach((column, value) -> row.changes.put(column, new Change.Set(value)));
            }
            credentials.forEach(c -> plan.fate(c, ItemOutcome.RESET, row.already ? ActItem.ALREADY_RESET : null, null));
        }
        return plan;
    }

    private String literal(TableMap table, String column, String value) {
        return "cast(" + Sql.literal(value) + " as " + column(table, column).type() + ")";
    }

    private TablePlan export(Connection connection, TableMap table) throws SQLException {
        var plan = new TablePlan(table);
        var columns = table.columns().stream().filter(ColumnRule::export).toList();
        var expressions =
                columns.stream().map(c -> "t." + quote(c.column()) + "::text").toList();
        List<Map<String, Object>> exported = new ArrayList<>();
        for (var row : live.queries(table).rows(connection, order.identifiers(), expressions, false, maxRows)) {
            plan.add(row);
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(
                        columns.get(i).column(),
                        Optional.ofNullable((Object) row.values()[i]).orElse(""));
            }
            exported.add(values);
            table.personal().forEach(c -> {
                if (c.export()) {
                    plan.fate(c, ItemOutcome.EXPORTED, null, null);
                } else {
                    plan.fate(c, ItemOutcome.KEPT, ActItem.NOT_FOR_EXPORT, null);
                }
            });
        }
        plan.export = exported;
        return plan;
    }

    private TablePlan rectify(Connection connection, TableMap table, boolean lock, Sealed own) throws SQLException {
        var plan = new TablePlan(table);
        var concerned = concerned(table);
        if (concerned.isEmpty()) {
            return plan;
        }
        for (ColumnRule column : concerned) {
            for (int i = 0; i < order.corrections().size(); i++) {
                if (order.corrections().get(i).field().equals(column.field())) {
                    fits(connection, table, column, order.corrections().get(i), i);
                }
            }
        }
        var expressions =
                concerned.stream().map(c -> "t." + quote(c.column()) + "::text").toList();
        // A row whose identifier has been put right is found by its key only.
        Map<String, TableQueries.Row> rows = new LinkedHashMap<>();
        live.queries(table)
                .byKeys(connection, new Known(own, table).keys(), expressions, lock)
                .forEach(r -> rows.put(r.id(), r));
        live.queries(table)
                .rows(connection, order.identifiers(), expressions, lock, maxRows)
                .forEach(r -> rows.putIfAbsent(r.id(), r));
        rows.values().forEach(plan::add);
        for (RowPlan row : plan.rows) {
            for (int i = 0; i < concerned.size(); i++) {
                var column = concerned.get(i);
                for (Correction correction : order.corrections()) {
                    if (correction.field().equals(column.field())) {
                        rectify(plan, row, column, correction, row.value(i));
                    }
                }
            }
        }
        return plan;
    }

    private void rectify(
            TablePlan plan, RowPlan row, ColumnRule column, Correction correction, @Nullable String stands) {
        var identifier = identifier(plan.table, column);
        var value = correction.newValue();
        var written = value == null || identifier == null
                ? value
                : identifier.spelling().write(List.of(value))[0];
        if (java.util.Objects.equals(stands == null ? null : stands.stripTrailing(), written)) {
            plan.fate(column, ItemOutcome.RECTIFIED, null, null);
            return;
        }
        var old = correction.oldValue();
        var meant = old == null
                || (stands != null
                        && (identifier == null ? stands.equals(old) : old.equals(normal(identifier, stands))));
        if (meant) {
            row.changes.put(column.column(), new Change.Set(written));
            plan.fate(column, ItemOutcome.RECTIFIED, null, null);
        }
    }

    private static @Nullable String normal(IdentifierColumn identifier, String stored) {
        return Identifiers.find(identifier.kind(), identifier.spelling().read(stored.strip()))
                .map(kz.qupiya.subject.Identifier::value)
                .orElse(null);
    }

    private static @Nullable IdentifierColumn identifier(TableMap table, ColumnRule column) {
        return table.identifiers().stream()
                .filter(i -> i.column().equals(column.column()))
                .findFirst()
                .orElse(null);
    }

    private void fits(Connection connection, TableMap table, ColumnRule column, Correction correction, int at)
            throws SQLException {
        var there = column(table, column.column());
        var value = correction.newValue();
        var identifier = identifier(table, column);
        var field = "corrections[" + at + "].newValue";
        if (value == null) {
            if (there.notNull()) {
                throw new InvalidInputException(field, "datamap.value.required");
            }
            return;
        }
        var written = identifier == null ? value : identifier.spelling().write(List.of(value))[0];
        if (there.maxLength() >= 0 && written.length() > there.maxLength()) {
            throw new InvalidInputException(field, "datamap.value.too-long", there.maxLength());
        }
        var savepoint = connection.setSavepoint();
        try (var statement = connection.prepareStatement("select cast(cast(? as text) as " + there.type() + ")")) {
            statement.setString(1, written);
            statement.executeQuery().close();
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            connection.rollback(savepoint);
            if (e.getSQLState() != null && e.getSQLState().startsWith("22")) {
                throw new InvalidInputException(field, "datamap.value.wrong-type");
            }
            throw e;
        }
    }

    private TablePlan destroy(
            Connection connection, TableMap table, boolean lock, Sealed own, Map<TableName, TablePlan> done)
            throws SQLException {
        var plan = new TablePlan(table);
        var queries = live.queries(table);
        List<String> expressions = new ArrayList<>();
        expressions.add(fingerprint(table));
        Map<Retention.DateColumn, Integer> dates = new LinkedHashMap<>();
        for (ColumnRule column : table.columns()) {
            if (column.destroy() instanceof Destruction.Keep keep) {
                for (Retention.DateColumn date : keep.retention().from()) {
                    if (!dates.containsKey(date)) {
                        dates.put(date, expressions.size());
                        expressions.add(queries.latest(date));
                    }
                }
            }
        }
        var continuing = order.continues() != null;
        (continuing
                        ? queries.byKeys(connection, new Known(own, table).keys(), expressions, lock)
                        : queries.rows(connection, order.identifiers(), expressions, lock, maxRows))
                .forEach(plan::add);
        var used = continuing ? wrong(connection, table, own).keySet() : Set.<List<@Nullable String>>of();
        var before = new Known(own, table);
        Map<RowPlan, Map<String, Kept>> kept = new HashMap<>();
        for (RowPlan row : plan.rows) {
            plan.print(String.valueOf(row.value(0)));
            Map<String, Kept> keptColumns = new HashMap<>();
            for (ColumnRule column : table.columns()) {
                if (column.destroy() instanceof Destruction.Keep keep) {
                    kept(row, keep.retention(), dates).ifPresent(k -> keptColumns.put(column.column(), k));
                }
            }
            var held = continuing ? before.take(row.key()) : null;
            if (held != null) {
                row.settled.putAll(held.changes());
            }
            if (used.contains(row.key())) {
                row.before = ActItem.IN_USE;
                table.columns().forEach(c -> keptColumns.put(c.column(), new Kept(ActItem.IN_USE, null)));
            }
            kept.put(row, keptColumns);
            row.delete = order.kind() == ActKind.DESTROY
                    && !order.held().stands()
                    && keptColumns.isEmpty()
                    && table.columns().stream().anyMatch(c -> SchemaCheck.deletes(c.destroy()));
        }
        pin(connection, plan, done);
        for (RowPlan row : plan.rows) {
            for (ColumnRule column : table.columns()) {
                fate(plan, row, column, kept.getOrDefault(row, Map.of()).get(column.column()));
            }
        }
        return plan;
    }

    private void fate(TablePlan plan, RowPlan row, ColumnRule column, @Nullable Kept kept) {
        var personal = column.category().personal();
        if (order.held().stands()) {
            if (personal) {
                plan.fate(column, ItemOutcome.KEPT, ActItem.HOLD, null);
            }
            return;
        }
        if (kept != null) {
            if (personal || !ActItem.IN_USE.equals(kept.ground())) {
                plan.fate(column, ItemOutcome.KEPT, kept.ground(), kept.until());
            }
            return;
        }
        if (row.delete) {
            if (personal) {
                plan.fate(column, ItemOutcome.DESTROYED, null, null);
            }
            return;
        }
        var settled = row.settled.get(column.column());
        if (settled != null) {
            if (personal) {
                plan.fate(column, "clear".equals(settled) ? ItemOutcome.DESTROYED : ItemOutcome.MASKED, null, null);
            }
            return;
        }
        var remainder = order.kind() == ActKind.DEPERSONALISE ? column.depersonalise() : remainder(column.destroy());
        var outcome = ItemOutcome.KEPT;
        if (remainder instanceof Destruction.Clear) {
            row.changes.put(column.column(), new Change.Clear());
            outcome = ItemOutcome.DESTROYED;
        } else if (remainder instanceof Destruction.Mask mask) {
            row.changes.put(column.column(), new Change.Mask(mask.pattern()));
            outcome = ItemOutcome.MASKED;
        }
        if (personal) {
            plan.fate(column, outcome, outcome == ItemOutcome.KEPT ? ActItem.NOT_PERSONAL : null, null);
        }
    }

    static Destruction.Remainder remainder(Destruction destruction) {
        if (destruction instanceof Destruction.Keep keep) {
            return remainder(keep.then());
        }
        return destruction instanceof Destruction.WithRow withRow
                ? withRow.otherwise()
                : (Destruction.Remainder) destruction;
    }

    private record Kept(String ground, @Nullable LocalDate until) {}

    private Optional<Kept> kept(RowPlan row, Retention retention, Map<Retention.DateColumn, Integer> dates) {
        LocalDate latest = null;
        var open = false;
        for (Retention.DateColumn date : retention.from()) {
            var at = dates.get(date);
            var value = at == null ? null : row.value(at);
            if ("infinity".equals(value)) {
                open = true;
            } else if (value != null) {
                var day = LocalDate.parse(value);
                latest = latest == null || day.isAfter(latest) ? day : latest;
            }
        }
        if (open) {
            return Optional.of(new Kept(retention.ground(), null));
        }
        if (latest == null) {
            return Optional.empty();
        }
        var until = latest.plus(retention.term());
        return order.today().isAfter(until) ? Optional.empty() : Optional.of(new Kept(retention.ground(), until));
    }

    /** Keeps rows from deletion that a row which stays refers to. */
    private void pin(Connection connection, TablePlan plan, Map<TableName, TablePlan> done) throws SQLException {
        var pinned = true;
        while (pinned) {
            pinned = false;
            var going = plan.rows.stream().filter(r -> r.delete).toList();
            if (going.isEmpty()) {
                return;
            }
            for (Reference reference : live.incoming(plan.table)) {
                var child = reference.from().equals(plan.table.name()) ? plan : done.get(reference.from());
                // In a cycle of deferrable foreign keys the child is planned later; the server then decides at the end.
                if (child == null) {
                    continue;
                }
                var free = child.rows.stream()
                        .filter(r -> r.delete || reference.columns().stream().anyMatch(r.changes::containsKey))
                        .toList();
                for (int at : referred(connection, plan.table, going, reference, child.table, free)) {
                    going.get(at).delete = false;
                    pinned = true;
                }
            }
        }
    }

    private Set<Integer> referred(
            Connection connection,
            TableMap table,
            List<RowPlan> rows,
            Reference reference,
            TableMap child,
            List<RowPlan> free)
            throws SQLException {
        Set<Integer> referred = new HashSet<>();
        var on = new ArrayList<String>();
        for (int i = 0; i < reference.columns().size(); i++) {
            on.add("c." + quote(reference.columns().get(i)) + " = t."
                    + quote(reference.references().get(i)));
        }
        for (Place place : Place.values()) {
            var chosen = new ArrayList<Integer>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).row.place() == place) {
                    chosen.add(i);
                }
            }
            if (chosen.isEmpty()) {
                continue;
            }
            for (Place from : live.queries(child).places()) {
                var sql = "select o.idx from " + live.queries(table).at(place).sql() + " t join " + TIDS
                        + " on t.tableoid = o.oid and t.ctid = o.tid where exists (select 1 from "
                        + live.queries(child).at(from).sql() + " c where " + String.join(" and ", on)
                        + " and c.tableoid::text || ':' || c.ctid::text <> all(cast(? as text[])))";
                try (var statement = connection.prepareStatement(sql)) {
                    tids(connection, statement, rows, chosen);
                    statement.setArray(
                            4,
                            connection.createArrayOf(
                                    "text",
                                    free.stream()
                                            .filter(r -> r.row.place() == from)
                                            .map(r -> r.row.oid() + ":" + r.row.ctid())
                                            .toArray()));
                    try (var found = statement.executeQuery()) {
                        while (found.next()) {
                            referred.add(found.getInt(1));
                        }
                    }
                }
            }
        }
        return referred;
    }

    private static final String TIDS =
            "(select x.oid::oid as oid, x.tid::tid as tid, x.idx::int as idx from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[])) as x(oid, tid, idx)) o";

    private static void tids(
            Connection connection, java.sql.PreparedStatement statement, List<RowPlan> rows, List<Integer> chosen)
            throws SQLException {
        statement.setArray(
                1,
                connection.createArrayOf(
                        "text", chosen.stream().map(i -> rows.get(i).row.oid()).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text", chosen.stream().map(i -> rows.get(i).row.ctid()).toArray()));
        statement.setArray(
                3,
                connection.createArrayOf(
                        "text", chosen.stream().map(String::valueOf).toArray()));
    }

    /** One statement for all rows of a table that are changed in the same columns the same way. */
    private void change(Connection connection, TablePlan plan) throws SQLException {
        Map<String, List<RowPlan>> groups = new LinkedHashMap<>();
        plan.rows.stream().filter(r -> !r.changes.isEmpty() && !r.delete).forEach(r -> groups.computeIfAbsent(
                        r.signature(), s -> new ArrayList<>())
                .add(r));
        for (List<RowPlan> rows : groups.values()) {
            change(connection, plan.table, rows);
        }
    }

    private void change(Connection connection, TableMap table, List<RowPlan> rows) throws SQLException {
        var first = rows.get(0);
        List<String> sets = new ArrayList<>();
        List<String> given = new ArrayList<>();
        first.changes.forEach((column, change) -> {
            var there = column(table, column);
            var name = "t." + quote(column);
            if (change instanceof Change.Clear) {
                sets.add(quote(column) + " = null");
            } else if (change instanceof Change.Mask mask) {
                var masked = there.text()
                        ? "case when " + name + " is null then null else "
                                + mask.pattern().sql(name) + " end"
                        : "case when " + name + " is null then null else cast("
                                + Sql.literal(mask.pattern().text()) + " as " + there.type() + ") end";
                sets.add(quote(column) + " = " + masked);
            } else {
                sets.add(quote(column) + " = o.v" + given.size() + "::" + there.type());
                given.add(column);
            }
        });
        var arrays = new StringBuilder("cast(? as text[]), cast(? as text[]), cast(? as text[])");
        var names = new StringBuilder("oid, tid, idx");
        for (int i = 0; i < given.size(); i++) {
            arrays.append(", cast(? as text[])");
            names.append(", v").append(i);
        }
        var keys = live.queries(table).keyExpressions();
        var sql = "update " + live.queries(table).at(first.row.place()).sql() + " t set " + String.join(", ", sets)
                + " from unnest(" + arrays + ") as o(" + names
                + ") where t.tableoid = o.oid::oid and t.ctid = o.tid::tid returning o.idx, " + String.join(", ", keys);
        var all = new ArrayList<Integer>();
        for (int i = 0; i < rows.size(); i++) {
            all.add(i);
        }
        try (var statement = connection.prepareStatement(sql)) {
            tids(connection, statement, rows, all);
            for (int i = 0; i < given.size(); i++) {
                var column = given.get(i);
                statement.setArray(
                        4 + i,
                        connection.createArrayOf(
                                "text",
                                rows.stream()
                                        .map(r -> r.changes.get(column) instanceof Change.Set set ? set.value() : null)
                                        .toArray()));
            }
            var changed = 0;
            try (var returned = statement.executeQuery()) {
                while (returned.next()) {
                    List<@Nullable String> key = new ArrayList<>();
                    for (int i = 0; i < keys.size(); i++) {
                        key.add(returned.getString(2 + i));
                    }
                    rows.get(Integer.parseInt(returned.getString(1))).newKey = key;
                    changed++;
                }
            }
            complete(changed, rows.size());
        }
    }

    private void insertMoved(Connection connection, TablePlan plan, Place from, Place into) throws SQLException {
        var moving =
                plan.rows.stream().filter(r -> r.move && r.row.place() == from).toList();
        if (moving.isEmpty()) {
            return;
        }
        var target = live.live(live.queries(plan.table).at(into));
        var columns = live.live(plan.table).columns().values().stream()
                .filter(c -> !c.generated())
                .map(LiveTable.LiveColumn::name)
                .toList();
        var identity = target.columns().values().stream().anyMatch(LiveTable.LiveColumn::identity)
                ? " overriding system value"
                : "";
        var sql = "insert into " + target.name().sql() + " ("
                + columns.stream().map(TableName::quote).collect(Collectors.joining(", ")) + ")" + identity + " select "
                + columns.stream().map(c -> "t." + quote(c)).collect(Collectors.joining(", ")) + " from "
                + live.queries(plan.table).at(from).sql() + " t join " + TIDS
                + " on t.tableoid = o.oid and t.ctid = o.tid";
        var all = new ArrayList<Integer>();
        for (int i = 0; i < moving.size(); i++) {
            all.add(i);
        }
        try (var statement = connection.prepareStatement(sql)) {
            tids(connection, statement, moving, all);
            complete(statement.executeUpdate(), moving.size());
        }
    }

    private void delete(Connection connection, TableMap table, List<RowPlan> rows) throws SQLException {
        for (Place place : Place.values()) {
            var chosen = new ArrayList<Integer>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).row.place() == place) {
                    chosen.add(i);
                }
            }
            if (chosen.isEmpty()) {
                continue;
            }
            var sql = "delete from " + live.queries(table).at(place).sql() + " t using " + TIDS
                    + " where t.tableoid = o.oid and t.ctid = o.tid";
            try (var statement = connection.prepareStatement(sql)) {
                tids(connection, statement, rows, chosen);
                complete(statement.executeUpdate(), chosen.size());
            }
        }
    }

    /** A trigger that swallows a change would let an act seem done that was not. */
    private static void complete(int done, int asked) throws SQLException {
        if (done != asked) {
            throw new SQLException("rows were left out", "QP001");
        }
    }

    private void refuseBlocked(List<TablePlan> plans) {
        for (TablePlan plan : plans) {
            var blocks = holders.of(
                    plan.table.name(), plan.rows.stream().map(RowPlan::key).toList(), Set.of());
            var foreign = blocks.values().stream().flatMap(List::stream).anyMatch(h -> !order.decidedCases()
                    .contains(h.caseId()));
            if (foreign) {
                throw new ConflictException(Acts.BLOCKED);
            }
        }
    }

    /** The columns an act has to account for. */
    private List<ColumnRule> concerned(TableMap table) {
        if (order.kind() == ActKind.STOP && table.stops(order.purposes()).isEmpty()) {
            return List.of();
        }
        if (order.kind() == ActKind.RESET_CREDENTIALS) {
            return table.resettable();
        }
        if (order.kind() != ActKind.RECTIFY) {
            return table.personal();
        }
        var fields = order.corrections().stream().map(Correction::field).collect(Collectors.toSet());
        return table.columns().stream()
                .filter(c -> c.rectify() && fields.contains(c.field()))
                .toList();
    }

    private String isBlocked(TableMap table, BlockRule.Mark mark) {
        return "(t." + quote(mark.column()) + " = cast(" + Sql.literal(mark.blocked()) + " as "
                + column(table, mark.column()).type() + "))::text";
    }

    /** A hash of the key and of all personal values of a row, so that any change of them changes the digest. */
    private String fingerprint(TableMap table) {
        Set<String> columns = new LinkedHashSet<>(table.key());
        table.personal().forEach(c -> columns.add(c.column()));
        var values = columns.stream().map(c -> "t." + quote(c) + "::text").collect(Collectors.joining(", "));
        return "encode(sha256(convert_to(jsonb_build_array(" + values + ")::text, 'UTF8')), 'hex')";
    }

    private String digest(List<ActItem> items, List<TablePlan> plans) {
        var canonical = new StringBuilder("qupiya-act-system/1\n")
                .append(order.id())
                .append('\n')
                .append(order.kind().json())
                .append('\n')
                .append(live.name())
                .append('\n');
        items.stream()
                .map(i -> i.table() + "|" + i.column() + "|" + i.outcome().json() + "|" + i.count() + "|"
                        + (i.ground() == null ? "" : i.ground()) + "|" + (i.until() == null ? "" : i.until()))
                .sorted()
                .forEach(line -> canonical.append(line).append('\n'));
        plans.stream()
                .sorted(java.util.Comparator.comparing(p -> p.table.name()))
                .forEach(p -> p.prints().forEach(print -> canonical
                        .append(p.table.name())
                        .append('|')
                        .append(print)
                        .append('\n')));
        return Hashes.sha256(canonical.toString());
    }

    /** Rows known from before, by any of their keys. Rows of a table without primary key may be alike: each is taken once. */
    private static final class Known {

        private final Map<List<@Nullable String>, List<HeldRow>> byKey = new LinkedHashMap<>();
        private final Map<List<@Nullable String>, Integer> taken = new HashMap<>();

        Known(Sealed sealed, TableMap table) {
            sealed.rows().stream()
                    .filter(r -> r.table().equals(table.name().toString()))
                    .forEach(r -> r.keys().forEach(k -> byKey.computeIfAbsent(k, x -> new ArrayList<>())
                            .add(r)));
        }

        List<List<@Nullable String>> keys() {
            return List.copyOf(byKey.keySet());
        }

        @Nullable
        HeldRow take(List<@Nullable String> key) {
            var alike = byKey.get(key);
            if (alike == null) {
                return null;
            }
            var next = taken.merge(key, 1, Integer::sum) - 1;
            return alike.get(Math.min(next, alike.size() - 1));
        }
    }

    private LiveTable.LiveColumn column(TableMap table, String name) {
        var found = live.live(table).columns().get(name);
        if (found == null) {
            throw new IllegalStateException("no such column: " + table.name() + "." + name);
        }
        return found;
    }
}
