package kz.qupiya.datamap;

import java.util.List;
import java.util.Map;

/**
 * A table as the catalog knows it.
 *
 * @param columns by name, in their order
 * @param primaryKey empty if there is none
 */
record LiveTable(TableName name, Map<String, LiveColumn> columns, List<String> primaryKey) {

    /**
     * A column as the catalog knows it.
     *
     * @param type name for casts, without length; {@code bpchar} for {@code char(n)}
     * @param full name with length, for comparing
     * @param category PostgreSQL's type category: S text, N number, B boolean, D date, …
     * @param maxLength -1 if there is none
     */
    record LiveColumn(
            String name,
            String type,
            String full,
            char category,
            boolean notNull,
            boolean hasDefault,
            boolean generated,
            boolean identity,
            boolean identityAlways,
            int maxLength) {

        boolean text() {
            return category == 'S' && !"\"char\"".equals(type) && !"name".equals(type);
        }

        boolean number() {
            return "bigint".equals(type)
                    || "integer".equals(type)
                    || "smallint".equals(type)
                    || type.startsWith("numeric");
        }

        boolean date() {
            return "date".equals(type) || type.startsWith("timestamp");
        }
    }
}
