package kz.qupiya.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one operator's tables in PostgreSQL's COPY text format, in the order in which the tables were first named. */
final class DemoRows {

    private final Map<String, Table> tables = new LinkedHashMap<>();

    /** Opens a table; columns that are not named keep their defaults. Parents come before children. */
    Table table(String name, String... columns) {
        Table table = new Table(name, String.join(", ", columns), columns.length);
        if (tables.putIfAbsent(name, table) != null) {
            throw new IllegalStateException("table " + name + " was opened before");
        }
        return table;
    }

    Collection<Table> tables() {
        return tables.values();
    }

    /** SHA-256 over everything, so that a test can tell whether two runs made the same. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Table table : tables.values()) {
                digest.update(table.copyCommand().getBytes(StandardCharsets.UTF_8));
                digest.update(table.bytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One table's rows. */
    static final class Table {

        private final String name;
        private final String columns;
        private final int width;
        private final StringBuilder text = new StringBuilder();
        private int rows;

        private Table(String name, String columns, int width) {
            this.name = name;
            this.columns = columns;
            this.width = width;
        }

        /** Adds a row; values by their {@code toString}, which PostgreSQL reads for numbers, dates, instants, UUIDs and booleans. */
        void row(@Nullable Object... values) {
            if (values.length != width) {
                throw new IllegalArgumentException(name + ": " + values.length + " values for " + width + " columns");
            }
            for (int i = 0; i < values.length; i++) {
                if (i > 0) {
                    text.append('\t');
                }
                append(values[i]);
            }
            text.append('\n');
            rows++;
        }

        String name() {
            return name;
        }

        int rows() {
            return rows;
        }

        String copyCommand() {
            return "copy " + name + " (" + columns + ") from stdin";
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private void append(@Nullable Object value) {
            if (value == null) {
                text.append("\\N");
                return;
            }
            String string = value.toString();
            for (int i = 0; i < string.length(); i++) {
                char c = string.charAt(i);
                switch (c) {
                    case '\\' -> text.append("\\\\");
                    case '\t' -> text.append("\\t");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    default -> text.append(c);
                }
            }
        }
    }
}
