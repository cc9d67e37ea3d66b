package kz.qupiya.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads every column of every row of every table of the application's database, whatever schema it lies in, and looks for planted values.
 *
 * @param rows how many rows each table has, by {@code schema.table}
 * @param columns how many columns were read
 * @param hits {@code schema.table.column: name of the value}, each once
 */
record DatabaseScan(Map<String, Long> rows, int columns, TreeSet<String> hits) {

    private record Column(String name, boolean bytes) {}

    static DatabaseScan of(JdbcTemplate jdbc, Canaries canaries) {
        var scan = new DatabaseScan(new TreeMap<>(), 0, new TreeSet<>());
        int columns = 0;
        for (var table : tables(jdbc)) {
            var read = columns(jdbc, table);
            columns += read.size();
            scan.rows.put(table, scan(jdbc, table, read, canaries, scan.hits));
        }
        return new DatabaseScan(scan.rows, columns, scan.hits);
    }

    long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> tables(JdbcTemplate jdbc) {
        return jdbc.queryForList(
                """
                select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%'
                order by 1""",
                String.class);
    }

    private static List<Column> columns(JdbcTemplate jdbc, String table) {
        return jdbc.query(
                """
                select attname, atttypid = 'bytea'::regtype from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped order by attnum""",
                (row, n) -> new Column(row.getString(1), row.getBoolean(2)),
                table);
    }

    private static long scan(
            JdbcTemplate jdbc, String table, List<Column> columns, Canaries canaries, TreeSet<String> hits) {
        var list = columns.stream()
                .map(column -> "\"" + column.name() + "\"" + (column.bytes() ? "" : "::text"))
                .collect(Collectors.joining(", "));
        var count = new long[1];
        jdbc.query("select " + list + " from " + table, row -> {
            count[0]++;
            for (int i = 0; i < columns.size(); i++) {
                var column = columns.get(i);
                List<String> found = new ArrayList<>();
                if (column.bytes()) {
                    var value = row.getBytes(i + 1);
                    found = value == null ? found : canaries.in(value);
                } else {
                    var value = row.getString(i + 1);
                    found = value == null ? found : canaries.in(value);
                }
                found.forEach(name -> hits.add(table + "." + column.name() + ": " + name));
            }
        });
        return count[0];
    }
}
