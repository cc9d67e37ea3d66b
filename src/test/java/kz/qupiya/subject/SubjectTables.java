package kz.qupiya.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A PostgreSQL with the tables of subjects and restrictions, and the module's beans put together by hand; quicker than the application. */
public final class SubjectTables implements AutoCloseable {

    public static final String MASTER = key();
    public static final String HASH = key();

    public final EmbeddedPostgres postgres;
    public final HikariDataSource dataSource;
    public final JdbcClient jdbc;
    public final JdbcTemplate template;
    public final TransactionTemplate transaction;
    public final JdbcTransactionManager transactions;
    public final List<Object> events = new ArrayList<>();
    public final List<Consumer<Object>> listeners = new ArrayList<>();
    public final Clock clock;
    public final IdentifierHasher hasher;
    public final CaseVault vault;
    public final CaseSeals caseSeals;
    public final CaseSubjects subjects;
    public final IdentityLinks links;
    public SealedValues seals;
    public final KeyedDigests digests;
    final ApplicationEventPublisher publisher = event -> {
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    };
    final Keys keys = Keys.of(new KeySettings(MASTER, null, HASH, null));

    public SubjectTables(Clock clock) {
        this.clock = clock;
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("fsync", "off")
                    .setRegisterShutdownHook(true)
                    .start();
            var config = new HikariConfig();
            config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            config.setMaximumPoolSize(20);
            config.setMinimumIdle(1);
            dataSource = new HikariDataSource(config);
            migrate();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        jdbc = JdbcClient.create(dataSource);
        template = new JdbcTemplate(dataSource);
        transactions = new JdbcTransactionManager(dataSource);
        transaction = new TransactionTemplate(transactions);
        var keyed = new KeyedHasher(keys);
        hasher = keyed;
        digests = keyed;
        seals = newSeals();
        var caseKeys = new CaseKeys(jdbc, keys, clock);
        vault = new TinkCaseVault(jdbc, template, caseKeys, clock);
        caseSeals = new TinkCaseSeals(caseKeys);
        subjects = new JdbcCaseSubjects(jdbc, template, caseKeys, hasher, clock);
        links = new JdbcIdentityLinks(jdbc, hasher, publisher, clock);
    }

    public ApplicationEventPublisher publisher() {
        return publisher;
    }

    /** Runs in a transaction of its own. */
    public <T> T in(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    /** Runs in a transaction of its own. */
    public void run(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    public void clear() {
        events.clear();
        seals = newSeals();
        template.execute(
                "truncate qupiya.vault_key, qupiya.seal_key, qupiya.identity_link, qupiya.key_check, qupiya.restriction cascade");
    }

    private SealKeys newSeals() {
        return new SealKeys(jdbc, keys, clock, transactions);
    }

    /** 32 random bytes in Base64. */
    static String key() {
        var bytes = new byte[Keys.LENGTH];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void migrate() throws IOException, SQLException {
        var scripts = new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql");
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            for (var script : Arrays.stream(scripts)
                    .filter(s -> String.valueOf(s.getFilename()).matches("V(3|20|30|40|100|111_1)_.*"))
                    .sorted(Comparator.comparing(
                            s -> Integer.valueOf(String.valueOf(s.getFilename()).replaceAll("V(\\d+)_.*", "$1"))))
                    .toList()) {
                statement.execute(script.getContentAsString(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() throws IOException {
        dataSource.close();
        postgres.close();
    }
}
