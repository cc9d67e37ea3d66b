package kz.qupiya.datamap;

import java.util.List;

/**
 * A reference that holds in a system: a foreign key of the schema, or a link of the map.
 *
 * @param from the referring table
 * @param enforced whether it is a foreign key
 * @param deferrable whether the foreign key is checked at the end of the transaction
 */
record Reference(
        TableName from,
        List<String> columns,
        TableName to,
        List<String> references,
        boolean enforced,
        boolean deferrable) {}
