package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import kz.qupiya.casefile.CaseExport;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A case as one archive. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}")
@Tag(name = "Cases")
class ExportController {

    private static final String EXPORT = "Qupiya-Export";
    private static final String MANIFEST = "Qupiya-Manifest-SHA256";

    private final CaseAccess access;
    private final CaseExport export;

    ExportController(CaseAccess access, CaseExport export) {
        this.access = access;
        this.export = export;
    }

    /**
     * Streams the archive. The hash of its manifest is known when the last byte is written: it goes as a trailer field, and to the timeline.
     */
    @GetMapping("/export")
    @Operation(
            summary = "The case as one archive that can be checked without the application; the look is on the record",
            description =
                    "application/zip: timeline, deadlines with receipts, letters, documents, acts with proofs, manifest of hashes; for a manager without personal data. Check it with: java -jar qupiya.jar verify-case FILE")
    void export(
            @PathVariable String operator,
            @PathVariable String number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var reader = access.forExport(operator, number);
        var begun = export.begin(reader.caseFile(), access.actor(), reader.role(), reader.personal());
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + reader.caseFile().number() + ".zip\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(EXPORT, begun.id().toString());
        var manifest = new AtomicReference<String>();
        if ("HTTP/1.1".equals(request.getProtocol())) {
            response.setHeader(HttpHeaders.TRAILER, MANIFEST);
            response.setTrailerFields(() -> {
                var hash = manifest.get();
                return hash == null ? Map.of() : Map.of(MANIFEST, hash);
            });
        }
        manifest.set(export.write(begun, response.getOutputStream()));
    }
}
