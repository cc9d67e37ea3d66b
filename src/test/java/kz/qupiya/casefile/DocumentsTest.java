package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final byte[] PDF =
            "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0
    };
    private static final byte[] TIFF = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0};

    private CaseFileKit kit;
    private Documents documents;
    private CaseFile file;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        documents = kit.bean(Documents.class);
        file = kit.open();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void a_document_comes_back_as_it_was_filed_and_lies_encrypted() {
        var content = Arrays.copyOf(PDF, 700_000);
        new Random(1).nextBytes(content);
        System.arraycopy(PDF, 0, content, 0, PDF.length);

        var filed = documents.add(
                file.id(), DocumentPurpose.IDENTITY, "C:\\Users\\x\\Удостоверение Айгүл.PDF", content, OFFICER);

        assertThat(filed.fileName()).isEqualTo("Удостоверение Айгүл.PDF");
        assertThat(filed.mediaType()).isEqualTo("application/pdf");
        assertThat(filed.size()).isEqualTo(700_000);
        assertThat(documents.of(file.id())).containsExactly(filed);
        assertThat(documents.read(file.id(), filed.id(), OFFICER)).isEqualTo(content);
        assertThat(kit.jdbc()
                        .sql("select count(*) from qupiya.case_document_chunk")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(kit.jdbc()
                        .sql(
                                "select position('%PDF'::bytea in content) from qupiya.case_document_chunk where chunk = 0")
                        .query(Integer.class)
                        .single())
                .isZero();
        var entries = kit.bean(Timeline.class).of(file.id());
        assertThat(entries.get(1).code()).isEqualTo("document.added");
        assertThat(entries.get(1).data())
                .containsEntry("saltedSha256", filed.sha256())
                .doesNotContainValue(HashChain.sha256(content))
                .doesNotContainValue("Удостоверение Айгүл.PDF");
        assertThat(entries.get(2).code()).isEqualTo("document.viewed");
        assertThat(kit.published(DocumentAdded.class)).hasSize(1);
    }

    @Test
    void each_allowed_type_is_taken_with_its_own_ending_only() throws IOException {
        assertThat(add("scan.jpeg", JPEG).mediaType()).isEqualTo("image/jpeg");
        assertThat(add("scan.PNG", PNG).mediaType()).isEqualTo("image/png");
        assertThat(add("scan.tif", TIFF).mediaType()).isEqualTo("image/tiff");
        assertThat(add("text.txt", "Прошу исправить".getBytes(StandardCharsets.UTF_8))
                        .mediaType())
                .isEqualTo("text/plain");
        assertThat(add("letter.docx", docx("word/document.xml")).mediaType())
                .isEqualTo("application/vnd.openxmlformats-officedocument.wordprocessingml.document");

        refused("scan.pdf", PNG, "casefile.document.name");
        refused("scan", PNG, "casefile.document.name");
        refused("letter.docx", PDF, "casefile.document.name");
    }

    @Test
    void what_pretends_or_runs_is_refused() throws IOException {
        refused(
                "a.pdf",
                "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8),
                "casefile.document.type");
        refused(
                "a.txt",
                "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8),
                "casefile.document.type");
        refused(
                "a.png",
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
                "casefile.document.type");
        refused("a.docx", docx("xl/workbook.xml"), "casefile.document.type");
        refused("a.docx", docx("word/document.xml", "word/vbaProject.bin"), "casefile.document.type");
        refused("a.exe", new byte[] {'M', 'Z', 0, 0, 1, 2, 3, 4}, "casefile.document.type");
        refused("a.txt", new byte[] {(byte) 0xc3, 0x28, 'a', 'b', 'c'}, "casefile.document.type");
        refused("a.pdf", new byte[0], "casefile.document.empty");
        refused("a.txt", "карта 4111 1111 1111 1111".getBytes(StandardCharsets.UTF_8), "casefile.document.card-number");
        assertThat(documents.of(file.id())).isEmpty();
    }

    @Test
    void ten_megabytes_are_taken_and_a_byte_more_is_not() {
        var most = Arrays.copyOf(PDF, 10 * 1024 * 1024);
        assertThat(add("big.pdf", most).size()).isEqualTo(most.length);
        refused("big.pdf", Arrays.copyOf(PDF, most.length + 1), "casefile.document.too-large");
    }

    @Test
    void a_document_of_another_case_does_not_exist() {
        var filed = add("a.pdf", PDF);
        var other = kit.open();
        assertThat(documents.find(other.id(), filed.id())).isEmpty();
        assertThatThrownBy(() -> documents.read(other.id(), filed.id(), OFFICER))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> documents.read(file.id(), UUID.randomUUID(), OFFICER))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_changed_document_is_not_given_out() {
        var filed = add("a.pdf", PDF);
        kit.jdbc()
                .sql("update qupiya.case_document_chunk set content = content || '\\x00'::bytea")
                .update();
        assertThatThrownBy(() -> documents.read(file.id(), filed.id(), OFFICER))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_proof_makes_the_requester_entitled() {
        var parties = kit.bean(Parties.class);
        var proof = documents.add(file.id(), DocumentPurpose.IDENTITY, "a.pdf", PDF, OFFICER);
        var other = documents.add(file.id(), DocumentPurpose.OTHER, "a.pdf", PDF, OFFICER);
        assertThat(parties.entitlement(file.id()).state()).isEqualTo(Entitlement.TO_BE_PROVED);

        assertThatThrownBy(() -> parties.entitle(file.id(), Entitlement.PROVED, other.id(), OFFICER))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> parties.entitle(file.id(), Entitlement.PROVED, UUID.randomUUID(), OFFICER))
                .isInstanceOf(InvalidInputException.class);
        parties.entitle(file.id(), Entitlement.PROVED, proof.id(), OFFICER);
        parties.entitle(file.id(), Entitlement.PROVED, proof.id(), OFFICER);

        assertThat(parties.entitlement(file.id()))
                .isEqualTo(new Parties.EntitlementView(Entitlement.PROVED, OFFICER, kit.clock.instant(), proof.id()));
        assertThat(kit.published(EntitlementChanged.class)).hasSize(1);
    }

    @Test
    void notes_are_masked_and_lie_in_the_vault() {
        var notes = kit.bean(Notes.class);
        var note = notes.add(file.id(), "  Звонил, карта 4111 1111 1111 1111 ", OFFICER);
        assertThat(note.text()).startsWith("Звонил").doesNotContain("4111 1111 1111 1111");
        assertThat(notes.of(file.id())).containsExactly(note);
        assertThatThrownBy(() -> notes.add(file.id(), " ", OFFICER)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> notes.add(file.id(), "x".repeat(4001), OFFICER))
                .isInstanceOf(InvalidInputException.class);
        assertThat(kit.jdbc()
                        .sql("select n::text from qupiya.case_note n")
                        .query(String.class)
                        .single())
                .doesNotContain("Звонил");
    }

    private Documents.Document add(String name, byte[] content) {
        return documents.add(file.id(), DocumentPurpose.OTHER, name, content, OFFICER);
    }

    private void refused(String name, byte[] content, String code) {
        assertThatThrownBy(() -> add(name, content))
                .as(name)
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .singleElement()
                        .satisfies(v -> assertThat(v.code()).isEqualTo(code))
                        .satisfies(v -> assertThat(v.field()).isEqualTo("file")));
    }

    private static byte[] docx(String... parts) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write("<Types/>".getBytes(StandardCharsets.US_ASCII));
            for (String part : parts) {
                zip.putNextEntry(new ZipEntry(part));
                zip.write("<x/>".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }
}
