package kz.qupiya.datamap;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kz.qupiya.datamap.RecipientMap.Via;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a data map and checks what can be checked without the systems. Works on the nodes of the YAML, because every fault has to name its line, and finds all
 * faults at once. The format is described in {@code src/docs/data-map.md}.
 */
final class MapReader {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern MERGE = Pattern.compile("<<");
    private static final int FORMAT = 1;
    private static final Set<Purpose> UNSTOPPABLE =
            EnumSet.of(Purpose.CHANGE, Purpose.DESTRUCTION, Purpose.STORAGE, Purpose.CASE_CORRESPONDENCE);

    private final String operator;
    private final String file;
    private final List<MapFault> faults = new ArrayList<>();

    private MapReader(String operator, String file) {
        this.operator = operator;
        this.file = file;
    }

    /**
     * @param map null if there are faults
     */
    record Result(@Nullable DataMap map, List<MapFault> faults) {}

    /** Reads the map of an operator, named by its folder. */
    static Result read(String operator, String file, String text) {
        var reader = new MapReader(operator, file);
        Optional<DataMap> map;
        try {
            map = reader.map(text);
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            reader.fault(line, "yaml", "this is not YAML: " + String.valueOf(e.getProblem()));
            map = Optional.empty();
        } catch (YAMLException e) {
            reader.fault(0, "yaml", "this is not YAML");
            map = Optional.empty();
        }
        return reader.faults.isEmpty()
                ? new Result(map.orElseThrow(), List.of())
                : new Result(null, List.copyOf(reader.faults));
    }

    private Optional<DataMap> map(String text) {
        var root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        if (root == null) {
            fault(0, "yaml", "the file is empty");
            return Optional.empty();
        }
        var fields = fields(root, "the map", Set.of("format", "operator", "systems", "grounds", "recipients"));
        var format = fields.text("format");
        if (!format.equals(String.valueOf(FORMAT))) {
            fault(fields.line("format"), "bad-value", "the format is " + FORMAT);
        }
        var named = fields.text("operator");
        if (!named.equals(operator)) {
            fault(
                    fields.line("operator"),
                    "bad-value",
                    "the map of '" + named + "' lies in the folder of '" + operator + "'");
        }
        var grounds = new LinkedHashMap<String, Texts>();
        fields.optional("grounds")
                .ifPresent(node -> entries(node, "grounds").forEach((key, value) -> grounds.put(key, texts(value))));
        List<SystemMap> systems = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Node node : fields.list("systems")) {
            system(node, grounds.keySet()).ifPresent(system -> {
                if (!keys.add(system.key())) {
                    fault(system.line(), "duplicate", "the system '" + system.key() + "' stands twice");
                }
                systems.add(system);
            });
        }
        if (systems.isEmpty() && faults.isEmpty()) {
            fault(fields.line("systems"), "missing", "a map has at least one system");
        }
        List<RecipientMap> recipients = new ArrayList<>();
        Set<String> recipientKeys = new HashSet<>();
        fields.optional("recipients").ifPresent(list -> {
            for (Node node : items(list, "recipients")) {
                var recipient = recipient(node);
                if (!recipientKeys.add(recipient.key())) {
                    fault(line(node), "duplicate", "the recipient '" + recipient.key() + "' stands twice");
                }
                recipients.add(recipient);
            }
        });
        var version = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new DataMap(new OperatorKey(operator), systems, grounds, recipients, version, file));
    }

    private Optional<SystemMap> system(Node node, Set<String> grounds) {
        var fields = fields(
                node,
                "a system",
                Set.of(
                        "key",
                        "name",
                        "connector",
                        "schemas",
                        "custodian",
                        "accepts",
                        "instructions",
                        "no-personal-data",
                        "tables",
                        "obligations"));
        var key = key(fields, "key");
        var connector = fields.choice(
                "connector",
                Map.of("jdbc", Connector.JDBC, "http", Connector.HTTP, "manual", Connector.MANUAL),
                Connector.MANUAL);
        var jdbc = connector == Connector.JDBC;
        for (var only : jdbc ? List.of("accepts") : List.of("schemas", "no-personal-data")) {
            if (fields.has(only)) {
                fault(
                        fields.line(only),
                        "unknown-key",
                        "'" + only + "' has no meaning for a system of the connector " + connector.json());
            }
        }
        List<String> schemas = jdbc ? fields.strings("schemas") : List.of();
        if (jdbc && schemas.isEmpty()) {
            fault(fields.line("schemas"), "missing", "a jdbc system has at least one schema");
        }
        Set<TableName> noPersonalData = new LinkedHashSet<>();
        fields.optional("no-personal-data").ifPresent(list -> {
            for (Node table : items(list, "no-personal-data")) {
                noPersonalData.add(tableName(table, true));
            }
        });
        var instructions = new EnumMap<ActKind, Texts>(ActKind.class);
        fields.optional("instructions")
                .ifPresent(map -> entries(map, "instructions").forEach((act, text) -> {
                    var kind = actKind(act, line(text));
                    kind.ifPresent(k -> instructions.put(k, texts(text)));
                }));
        List<TableMap> tables = new ArrayList<>();
        Set<TableName> names = new HashSet<>();
        for (Node table : fields.list("tables")) {
            var read = table(key, table, jdbc, grounds);
            if (!names.add(read.name())) {
                fault(read.line(), "duplicate", "the table " + read.name() + " stands twice");
            }
            tables.add(read);
        }
        if (tables.isEmpty()) {
            fault(fields.line("tables"), "missing", "a system has at least one table");
            return Optional.empty();
        }
        List<ObligationRule> obligations = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        fields.optional("obligations").ifPresent(list -> {
            for (Node one : items(list, "obligations")) {
                var obligation = obligation(one, jdbc);
                if (!codes.add(obligation.code())) {
                    fault(obligation.line(), "duplicate", "the obligation '" + obligation.code() + "' stands twice");
                }
                obligations.add(obligation);
            }
        });
        if (connector == Connector.MANUAL
                && tables.stream().anyMatch(t -> !t.stops().isEmpty())
                && !instructions.containsKey(ActKind.STOP)) {
            fault(
                    line(node),
                    "missing",
                    "the custodian of '" + key + "' has to stop something: instructions has no 'stop'");
        }
        Set<IdentifierKind> accepts = EnumSet.noneOf(IdentifierKind.class);
        if (jdbc) {
            tables.forEach(t -> t.identifiers().forEach(i -> accepts.add(i.kind())));
        } else {
            accepts.addAll(kinds(fields, "accepts"));
        }
        var system = new SystemMap(
                key,
                fields.texts("name"),
                connector,
                schemas,
                fields.texts("custodian"),
                accepts,
                instructions,
                tables,
                obligations,
                noPersonalData,
                line(node));
        return jdbc ? related(system) : Optional.of(system);
    }

    /** What has to fit from table to table; the tables come back in the order of their references. */
    private Optional<SystemMap> related(SystemMap system) {
        var byName = system.tables().stream().collect(Collectors.toMap(TableMap::name, t -> t, (a, b) -> a));
        Set<TableName> targets = new HashSet<>();
        for (TableMap table : system.tables()) {
            if (!system.schemas().contains(table.name().schema())) {
                fault(
                        table.line(),
                        "unknown-schema",
                        "the schema of " + table.name() + " is not among the schemas of the system");
            }
            if (system.noPersonalData().contains(table.name())) {
                fault(table.line(), "duplicate", table.name() + " is mapped and listed under no-personal-data");
            }
            for (Link link : links(table)) {
                if (link.to().equals(table.name())) {
                    fault(link.line(), "cycle", "the references form a cycle: " + table.name() + " -> " + table.name());
                }
                var to = byName.get(link.to());
                if (to == null) {
                    fault(
                            link.line(),
                            "unknown-table",
                            table.name() + " refers to " + link.to() + ", which is not on the map of this system");
                } else {
                    link.references().forEach(column -> mapped(to, column, link.line()));
                }
            }
            if (table.block() instanceof BlockRule.Move move
                    && (!targets.add(move.to())
                            || byName.containsKey(move.to())
                            || system.noPersonalData().contains(move.to()))) {
                fault(move.line(), "duplicate", move.to() + " is used for something else on this map");
            }
            table.stopped().ifPresent(to -> {
                if (!targets.add(to)
                        || byName.containsKey(to)
                        || system.noPersonalData().contains(to)) {
                    fault(table.stops().get(0).line(), "duplicate", to + " is used for something else on this map");
                }
            });
        }
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        var order = Ordering.of(
                system.tables(), t -> links(t).stream().map(Link::to).toList());
        if (order.isEmpty()) {
            var ring = Ordering.ring(
                    system.tables(), t -> links(t).stream().map(Link::to).toList());
            fault(
                    system.table(ring.get(0)).map(TableMap::line).orElse(system.line()),
                    "cycle",
                    "the references form a cycle: "
                            + ring.stream().map(TableName::toString).collect(Collectors.joining(" -> ")));
            return Optional.empty();
        }
        for (TableMap table : system.tables()) {
            if (table.identifiers().isEmpty()
                    && Paths.of(table, byName).stream()
                            .noneMatch(p -> !p.end().identifiers().isEmpty())) {
                fault(
                        table.line(),
                        "missing",
                        "no person can be found in " + table.name()
                                + ": give subject.identifiers, or subject.through to a table that has some");
            }
            for (ColumnRule rule : table.columns()) {
                if (rule.destroy() instanceof Destruction.Keep keep) {
                    dates(table, keep.retention(), byName);
                }
            }
            table.expires().flatMap(ExpiryRule::term).ifPresent(term -> dates(table, term, byName));
            table.expires()
                    .flatMap(ExpiryRule::with)
                    .filter(with -> Optional.ofNullable(byName.get(with.to()))
                            .flatMap(TableMap::expires)
                            .isEmpty())
                    .ifPresent(with -> fault(
                            with.line(),
                            "missing",
                            table.name() + " ends with " + with.to() + ", which has no 'expires'"));
        }
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        system.obligations().forEach(obligation -> obligation(system, obligation, byName));
        return Optional.of(new SystemMap(
                system.key(),
                system.name(),
                system.connector(),
                system.schemas(),
                system.custodian(),
                system.accepts(),
                system.instructions(),
                order.get(),
                system.obligations(),
                system.noPersonalData(),
                system.line()));
    }

    private void dates(TableMap table, Retention retention, Map<TableName, TableMap> byName) {
        for (Retention.DateColumn date : retention.from()) {
            if (date.table() == null) {
                mapped(table, date.column(), retention.line());
                continue;
            }
            var other = byName.get(date.table());
            if (other == null) {
                fault(
                        retention.line(),
                        "unknown-table",
                        "keep.from names " + date.table() + ", which is not on the map of this system");
            } else {
                mapped(other, date.column(), retention.line());
                if (Paths.of(other, byName).stream()
                        .noneMatch(p -> p.end().name().equals(table.name()))) {
                    fault(
                            retention.line(),
                            "unknown-table",
                            "keep.from names " + date.table() + ", which does not hang on " + table.name()
                                    + " over subject.through");
                }
            }
        }
    }

    private static List<Link> links(TableMap table) {
        List<Link> links = new ArrayList<>(table.through());
        table.references().stream().filter(l -> !l.to().equals(table.name())).forEach(links::add);
        table.expires().flatMap(ExpiryRule::with).ifPresent(links::add);
        return links;
    }

    private TableMap table(String system, Node node, boolean jdbc, Set<String> grounds) {
        var fields = fields(
                node,
                "a table",
                jdbc
                        ? Set.of(
                                "table",
                                "name",
                                "key",
                                "subject",
                                "references",
                                "block",
                                "stop",
                                "reset",
                                "expires",
                                "columns")
                        : Set.of("table", "name", "stop", "reset", "columns"));
        var name = fields.optional("table").map(n -> tableName(n, jdbc)).orElseGet(() -> {
            fault(line(node), "missing", "a table has a name: 'table'");
            return new TableName("", "?");
        });
        var title = fields.has("name")
                ? fields.texts("name")
                : new Texts(name.toString(), name.toString(), name.toString());
        List<IdentifierColumn> identifiers = new ArrayList<>();
        List<Link> through = new ArrayList<>();
        List<Link> references = new ArrayList<>();
        List<String> key = List.of();
        BlockRule block = new BlockRule.PermitOnly();
        if (jdbc) {
            key = fields.strings("key");
            fields.required("subject").ifPresent(subject -> subject(subject, identifiers, through));
            fields.optional("references").ifPresent(list -> links(list, "references", references));
            block = fields.required("block").map(this::block).orElse(block);
        }
        List<StopRule> stops = new ArrayList<>();
        fields.optional("stop").ifPresent(list -> items(list, "stop").forEach(rule -> stops.add(stop(rule, jdbc))));
        var reset = fields.optional("reset").map(rule -> reset(rule, jdbc));
        var expires = fields.optional("expires").map(rule -> expires(name, rule, grounds));
        List<ColumnRule> columns = new ArrayList<>();
        var identifying = identifiers.stream()
                .collect(
                        Collectors.toMap(IdentifierColumn::column, i -> i.kind().json(), (a, b) -> a));
        fields.required("columns").ifPresent(map -> entryNodes(map, "columns")
                .forEach((column, rule) -> columns.add(
                        column(system + "." + name, column, rule, identifying.get(column.getValue()), jdbc, grounds))));
        var table = new TableMap(
                name, title, key, identifiers, through, references, block, stops, reset, expires, columns, line(node));
        expires.ifPresent(rule -> expires(table, rule));
        if (stops.isEmpty() && columns.stream().anyMatch(c -> c.category() == Category.MARKETING)) {
            fault(
                    line(node),
                    "missing",
                    table.name() + " holds marketing data and has no 'stop': say how advertising ends there");
        }
        if (jdbc) {
            key.forEach(column -> mapped(table, column, fields.line("key")));
            identifiers.forEach(identifier -> mapped(table, identifier.column(), fields.line("subject")));
            for (Link link : links(table)) {
                link.columns().forEach(column -> mapped(table, column, link.line()));
            }
            if (block instanceof BlockRule.Mark mark) {
                mapped(table, mark.column(), mark.line());
                if (table.column(mark.column())
                        .filter(c -> c.category().personal())
                        .isPresent()) {
                    fault(
                            mark.line(),
                            "bad-value",
                            "the column that marks a block is technical: '" + mark.column() + "'");
                }
                if (key.contains(mark.column())) {
                    fault(mark.line(), "bad-value", "a key column cannot mark a block: '" + mark.column() + "'");
                }
            }
            stops(table);
        }
        resets(table, jdbc);
        return table;
    }

    private void subject(Node node, List<IdentifierColumn> identifiers, List<Link> through) {
        var fields = fields(node, "subject", Set.of("identifiers", "through"));
        fields.optional("identifiers")
                .ifPresent(map -> entries(map, "identifiers").forEach((name, value) -> {
                    var kind = kind(name, line(value));
                    kind.ifPresent(k -> {
                        for (Node one : value instanceof SequenceNode list ? list.getValue() : List.of(value)) {
                            identifiers.add(identifier(k, one));
                        }
                    });
                }));
        fields.optional("through").ifPresent(list -> links(list, "through", through));
    }

    private IdentifierColumn identifier(IdentifierKind kind, Node node) {
        var usual =
                switch (kind) {
                    case PHONE -> Spelling.PLUS;
                    case EMAIL -> Spelling.LOWER;
                    case IIN, LOGIN, CONTRACT -> Spelling.EXACT;
                };
        if (node instanceof ScalarNode scalar) {
            return new IdentifierColumn(kind, scalar.getValue(), usual);
        }
        var fields = fields(node, "an identifier", Set.of("column", "as"));
        if (!fields.has("as")) {
            return new IdentifierColumn(kind, fields.text("column"), usual);
        }
        Map<String, Spelling> spellings = new LinkedHashMap<>();
        for (Spelling spelling : Spelling.values()) {
            if (kind == IdentifierKind.PHONE ? spelling != Spelling.LOWER : !spelling.ofPhone()) {
                spellings.put(spelling.name().toLowerCase(Locale.ROOT), spelling);
            }
        }
        return new IdentifierColumn(kind, fields.text("column"), fields.choice("as", spellings, usual));
    }

    private void links(Node list, String what, List<Link> into) {
        items(list, what).forEach(node -> link(node, what, into));
    }

    private void link(Node node, String what, List<Link> into) {
        var fields = fields(node, what, Set.of("to", "on"));
        var to = fields.required("to").map(n -> tableName(n, true));
        List<String> columns = new ArrayList<>();
        List<String> references = new ArrayList<>();
        fields.required("on").ifPresent(on -> entries(on, "on").forEach((column, other) -> {
            columns.add(column);
            references.add(scalar(other, "a column"));
        }));
        if (columns.isEmpty()) {
            fault(line(node), "missing", "a link has at least one pair of columns under 'on'");
        }
        to.ifPresent(t -> into.add(new Link(t, columns, references, line(node))));
    }

    private BlockRule block(Node node) {
        var fields = fields(node, "block", Set.of("flag", "status", "move", "permit-only"));
        if (fields.size() != 1) {
            fault(line(node), "bad-value", "a table is blocked in one way: flag, status, move or permit-only");
            return new BlockRule.PermitOnly();
        }
        if (fields.has("move")) {
            var move = fields(fields.node("move"), "move", Set.of("to"));
            return move.required("to")
                    .<BlockRule>map(to -> new BlockRule.Move(tableName(to, true), line(node)))
                    .orElseGet(BlockRule.PermitOnly::new);
        }
        if (fields.has("permit-only")) {
            if (!fields.bool("permit-only", false)) {
                fault(line(node), "bad-value", "permit-only is true or not given");
            }
            return new BlockRule.PermitOnly();
        }
        var mark = fields(
                fields.node(fields.has("flag") ? "flag" : "status"), "block", Set.of("column", "blocked", "free"));
        var rule = new BlockRule.Mark(mark.text("column"), mark.text("blocked"), mark.text("free"), line(node));
        if (rule.blocked().equals(rule.free())) {
            fault(line(node), "bad-value", "blocked and free are the same value");
        }
        return rule;
    }

    private StopRule stop(Node node, boolean jdbc) {
        var fields = fields(
                node,
                "stop",
                jdbc ? Set.of("purposes", "where", "flag", "status", "move", "permit-only") : Set.of("purposes"));
        var purposes = purposes(fields);
        if (!jdbc) {
            return new StopRule(purposes, List.of(), new StopRule.Told(), line(node));
        }
        var where = fields.optional("where").map(this::conditions).orElseGet(List::of);
        var ways = List.of("flag", "status", "move", "permit-only").stream()
                .filter(fields::has)
                .toList();
        if (ways.size() != 1) {
            fault(line(node), "bad-value", "a use is stopped in one way: flag, status, move or permit-only");
            return new StopRule(purposes, where, new StopRule.PermitOnly(), line(node));
        }
        var means =
                switch (ways.get(0)) {
                    case "move" -> {
                        var move = fields(fields.node("move"), "move", Set.of("to"));
                        yield move.required("to")
                                .<StopRule.Means>map(to -> new StopRule.Move(tableName(to, true)))
                                .orElseGet(StopRule.PermitOnly::new);
                    }
                    case "permit-only" -> {
                        if (!fields.bool("permit-only", false)) {
                            fault(line(node), "bad-value", "permit-only is true or not given");
                        }
                        yield new StopRule.PermitOnly();
                    }
                    default -> {
                        var mark = fields(fields.node(ways.get(0)), "stop", Set.of("column", "stopped"));
                        yield new StopRule.Mark(mark.text("column"), mark.text("stopped"));
                    }
                };
        return new StopRule(purposes, where, means, line(node));
    }

    /** What has to fit between the stops of a table, its block and its columns. */
    private void stops(TableMap table) {
        Map<String, String> marks = new LinkedHashMap<>();
        for (StopRule rule : table.stops()) {
            rule.where().forEach(c -> mapped(table, c.column(), c.line()));
            if (rule.means() instanceof StopRule.Mark mark) {
                mapped(table, mark.column(), rule.line());
                if (table.column(mark.column())
                                .filter(c -> c.category().personal())
                                .isPresent()
                        || table.key().contains(mark.column())) {
                    fault(
                            rule.line(),
                            "bad-value",
                            "the column that marks a stop is technical and none of the key: '" + mark.column() + "'");
                }
                if (table.block() instanceof BlockRule.Mark block
                        && block.column().equals(mark.column())) {
                    fault(
                            rule.line(),
                            "bad-value",
                            "'" + mark.column()
                                    + "' marks the block: a stop needs a column of its own, or the end of a block would end it too");
                }
                if (!marks.getOrDefault(mark.column(), mark.stopped()).equals(mark.stopped())) {
                    fault(rule.line(), "bad-value", "'" + mark.column() + "' would be set to two values");
                }
                marks.put(mark.column(), mark.stopped());
            }
        }
        var moved = table.stops().stream()
                .map(StopRule::means)
                .filter(StopRule.Move.class::isInstance)
                .distinct()
                .count();
        if (moved > 1 || (moved == 1 && !marks.isEmpty())) {
            fault(
                    table.stops().get(0).line(),
                    "bad-value",
                    table.name() + ": rows are moved to one table, or marked where they are");
        }
    }

    private ResetRule reset(Node node, boolean jdbc) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        if (!jdbc) {
            if (!"true".equals(scalar(node, "true"))) {
                fault(line(node), "bad-value", "reset is true or not given: whoever runs the system knows how");
            }
            return new ResetRule(columns, line(node));
        }
        var fields = fields(node, "reset", Set.of("set", "clear"));
        fields.optional("set").ifPresent(set -> entries(set, "set")
                .forEach((column, value) -> columns.put(column, scalar(value, "a value"))));
        if (fields.has("clear")) {
            for (String column : fields.strings("clear")) {
                if (columns.containsKey(column)) {
                    fault(fields.line("clear"), "duplicate", "'" + column + "' is set and cleared");
                }
                columns.put(column, null);
            }
        }
        return new ResetRule(columns, line(node));
    }

    /** Credentials have to be resettable, and a reset writes credentials and flags only. */
    private void resets(TableMap table, boolean jdbc) {
        var identifying =
                table.identifiers().stream().map(IdentifierColumn::column).collect(Collectors.toSet());
        var secrets = table.columns().stream()
                .filter(c -> c.category() == Category.CREDENTIALS && !identifying.contains(c.column()))
                .toList();
        if (table.reset().isEmpty()) {
            if (jdbc && !secrets.isEmpty()) {
                fault(
                        table.line(),
                        "missing",
                        table.name() + " holds credentials and has no 'reset': say how they are made useless");
            }
            return;
        }
        var rule = table.reset().get();
        if (!jdbc) {
            if (table.resettable().isEmpty()) {
                fault(rule.line(), "bad-value", table.name() + " has nothing of the category credentials to reset");
            }
            return;
        }
        for (String name : rule.columns().keySet()) {
            mapped(table, name, rule.line());
            var marked = (table.block() instanceof BlockRule.Mark mark
                            && mark.column().equals(name))
                    || table.stops().stream()
                            .anyMatch(stop -> stop.means() instanceof StopRule.Mark mark
                                    && mark.column().equals(name));
            var other = table.column(name)
                    .filter(c -> c.category().personal() && c.category() != Category.CREDENTIALS)
                    .isPresent();
            if (other || marked || identifying.contains(name) || table.key().contains(name)) {
                fault(
                        rule.line(),
                        "bad-value",
                        "a reset writes credentials and flags of its own, no key, no identifier and no mark: '" + name
                                + "'");
            }
        }
        if (secrets.stream().noneMatch(c -> rule.columns().containsKey(c.column()))) {
            fault(
                    rule.line(),
                    "missing",
                    table.name() + ": reset names at least one column of the category credentials");
        }
        var left = secrets.stream()
                .map(ColumnRule::column)
                .filter(name -> !rule.columns().containsKey(name))
                .toList();
        if (!left.isEmpty()) {
            fault(rule.line(), "missing", table.name() + ": reset leaves credentials that still open: " + left);
        }
    }

    private ObligationRule obligation(Node node, boolean jdbc) {
        var fields = fields(
                node,
                "an obligation",
                jdbc
                        ? Set.of("code", "name", "purposes", "table", "where", "without")
                        : Set.of("code", "name", "purposes"));
        var table = jdbc ? fields.required("table").map(n -> tableName(n, true)) : Optional.<TableName>empty();
        return new ObligationRule(
                key(fields, "code"),
                fields.texts("name"),
                table.orElse(null),
                fields.optional("where").map(this::conditions).orElseGet(List::of),
                fields.optional("without").map(n -> tableName(n, true)).orElse(null),
                purposes(fields),
                line(node));
    }

    private void obligation(SystemMap system, ObligationRule obligation, Map<TableName, TableMap> byName) {
        var name = obligation.table();
        if (name == null) {
            return;
        }
        var table = byName.get(name);
        if (table == null) {
            fault(
                    obligation.line(),
                    "unknown-table",
                    "the obligation names " + name + ", which is not on the map of '" + system.key() + "'");
            return;
        }
        obligation.where().forEach(c -> mapped(table, c.column(), c.line()));
        var without = obligation.without();
        if (without != null
                && (byName.get(without) == null
                        || Paths.of(byName.get(without), byName).stream()
                                .noneMatch(p -> p.end().name().equals(name)))) {
            fault(
                    obligation.line(),
                    "unknown-table",
                    "without names " + without + ", which does not hang on " + name + " over subject.through");
        }
    }

    private Set<Purpose> purposes(Fields fields) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (String name : fields.strings("purposes")) {
            var purpose = Purpose.of(name);
            if (purpose.isEmpty()) {
                fault(fields.line("purposes"), "unknown-purpose", "no such purpose: '" + name + "'");
            } else if (UNSTOPPABLE.contains(purpose.get())) {
                fault(fields.line("purposes"), "unknown-purpose", "'" + name + "' is never stopped");
            } else {
                purposes.add(purpose.get());
            }
        }
        if (fields.has("purposes") && purposes.isEmpty()) {
            fault(fields.line("purposes"), "missing", "'purposes' names at least one purpose");
        }
        return purposes;
    }

    private List<Condition> conditions(Node node) {
        List<Condition> conditions = new ArrayList<>();
        entryNodes(node, "where").forEach((column, test) -> conditions.add(condition(column.getValue(), test)));
        return conditions;
    }

    private Condition condition(String column, Node node) {
        if (!(node instanceof MappingNode)) {
            return new Condition(column, Condition.Test.ONE_OF, values(node), line(node));
        }
        var fields = fields(node, "where", Set.of("above", "below", "not", "empty"));
        if (fields.size() != 1) {
            fault(
                    line(node),
                    "bad-value",
                    "a condition is a value, a list of values, or one of above, below, not and empty");
            return new Condition(column, Condition.Test.EMPTY, List.of(), line(node));
        }
        if (fields.has("empty")) {
            var test = fields.bool("empty", true) ? Condition.Test.EMPTY : Condition.Test.PRESENT;
            return new Condition(column, test, List.of(), line(node));
        }
        if (fields.has("not")) {
            return new Condition(column, Condition.Test.NOT, values(fields.node("not")), line(node));
        }
        return fields.has("above")
                ? new Condition(column, Condition.Test.ABOVE, List.of(fields.text("above")), line(node))
                : new Condition(column, Condition.Test.BELOW, List.of(fields.text("below")), line(node));
    }

    private List<String> values(Node node) {
        var values = (node instanceof SequenceNode list ? list.getValue() : List.of(node))
                .stream().map(one -> scalar(one, "a value")).toList();
        if (values.isEmpty()) {
            fault(line(node), "missing", "a condition has at least one value");
        }
        return values;
    }

    private ColumnRule column(
            String table, ScalarNode name, Node node, @Nullable String identifies, boolean jdbc, Set<String> grounds) {
        var what = "the column '" + name.getValue() + "'";
        var fields = fields(node, what, Set.of("category", "field", "export", "rectify", "destroy", "depersonalise"));
        Map<String, Category> categories = new LinkedHashMap<>();
        for (Category category : Category.values()) {
            categories.put(category.json(), category);
        }
        var category = fields.choice("category", categories, Category.OTHER);
        var destroy = fields.required("destroy")
                .map(d -> destruction(d, what, jdbc, grounds))
                .orElseGet(Destruction.Clear::new);
        if (!category.personal() && destroy instanceof Destruction.Keep) {
            fault(
                    line(node),
                    "bad-value",
                    what + " is technical: nothing obliges to keep it; destroy is with-row, clear, a mask or none");
        }
        if (destroy instanceof Destruction.WithRow withRow && !category.personal()) {
            destroy = withRow.otherwise() instanceof Destruction.Clear && !explicit(node)
                    ? new Destruction.WithRow(new Destruction.Leave())
                    : withRow;
        }
        var usual =
                switch (category) {
                    case TECHNICAL, FINANCIAL, SERVICE, MARKETING -> new Destruction.Leave();
                    default -> remainder(destroy);
                };
        var depersonalise =
                fields.optional("depersonalise").map(d -> remainder(d, what)).orElse(usual);
        var field = fields.has("field")
                ? fields.text("field")
                : identifies == null ? table + "." + name.getValue() : identifies;
        if (fields.has("field") && !KEY.matcher(field).matches()) {
            fault(fields.line("field"), "bad-value", what + ": a field is named in lower case with hyphens");
        }
        return new ColumnRule(
                name.getValue(),
                field,
                category,
                fields.bool("export", false),
                fields.bool("rectify", false),
                destroy,
                depersonalise,
                line(node));
    }

    private static boolean explicit(Node rule) {
        return rule instanceof MappingNode map
                && map.getValue().stream()
                        .anyMatch(t -> t.getKeyNode() instanceof ScalarNode k
                                && "destroy".equals(k.getValue())
                                && t.getValueNode() instanceof MappingNode);
    }

    private static Destruction.Remainder remainder(Destruction destruction) {
        if (destruction instanceof Destruction.Remainder remainder) {
            return remainder;
        }
        if (destruction instanceof Destruction.WithRow withRow) {
            return withRow.otherwise();
        }
        return destruction instanceof Destruction.Keep keep ? remainder(keep.then()) : new Destruction.Clear();
    }

    private Destruction destruction(Node node, String what, boolean jdbc, Set<String> grounds) {
        if (node instanceof ScalarNode scalar) {
            return switch (scalar.getValue()) {
                case "with-row" -> new Destruction.WithRow(new Destruction.Clear());
                case "clear" -> new Destruction.Clear();
                case "none" -> new Destruction.Leave();
                default -> {
                    fault(
                            line(node),
                            "bad-value",
                            what
                                    + ": destroy is with-row, clear, none, {with-row: …}, {mask: …} or {keep: …, then: …}");
                    yield new Destruction.Clear();
                }
            };
        }
        var fields = fields(node, what + ", destroy", Set.of("with-row", "mask", "keep", "then"));
        if (fields.has("with-row")) {
            var inner = fields(fields.node("with-row"), what + ", with-row", Set.of("otherwise"));
            return new Destruction.WithRow(
                    inner.required("otherwise").map(o -> remainder(o, what)).orElseGet(Destruction.Clear::new));
        }
        if (fields.has("mask")) {
            return mask(fields.node("mask"), what);
        }
        if (!fields.has("keep")) {
            fault(line(node), "bad-value", what + ": destroy says with-row, mask or keep");
            return new Destruction.Clear();
        }
        var keep = fields(fields.node("keep"), what + ", keep", Set.of("ground", "years", "months", "days", "from"));
        var retention = retention(keep, node, what + ": keep", grounds);
        if (jdbc == retention.from().isEmpty()) {
            fault(
                    line(node),
                    "bad-value",
                    what + (jdbc ? ": keep.from names the date column" : ": keep.from has no meaning outside of jdbc"));
        }
        var then = fields.required("then")
                .map(t -> destruction(t, what, jdbc, grounds))
                .orElseGet(Destruction.Clear::new);
        if (then instanceof Destruction.Keep || then instanceof Destruction.Leave) {
            fault(line(node), "bad-value", what + ": then is with-row, clear or a mask");
        }
        return new Destruction.Keep(retention, then);
    }

    private Retention retention(Fields fields, Node node, String what, Set<String> grounds) {
        var ground = fields.text("ground");
        if (!grounds.contains(ground)) {
            fault(
                    fields.line("ground"),
                    "unknown-ground",
                    what + ": the ground '" + ground + "' does not stand under grounds");
        }
        var term = Period.of(fields.number("years"), fields.number("months"), fields.number("days"));
        if (term.isZero()) {
            fault(line(node), "missing", what + " has a term in years, months or days");
        }
        List<Retention.DateColumn> from = new ArrayList<>();
        fields.optional("from").ifPresent(dates -> {
            for (Node date : dates instanceof SequenceNode list ? list.getValue() : List.of(dates)) {
                from.add(date(date));
            }
        });
        return new Retention(ground, term, from, line(node));
    }

    private ExpiryRule expires(TableName table, Node node, Set<String> grounds) {
        var fields =
                fields(node, table + ", expires", Set.of("ground", "years", "months", "days", "from", "with", "what"));
        var what = fields.has("what")
                ? fields.choice(
                        "what",
                        Map.of("rows", ExpiryRule.What.ROWS, "columns", ExpiryRule.What.COLUMNS),
                        ExpiryRule.What.ROWS)
                : ExpiryRule.What.ROWS;
        if (!fields.has("with")) {
            var term = retention(fields, node, table + ": expires", grounds);
            if (term.from().isEmpty()) {
                fault(line(node), "missing", table + ": expires.from names the date column");
            } else if (term.from().stream().noneMatch(date -> date.table() == null)) {
                fault(
                        line(node),
                        "missing",
                        table
                                + ": expires.from names a date of the row itself too: it still stands when what hangs on it has ended");
            }
            return new ExpiryRule(Optional.of(term), Optional.empty(), what, line(node));
        }
        for (String other : List.of("ground", "years", "months", "days", "from")) {
            if (fields.has(other)) {
                fault(fields.line(other), "bad-value", table + ": what ends with another row has no term of its own");
            }
        }
        List<Link> with = new ArrayList<>();
        link(fields.node("with"), "with", with);
        return new ExpiryRule(Optional.empty(), with.stream().findFirst(), what, line(node));
    }

    /** What has to fit within the table. */
    private void expires(TableMap table, ExpiryRule rule) {
        if (rule.what() == ExpiryRule.What.ROWS
                && table.columns().stream().noneMatch(c -> SchemaCheck.deletes(c.destroy()))) {
            fault(rule.line(), "bad-value", table.name() + ": expires deletes rows, and no column goes with its row");
        }
        if (rule.what() == ExpiryRule.What.COLUMNS
                && table.columns().stream()
                        .allMatch(c -> JdbcActs.remainder(c.destroy()) instanceof Destruction.Leave)) {
            fault(rule.line(), "bad-value", table.name() + ": expires leaves every column as it is");
        }
    }

    private Retention.DateColumn date(Node node) {
        var parts = scalar(node, "a date column").split("\\.", -1);
        if (parts.length == 1) {
            return new Retention.DateColumn(null, parts[0]);
        }
        if (parts.length != 3) {
            fault(line(node), "bad-value", "a date column is 'column' or 'schema.table.column'");
            return new Retention.DateColumn(null, parts[0]);
        }
        return new Retention.DateColumn(new TableName(parts[0], parts[1]), parts[2]);
    }

    private Destruction.Remainder remainder(Node node, String what) {
        if (node instanceof ScalarNode scalar && "clear".equals(scalar.getValue())) {
            return new Destruction.Clear();
        }
        if (node instanceof ScalarNode scalar && "none".equals(scalar.getValue())) {
            return new Destruction.Leave();
        }
        if (node instanceof MappingNode) {
            var fields = fields(node, what, Set.of("mask"));
            return mask(fields.node("mask"), what);
        }
        fault(line(node), "bad-value", what + ": clear, none or {mask: …}");
        return new Destruction.Clear();
    }

    private Destruction.Mask mask(Node node, String what) {
        try {
            return new Destruction.Mask(new MaskPattern(scalar(node, "a mask")));
        } catch (IllegalArgumentException e) {
            fault(line(node), "bad-value", what + ": " + e.getMessage());
            return new Destruction.Mask(new MaskPattern("-"));
        }
    }

    private RecipientMap recipient(Node node) {
        var fields = fields(
                node, "a recipient", Set.of("key", "name", "categories", "told-of", "purposes", "via", "identifiers"));
        List<Category> categories = new ArrayList<>();
        for (String name : fields.strings("categories")) {
            var category = java.util.Arrays.stream(Category.values())
                    .filter(c -> c.json().equals(name))
                    .findFirst();
            category.ifPresentOrElse(
                    categories::add,
                    () -> fault(fields.line("categories"), "bad-value", "no such category: '" + name + "'"));
        }
        Set<ActKind> told = EnumSet.noneOf(ActKind.class);
        fields.strings("told-of")
                .forEach(name -> actKind(name, fields.line("told-of")).ifPresent(told::add));
        Set<Purpose> purposes = fields.has("purposes") ? purposes(fields) : Set.of();
        if (fields.has("purposes") && !told.contains(ActKind.STOP)) {
            fault(
                    fields.line("purposes"),
                    "bad-value",
                    "'purposes' has a meaning for a recipient that is told of a stop");
        }
        var via = fields.choice("via", Map.of("http", Via.HTTP, "mail", Via.MAIL, "manual", Via.MANUAL), Via.MANUAL);
        return new RecipientMap(
                key(fields, "key"),
                fields.texts("name"),
                categories,
                told,
                purposes,
                via,
                kinds(fields, "identifiers"));
    }

    private Set<IdentifierKind> kinds(Fields fields, String key) {
        Set<IdentifierKind> kinds = EnumSet.noneOf(IdentifierKind.class);
        fields.strings(key).forEach(name -> kind(name, fields.line(key)).ifPresent(kinds::add));
        if (kinds.isEmpty()) {
            fault(fields.line(key), "missing", "'" + key + "' names at least one kind of identifier");
        }
        return kinds;
    }

    private Optional<IdentifierKind> kind(String name, int line) {
        try {
            return Optional.of(IdentifierKind.of(name));
        } catch (IllegalArgumentException e) {
            fault(line, "bad-value", "no such kind of identifier: '" + name + "'");
            return Optional.empty();
        }
    }

    private Optional<ActKind> actKind(String name, int line) {
        try {
            return Optional.of(ActKind.of(name));
        } catch (IllegalArgumentException e) {
            fault(line, "bad-value", "no such act: '" + name + "'");
            return Optional.empty();
        }
    }

    private String key(Fields fields, String name) {
        var key = fields.text(name);
        if (!KEY.matcher(key).matches()) {
            fault(fields.line(name), "bad-value", "a key is lower case with hyphens, at most 40 characters");
        }
        return key;
    }

    private TableName tableName(Node node, boolean jdbc) {
        var name = scalar(node, "a table");
        if (!jdbc) {
            return new TableName("", name);
        }
        var dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            fault(line(node), "bad-value", "a table is named with its schema: 'schema.table'");
            return new TableName("", name);
        }
        return new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    private void mapped(TableMap table, String column, int line) {
        if (table.column(column).isEmpty()) {
            fault(line, "unknown-column", table.name() + " has no rule for the column '" + column + "'");
        }
    }

    private Texts texts(Node node) {
        var fields = fields(node, "a text", Set.of("ru", "kk", "en"));
        return new Texts(fields.text("ru"), fields.text("kk"), fields.text("en"));
    }

    private String scalar(Node node, String what) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        fault(line(node), "bad-value", what + " is expected here");
        return "";
    }

    private List<Node> items(Node node, String what) {
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        fault(line(node), "bad-value", "'" + what + "' is a list");
        return List.of();
    }

    private Map<String, Node> entries(Node node, String what) {
        Map<String, Node> entries = new LinkedHashMap<>();
        entryNodes(node, what).forEach((key, value) -> entries.put(key.getValue(), value));
        return entries;
    }

    private Map<ScalarNode, Node> entryNodes(Node node, String what) {
        Map<ScalarNode, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            fault(line(node), "bad-value", "'" + what + "' is a map");
            return entries;
        }
        Set<String> seen = new HashSet<>();
        for (var tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                fault(line(tuple.getKeyNode()), "bad-value", "a key is a plain word");
            } else if (!seen.add(key.getValue())) {
                fault(line(key), "duplicate", "'" + key.getValue() + "' stands twice");
            } else if (MERGE.matcher(key.getValue()).matches()) {
                fault(
                        line(key),
                        "unknown-key",
                        "merge keys are not supported; write the rule out, or give the whole rule an anchor");
            } else {
                entries.put(key, tuple.getValueNode());
            }
        }
        return entries;
    }

    private Fields fields(Node node, String what, Collection<String> known) {
        var entries = entryNodes(node, what);
        Map<String, Node> byName = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (known.contains(key.getValue())) {
                byName.put(key.getValue(), value);
            } else {
                fault(line(key), "unknown-key", what + " knows no '" + key.getValue() + "'");
            }
        });
        return new Fields(node, what, byName);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private void fault(int line, String code, String cause) {
        var fault = new MapFault(file, line, code, cause);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** The fields of one YAML map, read with a fault for what is missing or bad. */
    private final class Fields {

        private final Node owner;
        private final String what;
        private final Map<String, Node> nodes;

        Fields(Node owner, String what, Map<String, Node> nodes) {
            this.owner = owner;
            this.what = what;
            this.nodes = nodes;
        }

        boolean has(String name) {
            return nodes.containsKey(name);
        }

        int size() {
            return nodes.size();
        }

        int line(String name) {
            return MapReader.line(nodes.getOrDefault(name, owner));
        }

        Node node(String name) {
            return nodes.getOrDefault(name, owner);
        }

        Optional<Node> optional(String name) {
            return Optional.ofNullable(nodes.get(name));
        }

        Optional<Node> required(String name) {
            if (!has(name)) {
                fault(MapReader.line(owner), "missing", what + " has no '" + name + "'");
            }
            return optional(name);
        }

        String text(String name) {
            return required(name)
                    .map(n -> scalar(n, "a text for '" + name + "'"))
                    .orElse("");
        }

        Texts texts(String name) {
            return required(name).map(MapReader.this::texts).orElseGet(() -> new Texts("", "", ""));
        }

        List<Node> list(String name) {
            return required(name).map(n -> items(n, name)).orElseGet(List::of);
        }

        List<String> strings(String name) {
            return list(name).stream().map(n -> scalar(n, "a word")).toList();
        }

        boolean bool(String name, boolean otherwise) {
            return optional(name)
                    .map(n -> switch (scalar(n, "true or false")) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> {
                            fault(MapReader.line(n), "bad-value", "'" + name + "' is true or false");
                            yield otherwise;
                        }
                    })
                    .orElse(otherwise);
        }

        int number(String name) {
            return optional(name)
                    .map(n -> {
                        var text = scalar(n, "a number");
                        if (!text.matches("[1-9][0-9]{0,3}")) {
                            fault(MapReader.line(n), "bad-value", "'" + name + "' is a whole number above 0");
                            return 0;
                        }
                        return Integer.parseInt(text);
                    })
                    .orElse(0);
        }

        <T> T choice(String name, Map<String, T> choices, T otherwise) {
            return required(name)
                    .map(n -> {
                        var choice = choices.get(scalar(n, "'" + name + "'"));
                        if (choice == null) {
                            fault(
                                    MapReader.line(n),
                                    "bad-value",
                                    "'" + name + "' is one of "
                                            + choices.keySet().stream().sorted().toList());
                        }
                        return choice;
                    })
                    .orElse(otherwise);
        }
    }
}
