package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A table of a system. Of {@code http} and {@code manual} systems the schema is empty.
 *
 * @param schema as PostgreSQL stores it
 * @param table as PostgreSQL stores it
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

    /** The table of a name as {@link #toString} writes it. */
    @JsonCreator
    public static TableName of(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? new TableName("", name) : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    /** Quoted for SQL. */
    String sql() {
        return quote(schema) + "." + quote(table);
    }

    /** An identifier quoted for SQL; it comes from a checked map or the catalog only, never from a request. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareTo(other.toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return schema.isEmpty() ? table : schema + "." + table;
    }
}
