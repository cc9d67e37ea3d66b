package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.casefile.ArchiveCheck.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The check of an archive")
class ArchiveCheckTest {

    @TempDir
    Path directory;

    private final MadeUpArchive made = new MadeUpArchive();

    private Verdict check(byte[] archive) {
        try {
            return new ArchiveCheck().check(Files.write(directory.resolve("archive.zip"), archive));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String fault(byte[] archive) {
        var verdict = check(archive);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.BROKEN);
        return verdict.fault() + (verdict.about().isEmpty() ? "" : " " + String.join(" ", verdict.about()));
    }

    private Map<String, byte[]> entries() {
        return MadeUpArchive.entries(made.written());
    }

    @Test
    @DisplayName("finds a sound archive sound, and says what it is")
    void sound() {
        var archive = made.written();
        var verdict = check(archive);
        assertThat(verdict.fault()).isNull();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SOUND);
        assertThat(verdict.manifest())
                .containsEntry("number", MadeUpArchive.NUMBER)
                .containsEntry("events", "5")
                .containsEntry("head", made.rows.get(4).hash())
                .containsEntry(
                        "manifest",
                        HashChain.sha256(MadeUpArchive.entries(archive).get(ArchiveWriter.MANIFEST)));
        assertThat(check(MadeUpArchive.remade(entries())).kind())
                .as("what the forger below makes is sound as long as nothing is changed")
                .isEqualTo(Verdict.Kind.SOUND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x80})
    @DisplayName("finds any byte that was flipped")
    void anyByte(int bit) {
        var sound = made.written();
        for (int i = 0; i < sound.length; i++) {
            var flipped = sound.clone();
            flipped[i] ^= (byte) bit;
            assertThat(check(flipped).kind())
                    .as("byte %d of %d", i, sound.length)
                    .isNotEqualTo(Verdict.Kind.SOUND);
        }
    }

    @Test
    @DisplayName("finds a file that was cut anywhere, or has something behind its end")
    void cut() {
        var sound = made.written();
        for (int length = 0; length < sound.length; length += 7) {
            assertThat(check(java.util.Arrays.copyOf(sound, length)).kind())
                    .as("cut at %d", length)
                    .isNotEqualTo(Verdict.Kind.SOUND);
        }
        assertThat(check(java.util.Arrays.copyOf(sound, sound.length + 1)).kind())
                .isNotEqualTo(Verdict.Kind.SOUND);
    }

    @Test
    @DisplayName("finds any entry that was taken out, even from the manifest too where the timeline speaks of it")
    void dropped() {
        for (var name : entries().keySet()) {
            var some = new LinkedHashMap<>(entries());
            some.remove(name);
            assertThat(fault(MadeUpArchive.sealed(some))).isEqualTo("missing " + name);
        }
        for (var name : List.of(ArchivedCases.TIMELINE, ArchivedCases.CASE, ArchivedCases.DOCUMENTS)) {
            var some = new LinkedHashMap<>(entries());
            some.remove(name);
            assertThat(fault(MadeUpArchive.remade(some))).isEqualTo("missing " + name);
        }
        var some = new LinkedHashMap<>(entries());
        some.remove(MadeUpArchive.DOCUMENT_ENTRY);
        assertThat(fault(MadeUpArchive.remade(some))).isEqualTo("unattested 2");
    }

    @Test
    @DisplayName("finds an entry that was put in")
    void added() {
        var more = new LinkedHashMap<>(entries());
        more.put("letters/2.pdf", new byte[] {1});
        assertThat(fault(MadeUpArchive.sealed(more))).isEqualTo("extra letters/2.pdf");
    }

    @Test
    @DisplayName("finds any two entries whose contents were swapped, or one that was changed")
    void swapped() {
        var names = new ArrayList<>(entries().keySet());
        names.remove(ArchiveWriter.MANIFEST);
        for (var one : names) {
            for (var other : names) {
                if (!one.equals(other)) {
                    var swapped = new LinkedHashMap<>(entries());
                    swapped.put(one, entries().get(other));
                    swapped.put(other, entries().get(one));
                    assertThat(fault(MadeUpArchive.sealed(swapped))).startsWith("hash ");
                }
            }
            var changed = new LinkedHashMap<>(entries());
            changed.put(
                    one,
                    (new String(entries().get(one), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
            assertThat(fault(MadeUpArchive.sealed(changed))).isEqualTo("hash " + one);
        }
    }

    @Test
    @DisplayName("finds an entry that is there twice")
    void twice() {
        var more = new LinkedHashMap<>(entries());
        more.put("READNE.txt", "another".getBytes(StandardCharsets.US_ASCII));
        var archive = MadeUpArchive.sealed(more);
        var text = new String(archive, StandardCharsets.ISO_8859_1).replace("READNE.txt", "README.txt");
        assertThat(fault(MadeUpArchive.sealed(text.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo("twice README.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "/etc/x", "C:/x", "a\\x", "a//x", "./x", "..", "a/", "x\u0000", "\u202ex"})
    @DisplayName("finds a name that leads out of the directory, or that shows as another")
    void names(String name) {
        var more = new LinkedHashMap<>(entries());
        more.put(name, new byte[0]);
        assertThat(fault(MadeUpArchive.remade(more))).startsWith("name ");
    }

    @Test
    @DisplayName(
            "finds any row that was changed, taken out, put in or moved, although all hashes of files are right again")
    void rows() {
        for (int i = 0; i < made.rows.size(); i++) {
            var row = made.rows.get(i);
            for (var changed : List.of(
                    new HashChain.Row(
                            row.sequence(),
                            row.at().plusMillis(1),
                            row.actor(),
                            row.code(),
                            row.result(),
                            row.data(),
                            row.previousHash(),
                            row.hash()),
                    new HashChain.Row(
                            row.sequence(),
                            row.at(),
                            "user:other",
                            row.code(),
                            row.result(),
                            row.data(),
                            row.previousHash(),
                            row.hash()),
                    new HashChain.Row(
                            row.sequence(),
                            row.at(),
                            row.actor(),
                            row.code() + ".x",
                            row.result(),
                            row.data(),
                            row.previousHash(),
                            row.hash()),
                    new HashChain.Row(
                            row.sequence(),
                            row.at(),
                            row.actor(),
                            row.code(),
                            "x",
                            row.data(),
                            row.previousHash(),
                            row.hash()))) {
                var rows = new ArrayList<>(made.rows);
                rows.set(i, changed);
                assertThat(withRows(rows)).isEqualTo("chain.hash " + (i + 1));
            }
            var without = new ArrayList<>(made.rows);
            without.remove(i);
            assertThat(withRows(without)).isIn("chain.sequence " + (i + 1), "chain.truncated 5", "row 1");
            var doubled = new ArrayList<>(made.rows);
            doubled.add(i, row);
            assertThat(withRows(doubled)).isIn("chain.sequence " + (i + 2));
            for (int j = i + 1; j < made.rows.size(); j++) {
                var moved = new ArrayList<>(made.rows);
                java.util.Collections.swap(moved, i, j);
                assertThat(withRows(moved)).isIn("chain.sequence " + (i + 1), "row 1");
            }
        }
        var reversed = new ArrayList<>(made.rows);
        java.util.Collections.reverse(reversed);
        assertThat(withRows(reversed)).isEqualTo("row 1");
        assertThat(withRows(List.of())).isEqualTo("chain.empty 1");
    }

    private String withRows(List<HashChain.Row> rows) {
        var entries = new LinkedHashMap<>(entries());
        entries.put(ArchivedCases.TIMELINE, MadeUpArchive.timeline(rows));
        return fault(MadeUpArchive.remade(entries));
    }

    @Test
    @DisplayName("finds any byte of a row that was changed, although all hashes of files are right again")
    void anyByteOfTheTimeline() {
        var timeline = entries().get(ArchivedCases.TIMELINE);
        for (int i = 0; i < timeline.length; i++) {
            var flipped = timeline.clone();
            flipped[i] ^= 1;
            var entries = new LinkedHashMap<>(entries());
            entries.put(ArchivedCases.TIMELINE, flipped);
            var kind = check(MadeUpArchive.remade(entries)).kind();
            // white space between rows says nothing: all else does
            if (timeline[i] != '\n') {
                assertThat(kind).as("byte %d: %c", i, (char) timeline[i]).isEqualTo(Verdict.Kind.BROKEN);
            }
        }
    }

    @Test
    @DisplayName("finds a chain that was made anew, by the heads that earlier checks saw")
    void rewritten() {
        made.anchors.add(Map.of("count", 3, "head", made.rows.get(2).hash()));
        assertThat(check(made.written()).kind()).isEqualTo(Verdict.Kind.SOUND);
        var kept = List.copyOf(made.rows);
        made.rows.clear();
        for (var row : kept) {
            made.row(row.code().equals("case.decided") ? "case.waiting" : row.code(), row.result(), data(row));
        }
        assertThat(check(made.written()).kind())
                .as("what comes after the anchor is only known by the manifest's hash in the case")
                .isEqualTo(Verdict.Kind.SOUND);
        made.anchors.set(0, Map.of("count", 4, "head", kept.get(3).hash()));
        assertThat(fault(made.written())).isEqualTo("chain.anchor 4");
        made.anchors.set(0, Map.of("count", 6, "head", kept.get(3).hash()));
        assertThat(fault(made.written())).isEqualTo("chain.truncated 6");
    }

    private static Map<String, Object> data(HashChain.Row row) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper()
                    .readValue(row.data(), new com.fasterxml.jackson.core.type.TypeReference<>() {});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("finds a document that is not the one the timeline speaks of, or of which it says nothing")
    void documents() {
        var other = new LinkedHashMap<>(entries());
        other.put(MadeUpArchive.DOCUMENT_ENTRY, "Паспорт на другое имя".getBytes(StandardCharsets.UTF_8));
        assertThat(fault(MadeUpArchive.remade(other))).isEqualTo("attested " + MadeUpArchive.DOCUMENT_ENTRY);

        made.rows.removeIf(row -> row.sequence() > 1);
        made.row("note.added", null, Map.of("note", MadeUpArchive.NOTE));
        made.row("case.exported", null, Map.of("export", MadeUpArchive.EXPORT));
        assertThat(fault(made.written())).isEqualTo("unspoken " + MadeUpArchive.DOCUMENT_ENTRY);
        made.withDocument = false;
        assertThat(check(made.written()).kind()).isEqualTo(Verdict.Kind.SOUND);
    }

    @Test
    @DisplayName("finds a note too many or too few")
    void notes() {
        made.row("note.added", null, Map.of("note", "cccccccc-0123-4123-8123-0123456789ab"));
        assertThat(fault(made.written())).isEqualTo("notes");
    }

    @Test
    @DisplayName("wants the record of the export in the timeline")
    void notRecorded() {
        made.rows.remove(4);
        assertThat(fault(made.written())).isEqualTo("not-recorded");
    }

    @Test
    @DisplayName("knows that what was destroyed, or is not for a manager, is not there")
    void withoutPersonal() {
        made.withDocument = false;
        assertThat(fault(made.written())).isEqualTo("unattested 2");
        made.personal = false;
        assertThat(check(made.written()).kind()).isEqualTo(Verdict.Kind.SOUND);
        made.personal = true;
        made.destroyed = true;
        assertThat(fault(made.written())).isEqualTo("destroyed");
        made.row("case.destroyed", null, Map.of());
        assertThat(check(made.written()).kind()).isEqualTo(Verdict.Kind.SOUND);
    }

    @ParameterizedTest
    @DisplayName("counts receipts again")
    @CsvSource(
            delimiter = '|',
            value = {
                // from | amount | unit | dueOn | counted | skipped | right
                "2026-03-05|1|working-days|2026-03-06|2026-03-06||true",
                "2026-03-06|1|working-days|2026-03-10|2026-03-10|2026-03-07 2026-03-08 2026-03-09|true",
                "2026-03-06|1|working-days|2026-03-10|2026-03-10|2026-03-07 2026-03-08|false",
                "2026-03-06|1|working-days|2026-03-10|2026-03-10|2026-03-07 2026-03-08 2026-03-08|false",
                "2026-03-06|2|working-days|2026-03-10|2026-03-10|2026-03-07 2026-03-08 2026-03-09|false",
                "2026-03-06|1|working-days|2026-03-11|2026-03-10|2026-03-07 2026-03-08 2026-03-09|false",
                "2026-03-02|5|calendar-days|2026-03-07|2026-03-03 2026-03-07||true",
                "2026-03-02|5|calendar-days|2026-03-10|2026-03-07|2026-03-07 2026-03-08 2026-03-09|true",
                "2026-03-02|5|calendar-days|2026-03-10|2026-03-07|2026-03-08 2026-03-09|false",
                "2026-03-02|5|calendar-days|2026-03-06|2026-03-06||false",
                "2026-01-31|1|months|2026-02-28|2026-02-28||true",
                "2026-01-31|1|months|2026-03-03|2026-03-03||false",
                "2024-02-29|1|years|2025-02-28|2025-02-28||true",
                "2026-03-02|0|working-days|2026-03-02|2026-03-02||false",
                "2026-03-02|1|fortnights|2026-03-16|2026-03-16||false",
                "yesterday|1|working-days|2026-03-16|2026-03-16||false",
            })
    void receipts(String from, int amount, String unit, String dueOn, String counted, String skipped, boolean right) {
        made.receipt = MadeUpArchive.receipt(from, amount, unit, dueOn, days(counted), days(skipped));
        var verdict = check(made.written());
        assertThat(verdict.fault()).isEqualTo(right ? null : "receipt");
    }

    private static List<String> days(String written) {
        return written == null || written.isBlank() ? List.of() : List.of(written.split(" "));
    }

    @Test
    @DisplayName("does not take another file for an archive of ours")
    void notOurs() throws IOException {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("manifest.json"));
            out.write("{\"case\":\"KAO-2026-000001\",\"round\":1}".getBytes(StandardCharsets.UTF_8));
        }
        for (var other : List.of(new byte[0], "нет".getBytes(StandardCharsets.UTF_8), zip.toByteArray())) {
            assertThat(check(other).kind()).isEqualTo(Verdict.Kind.NOT_OURS);
        }
        assertThat(run("--lang", "ru", directory.resolve("none.zip").toString()))
                .isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--lang", "de", "x")).isEqualTo(2);
    }

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... args) {
        said.reset();
        return VerifyCase.run(
                List.of(args), new PrintStream(said, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("words every fault that it can find in three languages")
    void words() throws IOException {
        var source = Files.readString(Path.of("src/main/java/kz/qupiya/casefile/ArchiveCheck.java"));
        var faults = new java.util.TreeSet<String>();
        Pattern.compile("new Broken\\(\"([a-z-]+)\"")
                .matcher(source)
                .results()
                .forEach(found -> faults.add(found.group(1)));
        Pattern.compile("Kind\\.(?:BROKEN|NOT_OURS), \"([a-z-]+)\"")
                .matcher(source)
                .results()
                .forEach(found -> faults.add(found.group(1)));
        for (var fault : List.of("empty", "sequence", "previous-hash", "hash", "truncated", "anchor", "head")) {
            faults.add("chain." + fault);
        }
        assertThat(faults).hasSizeGreaterThan(20);
        for (var language : List.of("ru", "kk", "en")) {
            var texts = new Properties();
            try (var in = Files.newBufferedReader(
                    Path.of("src/main/resources/messages/archive_" + language + ".properties"))) {
                texts.load(in);
            }
            faults.forEach(fault -> assertThat(texts).containsKey("archive.fault." + fault));
            assertThat(texts.values()).noneMatch(text -> text.toString().contains("'"));
        }
    }

    @Test
    @DisplayName("is a command that starts nothing of the application")
    void command() throws Exception {
        var good = Files.write(directory.resolve("good.zip"), made.written());
        var bytes = made.written();
        bytes[bytes.length / 2] ^= 1;
        var bad = Files.write(directory.resolve("bad.zip"), bytes);
        var other = Files.writeString(directory.resolve("other.zip"), "нет");

        var sound = process("--lang", "ru", good.toString());
        assertThat(sound.said)
                .contains("РЕЗУЛЬТАТ: архив цел.", MadeUpArchive.NUMBER)
                .doesNotContain("Spring", "archive.");
        assertThat(sound.exit).isZero();
        assertThat(sound.millis).as("it starts at once").isLessThan(15_000);
        var broken = process("--lang", "en", bad.toString());
        assertThat(broken.said).contains("VERDICT: the archive is broken.");
        assertThat(broken.exit).isEqualTo(1);
        assertThat(process("--lang", "kk", other.toString()).exit).isEqualTo(2);
        assertThat(Files.list(directory).map(file -> file.getFileName().toString()))
                .as("nothing is written beside the files")
                .containsExactlyInAnyOrder("good.zip", "bad.zip", "other.zip");
    }

    private record Ended(int exit, String said, long millis) {}

    private Ended process(String... args) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "kz.qupiya.QupiyaApplication",
                VerifyCase.COMMAND));
        command.addAll(List.of(args));
        var start = System.nanoTime();
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said, (System.nanoTime() - start) / 1_000_000);
    }
}
