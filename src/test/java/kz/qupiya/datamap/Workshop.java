package kz.qupiya.datamap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.HoldWords;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The module on a real PostgreSQL without the rest of the application: our database with the migrations, and an operator's database made by the test from its
 * own SQL and map. The neighbours are stand-ins in memory.
 */
final class Workshop implements AutoCloseable {

    static final OperatorKey OPERATOR = new OperatorKey("testoperator");

    private static final List<String> MIGRATIONS = List.of(
            "V50_1__datamap",
            "V101_1__stops",
            "V101_2__acknowledgements",
            "V101_3__suspended_destructions",
            "V111_2__credential_reset",
            "V120_1__held_items");
    private static EmbeddedPostgres postgres;
    private static final Set<String> DATABASES = new HashSet<>();

    final JdbcClient ours;
    final JdbcClient theirs;
    final MemoryVault vault = new MemoryVault();
    final StandingRestrictions restrictions = new StandingRestrictions();
    final StandingHolds holds = new StandingHolds(restrictions);

    /** Cases that the register knows to be decided. */
    final Set<UUID> decided = new HashSet<>();

    final MovableClock clock = new MovableClock();
    final List<Object> events = new ArrayList<>();
    final Map<String, HttpConnection> services = new HashMap<>();
    final AtomicReference<String> theirUrl = new AtomicReference<>();
    final LoadedMaps maps;
    final Connections connections;
    final SystemsFinder finder;
    final ActStore store;
    final DataActs acts;
    final ProbedSystems systems;
    final MappedRowPeople rowPeople;
    final JdbcTransactionManager transactions;
    final Path folder;
    final SystemClients clients;
    final DataMapSettings settings;
    final DataSource source;

    static Workshop of(String schema, String map) {
        return new Workshop(schema, map);
    }

    private static synchronized EmbeddedPostgres server() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    /** An empty database; the same one for every test, because creating one takes a second. */
    private static synchronized String database(String name) throws SQLException {
        try (var connection = server().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            if (DATABASES.add(name)) {
                statement.execute("create database " + name);
            }
        }
        var url = server().getJdbcUrl("postgres", name);
        try (var connection = new DriverManagerDataSource(url).getConnection();
                var statement = connection.createStatement()) {
            List<String> schemas = new ArrayList<>();
            try (var rows = statement.executeQuery(
                    "select quote_ident(nspname) from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'")) {
                while (rows.next()) {
                    schemas.add(rows.getString(1));
                }
            }
            for (String schema : schemas) {
                statement.execute("drop schema " + schema + " cascade");
            }
            statement.execute("create schema public");
        }
        return url;
    }

    private Workshop(String schema, String map) {
        try {
            var url = database("ours");
            source = new DriverManagerDataSource(url);
            ours = JdbcClient.create(source);
            ours.sql("create schema qupiya").update();
            try (var connection = source.getConnection()) {
                for (String migration : MIGRATIONS) {
                    org.springframework.jdbc.datasource.init.ScriptUtils.executeSqlScript(
                            connection,
                            new org.springframework.core.io.ClassPathResource("db/migration/" + migration + ".sql"));
                }
            }
            theirUrl.set(database("theirs"));
            theirs = JdbcClient.create(new DriverManagerDataSource(theirUrl.get()));
            try (var connection = new DriverManagerDataSource(theirUrl.get()).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(schema);
            }
            folder = Files.createTempDirectory("maps");
            var file = folder.resolve(OPERATOR.value()).resolve("data-map.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, map, StandardCharsets.UTF_8);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings = new DataMapSettings(
                null,
                null,
                new DataMapSettings.Tuning(
                        "file:" + folder,
                        4,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        null,
                        null));
        var beans = new StaticListableBeanFactory();
        beans.addBean("connections", new SystemConnections() {
            @Override
            public Optional<JdbcConnection> jdbc(OperatorKey operator, String system) {
                return Optional.of(new JdbcConnection(theirUrl.get(), "postgres", ""));
            }

            @Override
            public Optional<HttpConnection> http(OperatorKey operator, String system) {
                return Optional.ofNullable(services.get(system));
            }
        });
        connections = new Connections(settings, beans.getBeanProvider(SystemConnections.class));
        maps = new LoadedMaps(settings, connections, clock);
        clients = new SystemClients(settings, clock);
        finder = new SystemsFinder(maps, connections, clients, settings);
        transactions = new JdbcTransactionManager(source);
        store = new ActStore(ours, vault, new PlainHasher());
        var messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages/datamap", "messages/operator", "messages/restriction");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        acts = new DataActs(
                maps,
                finder,
                connections,
                clients,
                store,
                restrictions,
                holds,
                new HoldWords(messages),
                caseIds -> caseIds.stream().filter(decided::contains).collect(Collectors.toSet()),
                vault,
                messages,
                events::add,
                clock,
                transactions,
                settings);
        systems = new ProbedSystems(maps, connections, clients);
        rowPeople = new MappedRowPeople(maps, connections);
    }

    /** Prepares, approves if need be, and runs and proves an act in every system. */
    Act whole(PrepareAct order) {
        var act = acts.preview(order);
        if (order.kind().needsApproval()) {
            acts.approve(act.id(), act.digest(), "lawyer");
        }
        for (Act.ActSystem system : act.systems()) {
            acts.run(act.id(), system.system());
            acts.prove(act.id(), system.system());
        }
        return acts.get(act.id());
    }

    String one(String sql) {
        return String.valueOf(theirs.sql(sql).query(String.class).optional().orElse("null"));
    }

    void sql(String sql) {
        theirs.sql(sql).update();
    }

    static Identifier iin(String value) {
        return new Identifier(IdentifierKind.IIN, value);
    }

    static Identifier phone(String value) {
        return new Identifier(IdentifierKind.PHONE, value);
    }

    static Identifier login(String value) {
        return new Identifier(IdentifierKind.LOGIN, value);
    }

    @Override
    public void close() {
        connections.close();
    }

    /** A clock that a test sets. */
    static final class MovableClock extends Clock {

        Instant now = Instant.parse("2026-06-01T06:00:00Z");

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Keeps values in memory; what is sealed is not readable as it lies. */
    static final class MemoryVault implements CaseVault {

        final Map<String, String> values = new HashMap<>();
        final Set<UUID> destroyed = new HashSet<>();

        @Override
        public void put(UUID caseId, String field, String value) {
            values.put(caseId + "/" + field, value);
        }

        @Override
        public void putAll(UUID caseId, Map<String, String> more) {
            more.forEach((field, value) -> put(caseId, field, value));
        }

        @Override
        public Optional<String> reveal(UUID caseId, String field) {
            return Optional.ofNullable(values.get(caseId + "/" + field));
        }

        @Override
        public Map<String, String> revealAll(UUID caseId) {
            return Map.copyOf(values);
        }

        @Override
        public Set<String> fields(UUID caseId) {
            return Set.copyOf(values.keySet());
        }

        @Override
        public void remove(UUID caseId, String field) {
            values.remove(caseId + "/" + field);
        }

        @Override
        public byte[] seal(UUID caseId, String label, byte[] plain) {
            return flip((caseId + label + "\n" + new String(plain, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<byte[]> open(UUID caseId, String label, byte[] sealed) {
            if (destroyed.contains(caseId)) {
                return Optional.empty();
            }
            var text = new String(flip(sealed), StandardCharsets.UTF_8);
            if (!text.startsWith(caseId + label + "\n")) {
                throw new IllegalStateException("sealed for something else");
            }
            return Optional.of(text.substring((caseId + label + "\n").length()).getBytes(StandardCharsets.UTF_8));
        }

        private static byte[] flip(byte[] bytes) {
            var flipped = Arrays.copyOf(bytes, bytes.length);
            for (int i = 0; i < flipped.length; i++) {
                flipped[i] ^= 0x5a;
            }
            return flipped;
        }

        @Override
        public void destroyKey(UUID caseId) {
            destroyed.add(caseId);
        }
    }

    /** The hash of the subject module with a fixed key. */
    static final class PlainHasher implements IdentifierHasher {

        @Override
        public IdentifierHash hash(OperatorKey operator, Identifier identifier) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
                mac.update((operator.value() + "\0" + identifier.kind() + "\0" + identifier.value())
                        .getBytes(StandardCharsets.UTF_8));
                return IdentifierHash.of(identifier.kind(), mac.doFinal());
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The holds among the restrictions that a test sets; a test may do something at the moment when no more can be placed. */
    static final class StandingHolds implements Holds {

        private final StandingRestrictions restrictions;

        /** Whether one of them has not been searched for. */
        boolean searching;

        Runnable beforeGuard = () -> {};
        /** Whom the acts have asked about. */
        final List<Collection<Identifier>> asked = new java.util.concurrent.CopyOnWriteArrayList<>();

        StandingHolds(StandingRestrictions restrictions) {
            this.restrictions = restrictions;
        }

        @Override
        public Held on(OperatorKey operator, Collection<Identifier> person) {
            asked.add(person);
            return new Held(
                    restrictions.standing.stream()
                            .filter(one -> one.kind() == RestrictionKind.HOLD)
                            .toList(),
                    unsearched(operator));
        }

        /** What keeps them. */
        static final Keeper KEEPER = new Keeper(RestrictionKind.HOLD, "TST-2026-000001");

        /** Whom of many a hold is on. */
        java.util.function.Predicate<Collection<Identifier>> keeps = person -> false;

        @Override
        public Map<Integer, Keeper> kept(OperatorKey operator, List<? extends Collection<Identifier>> people) {
            Map<Integer, Keeper> kept = new java.util.HashMap<>();
            for (int i = 0; i < people.size(); i++) {
                if (keeps.test(people.get(i))) {
                    kept.put(i, KEEPER);
                }
            }
            return kept;
        }

        @Override
        public List<Restriction> unsearched(OperatorKey operator) {
            return searching ? List.of(StandingRestrictions.made(RestrictionKind.HOLD, UUID.randomUUID())) : List.of();
        }

        @Override
        public <T> T whileNonePlaced(OperatorKey operator, Supplier<T> work) {
            beforeGuard.run();
            return work.get();
        }

        @Override
        public boolean keepFromBeingPlaced(OperatorKey operator) {
            return true;
        }
    }

    /** Restrictions that a test sets. */
    static final class StandingRestrictions implements Restrictions {

        final List<Restriction> standing = new ArrayList<>();

        @Override
        public void consentGiven(OperatorKey operator, Collection<GivenAnew> given) {
            throw new UnsupportedOperationException();
        }

        void add(RestrictionKind kind, UUID caseId) {
            standing.add(made(kind, caseId));
        }

        static Restriction made(RestrictionKind kind, UUID caseId) {
            var now = Instant.parse("2026-06-01T06:00:00Z");
            return new Restriction(
                    UUID.randomUUID(),
                    OPERATOR,
                    kind,
                    kind == RestrictionKind.HOLD ? CLAIM : "test",
                    Set.of(),
                    null,
                    caseId,
                    "TST-2026-000001",
                    now,
                    now,
                    null,
                    null,
                    1,
                    true);
        }

        @Override
        public Restriction place(PlaceRestriction order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void join(UUID restrictionId, Collection<Identifier> ofOneRecord) {}

        @Override
        public void searchCompleted(UUID restrictionId) {}

        @Override
        public void lift(UUID restrictionId, String reason) {}

        @Override
        public Restriction turn(UUID holdId, String reason, LocalDate until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Restriction> find(UUID restrictionId) {
            return Optional.empty();
        }

        @Override
        public List<Restriction> ofCase(UUID caseId) {
            return List.of();
        }

        @Override
        public List<Restriction> standingOn(OperatorKey operator, Collection<Identifier> identifiers) {
            return identifiers.isEmpty() ? List.of() : List.copyOf(standing);
        }

        @Override
        public List<Restriction> standingBeside(UUID restrictionId) {
            return List.of();
        }
    }
}
