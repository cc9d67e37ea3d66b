package kz.qupiya.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to the driver of PostgreSQL, and while a recording runs notes each statement with its parameters and the rows it gave.
 * What its connections cost beyond that is a few reflective calls per statement, a thousandth of the way to the server.
 */
final class CapturingDriver implements Driver {

    static final CapturingDriver INSTANCE = new CapturingDriver();
    static final String PREFIX = "jdbc:bench:";

    private volatile @Nullable Recording recording;
    private volatile @Nullable Callable<Connection> last;

    private CapturingDriver() {}

    /** What was sent and what came back, in order. */
    static final class Recording {

        final List<Sent> sent = new ArrayList<>();
        private final Map<Object, GivenArray> arrays = new IdentityHashMap<>();
    }

    /** One thing that was sent: a statement, or without text the end of a transaction. */
    static final class Sent {

        final @Nullable String sql;
        final boolean prepared;
        final List<Given> given = new ArrayList<>();
        /** The rows as text; null for a statement without any. */
        @Nullable
        List<@Nullable String[]> rows;

        int changed = -1;

        Sent(@Nullable String sql, boolean prepared) {
            this.sql = sql;
            this.prepared = prepared;
        }
    }

    /** A parameter: the method that set it and what it was given. */
    record Given(Method setter, Object[] arguments) {}

    /** An array as it was made on a connection. */
    record GivenArray(String type, Object[] elements) {}

    /** Does something and notes what is sent meanwhile. */
    Recording record(Callable<?> work) throws Exception {
        var running = new Recording();
        recording = running;
        try {
            work.call();
        } finally {
            recording = null;
        }
        return running;
    }

    /** A plain connection of the driver of PostgreSQL with the address and the settings of the last one opened. */
    Connection plain() throws Exception {
        var open = last;
        if (open == null) {
            throw new IllegalStateException("nothing was opened yet");
        }
        return open.call();
    }

    @Override
    public @Nullable Connection connect(String url, Properties settings) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        var kept = new Properties();
        kept.putAll(settings);
        var address = url.substring(PREFIX.length());
        last = () -> DriverManager.getConnection(address, kept);
        var connection = DriverManager.getConnection(address, kept);
        return proxy(Connection.class, (self, method, arguments) -> connection(connection, method, arguments));
    }

    private @Nullable Object connection(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        var result = call(connection, method, arguments);
        var running = recording;
        switch (method.getName()) {
            case "prepareStatement" -> {
                var statement = (PreparedStatement) result;
                var text = (String) java.util.Objects.requireNonNull(arguments)[0];
                var sent = new Sent[] {new Sent(text, true)};
                return proxy(PreparedStatement.class, (self, m, a) -> prepared(statement, sent, m, a));
            }
            case "createStatement" -> {
                var statement = (Statement) result;
                return proxy(Statement.class, (self, m, a) -> plain(statement, m, a));
            }
            case "createArrayOf" -> {
                if (running != null && arguments != null) {
                    running.arrays.put(
                            java.util.Objects.requireNonNull(result),
                            new GivenArray((String) arguments[0], ((Object[]) arguments[1]).clone()));
                }
                return result;
            }
            case "commit" -> {
                if (running != null) {
                    running.sent.add(new Sent(null, false));
                }
                return result;
            }
            default -> {
                return result;
            }
        }
    }

    private @Nullable Object prepared(
            PreparedStatement statement, Sent[] sent, Method method, Object @Nullable [] arguments) throws Throwable {
        var result = call(statement, method, arguments);
        var running = recording;
        if (running == null) {
            return result;
        }
        if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2) {
            var given = arguments.clone();
            if (given[1] instanceof Array) {
                given[1] = java.util.Objects.requireNonNull(running.arrays.get(given[1]));
            }
            sent[0].given.add(new Given(method, given));
        } else if (method.getName().startsWith("execute")) {
            var done = sent[0];
            running.sent.add(done);
            if (result instanceof ResultSet rows) {
                done.rows = new ArrayList<>();
                return proxy(ResultSet.class, (self, m, a) -> rows(rows, done, m, a));
            }
            done.changed = result instanceof Integer changed ? changed : -1;
        }
        return result;
    }

    private static @Nullable Object rows(ResultSet rows, Sent sent, Method method, Object @Nullable [] arguments)
            throws Throwable {
        var result = call(rows, method, arguments);
        if ("next".equals(method.getName()) && Boolean.TRUE.equals(result)) {
            java.util.Objects.requireNonNull(sent.rows).add(row(rows));
        }
        return result;
    }

    private @Nullable Object plain(Statement statement, Method method, Object @Nullable [] arguments) throws Throwable {
        var running = recording;
        if (running != null && method.getName().startsWith("execute")) {
            running.sent.add(new Sent((String) java.util.Objects.requireNonNull(arguments)[0], false));
        }
        return call(statement, method, arguments);
    }

    /** All columns of the row as text. */
    static @Nullable String[] row(ResultSet rows) throws SQLException {
        @Nullable String[] row = new String[rows.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
            row[i] = rows.getString(i + 1);
        }
        return row;
    }

    private static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? CapturingDriver.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                handler));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties settings) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
