package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kz.qupiya.datamap.Findings.SystemFinding;
import kz.qupiya.datamap.Findings.TableFinding;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.IdentityResolver;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds a person from system to system, until nothing new is told. */
@Component
class SystemsFinder implements PersonFinder, IdentityResolver {

    private static final int ROUNDS = 12;
    // More different people over one identifier are not people: a number such as +7 700 000 00 00 that stands for
    // "none".
    private static final int MAX_MET = 2_000;

    private final LoadedMaps maps;
    private final Connections connections;
    private final SystemClients clients;
    private final int maxRows;

    SystemsFinder(LoadedMaps maps, Connections connections, SystemClients clients, DataMapSettings settings) {
        this.maps = maps;
        this.connections = connections;
        this.clients = clients;
        this.maxRows = settings.tuning().maxRowsOrDefault();
    }

    /** The identifiers that belong together, and which systems failed. */
    record Belonging(People.Sorted people, Map<String, String> errors) {}

    @Override
    public Resolution resolve(OperatorKey operator, Collection<Identifier> identifiers) {
        var map = maps.find(operator);
        if (map.isEmpty()) {
            return new Resolution(Set.copyOf(identifiers), Set.of("data-map"));
        }
        var belonging = belonging(map.get(), identifiers);
        return new Resolution(belonging.people().covered(), belonging.errors().keySet());
    }

    @Override
    public Findings find(OperatorKey operator, Collection<Identifier> identifiers) {
        var map = maps.get(operator);
        var belonging = belonging(map, identifiers);
        return findings(map, belonging);
    }

    Findings findings(DataMap map, Belonging belonging) {
        var covered = IdentifierSet.of(belonging.people().covered());
        List<SystemFinding> systems = new ArrayList<>();
        for (SystemMap system : map.systems()) {
            var error = belonging.errors().get(system.key());
            if (error != null || system.connector() == Connector.MANUAL) {
                systems.add(new SystemFinding(system.key(), false, error, List.of()));
                continue;
            }
            try {
                systems.add(new SystemFinding(system.key(), true, null, tables(map, system, covered)));
            } catch (SystemUnavailableException e) {
                systems.add(new SystemFinding(system.key(), false, e.code(), List.of()));
            }
        }
        var people = belonging.people();
        return new Findings(
                systems, people.covered(), people.certain(), people.records(), people.ambiguous(), people.others());
    }

    private List<TableFinding> tables(DataMap map, SystemMap system, IdentifierSet identifiers) {
        if (system.connector() == Connector.HTTP) {
            var answer = ask(map, system, identifiers.all());
            Map<String, Long> counts = new TreeMap<>();
            answer.itemsOrNone().forEach(i -> counts.merge(i.table(), i.count(), Math::max));
            return system.tables().stream()
                    .map(t -> new TableFinding(
                            t.name(), counts.getOrDefault(t.name().toString(), 0L), 0))
                    .toList();
        }
        var live = maps.live(map, system);
        return connections.inTransaction(map.operator(), system.key(), connection -> {
            List<TableFinding> tables = new ArrayList<>();
            for (TableMap table : live.order()) {
                var expressions = table.block() instanceof BlockRule.Mark mark
                        ? List.of("t." + TableName.quote(mark.column()) + " = cast(" + Sql.literal(mark.blocked())
                                + " as "
                                + Optional.ofNullable(live.live(table).columns().get(mark.column()))
                                        .orElseThrow()
                                        .type()
                                + ")")
                        : List.<String>of();
                var rows = live.queries(table).rows(connection, identifiers, expressions, false, maxRows);
                var blocked = rows.stream()
                        .filter(r -> r.place() == TableQueries.Place.SHELTER
                                || (r.values().length > 0 && "t".equals(r.values()[0])))
                        .count();
                tables.add(new TableFinding(table.name(), rows.size(), blocked));
            }
            return tables;
        });
    }

    /** Goes from what is known to what the systems tell, until they tell nothing new. */
    Belonging belonging(DataMap map, Collection<Identifier> given) {
        Map<String, String> errors = new TreeMap<>();
        Map<String, People.Record> met = new LinkedHashMap<>();
        Set<Identifier> asked = new HashSet<>();
        Set<Identifier> ask = new LinkedHashSet<>(given);
        var sorted = People.sort(given, List.of());
        for (int round = 0; !ask.isEmpty(); round++) {
            if (round == ROUNDS) {
                // A chain this long is no person: the map or the data are at fault, and a half-known person must not be
                // acted on.
                map.systems().forEach(s -> errors.putIfAbsent(s.key(), "too-wide"));
                break;
            }
            var identifiers = IdentifierSet.of(ask);
            for (SystemMap system : map.systems()) {
                if (!errors.containsKey(system.key())) {
                    try {
                        meet(map, system, identifiers, met);
                    } catch (SystemUnavailableException e) {
                        errors.put(system.key(), e.code());
                    }
                }
            }
            asked.addAll(ask);
            sorted = People.sort(given, met.values());
            ask = new LinkedHashSet<>(sorted.covered());
            ask.addAll(sorted.ask());
            ask.removeAll(asked);
        }
        return new Belonging(sorted, errors);
    }

    private void meet(DataMap map, SystemMap system, IdentifierSet identifiers, Map<String, People.Record> met) {
        if (system.connector() == Connector.MANUAL) {
            return;
        }
        if (system.connector() == Connector.HTTP) {
            var accepted = identifiers.all().stream()
                    .filter(i -> system.accepts().contains(i.kind()))
                    .toList();
            if (!accepted.isEmpty()) {
                Map<Identifier, String> told = new LinkedHashMap<>();
                for (SystemClients.Named named : ask(map, system, accepted).identifiersOrNone()) {
                    kind(named.kind())
                            .flatMap(k -> Identifiers.find(k, named.value()))
                            .ifPresent(i -> told.put(i, system.key()));
                }
                if (!told.isEmpty()) {
                    accepted.forEach(i -> told.putIfAbsent(i, system.key()));
                    met.put(
                            told.keySet().stream()
                                    .map(i -> i.kind() + i.value())
                                    .sorted()
                                    .collect(Collectors.joining("\n", system.key() + "\n", "")),
                            new People.Record(told));
                }
            }
            return;
        }
        var live = maps.live(map, system);
        connections.inTransaction(map.operator(), system.key(), connection -> {
            for (TableMap table : live.order()) {
                var queries = live.queries(table);
                if (!queries.tells()) {
                    continue;
                }
                for (TableQueries.Met row : queries.meet(connection, identifiers, MAX_MET)) {
                    Map<Identifier, String> told = new LinkedHashMap<>();
                    row.own().forEach((id, from) -> told.put(id, system.key() + "/" + from));
                    var key = told.entrySet().stream()
                            .map(e -> e.getKey().kind() + e.getKey().value() + "@" + e.getValue())
                            .sorted()
                            .collect(Collectors.joining("\n"));
                    met.put(key, new People.Record(told));
                }
            }
            return true;
        });
    }

    private SystemClients.Answer ask(DataMap map, SystemMap system, Collection<Identifier> identifiers) {
        var name = map.operator().value() + "/" + system.key();
        var accepted = identifiers.stream()
                .filter(i -> system.accepts().contains(i.kind()))
                .toList();
        return clients.ask(
                        name,
                        connections.http(map.operator(), system.key()),
                        SystemClients.call("find", map.operator().value(), system.key(), accepted))
                .orElseThrow(() -> new SystemUnavailableException(name, "bad-answer"));
    }

    private static Optional<IdentifierKind> kind(@Nullable String json) {
        try {
            return json == null ? Optional.empty() : Optional.of(IdentifierKind.of(json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
