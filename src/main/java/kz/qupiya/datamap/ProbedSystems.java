package kz.qupiya.datamap;

import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.NotFoundException;
import org.springframework.stereotype.Component;

/** Asks systems whether they work. */
@Component
class ProbedSystems implements Systems {

    private final LoadedMaps maps;
    private final Connections connections;
    private final SystemClients clients;

    ProbedSystems(LoadedMaps maps, Connections connections, SystemClients clients) {
        this.maps = maps;
        this.connections = connections;
        this.clients = clients;
    }

    @Override
    public Health probe(OperatorKey operator, String system) {
        var mapped =
                maps.get(operator).system(system).orElseThrow(() -> new NotFoundException("datamap.unknown-system"));
        try {
            switch (mapped.connector()) {
                case JDBC ->
                    connections.inTransaction(operator, system, connection -> {
                        try (var statement = connection.createStatement();
                                var row = statement.executeQuery("select 1")) {
                            return row.next();
                        }
                    });
                case HTTP ->
                    clients.ask(
                            operator.value() + "/" + system,
                            connections.http(operator, system),
                            SystemClients.call("probe", operator.value(), system, java.util.List.of()));
                case MANUAL -> {
                    return Health.BY_HAND;
                }
            }
            return Health.UP;
        } catch (SystemUnavailableException e) {
            return Connections.NOT_CONFIGURED.equals(e.code()) ? Health.NOT_CONFIGURED : Health.DOWN;
        }
    }
}
