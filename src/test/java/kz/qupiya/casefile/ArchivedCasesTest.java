package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.IIN;
import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kz.qupiya.operator.Duty;
import kz.qupiya.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The archive of a case")
class ArchivedCasesTest {

    private static final byte[] PDF = "%PDF-1.7\nАйгүл\n%%EOF\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private CaseFileKit kit;
    private CaseExport export;
    private CaseFile file;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        export = kit.bean(CaseExport.class);
        file = kit.open();
        var other = kit.open();
        kit.transaction().executeWithoutResult(status -> {
            kit.deadlines().start(file.id(), Duty.VERIFICATION, file.receivedAt());
            kit.deadlines().start(file.id(), Duty.STOP_PROCESSING, file.receivedAt());
            kit.bean(Documents.class).add(file.id(), DocumentPurpose.IDENTITY, "Айгүл.pdf", PDF, OFFICER);
            kit.bean(Documents.class)
                    .add(
                            file.id(),
                            DocumentPurpose.OTHER,
                            "длинное.txt",
                            "Письмо. ".repeat(60_000).getBytes(StandardCharsets.UTF_8),
                            OFFICER);
            kit.bean(Notes.class).add(file.id(), "Айгүл звонила", OFFICER);
            kit.files()
                    .record(
                            file.id(),
                            TimelineEvent.of("case.reclassified-from", OFFICER)
                                    .with("number", other.number().value()));
            kit.files()
                    .record(
                            file.id(),
                            TimelineEvent.of("mail.names-case", OFFICER).with("number", "ZVN-2026-000777"));
        });
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    private byte[] archive(Role role, boolean personal) {
        var out = new ByteArrayOutputStream();
        try {
            export.write(export.begin(kit.files().get(file.id()), OFFICER, role, personal), out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private ArchiveCheck.Verdict check(byte[] archive) {
        try {
            return new ArchiveCheck().check(Files.write(directory.resolve("archive.zip"), archive));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Timeline.Entry> timeline() {
        return kit.bean(Timeline.class).of(file.id());
    }

    private static JsonNode json(Map<String, byte[]> entries, String name) {
        try {
            return new ObjectMapper().readTree(entries.get(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("verifies, holds its own making, and has its hash in the case")
    void whole() {
        var archive = archive(Role.OFFICER, true);
        var verdict = check(archive);
        assertThat(verdict.fault()).isNull();
        assertThat(verdict.kind()).isEqualTo(ArchiveCheck.Verdict.Kind.SOUND);

        var entries = MadeUpArchive.entries(archive);
        assertThat(entries.keySet())
                .contains(
                        "README.txt", "case.json", "timeline.json", "links.json", "notes.json", "documents/index.json")
                .last()
                .isEqualTo("manifest.json");
        var rows = json(entries, "timeline.json").path("rows");
        assertThat(rows.get(rows.size() - 1).path("row").path("code").asText()).isEqualTo("case.exported");
        var last = timeline().get(timeline().size() - 1);
        assertThat(last.code()).isEqualTo("case.export-finished");
        assertThat(last.data())
                .containsEntry("manifestSha256", HashChain.sha256(entries.get("manifest.json")))
                .containsEntry("manifestSha256", verdict.manifest().get("manifest"))
                .containsEntry("export", verdict.manifest().get("export"))
                .containsEntry("size", archive.length);

        var documents = json(entries, "documents/index.json");
        assertThat(documents).hasSize(2);
        assertThat(documents.get(0).path("fileName").asText()).isEqualTo("Айгүл.pdf");
        assertThat(entries.get(documents.get(0).path("entry").asText())).isEqualTo(PDF);
        assertThat(json(entries, "notes.json").get(0).path("text").asText()).isEqualTo("Айгүл звонила");
        assertThat(json(entries, "links.json")).hasSize(1);
        var told = json(entries, "case.json");
        assertThat(told.path("subject").path("identifiers").get(0).path("value").asText())
                .isEqualTo(IIN);
        assertThat(told.path("deadlines")).hasSize(2);
        var stop = told.path("deadlines").get(1);
        assertThat(stop.path("readings").get(0).path("rule").path("source").asText())
                .isEqualTo("policy");
        assertThat(stop.path("readings").get(1).path("receipt").path("counted")).hasSize(15);
        assertThat(new String(entries.get("README.txt"), StandardCharsets.UTF_8))
                .contains("verify-case", "Как проверить", "Қалай тексеруге", "How to check");
    }

    @Test
    @DisplayName("can be counted again with a text editor and SHA-256")
    void byHand() {
        var entries = MadeUpArchive.entries(archive(Role.OFFICER, true));
        var lines = new String(entries.get("timeline.json"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var rows = lines.subList(1, lines.size() - 1);
        assertThat(rows).hasSize(timeline().size() - 1);
        for (int i = 0; i < rows.size(); i++) {
            var line = rows.get(i).replaceAll(",$", "");
            var row = line.substring(line.indexOf("\"row\":") + 6, line.length() - 1);
            var previous = line.replaceAll("^.*\"previousHash\":\"([0-9a-f]{64})\".*$", "$1");
            assertThat(HashChain.sha256(previous + "\n" + row))
                    .isEqualTo(timeline().get(i).hash());
        }
    }

    @Test
    @DisplayName("verifies a second time, with the first export in it")
    void again() {
        archive(Role.OFFICER, true);
        var entries = MadeUpArchive.entries(archive(Role.LAWYER, true));
        assertThat(check(MadeUpArchive.sealed(entries)).kind()).isEqualTo(ArchiveCheck.Verdict.Kind.SOUND);
        assertThat(new String(entries.get("timeline.json"), StandardCharsets.UTF_8))
                .contains("case.export-finished");
    }

    @Test
    @DisplayName("for a manager holds nobody's data, and verifies")
    void forManager() {
        var archive = archive(Role.MANAGER, false);
        assertThat(check(archive).kind()).isEqualTo(ArchiveCheck.Verdict.Kind.SOUND);
        var entries = MadeUpArchive.entries(archive);
        assertThat(entries.keySet()).doesNotContain("notes.json").noneMatch(name -> name.endsWith(".pdf"));
        assertThat(json(entries, "documents/index.json")).hasSize(2);
        entries.forEach((name, content) -> assertThat(new String(content, StandardCharsets.UTF_8))
                .as(name)
                .doesNotContain(IIN, "Айгүл", "Телефон указан неверно"));
    }

    @Test
    @DisplayName("of a case file whose key was destroyed holds what is left, and says so")
    void destroyed() {
        kit.transaction().executeWithoutResult(status -> kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER));
        kit.clock.set("2030-03-02T05:00:00Z");
        assertThat(kit.files().destroyExpired()).isEqualTo(1);
        var archive = archive(Role.OFFICER, true);
        var verdict = check(archive);
        assertThat(verdict.fault()).isNull();
        assertThat(verdict.manifest()).containsEntry("destroyed", "true");
        var entries = MadeUpArchive.entries(archive);
        assertThat(json(entries, "case.json").path("destroyedAt").asText()).startsWith("2030-03-02");
        assertThat(json(entries, "documents/index.json")).hasSize(2);
        entries.forEach((name, content) ->
                assertThat(new String(content, StandardCharsets.UTF_8)).as(name).doesNotContain(IIN, "Айгүл"));
    }

    @Test
    @DisplayName("of a case that somebody tampered with is made, and does not verify")
    void tampered() {
        kit.jdbc().sql("delete from qupiya.case_document_chunk where chunk = 1").update();
        assertThat(check(archive(Role.OFFICER, true)).fault()).isEqualTo("attested");
        kit.jdbc().sql("delete from qupiya.case_document_chunk").update();
        assertThat(check(archive(Role.OFFICER, true)).fault()).isEqualTo("unattested");
        kit.transaction().executeWithoutResult(status -> {
            kit.jdbc().sql("alter table qupiya.case_event disable trigger user").update();
            kit.jdbc()
                    .sql("update qupiya.case_event set code = 'a.b' where sequence = 2")
                    .update();
            kit.jdbc().sql("alter table qupiya.case_event enable trigger user").update();
        });
        assertThat(check(archive(Role.OFFICER, true)).fault()).isEqualTo("chain.hash");
    }

    @Test
    @DisplayName("that the reader does not take is on the record as broken off")
    void brokenOff() {
        var begun = export.begin(file, OFFICER, Role.OFFICER, true);
        var full = new OutputStream() {
            private int left = 2_000;

            @Override
            public void write(int one) throws IOException {
                if (--left < 0) {
                    throw new IOException("the reader has gone");
                }
            }
        };
        assertThatThrownBy(() -> export.write(begun, full)).isInstanceOf(IOException.class);
        assertThat(timeline().get(timeline().size() - 1)).satisfies(last -> {
            assertThat(last.code()).isEqualTo("case.export-broken-off");
            assertThat(last.data()).containsEntry("export", begun.id().toString());
        });
    }

    @Test
    @DisplayName("takes no name twice, and none that leads out of it")
    void names() throws IOException {
        var writer =
                new ArchiveWriter(OutputStream.nullOutputStream(), new ObjectMapper().writer(), file.openedAt(), true);
        writer.bytes("a.txt", new byte[0]);
        for (var name : Arrays.asList("a.txt", "../x", "/x", "a b", "manifest.json", "")) {
            assertThatThrownBy(() -> writer.bytes(name, new byte[0]))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var open = writer.open("b.txt");
        assertThatThrownBy(() -> writer.open("c.txt")).isInstanceOf(IllegalStateException.class);
        open.close();
    }
}
