package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import org.springframework.stereotype.Component;

/** Looks obligations up by the map: a query, a service, or the custodian. */
@Component
class SystemObligations implements Obligations {

    private static final String STEP = "obligations";

    private final LoadedMaps maps;
    private final SystemsFinder finder;
    private final Connections connections;
    private final SystemClients clients;
    private final int maxRows;

    SystemObligations(
            LoadedMaps maps,
            SystemsFinder finder,
            Connections connections,
            SystemClients clients,
            DataMapSettings settings) {
        this.maps = maps;
        this.finder = finder;
        this.connections = connections;
        this.clients = clients;
        this.maxRows = settings.tuning().maxRowsOrDefault();
    }

    @Override
    public Found find(OperatorKey operator, Collection<Identifier> person) {
        var map = maps.get(operator);
        var belonging = finder.belonging(map, person);
        // What cannot be told apart is not held against anybody: another person's debt is no ground to refuse this one.
        var identifiers = IdentifierSet.of(belonging.people().certain());
        List<Obligation> found = new ArrayList<>();
        // A system that was down may know an identifier by which another one would have found more.
        var failed = new TreeSet<>(belonging.errors().keySet());
        var toAsk = new TreeSet<String>();
        for (SystemMap system : map.systems()) {
            if (system.obligations().isEmpty() || failed.contains(system.key())) {
                continue;
            }
            try {
                switch (system.connector()) {
                    case JDBC -> found.addAll(query(map, system, identifiers));
                    case HTTP -> found.addAll(ask(map, system, identifiers));
                    case MANUAL -> toAsk.add(system.key());
                }
            } catch (SystemUnavailableException e) {
                failed.add(system.key());
            }
        }
        return new Found(found, failed, toAsk);
    }

    @Override
    public List<Question> questions(OperatorKey operator, String system) {
        return maps.get(operator).system(system).stream()
                .filter(s -> s.connector() == Connector.MANUAL)
                .flatMap(s -> s.obligations().stream())
                .map(rule -> new Question(system, rule.code(), rule.name(), rule.purposes()))
                .toList();
    }

    private List<Obligation> query(DataMap map, SystemMap system, IdentifierSet identifiers) {
        var live = maps.live(map, system);
        return connections.inTransaction(
                map.operator(), system.key(), connection -> {
                    List<Obligation> found = new ArrayList<>();
                    for (ObligationRule rule : system.obligations()) {
                        var table = system.tables().stream()
                                .filter(t -> t.name().equals(rule.table()))
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException("not on the map: " + rule.table()));
                        var queries = live.queries(table);
                        var without = rule.without();
                        var unfulfilled = queries.condition(rule.where())
                                + (without == null ? "" : " and " + queries.without(without));
                        var count = queries
                                .rows(connection, identifiers, List.of("(" + unfulfilled + ")::text"), false, maxRows)
                                .stream()
                                .filter(row -> "true".equals(row.values()[0]))
                                .count();
                        if (count > 0) {
                            found.add(obligation(system, rule, count));
                        }
                    }
                    return found;
                });
    }

    /** A service that names what the map does not know has said nothing that could be used: it counts as not asked. */
    private List<Obligation> ask(DataMap map, SystemMap system, IdentifierSet identifiers) {
        var name = map.operator().value() + "/" + system.key();
        var accepted = identifiers.all().stream()
                .filter(i -> system.accepts().contains(i.kind()))
                .toList();
        var answer = clients.ask(
                        name,
                        connections.http(map.operator(), system.key()),
                        SystemClients.call(STEP, map.operator().value(), system.key(), accepted))
                .orElseThrow(() -> new SystemUnavailableException(name, "bad-answer"));
        Map<String, ObligationRule> byCode =
                system.obligations().stream().collect(Collectors.toMap(ObligationRule::code, rule -> rule));
        var said = answer.obligations();
        if (!"done".equals(answer.state())
                || said == null
                || said.stream().anyMatch(o -> !byCode.containsKey(o.code()) || o.count() < 0)) {
            throw new SystemUnavailableException(name, "bad-answer");
        }
        return system.obligations().stream()
                .flatMap(rule -> said.stream()
                        .filter(o -> o.code().equals(rule.code()) && o.count() > 0)
                        .map(o -> obligation(system, rule, o.count())))
                .toList();
    }

    private static Obligation obligation(SystemMap system, ObligationRule rule, long count) {
        return new Obligation(system.key(), rule.code(), rule.name(), count, rule.purposes());
    }
}
