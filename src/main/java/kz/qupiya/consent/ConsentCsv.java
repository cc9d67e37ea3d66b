package kz.qupiya.consent;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A list of consents as it comes in, record by record, with a digest over what has been read: two files are the same if their fields are, however these are quoted and
 * whatever the line ends. Constant memory.
 */
final class ConsentCsv implements AutoCloseable {

    static final List<String> IDENTIFIERS = List.of("iin", "phone", "email", "login", "contract");
    static final List<String> TEXT = List.of(
            "operatorName",
            "operatorBin",
            "termText",
            "thirdPartyTransfer",
            "crossBorderTransfer",
            "publication",
            "data",
            "otherInformation",
            "form",
            "action",
            "textVersion",
            "text");
    private static final Set<String> OPTIONAL = Set.of("term", "text", "address");
    private static final List<String> OTHERS = List.of("fullName", "purposes", "givenAt", "term", "address");
    /** A record of this many characters is no consent any more. */
    private static final int LONGEST = 1 << 20;

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final MessageDigest digest;
    private final List<String> header;
    private long read;
    private long line;

    /**
     * Opens a file and reads its header.
     *
     * @throws InvalidInputException naming every column that is missing, unknown or named twice
     */
    ConsentCsv(InputStream in) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        reader = CsvReader.builder()
                .detectBomHeader(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .skipEmptyLines(true)
                .maxBufferSize(LONGEST)
                .ofCsvRecord(in, StandardCharsets.UTF_8);
        records = reader.iterator();
        var first = record();
        if (first == null) {
            throw new InvalidInputException("", "consent.load.header-missing");
        }
        header = first.getFields().stream().map(String::strip).toList();
        check(header);
        read = 0;
    }

    /** The columns, in their order. */
    List<String> header() {
        return header;
    }

    /** The next record; null at the end of the file. */
    @Nullable
    CsvRecord next() {
        return record();
    }

    /** How many records were read, the header not counted. */
    long read() {
        return read;
    }

    /** Line of the file on which the last record that could be read begins. */
    long line() {
        return line;
    }

    /** SHA-256 over header and records read so far. */
    byte[] digest() {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the security provider's SHA-256 cannot be copied", e);
        }
    }

    private @Nullable CsvRecord record() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            var record = records.next();
            digest.update(ByteBuffer.allocate(4).putInt(record.getFieldCount()).flip());
            for (String field : record.getFields()) {
                var bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            read++;
            line = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException broken) {
                throw new UncheckedIOException(broken);
            }
            throw new InvalidInputException("", "consent.load.malformed", line);
        }
    }

    private static void check(List<String> header) {
        List<Violation> violations = new ArrayList<>();
        Set<String> known = new HashSet<>(IDENTIFIERS);
        known.addAll(TEXT);
        known.addAll(OTHERS);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            // What stands there may be anything, a value where a header should be: it is told by its place.
            var place = "column[" + (i + 1) + "]";
            if (!known.contains(header.get(i))) {
                violations.add(new Violation(place, "consent.load.column-unknown"));
            } else if (!seen.add(header.get(i))) {
                violations.add(new Violation(place, "consent.load.column-twice"));
            }
        }
        List<String> needed = new ArrayList<>(OTHERS);
        needed.addAll(TEXT);
        needed.stream()
                .filter(column -> !OPTIONAL.contains(column) && !seen.contains(column))
                .forEach(column -> violations.add(new Violation(column, "consent.load.column-missing")));
        if (IDENTIFIERS.stream().noneMatch(seen::contains)) {
            violations.add(new Violation("subject", "consent.load.no-identifier"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
