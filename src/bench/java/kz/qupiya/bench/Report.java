package kz.qupiya.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** Empties the data directory before the first benchmark; prints what was measured as one table after the last, and leaves it in a file. */
final class Report implements BeforeAllCallback {

    static final String DATA = "target/bench-data";
    private static final Path FILE = Path.of("target", "bench", "results.md");

    /** Rows of the table, in its order. */
    enum Row {
        PERMIT,
        PERMIT_WITH_CONSENT,
        PERMITS_OF_MANY,
        CONSENT_LIST,
        CAMPAIGN_1,
        CAMPAIGN_2,
        CAMPAIGN_3,
        CAMPAIGN_OURS_1,
        CAMPAIGN_OURS_2,
        CAMPAIGN_OURS_3,
        AFFECTED_LIST,
        AFFECTED_WAL,
        AFFECTED_HEAP,
        AUTHORITY_FILE,
        CASE_ARCHIVE,
        TIMELINE,
        RETENTION,
        OPENING,
        CLAIM,
        CLAIM_LINKED,
        OPT_OUT,
        BLOCK,
        DUE_DATE,
        DUE_DATE_NEWEST,
        PANEL,
        BOARD,
        CASES,
        CASES_OVERDUE,
        EXPORT
    }

    /** What was measured in turns, beside its floor in the same turns. */
    private record Result(String name, String unit, double measured, double floor, @Nullable Double aim) {

        String line(int cores) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %.2f | %s |",
                    name,
                    cores,
                    figure(measured),
                    figure(floor),
                    measured / floor,
                    aim == null ? "–" : String.format(Locale.ROOT, "%.2f", aim));
        }

        private String figure(double value) {
            return String.format(Locale.ROOT, value < 1000 ? "%.1f %s" : "%,.0f %s", value, unit);
        }
    }

    private static final NavigableMap<Row, Result> RESULTS = new TreeMap<>();

    /**
     * Takes the rates of a benchmark and of its floor, turn by turn; the median of the turns counts, so that a burst of something else on the
     * machine does not.
     *
     * @param aim which part of the floor it should reach; null for none
     */
    static void add(
            Row row, String name, String unit, List<Double> measured, List<Double> floor, @Nullable Double aim) {
        RESULTS.put(row, new Result(name, unit, median(measured), median(floor), aim));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Table.class, key -> {
            try {
                FileSystemUtils.deleteRecursively(Path.of(DATA));
                Files.deleteIfExists(FILE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return new Table();
        });
    }

    /** Closed by JUnit after the last benchmark. */
    private static final class Table implements ExtensionContext.Store.CloseableResource {

        @Override
        public void close() throws IOException {
            var cores = Runtime.getRuntime().availableProcessors();
            var table = new StringBuilder(
                    "| benchmark | cores | measured | floor | ratio | aim |\n|---|--:|--:|--:|--:|--:|\n");
            RESULTS.values().forEach(result -> table.append(result.line(cores)).append('\n'));
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, table);
            System.out.println("\n" + table);
        }
    }
}
