package kz.qupiya.affected;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * People in CSV (RFC 4180) as systems and spreadsheets write it: UTF-8, or UTF-16 with its byte order mark; fields parted by comma, semicolon or tab, as the header has it. Any
 * other encoding is refused and never guessed, or names would be written as rubbish.
 */
final class CsvPeople implements PeopleSource {

    /** A line of this many characters is no person any more. */
    private static final int LONGEST = 1 << 17;

    private static final int LONGEST_HEADER = 4_096;

    private final InputStream in;
    private final MessageDigest digest;
    private @Nullable String sha256;

    CsvPeople(InputStream in) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        this.in = new DigestInputStream(in, digest);
    }

    @Override
    public void read(Taker to) {
        long line = 0;
        try (var reader = reader()) {
            var separator = separator(reader);
            var records = CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .skipEmptyLines(true)
                    .maxBufferSize(LONGEST)
                    .ofCsvRecord(reader)
                    .iterator();
            var first = next(records, 0);
            if (first == null) {
                throw new InvalidInputException("", "affected.load.header-missing");
            }
            var places = places(first.getFields());
            for (var record = next(records, 1); record != null; record = next(records, line)) {
                line = record.getStartingLineNumber();
                take(record, places, to);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("", "affected.load.encoding", line);
        } catch (UncheckedIOException | IOException e) {
            throw new InvalidInputException("", "affected.load.broken");
        }
    }

    private static void take(CsvRecord record, int[] places, Taker to) {
        if (record.getFieldCount() != places.length) {
            to.take(
                    record.getStartingLineNumber(),
                    List.of(),
                    null,
                    null,
                    List.of(new Violation("", "affected.line.columns")));
            return;
        }
        @Nullable String[] values = new String[PersonLine.FIELDS.size()];
        for (int i = 0; i < places.length; i++) {
            values[places[i]] = record.getField(i);
        }
        PersonLine.take(record.getStartingLineNumber(), values, to);
    }

    private static @Nullable CsvRecord next(CloseableIterator<CsvRecord> records, long line)
            throws CharacterCodingException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof CharacterCodingException bad) {
                    throw bad;
                }
                if (cause instanceof IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
            throw new InvalidInputException("", "affected.load.malformed", line);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException bad) {
                throw bad;
            }
            throw e;
        }
    }

    /** Which field each column is. */
    private static int[] places(List<String> header) {
        List<Violation> violations = new ArrayList<>();
        var places = new int[header.size()];
        var seen = new boolean[PersonLine.FIELDS.size()];
        for (int i = 0; i < places.length; i++) {
            // What stands there may be anything, a value where a header should be: it is told by its place.
            var column = "column[" + (i + 1) + "]";
            places[i] = place(header.get(i));
            if (places[i] < 0) {
                violations.add(new Violation(column, "affected.load.column-unknown"));
            } else if (seen[places[i]]) {
                violations.add(new Violation(column, "affected.load.column-twice"));
            } else {
                seen[places[i]] = true;
            }
        }
        if (violations.isEmpty()
                && PersonLine.IDENTIFIERS.stream()
                        .map(PersonLine.FIELDS::indexOf)
                        .noneMatch(place -> seen[place])) {
            violations.add(new Violation("", "affected.load.no-identifier"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return places;
    }

    private static int place(String column) {
        var name = column.strip();
        for (int i = 0; i < PersonLine.FIELDS.size(); i++) {
            if (PersonLine.FIELDS.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** What parts the names of the header; a comma if there is one name only. */
    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        var header = new char[LONGEST_HEADER];
        int read = 0;
        while (read < header.length) {
            int more = reader.read(header, read, header.length - read);
            if (more < 0) {
                break;
            }
            read += more;
            if (lineEnd(header, read) >= 0) {
                break;
            }
        }
        reader.reset();
        var end = lineEnd(header, read);
        var line = new String(header, 0, end < 0 ? read : end);
        if (line.indexOf(',') >= 0) {
            return ',';
        }
        return line.indexOf(';') >= 0 ? ';' : line.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private static int lineEnd(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            if ((text[i] == '\n' || text[i] == '\r') && i > 0) {
                return i;
            }
        }
        return -1;
    }

    private BufferedReader reader() throws IOException {
        var start = in.readNBytes(3);
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (start.length == 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb && start[2] == (byte) 0xbf) {
            skip = 3;
        } else if (start.length >= 2 && start[0] == (byte) 0xff && start[1] == (byte) 0xfe) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (start.length >= 2 && start[0] == (byte) 0xfe && start[1] == (byte) 0xff) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        }
        var rest = new java.io.SequenceInputStream(
                new java.io.ByteArrayInputStream(Arrays.copyOfRange(start, skip, start.length)), in);
        Reader decoded = new InputStreamReader(
                rest,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return new BufferedReader(decoded, 1 << 15);
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public @Nullable String sha256() {
        return sha256;
    }
}
