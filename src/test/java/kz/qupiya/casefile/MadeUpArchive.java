package kz.qupiya.casefile;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;

/**
 * An archive made up by hand, and what a forger can do to one: {@link #sealed} puts the seal right again, {@link #remade} the manifest too.
 */
final class MadeUpArchive {

    static final UUID CASE = UUID.fromString("01234567-0123-4123-8123-0123456789ab");
    static final String EXPORT = "aaaaaaaa-0123-4123-8123-0123456789ab";
    static final String NUMBER = "ZVN-2026-000001";
    static final String NOTE = "bbbbbbbb-0123-4123-8123-0123456789ab";
    static final String SALT = "00112233445566778899aabbccddeeff";
    static final byte[] DOCUMENT = "Паспорт на имя Айгүл".getBytes(StandardCharsets.UTF_8);
    static final String DIGEST = SaltedDigest.of(SALT, DOCUMENT);
    static final String DOCUMENT_ENTRY = "documents/1-dddddddd.txt";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, @Nullable Object>> MAP = new TypeReference<>() {};

    boolean personal = true;
    boolean destroyed;
    boolean exported = true;
    boolean withDocument = true;
    final List<HashChain.Row> rows = new ArrayList<>();
    final List<Map<String, Object>> anchors = new ArrayList<>();
    Map<String, Object> receipt = receipt(
            "2026-03-02",
            3,
            "working-days",
            "2026-03-05",
            List.of("2026-03-03", "2026-03-04", "2026-03-05"),
            List.of());

    MadeUpArchive() {
        row("case.opened", null, Map.of("number", NUMBER, "kind", "data-block"));
        row("document.added", null, Map.of("document", "dddddddd", "saltedSha256", DIGEST, "size", DOCUMENT.length));
        row("note.added", null, Map.of("note", NOTE));
        row("case.decided", "not-confirmed", Map.of());
        row("case.exported", null, Map.of("export", EXPORT, "role", "officer"));
    }

    void row(String code, @Nullable String result, Map<String, Object> data) {
        var sequence = rows.size() + 1;
        var previous =
                rows.isEmpty() ? HashChain.GENESIS : rows.get(rows.size() - 1).hash();
        var at = Instant.parse("2026-03-02T05:00:00.120Z").plusSeconds(sequence);
        var canonical = CanonicalJson.write(data);
        rows.add(new HashChain.Row(
                sequence,
                at,
                "user:officer",
                code,
                result,
                canonical,
                previous,
                HashChain.hash(CASE, sequence, at, "user:officer", code, result, canonical, previous)));
    }

    static Map<String, Object> receipt(
            String from, int amount, String unit, String dueOn, List<String> counted, List<String> skipped) {
        return Map.of(
                "from",
                from,
                "term",
                Map.of("amount", amount, "unit", unit),
                "dueOn",
                dueOn,
                "dueAt",
                dueOn + "T23:59:59.999+05:00",
                "counted",
                counted,
                "skipped",
                skipped.stream().map(day -> Map.of("day", day)).toList(),
                "calendar",
                "2026/1");
    }

    /** Written by what the application writes with. */
    byte[] written() {
        var out = new ByteArrayOutputStream();
        try {
            var to = new ArchiveWriter(out, JSON.writer(), Instant.parse("2026-03-02T05:10:00Z"), personal);
            to.bytes("README.txt", "README".getBytes(StandardCharsets.US_ASCII));
            to.bytes(ArchivedCases.TIMELINE, timeline(rows));
            to.json(
                    ArchivedCases.CASE,
                    Map.of(
                            "case",
                            Map.of("number", NUMBER),
                            "deadlines",
                            List.of(Map.of(
                                    "duty",
                                    "block",
                                    "dueAt",
                                    receipt.get("dueAt"),
                                    "readings",
                                    List.of(Map.of("receipt", receipt))))));
            if (withDocument) {
                to.attested(DOCUMENT_ENTRY, DOCUMENT, SALT, DIGEST);
            }
            to.json(ArchivedCases.DOCUMENTS, List.of());
            if (personal) {
                to.json(ArchivedCases.NOTES, List.of(Map.of("id", NOTE, "text", "Звонил")));
            }
            var facts = new TreeMap<String, @Nullable Object>();
            facts.put("format", CaseExport.FORMAT);
            facts.put("export", EXPORT);
            facts.put("operator", "zvonobot");
            facts.put("number", NUMBER);
            facts.put("case", CASE.toString());
            facts.put("madeAt", "2026-03-02T05:10:00Z");
            facts.put("role", "officer");
            facts.put("personal", personal);
            facts.put("destroyedAt", destroyed ? "2026-03-02T05:05:00Z" : null);
            facts.put(
                    "timeline",
                    Map.of(
                            "count",
                            rows.size(),
                            "head",
                            rows.isEmpty() ? "" : rows.get(rows.size() - 1).hash(),
                            "anchors",
                            anchors));
            to.end(facts);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] timeline(List<HashChain.Row> rows) {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var text = new StringBuilder();
            HashChain.append(text, CASE, row);
            lines.add("{\"hash\":\"" + row.hash() + "\",\"previousHash\":\"" + row.previousHash() + "\",\"row\":" + text
                    + "}");
        }
        return ("{\"case\":\"" + CASE + "\",\"number\":\"" + NUMBER + "\",\"rows\":[\n" + String.join(",\n", lines)
                        + "\n]}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The entries of an archive in their order. */
    static Map<String, byte[]> entries(byte[] archive) {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return entries;
    }

    /** An archive of these entries with a seal that is right. */
    static byte[] sealed(Map<String, byte[]> entries) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
            zip.setComment(ArchiveWriter.SEAL + "0".repeat(ArchiveWriter.HASH));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return sealed(out.toByteArray());
    }

    /** The same bytes with a seal that is right. */
    static byte[] sealed(byte[] archive) {
        var before = java.util.Arrays.copyOf(archive, archive.length - ArchiveWriter.HASH);
        var seal = HashChain.sha256(before).getBytes(StandardCharsets.US_ASCII);
        var whole = archive.clone();
        System.arraycopy(seal, 0, whole, before.length, seal.length);
        return whole;
    }

    /** An archive of these entries whose manifest names them as they are, and whose seal is right. */
    static byte[] remade(Map<String, byte[]> entries) {
        try {
            var manifest = JSON.readValue(entries.get(ArchiveWriter.MANIFEST), MAP);
            var lines = new LinkedHashMap<String, Map<String, @Nullable Object>>();
            for (var one : (List<?>) manifest.get("entries")) {
                var line = new TreeMap<String, @Nullable Object>();
                ((Map<?, ?>) one).forEach((name, value) -> line.put((String) name, value));
                lines.put((String) line.get("name"), line);
            }
            var again = new ArrayList<Map<String, @Nullable Object>>();
            entries.forEach((name, content) -> {
                if (!name.equals(ArchiveWriter.MANIFEST)) {
                    var line = lines.getOrDefault(name, new TreeMap<>());
                    line.put("name", name);
                    line.put("size", content.length);
                    line.put("sha256", HashChain.sha256(content));
                    again.add(line);
                }
            });
            manifest.put("entries", again);
            var all = new LinkedHashMap<>(entries);
            all.put(ArchiveWriter.MANIFEST, CanonicalJson.write(manifest).getBytes(StandardCharsets.UTF_8));
            return sealed(all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
