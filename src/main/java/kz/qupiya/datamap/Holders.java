package kz.qupiya.datamap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which standing blocks hold which rows of a system. */
interface Holders {

    /** A block that holds a row. */
    record Holder(UUID actId, UUID caseId) {}

    /**
     * The standing blocks on rows, by row key.
     *
     * @param except acts that do not count
     */
    Map<List<@Nullable String>, List<Holder>> of(
            TableName table, Collection<List<@Nullable String>> keys, Collection<UUID> except);

    /** The row as a block holds it: nothing if it does not, several where rows of a table without primary key are alike. */
    List<ActOrder.HeldRow> held(UUID actId, TableName table, List<@Nullable String> key);
}
