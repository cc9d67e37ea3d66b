package kz.qupiya.datamap;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of an operator's system are asked about. Names nobody.
 *
 * @param system key of a jdbc system on the map
 * @param table {@code schema.table} of it; null for every table that tells who somebody is
 * @param column a mapped date column of the table by which the window is measured
 * @param from first instant of the window; null for no beginning. A date or a time without zone in the column is read in Asia/Almaty
 * @param to first instant behind the window; null for no end
 */
public record RowQuery(
        String system, @Nullable String table, @Nullable String column, @Nullable Instant from, @Nullable Instant to) {

    /** The query as a map of plain texts, the same for the same query. */
    public Map<String, Object> canonical() {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("system", system);
        put(canonical, "table", table);
        put(canonical, "column", column);
        put(canonical, "from", from);
        put(canonical, "to", to);
        return canonical;
    }

    private static void put(Map<String, Object> canonical, String name, @Nullable Object value) {
        if (value != null) {
            canonical.put(name, value.toString());
        }
    }
}
