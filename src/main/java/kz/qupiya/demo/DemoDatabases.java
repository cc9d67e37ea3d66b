package kz.qupiya.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kz.qupiya.datamap.JdbcConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The databases of the demonstration operators on the embedded server: created and filled when they are missing, kept as they are
 * otherwise, with whatever the cases of earlier runs did to them.
 *
 * <p>Schema and rows go in with one transaction, which also puts the version on the database as its comment; so a start that was
 * interrupted begins anew, and a database of an older version is replaced.
 */
@Component
@ConditionalOnProperty("qupiya.embedded")
final class DemoDatabases {

    private static final Logger log = LoggerFactory.getLogger(DemoDatabases.class);

    private static final int WORKERS = 3;
    private static final String CONNECTOR = "qupiya_connector";

    private final String adminUrl;

    /**
     * Leaves the databases ready.
     *
     * @param adminUrl JDBC URL of the embedded server's database {@code postgres}, with a user who may create databases
     */
    DemoDatabases(@Value("${qupiya.embedded.postgres.url}") String adminUrl) {
        this.adminUrl = adminUrl;
        try {
            create();
        } catch (SQLException e) {
            throw new IllegalStateException("the demonstration databases cannot be made", e);
        }
    }

    /** JDBC URL of an operator's database, with the administrator: what the operator's own systems use. */
    String url(DemoData data) {
        int query = adminUrl.indexOf('?');
        return address(data) + (query < 0 ? "" : adminUrl.substring(query));
    }

    /** The same database with the account of our connectors, which may do what the data map's page asks for and nothing else. */
    JdbcConnection forConnectors(DemoData data) {
        return new JdbcConnection(address(data), CONNECTOR, "");
    }

    private String address(DemoData data) {
        int path = adminUrl.indexOf('/', "jdbc:postgresql://".length());
        return adminUrl.substring(0, path + 1) + data.database();
    }

    private void create() throws SQLException {
        List<DemoData> missing = new ArrayList<>();
        for (DemoData data : DemoData.ALL) {
            if (!upToDate(data)) {
                missing.add(data);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        makeConnectorAccount();
        // the server copies its template and builds indexes while the next operator's rows are being made
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            DemoPeople people = DemoPeople.generate(DemoData.ALL.size());
            List<Future<Integer>> running = new ArrayList<>();
            for (DemoData data : missing) {
                running.add(workers.submit(() -> {
                    make(data);
                    return fill(data, data.rows(people));
                }));
            }
            for (int i = 0; i < running.size(); i++) {
                log.info(
                        "Demonstration data of {}: {} rows",
                        missing.get(i).operator(),
                        running.get(i).get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the demonstration databases cannot be filled", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demonstration databases were filled", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private boolean upToDate(DemoData data) throws SQLException {
        try (Connection connection = DriverManager.getConnection(adminUrl)) {
            return mark(data).equals(markOf(connection, data.database()));
        }
    }

    private void makeConnectorAccount() throws SQLException {
        try (Connection connection = DriverManager.getConnection(adminUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    do $$ begin
                        if not exists (select from pg_roles where rolname = '%1$s') then
                            create role %1$s login;
                        end if;
                    end $$
                    """
                            .formatted(CONNECTOR));
        }
    }

    private void make(DemoData data) throws SQLException {
        try (Connection connection = DriverManager.getConnection(adminUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + data.database() + " with (force)");
            // template0, so that nobody's open connection to template1 is in the way; copying files is several times
            // faster here than logging them
            statement.execute(
                    "create database " + data.database() + " encoding 'UTF8' template template0 strategy file_copy");
        }
    }

    private static @Nullable String markOf(Connection connection, String database) throws SQLException {
        try (var query = connection.prepareStatement(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = ?")) {
            query.setString(1, database);
            try (var result = query.executeQuery()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }

    private int fill(DemoData data, DemoRows rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(data));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(schema(data));
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            int count = 0;
            for (DemoRows.Table table : rows.tables()) {
                copy.copyIn(table.copyCommand(), new ByteArrayInputStream(table.bytes()));
                count += table.rows();
            }
            alignIdentities(statement);
            statement.execute("comment on database " + data.database() + " is '" + mark(data) + "'");
            connection.commit();
            // fresh tables have no statistics, and the first look-up should not wait for autovacuum
            connection.setAutoCommit(true);
            statement.execute("analyze");
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows came with numbers of their own; new rows of the operator's systems must go on after them. */
    private static void alignIdentities(Statement statement) throws SQLException {
        statement.execute(
                """
                do $$
                declare c record;
                begin
                    for c in select table_schema, table_name, column_name from information_schema.columns where is_identity = 'YES' loop
                        execute format(
                            'select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from %I.%I',
                            format('%I.%I', c.table_schema, c.table_name), c.column_name, c.column_name, c.table_schema, c.table_name);
                    end loop;
                end $$
                """);
    }

    static String schema(DemoData data) {
        try {
            return new ClassPathResource(data.schemaResource()).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mark(DemoData data) {
        return "Qupiya demonstration data, version " + data.version();
    }
}
