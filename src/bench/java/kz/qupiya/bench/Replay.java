package kz.qupiya.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kz.qupiya.bench.CapturingDriver.Given;
import kz.qupiya.bench.CapturingDriver.GivenArray;
import kz.qupiya.bench.CapturingDriver.Sent;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was recorded once more over one connection. Rows are addressed by their place in the table, which changes with every update; so the
 * places read now stand for those that were read then.
 */
final class Replay {

    private final Connection connection;

    Replay(Connection connection) {
        this.connection = connection;
    }

    /** Fails when a statement does not give or change as many rows as it did. */
    void send(List<Sent> recorded) throws Exception {
        Map<String, String> places = new HashMap<>();
        for (Sent sent : recorded) {
            if (sent.sql == null) {
                connection.commit();
            } else if (sent.prepared) {
                prepared(sent, sent.sql, places);
            } else {
                try (var statement = connection.createStatement()) {
                    statement.execute(sent.sql);
                }
            }
        }
    }

    private void prepared(Sent sent, String sql, Map<String, String> places) throws Exception {
        try (var statement = connection.prepareStatement(sql)) {
            Object @Nullable [] tables = null;
            for (Given given : sent.given) {
                var arguments = given.arguments();
                if (arguments[1] instanceof GivenArray array) {
                    set(statement, (int) arguments[0], array, tables, places);
                    tables = array.elements();
                } else {
                    given.setter().invoke(statement, arguments);
                }
            }
            if (sent.rows != null) {
                query(statement, sent.rows, places);
            } else if (sent.changed >= 0) {
                same(statement.executeUpdate(), sent.changed);
            } else {
                statement.execute();
            }
        }
    }

    /** An array of places follows one of the tables they are in. */
    private void set(
            PreparedStatement statement,
            int at,
            GivenArray array,
            Object @Nullable [] tables,
            Map<String, String> places)
            throws SQLException {
        var elements = array.elements();
        if (tables != null
                && tables.length == elements.length
                && Arrays.stream(elements).allMatch(Replay::isPlace)) {
            var now = new Object[elements.length];
            for (int i = 0; i < now.length; i++) {
                now[i] = Objects.requireNonNull(places.get(tables[i] + " " + elements[i]), "a row that was not read");
            }
            elements = now;
        }
        statement.setArray(at, connection.createArrayOf(array.type(), elements));
    }

    private static void query(PreparedStatement statement, List<@Nullable String[]> then, Map<String, String> places)
            throws SQLException {
        List<@Nullable String[]> now = new ArrayList<>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                now.add(CapturingDriver.row(rows));
            }
        }
        same(now.size(), then.size());
        if (now.isEmpty() || now.get(0).length < 3 || !isPlace(now.get(0)[1])) {
            return;
        }
        Map<List<@Nullable String>, Deque<String>> free = new HashMap<>();
        for (@Nullable String[] row : now) {
            free.computeIfAbsent(content(row), c -> new ArrayDeque<>()).add(String.valueOf(row[1]));
        }
        for (@Nullable String[] row : then) {
            var alike = Objects.requireNonNull(free.get(content(row)), "a row that has changed");
            places.put(row[0] + " " + row[1], alike.remove());
        }
    }

    private static List<@Nullable String> content(@Nullable String[] row) {
        return Arrays.asList(row).subList(2, row.length);
    }

    private static boolean isPlace(@Nullable Object value) {
        return value instanceof String text && text.startsWith("(") && text.endsWith(")") && text.indexOf(',') > 0;
    }

    private static void same(int now, int then) {
        if (now != then) {
            throw new IllegalStateException(now + " rows, not " + then);
        }
    }
}
