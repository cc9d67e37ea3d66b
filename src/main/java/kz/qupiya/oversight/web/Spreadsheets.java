package kz.qupiya.oversight.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kz.qupiya.bulk.Cells;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.oversight.web.Table.Column;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as CSV and XLSX, row by row. CSV is made for the spreadsheets of offices in Kazakhstan: UTF-8 with its mark, semicolons, times of Asia/Almaty. A text that
 * a spreadsheet would take for a formula gets an apostrophe before it.
 */
final class Spreadsheets {

    /** A sheet of XLSX ends here. */
    static final int MOST_ROWS = 1_048_575;

    private static final int FLUSH = 1_000;
    private static final String MOMENT = "dd.mm.yyyy hh:mm";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");

    private Spreadsheets() {}

    /** Where the rows of a table come from. */
    interface Rows {
        /** Hands over every row. */
        void each(Consumer<List<@Nullable Object>> row);
    }

    static void csv(OutputStream out, List<Column> columns, Rows rows) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write('\uFEFF');
        try (var csv = CsvWriter.builder().fieldSeparator(';').build(writer)) {
            csv.writeRecord(columns.stream().map(Column::title).toList());
            rows.each(
                    row -> csv.writeRecord(row.stream().map(Spreadsheets::text).toList()));
        }
    }

    static void xlsx(OutputStream out, List<Table> tables) throws IOException {
        try (var book = new Workbook(out, "Qupiya", "1.0")) {
            for (var table : tables) {
                sheets(book, table.title(), table.columns(), consumer -> table.rows()
                        .forEach(consumer));
            }
        }
    }

    static void xlsx(OutputStream out, String title, List<Column> columns, Rows rows) throws IOException {
        try (var book = new Workbook(out, "Qupiya", "1.0")) {
            sheets(book, title, columns, rows);
        }
    }

    /** A table over as many sheets as it needs. */
    private static void sheets(Workbook book, String title, List<Column> columns, Rows rows) throws IOException {
        var paper = new Paper(book, title, columns);
        try {
            rows.each(paper::write);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        paper.finish();
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof OffsetDateTime at) {
            return TIME.format(local(at));
        }
        if (value instanceof Double number) {
            // The decimal comma of the office, and no formula in it.
            return String.valueOf(Math.round(number * 1000) / 1000.0).replace('.', ',');
        }
        return Cells.harmless(value.toString());
    }

    private static LocalDateTime local(OffsetDateTime at) {
        return at.atZoneSameInstant(Almaty.ZONE).toLocalDateTime();
    }

    /** The sheet that is being written. */
    private static final class Paper {

        private final Workbook book;
        private final String title;
        private final List<Column> columns;
        private final List<String> names = new ArrayList<>();
        private Worksheet sheet;
        private int row;

        Paper(Workbook book, String title, List<Column> columns) {
            this.book = book;
            this.title = title;
            this.columns = columns;
            this.sheet = begin();
        }

        private Worksheet begin() {
            names.add(title);
            var started = book.newWorksheet(names.size() == 1 ? title : title + " " + names.size());
            for (int i = 0; i < columns.size(); i++) {
                started.value(0, i, columns.get(i).title());
                started.style(0, i).bold().wrapText(true).set();
                started.width(i, width(columns.get(i)));
            }
            started.freezePane(0, 1);
            row = 1;
            return started;
        }

        private static double width(Column column) {
            return switch (column.type()) {
                case TEXT -> 26;
                case MOMENT -> 17;
                default -> 14;
            };
        }

        void write(List<@Nullable Object> values) {
            try {
                if (row > MOST_ROWS) {
                    sheet.finish();
                    sheet = begin();
                }
                for (int i = 0; i < values.size(); i++) {
                    cell(i, values.get(i));
                }
                row++;
                if (row % FLUSH == 0) {
                    sheet.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void cell(int column, @Nullable Object value) {
            if (value == null) {
                return;
            }
            if (value instanceof OffsetDateTime at) {
                sheet.value(row, column, local(at));
                sheet.style(row, column).format(MOMENT).set();
            } else if (value instanceof Number number) {
                sheet.value(row, column, number);
                switch (columns.get(column).type()) {
                    case SHARE -> sheet.style(row, column).format("0.0%").set();
                    case NUMBER -> sheet.style(row, column).format("0.0").set();
                    default -> {
                        // a whole number as it is
                    }
                }
            } else {
                // a table of shared texts would grow with the numbers of a million cases
                sheet.inlineString(row, column, value.toString());
            }
        }

        void finish() throws IOException {
            sheet.finish();
        }
    }
}
