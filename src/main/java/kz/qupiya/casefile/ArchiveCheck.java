package kz.qupiya.casefile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Checks an archive of a case with nothing but the file: the names of its entries, their hashes against the manifest, the whole chain of the timeline, documents and letters against the rows of
 * the timeline that speak of them, the days of every receipt, and last the seal over all bytes. Constant memory but for the manifest and one row.
 */
final class ArchiveCheck {

    /** Facts of a row that hold the salted digest of an entry. */
    private static final Set<String> ATTESTED = Set.of("saltedSha256", "contentSha256");

    private static final String EXPORTED = "case.exported";
    private static final String DESTROYED = "case.destroyed";
    /** No manifest of ours is longer, and nobody's may fill the memory of whoever looks at it. */
    private static final long LONGEST_MANIFEST = 64L << 20;

    private static final Set<String> ROW = Set.of("actor", "at", "case", "code", "data", "result", "sequence");
    private static final Set<String> LINE = Set.of("hash", "previousHash", "row");
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    /** For a whole entry; a row is followed by more. */
    private final ObjectReader whole = json.readerFor(OBJECT).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * What was found.
     *
     * @param fault  key of the message that says what is wrong first; null when the archive is sound
     * @param about  arguments of that message: the name of an entry, the number of a row
     * @param manifest what the archive says it is; empty when it does not say it
     */
    record Verdict(Kind kind, @Nullable String fault, List<String> about, Map<String, String> manifest) {

        /** How it ends. */
        enum Kind {
            SOUND,
            BROKEN,
            NOT_OURS
        }
    }

    /** The first thing that is wrong. */
    private static final class Broken extends Exception {

        private static final long serialVersionUID = 1;

        private final transient List<String> about;

        Broken(String fault, Object... about) {
            super(fault, null, false, false);
            this.about = Arrays.stream(about).map(String::valueOf).toList();
        }

        String fault() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /**
     * Looks at a file.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    Verdict check(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var told = new LinkedHashMap<String, String>();
        var sealed = seal(file);
        boolean ours = sealed != null;
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            ours = ours || isManifest(zip);
            if (!ours) {
                return new Verdict(Verdict.Kind.NOT_OURS, "not-ours", List.of(), told);
            }
            try {
                contents(zip, told);
            } catch (Broken e) {
                return new Verdict(Verdict.Kind.BROKEN, e.fault(), e.about, told);
            }
        } catch (IOException | IllegalArgumentException | SecurityException e) {
            // not a ZIP, or one whose inside does not read: of ours only if the end of the file says so
            return ours
                    ? new Verdict(Verdict.Kind.BROKEN, "unreadable", List.of(), told)
                    : new Verdict(Verdict.Kind.NOT_OURS, "not-ours", List.of(), told);
        }
        if (sealed == null || !sealed.equals(bytes(file))) {
            return new Verdict(Verdict.Kind.BROKEN, "seal", List.of(), told);
        }
        return new Verdict(Verdict.Kind.SOUND, null, List.of(), told);
    }

    /** The hash that stands at the end of an archive of ours; null when there is none. */
    private static @Nullable String seal(Path file) throws IOException {
        var end = new byte[ArchiveWriter.SEAL.length() + ArchiveWriter.HASH];
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() < end.length) {
                return null;
            }
            in.seek(in.length() - end.length);
            in.readFully(end);
        }
        var text = new String(end, StandardCharsets.ISO_8859_1);
        return text.startsWith(ArchiveWriter.SEAL) ? text.substring(ArchiveWriter.SEAL.length()) : null;
    }

    /** SHA-256 over all of a file but the seal. */
    private static String bytes(Path file) throws IOException {
        var digest = HashChain.digest();
        long left = Files.size(file) - ArchiveWriter.HASH;
        var buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private boolean isManifest(ZipFile zip) {
        var entry = zip.getEntry(ArchiveWriter.MANIFEST);
        if (entry == null) {
            return false;
        }
        try {
            return CaseExport.FORMAT.equals(
                    json.readTree(read(zip, entry)).path("format").asText());
        } catch (IOException | Broken e) {
            return false;
        }
    }

    private void contents(ZipFile zip, Map<String, String> told) throws IOException, Broken {
        var names = names(zip);
        var entry = zip.getEntry(ArchiveWriter.MANIFEST);
        if (entry == null) {
            throw new Broken("missing", ArchiveWriter.MANIFEST);
        }
        var manifest = manifest(read(zip, entry), told);
        for (var name : manifest.entries().keySet()) {
            if (!names.contains(name)) {
                throw new Broken("missing", name);
            }
        }
        for (var name : names) {
            if (!name.equals(ArchiveWriter.MANIFEST) && !manifest.entries().containsKey(name)) {
                throw new Broken("extra", name);
            }
        }
        var attested = new HashMap<String, String>();
        for (var line : manifest.entries().values()) {
            look(zip, line, attested);
        }
        var rows = new Rows(manifest, attested);
        timeline(zip, rows);
        rows.end();
        if (manifest.entries().containsKey(ArchivedCases.NOTES)) {
            rows.notes(json.readTree(read(zip, zip.getEntry(ArchivedCases.NOTES))));
        }
        receipts(zip, manifest);
    }

    /** The names of the entries, none twice, none that leads out of the directory into which somebody unpacks them. */
    private static Set<String> names(ZipFile zip) throws Broken {
        var names = new HashSet<String>();
        var entries = zip.entries();
        while (entries.hasMoreElements()) {
            var name = entries.nextElement().getName();
            if (!ArchiveWriter.NAME.matcher(name).matches()) {
                throw new Broken("name", printable(name));
            }
            if (!names.add(name)) {
                throw new Broken("twice", name);
            }
        }
        return names;
    }

    /** A name as it may go to a terminal. */
    private static String printable(String name) {
        var text = name.replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException, Broken {
        try (var in = zip.getInputStream(entry)) {
            var bytes = in.readNBytes((int) LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST) {
                throw new Broken("hash", entry.getName());
            }
            return bytes;
        }
    }

    /** A line of the manifest. */
    private record Line(String name, long size, String sha256, @Nullable String attested, @Nullable String salt) {}

    /** The manifest as far as it is checked. */
    private record Manifest(
            UUID caseId,
            String number,
            String export,
            boolean personal,
            boolean destroyed,
            long count,
            String head,
            List<HashChain.Anchor> anchors,
            Map<String, Line> entries) {}

    private Manifest manifest(byte[] content, Map<String, String> told) throws Broken {
        try {
            Map<String, @Nullable Object> read = whole.readValue(content);
            told.put("manifest", HashChain.sha256(content));
            for (var name : List.of("format", "operator", "number", "madeAt", "role", "export")) {
                told.put(name, text(read.get(name)));
            }
            told.put("personal", String.valueOf(read.get("personal")));
            told.put("destroyed", String.valueOf(read.get("destroyedAt") != null));
            if (!CaseExport.FORMAT.equals(read.get("format"))) {
                throw new Broken("format", printable(text(read.get("format"))));
            }
            if (!CanonicalJson.write(read).equals(new String(content, StandardCharsets.UTF_8))) {
                throw new Broken("manifest");
            }
            var lines = new LinkedHashMap<String, Line>();
            for (var one : (List<?>) Objects.requireNonNull(read.get("entries"))) {
                var line = (Map<?, ?>) one;
                var entry = new Line(
                        text(line.get("name")),
                        number(line.get("size")),
                        text(line.get("sha256")),
                        (String) line.get("attested"),
                        (String) line.get("salt"));
                if (lines.put(entry.name(), entry) != null) {
                    throw new Broken("twice", printable(entry.name()));
                }
            }
            var timeline = (Map<?, ?>) Objects.requireNonNull(read.get("timeline"));
            var anchors = new ArrayList<HashChain.Anchor>();
            for (var one : (List<?>) Objects.requireNonNull(timeline.get("anchors"))) {
                var anchor = (Map<?, ?>) one;
                anchors.add(new HashChain.Anchor(number(anchor.get("count")), text(anchor.get("head"))));
            }
            told.put("events", String.valueOf(number(timeline.get("count"))));
            told.put("head", text(timeline.get("head")));
            told.put("entries", String.valueOf(lines.size()));
            for (var needed : List.of(ArchivedCases.TIMELINE, ArchivedCases.CASE, ArchivedCases.DOCUMENTS)) {
                if (!lines.containsKey(needed)) {
                    throw new Broken("missing", needed);
                }
            }
            return new Manifest(
                    UUID.fromString(text(read.get("case"))),
                    text(read.get("number")),
                    text(read.get("export")),
                    Boolean.TRUE.equals(read.get("personal")),
                    read.get("destroyedAt") != null,
                    number(timeline.get("count")),
                    text(timeline.get("head")),
                    anchors,
                    lines);
        } catch (IOException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new Broken("manifest");
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("not a text");
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("not a whole number");
    }

    /** Counts size and hash of an entry again, and its salted digest if the manifest says that the timeline has one. */
    private static void look(ZipFile zip, Line line, Map<String, String> attested) throws IOException, Broken {
        var plain = HashChain.digest();
        MessageDigest salted = line.attested() == null ? null : HashChain.digest();
        if (salted != null && line.salt() != null) {
            salted.update(line.salt().getBytes(StandardCharsets.US_ASCII));
        }
        long size = 0;
        try (InputStream in = zip.getInputStream(zip.getEntry(line.name()))) {
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0 && size <= line.size(); read = in.read(buffer)) {
                plain.update(buffer, 0, read);
                if (salted != null) {
                    salted.update(buffer, 0, read);
                }
                size += read;
            }
        } catch (IOException e) {
            // what was packed does not unpack, or its own checksum says so
            throw new Broken("hash", line.name());
        }
        if (size != line.size() || !HexFormat.of().formatHex(plain.digest()).equals(line.sha256())) {
            throw new Broken("hash", line.name());
        }
        if (salted != null) {
            if (!HexFormat.of().formatHex(salted.digest()).equals(line.attested())) {
                throw new Broken("attested", line.name());
            }
            if (attested.put(Objects.requireNonNull(line.attested()), line.name()) != null) {
                throw new Broken("attested-twice", line.name());
            }
        }
    }

    private void timeline(ZipFile zip, Rows rows) throws IOException, Broken {
        try (var in = zip.getInputStream(zip.getEntry(ArchivedCases.TIMELINE));
                var parser = json.createParser(in)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            expect("case".equals(parser.nextFieldName()) && rows.isCase(parser.nextTextValue()));
            expect("number".equals(parser.nextFieldName()) && rows.isNumber(parser.nextTextValue()));
            expect("rows".equals(parser.nextFieldName()) && parser.nextToken() == JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                rows.add(parser.readValueAs(OBJECT));
            }
            expect(parser.currentToken() == JsonToken.END_ARRAY);
            expect(parser.nextToken() == JsonToken.END_OBJECT);
            expect(parser.nextToken() == null);
        } catch (JacksonException e) {
            throw new Broken("timeline");
        }
    }

    private static void expect(boolean so) throws Broken {
        if (!so) {
            throw new Broken("timeline");
        }
    }

    /** The rows of the timeline, and what they say about the rest of the archive. */
    private static final class Rows {

        private final Manifest manifest;
        private final Map<String, String> attested;
        private final HashChain.Checker chain;
        private final Set<String> notes = new HashSet<>();
        private final List<String> unattested = new ArrayList<>();
        private boolean exported;
        private boolean destroyed;

        Rows(Manifest manifest, Map<String, String> attested) {
            this.manifest = manifest;
            this.attested = attested;
            this.chain = new HashChain.Checker(manifest.caseId(), manifest.anchors());
        }

        boolean isCase(@Nullable String id) {
            return manifest.caseId().toString().equals(id);
        }

        boolean isNumber(@Nullable String number) {
            return manifest.number().equals(number);
        }

        void add(Map<String, @Nullable Object> line) throws Broken {
            var position = chain.rows() + 1;
            try {
                if (!line.keySet().equals(LINE)) {
                    throw new Broken("row", position);
                }
                var row = (Map<?, ?>) Objects.requireNonNull(line.get("row"));
                var data = (Map<?, ?>) Objects.requireNonNull(row.get("data"));
                var at = text(row.get("at"));
                var instant = Instant.parse(at);
                if (!row.keySet().equals(ROW)
                        || !isCase(text(row.get("case")))
                        || !instant.toString().equals(at)) {
                    throw new Broken("row", position);
                }
                var result = row.get("result");
                var taken = new HashChain.Row(
                        number(row.get("sequence")),
                        instant,
                        text(row.get("actor")),
                        text(row.get("code")),
                        result == null ? null : text(result),
                        CanonicalJson.write(data),
                        text(line.get("previousHash")),
                        text(line.get("hash")));
                chain.add(taken);
                say(taken.code(), data, position);
            } catch (ClassCastException | NullPointerException | IllegalArgumentException | DateTimeException e) {
                throw new Broken("row", position);
            }
        }

        private void say(String code, Map<?, ?> data, long position) throws Broken {
            if (position == 1 && !manifest.number().equals(data.get("number"))) {
                throw new Broken("row", position);
            }
            exported |= EXPORTED.equals(code) && manifest.export().equals(data.get("export"));
            destroyed |= DESTROYED.equals(code);
            if ("note.added".equals(code)) {
                notes.add(text(data.get("note")));
            }
            for (var fact : ATTESTED) {
                if (data.get(fact) instanceof String digest && attested.remove(digest) == null) {
                    unattested.add(String.valueOf(position));
                }
            }
        }

        void end() throws Broken {
            var fault = chain.end(manifest.count(), manifest.head());
            if (fault != null) {
                throw new Broken("chain." + fault.fault(), fault.sequence());
            }
            if (!exported) {
                throw new Broken("not-recorded");
            }
            if (manifest.destroyed() != destroyed) {
                throw new Broken("destroyed");
            }
            // what a reader may not see, and what was destroyed with the key of the case, cannot be here
            if (manifest.personal() && !destroyed && !unattested.isEmpty()) {
                throw new Broken("unattested", unattested.get(0));
            }
            if (!attested.isEmpty()) {
                throw new Broken("unspoken", attested.values().iterator().next());
            }
        }

        void notes(JsonNode written) throws Broken {
            var found = new HashSet<String>();
            written.forEach(note -> found.add(note.path("id").asText()));
            if (!found.equals(notes)) {
                throw new Broken("notes");
            }
        }
    }

    /** Counts the days of every receipt again. */
    private void receipts(ZipFile zip, Manifest manifest) throws IOException, Broken {
        var told = json.readTree(read(zip, zip.getEntry(ArchivedCases.CASE)));
        if (!manifest.number().equals(told.path("case").path("number").asText())) {
            throw new Broken("case");
        }
        for (var deadline : told.path("deadlines")) {
            for (var reading : deadline.path("readings")) {
                if (!ReceiptCheck.isRight(reading.path("receipt"))) {
                    throw new Broken("receipt", printable(deadline.path("duty").asText()));
                }
            }
            var ruling = deadline.path("readings").path(0).path("receipt");
            if (!ruling.path("dueAt").asText().equals(deadline.path("dueAt").asText())) {
                throw new Broken("receipt", printable(deadline.path("duty").asText()));
            }
        }
    }
}
