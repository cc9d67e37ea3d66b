package kz.qupiya.datamap;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Connections to operators' systems: the settings first, then what other modules contribute. Databases get a small pool each, which shares nothing with the
 * engine's data source.
 *
 * <p>What the driver says is never passed on: its messages may quote data.
 */
@Component
class Connections {

    private static final String LIVENESS = "08";
    private static final String POOL_EMPTY = "HY";

    private final DataMapSettings settings;
    private final ObjectProvider<SystemConnections> contributed;
    private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

    Connections(DataMapSettings settings, ObjectProvider<SystemConnections> contributed) {
        this.settings = settings;
        this.contributed = contributed;
    }

    /** Work with a connection whose transaction the work ends itself. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Does something in a transaction of a system: commits, or rolls back when the work throws.
     *
     * @throws SystemUnavailableException if the system cannot be reached or a statement fails
     */
    <T> T inTransaction(OperatorKey operator, String system, Work<T> work) {
        var name = operator.value() + "/" + system;
        try (var connection = pool(operator, system, name).getConnection()) {
            try {
                var result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new SystemUnavailableException(name, code(e));
        }
    }

    /** The service of an http system. */
    HttpConnection http(OperatorKey operator, String system) {
        var set = setting(settings.connections(), operator, system);
        if (set != null && StringUtils.hasText(set.url())) {
            return new HttpConnection(
                    URI.create(set.url()), secret(operator.value() + "/" + system, set.secret(), set.secretFile()));
        }
        return contributed
                .orderedStream()
                .flatMap(c -> c.http(operator, system).stream())
                .findFirst()
                .orElseThrow(() -> new SystemUnavailableException(operator.value() + "/" + system, NOT_CONFIGURED));
    }

    /** The address of a recipient who is told by http. */
    HttpConnection recipient(OperatorKey operator, String recipient) {
        var set = setting(settings.recipientConnections(), operator, recipient);
        if (set == null || !StringUtils.hasText(set.url())) {
            throw new SystemUnavailableException(operator.value() + "/" + recipient, NOT_CONFIGURED);
        }
        return new HttpConnection(
                URI.create(set.url()), secret(operator.value() + "/" + recipient, set.secret(), set.secretFile()));
    }

    /** What a recipient signs with, however it is told; nothing where none is configured. */
    Optional<String> recipientSecret(OperatorKey operator, String recipient) {
        var set = setting(settings.recipientConnections(), operator, recipient);
        return set == null
                ? Optional.empty()
                : Optional.of(password(operator.value() + "/" + recipient, set.secret(), set.secretFile()))
                        .filter(StringUtils::hasText);
    }

    /** The mail address of a recipient. */
    Optional<String> recipientAddress(OperatorKey operator, String recipient) {
        var set = setting(settings.recipientConnections(), operator, recipient);
        return set == null
                ? Optional.empty()
                : Optional.ofNullable(set.address()).filter(StringUtils::hasText);
    }

    static final String NOT_CONFIGURED = "not-configured";

    /** A code for what went wrong, without the driver's words. */
    static String code(SQLException e) {
        var state = e.getSQLState();
        if (state == null || state.startsWith(LIVENESS) || state.startsWith(POOL_EMPTY) || state.startsWith("57P")) {
            return "unreachable";
        }
        return switch (state) {
            case "57014" -> "timeout";
            case "55P03", "40P01", "40001" -> "locked";
            case "28P01", "28000" -> "login-refused";
            case "3D000" -> "unreachable";
            default -> "sql-" + state;
        };
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken: the server has rolled back, and the pool will throw the connection away.
            return;
        }
    }

    private HikariDataSource pool(OperatorKey operator, String system, String name) {
        var open = pools.get(name);
        if (open != null) {
            return open;
        }
        var connection = jdbc(operator, system, name);
        return pools.computeIfAbsent(name, n -> open(n, connection));
    }

    private JdbcConnection jdbc(OperatorKey operator, String system, String name) {
        var set = setting(settings.connections(), operator, system);
        if (set != null && StringUtils.hasText(set.url())) {
            var username = set.username() == null ? "" : set.username();
            return new JdbcConnection(set.url(), username, password(name, set.password(), set.passwordFile()));
        }
        return contributed
                .orderedStream()
                .flatMap(c -> c.jdbc(operator, system).stream())
                .findFirst()
                .orElseThrow(() -> new SystemUnavailableException(name, NOT_CONFIGURED));
    }

    private HikariDataSource open(String name, JdbcConnection connection) {
        var tuning = settings.tuning();
        var config = new HikariConfig();
        config.setPoolName("qupiya-" + name);
        config.setJdbcUrl(connection.url());
        if (!connection.username().isEmpty()) {
            config.setUsername(connection.username());
            config.setPassword(connection.password());
        }
        config.setMaximumPoolSize(tuning.poolSizeOrDefault());
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(tuning.connectTimeoutOrDefault().toMillis());
        config.setValidationTimeout(
                Math.max(250, tuning.connectTimeoutOrDefault().toMillis() / 2));
        config.setInitializationFailTimeout(-1);
        var statement = tuning.statementTimeoutOrDefault().toMillis();
        config.addDataSourceProperty("ApplicationName", "qupiya");
        config.addDataSourceProperty(
                "connectTimeout",
                String.valueOf(Math.max(1, tuning.connectTimeoutOrDefault().toSeconds())));
        config.addDataSourceProperty("socketTimeout", String.valueOf(2 * Math.max(1, statement / 1000) + 5));
        // The server's detail of an error quotes the row; without it no value can reach a log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=" + statement + " -c lock_timeout=" + statement
                        + " -c idle_in_transaction_session_timeout=60000"
                        + " -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c extra_float_digits=1");
        return new HikariDataSource(config);
    }

    private static DataMapSettings.@Nullable Connection setting(
            Map<String, Map<String, DataMapSettings.Connection>> all, OperatorKey operator, String key) {
        return all.getOrDefault(operator.value(), Map.of()).get(key);
    }

    private static String password(String name, @Nullable String password, @Nullable String file) {
        if (!StringUtils.hasText(file)) {
            return password == null ? "" : password;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new SystemUnavailableException(name, "password-file");
        }
    }

    private static String secret(String name, @Nullable String secret, @Nullable String file) {
        var value = password(name, secret, file);
        if (value.isEmpty()) {
            throw new SystemUnavailableException(name, NOT_CONFIGURED);
        }
        return value;
    }

    /** Closes the connections of a system, so that the next use opens them with the settings of then. */
    void forget(OperatorKey operator, String system) {
        var pool = pools.remove(operator.value() + "/" + system);
        if (pool != null) {
            pool.close();
        }
    }

    @PreDestroy
    void close() {
        List.copyOf(pools.values()).forEach(HikariDataSource::close);
        pools.clear();
    }
}
