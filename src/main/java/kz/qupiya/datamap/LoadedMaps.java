package kz.qupiya.datamap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The maps as they were read, and the systems as they were checked. A system is checked at the start and again at the first use after it was down; what was found
 * is kept, so that no act reads the catalog.
 */
@Component
class LoadedMaps implements DataMaps {

    private static final Logger log = LoggerFactory.getLogger(LoadedMaps.class);
    private static final String FILE = "data-map.yaml";

    private final Connections connections;
    private final Clock clock;
    private final Map<String, DataMap> maps = new LinkedHashMap<>();
    private final Map<String, List<MapFault>> unreadable = new TreeMap<>();
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private record Checked(SystemCheck check, @Nullable LiveSystem live) {}

    LoadedMaps(DataMapSettings settings, Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
        var sources = new TreeMap<String, Source>();
        read(settings.tuning().mapsOrDefault()).forEach(source -> sources.put(source.operator(), source));
        own(settings.operatorDir()).forEach(source -> sources.put(source.operator(), source));
        sources.values().stream()
                .filter(source -> settings.starts(source.operator()))
                .forEach(source -> add(source.operator(), source.file(), source.text()));
    }

    private record Source(String operator, String file, String text) {}

    private static List<Source> read(String location) {
        List<Source> sources = new ArrayList<>();
        try {
            for (var resource : new PathMatchingResourcePatternResolver().getResources(location + "/*/" + FILE)) {
                var path = resource.getURL().getPath();
                var folder = path.substring(0, path.length() - FILE.length() - 1);
                var operator = folder.substring(folder.lastIndexOf('/') + 1);
                sources.add(new Source(
                        operator,
                        "operators/" + operator + "/" + FILE,
                        resource.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data maps cannot be read from " + location, e);
        }
        return sources;
    }

    /** The maps of the customer's own directory, as {@code OperatorFiles} finds the profiles there. */
    private static List<Source> own(@Nullable Path directory) {
        if (directory == null) {
            return List.of();
        }
        List<Source> sources = new ArrayList<>();
        try (var folders = Files.list(directory)) {
            for (var file : folders.map(folder -> folder.resolve(FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                sources.add(new Source(
                        String.valueOf(file.getName(file.getNameCount() - 2)),
                        file.toString(),
                        Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data maps cannot be read from " + directory, e);
        }
        return sources;
    }

    private void add(String operator, String file, String text) {
        var result = MapReader.read(operator, file, text);
        var map = result.map();
        if (map != null) {
            maps.put(operator, map);
        } else {
            unreadable.put(operator, result.faults());
            result.faults().forEach(fault -> log.error("Operator {} does not start: {}", operator, fault));
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void checkAll() {
        maps.values().forEach(map -> check(map.operator()));
    }

    @Override
    public Optional<DataMap> find(OperatorKey operator) {
        return faults(operator.value()).isEmpty() ? Optional.ofNullable(maps.get(operator.value())) : Optional.empty();
    }

    @Override
    public DataMap get(OperatorKey operator) {
        var map = find(operator);
        if (map.isPresent()) {
            return map.get();
        }
        if (faults(operator.value()).isEmpty()) {
            throw new NotFoundException("datamap.unknown-operator");
        }
        throw new ConflictException("datamap.rejected");
    }

    @Override
    public List<DataMap> all() {
        return maps.values().stream()
                .filter(m -> faults(m.operator().value()).isEmpty())
                .toList();
    }

    @Override
    public List<RejectedMap> rejected() {
        var operators = new TreeMap<String, List<MapFault>>(unreadable);
        maps.keySet().forEach(operator -> {
            var faults = faults(operator);
            if (!faults.isEmpty()) {
                operators.put(operator, faults);
            }
        });
        return operators.entrySet().stream()
                .map(e -> new RejectedMap(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public List<SystemCheck> check(OperatorKey operator) {
        var map = maps.get(operator.value());
        if (map == null) {
            return List.of();
        }
        map.systems().stream().filter(s -> s.connector() == Connector.JDBC).forEach(s -> check(map, s));
        return checks(operator);
    }

    @Override
    public List<SystemCheck> checks(OperatorKey operator) {
        var map = maps.get(operator.value());
        if (map == null) {
            return List.of();
        }
        return map.systems().stream()
                .map(s -> s.connector() == Connector.JDBC
                        ? Optional.ofNullable(checked.get(name(map, s)))
                                .map(Checked::check)
                                .orElse(new SystemCheck(s.key(), null, null, List.of()))
                        : new SystemCheck(s.key(), clock.instant(), null, List.of()))
                .toList();
    }

    /**
     * The system as it was checked; checks it first if that has not been possible so far.
     *
     * @throws SystemUnavailableException if it does not answer, or its schema is not as the map says
     */
    LiveSystem live(DataMap map, SystemMap system) {
        var name = name(map, system);
        var known = checked.get(name);
        if (known == null || known.check().error() != null) {
            synchronized (locks.computeIfAbsent(name, n -> new Object())) {
                known = checked.get(name);
                if (known == null || known.check().error() != null) {
                    known = check(map, system);
                }
            }
        }
        var live = known.live();
        if (live == null) {
            throw new SystemUnavailableException(
                    name, Optional.ofNullable(known.check().error()).orElse("not-as-mapped"));
        }
        return live;
    }

    private Checked check(DataMap map, SystemMap system) {
        var name = name(map, system);
        Checked result;
        var faults = new CopyOnWriteArrayList<MapFault>();
        try {
            var live = connections.<Optional<LiveSystem>>inTransaction(map.operator(), system.key(), connection -> {
                var found = examine(map, system, connection);
                faults.addAll(found.faults());
                return Optional.ofNullable(found.live());
            });
            result = new Checked(
                    new SystemCheck(system.key(), clock.instant(), null, List.copyOf(faults)), live.orElse(null));
        } catch (SystemUnavailableException e) {
            var before = checked.get(name);
            // What was right when the system last answered is still the best knowledge; a fault found then stands too.
            if (before != null && before.check().error() == null) {
                return before;
            }
            log.warn("System {} cannot be checked against its data map: {}", name, e.code());
            result = new Checked(new SystemCheck(system.key(), null, e.code(), List.of()), null);
        }
        faults.forEach(fault ->
                log.error("Operator {} does not start: {}", map.operator().value(), fault));
        checked.put(name, result);
        return result;
    }

    private static SchemaCheck.Result examine(DataMap map, SystemMap system, Connection connection)
            throws SQLException {
        connection.setReadOnly(true);
        try {
            return SchemaCheck.check(map, system, connection);
        } finally {
            connection.rollback();
            connection.setReadOnly(false);
        }
    }

    private List<MapFault> faults(String operator) {
        var text = unreadable.get(operator);
        if (text != null) {
            return text;
        }
        var map = maps.get(operator);
        if (map == null) {
            return List.of();
        }
        return map.systems().stream()
                .flatMap(s -> Optional.ofNullable(checked.get(name(map, s))).stream())
                .flatMap(c -> c.check().faults().stream())
                .toList();
    }

    private static String name(DataMap map, SystemMap system) {
        return map.operator().value() + "/" + system.key();
    }
}
