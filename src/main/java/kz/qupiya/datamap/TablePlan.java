package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an act does to the rows of one table. */
final class TablePlan {

    /** What is done to a column of a row. */
    sealed interface Change {

        /** Set to null. */
        record Clear() implements Change {}

        /** Masked. */
        record Mask(MaskPattern pattern) implements Change {}

        /** Set to a value. */
        record Set(@Nullable String value) implements Change {

            @Override
            public String toString() {
                return "Set[***]";
            }
        }
    }

    /** What is done to a row. */
    static final class RowPlan {

        final TableQueries.Row row;
        final SortedMap<String, Change> changes = new TreeMap<>();
        /** What an act before this one has done to the row, as {@link ActOrder.HeldRow#changes()}. */
        final Map<String, String> settled = new LinkedHashMap<>();

        boolean delete;
        boolean move;

        @Nullable
        String before;

        boolean already;
        List<@Nullable String> newKey;

        RowPlan(TableQueries.Row row) {
            this.row = row;
            this.newKey = key();
        }

        List<@Nullable String> key() {
            return new ArrayList<>(Arrays.asList(row.key()));
        }

        @Nullable
        String value(int at) {
            return row.values()[at];
        }

        /** Rows with the same signature are changed by one statement. */
        String signature() {
            var signature = new StringBuilder(row.place().name());
            changes.forEach((column, change) -> signature
                    .append('|')
                    .append(column)
                    .append(
                            change instanceof Change.Mask mask
                                    ? "=" + mask.pattern().text()
                                    : change instanceof Change.Clear ? "=null" : "=?"));
            return signature.toString();
        }
    }

    final TableMap table;
    final List<RowPlan> rows = new ArrayList<>();
    private final Map<List<Object>, Long> fates = new LinkedHashMap<>();
    private final List<String> prints = new ArrayList<>();

    @Nullable
    List<Map<String, Object>> export;

    TablePlan(TableMap table) {
        this.table = table;
    }

    RowPlan add(TableQueries.Row row) {
        var plan = new RowPlan(row);
        rows.add(plan);
        return plan;
    }

    void add(RowPlan row) {
        rows.add(row);
    }

    void fate(ColumnRule column, ItemOutcome outcome, @Nullable String ground, java.time.@Nullable LocalDate until) {
        fates.merge(
                Arrays.asList(
                        column.column(), outcome, ground == null ? "" : ground, until == null ? "" : until.toString()),
                1L,
                Long::sum);
    }

    /** Adds a fingerprint of a row's content to the digest. */
    void print(String fingerprint) {
        prints.add(fingerprint);
    }

    List<String> prints() {
        return prints.stream().sorted().toList();
    }

    /** The items, with "nothing found" for every column of {@code concerned} that no row has. */
    List<ActItem> items(String system, List<ColumnRule> concerned, List<ActItem.Hold> holds) {
        List<ActItem> items = new ArrayList<>();
        fates.forEach((fate, count) -> items.add(new ActItem(
                system,
                table.name(),
                (String) fate.get(0),
                (ItemOutcome) fate.get(1),
                count,
                fate.get(2).equals("") ? null : (String) fate.get(2),
                fate.get(3).equals("") ? null : java.time.LocalDate.parse((String) fate.get(3)),
                fate.get(2).equals(ActItem.HOLD) ? holds : List.of())));
        for (ColumnRule rule : concerned) {
            if (items.stream().noneMatch(i -> i.column().equals(rule.column()))) {
                items.add(new ActItem(system, table.name(), rule.column(), ItemOutcome.NOTHING_FOUND, 0, null, null));
            }
        }
        return items;
    }
}
