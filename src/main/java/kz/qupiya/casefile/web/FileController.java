package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Notes;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Documents and notes of a case; for staff who work with the whole file. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}")
@Tag(name = "Case panel")
class FileController {

    /** Whatever a document holds, opened in a browser it runs nothing here. */
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    private final CaseAccess access;
    private final Documents documents;
    private final Notes notes;
    private final Panels panels;

    FileController(CaseAccess access, Documents documents, Notes notes, Panels panels) {
        this.access = access;
        this.documents = documents;
        this.notes = notes;
        this.panels = panels;
    }

    @PostMapping(path = "/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(
            summary = "Files a document",
            description =
                    "PDF, JPEG, PNG, TIFF, DOCX without macros or plain text, up to 10 MB, judged by content; purpose is authority, identity, confirming or other")
    ResponseEntity<PanelView.DocumentView> upload(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "purpose", required = false) @Nullable String purpose,
            Locale locale)
            throws IOException {
        var caseFile = access.forUpload(operator, number);
        if (file == null) {
            throw new InvalidInputException("file", "problem.field.missing");
        }
        var forWhat = purpose == null || purpose.isBlank()
                ? DocumentPurpose.OTHER
                : DocumentPurpose.find(purpose)
                        .orElseThrow(() -> new InvalidInputException("purpose", "problem.field.invalid"));
        var document =
                documents.add(caseFile.id(), forWhat, file.getOriginalFilename(), file.getBytes(), access.actor());
        return ResponseEntity.created(URI.create("/api/v1/operators/" + caseFile.operator() + "/cases/"
                        + caseFile.number() + "/documents/" + document.id()))
                .body(panels.document(document, locale));
    }

    @GetMapping("/documents")
    @Operation(summary = "The documents of a case")
    List<PanelView.DocumentView> documents(@PathVariable String operator, @PathVariable String number, Locale locale) {
        return documents.of(access.forFile(operator, number).id()).stream()
                .map(one -> panels.document(one, locale))
                .toList();
    }

    @GetMapping("/documents/{id}")
    @Operation(summary = "The content of a document; the look is on the record")
    ResponseEntity<byte[]> download(
            @PathVariable String operator, @PathVariable String number, @PathVariable String id) {
        var caseFile = access.forFile(operator, number);
        var document = documents
                .find(caseFile.id(), uuid(id))
                .orElseThrow(() -> new NotFoundException("casefile.document.unknown"));
        var content = documents.read(caseFile.id(), document.id(), access.actor());
        var disposition = ContentDisposition.attachment()
                .filename(document.fileName(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(document.mediaType()))
                .contentLength(content.length)
                .cacheControl(CacheControl.noStore())
                .headers(headers -> {
                    headers.setContentDisposition(disposition);
                    headers.set("X-Content-Type-Options", "nosniff");
                    headers.set("Content-Security-Policy", NOTHING);
                    headers.set("Cross-Origin-Resource-Policy", "same-origin");
                })
                .body(content);
    }

    @GetMapping("/documents/{id}/pages")
    @Operation(
            summary = "Pages of a document as pictures; the look is on the record",
            description = "PDF, JPEG, PNG and TIFF; a few pages from the one asked for, each base64 of PNG or JPEG")
    ResponseEntity<Pages> pages(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String id,
            @RequestParam(defaultValue = "1") int from) {
        var caseFile = access.forFile(operator, number);
        var pictures = documents.look(caseFile.id(), uuid(id), from, access.actor());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(new Pages(
                        pictures.pages(),
                        pictures.shown().stream()
                                .map(one ->
                                        new Page(one.page(), one.width(), one.height(), one.mediaType(), one.content()))
                                .toList()));
    }

    @PostMapping("/notes")
    @Operation(summary = "Adds a note")
    ResponseEntity<PanelView.NoteView> note(
            @PathVariable String operator, @PathVariable String number, @RequestBody NewNote body) {
        var caseFile = access.forFile(operator, number);
        var note = notes.add(caseFile.id(), body.text() == null ? "" : body.text(), access.actor());
        return ResponseEntity.created(URI.create(
                        "/api/v1/operators/" + caseFile.operator() + "/cases/" + caseFile.number() + "/notes"))
                .body(Panels.note(note));
    }

    @GetMapping("/notes")
    @Operation(summary = "The notes of a case")
    List<PanelView.NoteView> notes(@PathVariable String operator, @PathVariable String number) {
        return notes.of(access.forFile(operator, number).id()).stream()
                .map(Panels::note)
                .toList();
    }

    /** Some pages of a document. */
    record Pages(int pages, List<Page> shown) {}

    /** One page as a picture. */
    record Page(int page, int width, int height, String mediaType, byte[] content) {}

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("casefile.document.unknown");
        }
    }

    /** A note to add. */
    record NewNote(@Nullable String text) {

        /** The text may name a person. */
        @Override
        public String toString() {
            return "NewNote";
        }
    }
}
