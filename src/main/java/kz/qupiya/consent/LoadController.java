package kz.qupiya.consent;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Idempotency;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists of consents, such as those that an operator got before it had this register. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/consents")
@Tag(name = "Consents")
class LoadController {

    private final ConsentLoads loads;
    private final Access access;
    private final Callers callers;

    LoadController(ConsentLoads loads, Access access, Callers callers) {
        this.loads = loads;
        this.access = access;
        this.callers = callers;
    }

    @PutMapping(consumes = "text/csv", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Loads consents from CSV (RFC 4180, UTF-8, comma), streamed and of any size",
            description =
                    "The header names the columns, in any order: one or more of `iin`, `phone`, `email`, `login`, `contract`; `fullName`; `purposes` and `data`, parted by `;`; "
                            + "`givenAt`; `operatorName`, `operatorBin`, `termText`, `thirdPartyTransfer`, `crossBorderTransfer`, `publication` (`true` or `false`), "
                            + "`otherInformation`, `form`, `action`, `textVersion`; and if you like `term`, `text`, `address`. Records go in by chunks. With an `Idempotency-Key` "
                            + "the same file sent again goes on after the last record committed; another file under that key is 409. What is on record is a duplicate; what is "
                            + "wrong is rejected, line by line, and never stops the rest.")
    ResponseEntity<Loaded> load(
            @PathVariable String operator,
            @RequestHeader(value = Idempotency.HEADER, required = false) @Nullable String key,
            HttpServletRequest request)
            throws IOException {
        access.require(operator, ConsentController.MAY_RECORD);
        var done = loads.load(new OperatorKey(operator), callers.current().id(), key, request.getInputStream());
        return ResponseEntity.ok(new Loaded(
                done.id(), done.accepted(), done.duplicate(), done.rejected(), path(operator, done.id()) + "/rejects"));
    }

    @GetMapping(path = "/loads/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "How far a load has come")
    ConsentLoads.Progress progress(@PathVariable String operator, @PathVariable UUID id) {
        access.require(operator, ConsentController.MAY_RECORD);
        return loads.progress(new OperatorKey(operator), id);
    }

    @GetMapping(path = "/loads/{id}/rejects", produces = "text/csv")
    @Operation(
            summary = "The lines that were not taken: line, field and code, as CSV, without values; kept for 90 days")
    void rejects(@PathVariable String operator, @PathVariable UUID id, HttpServletResponse response)
            throws IOException {
        access.require(operator, ConsentController.MAY_RECORD);
        loads.progress(new OperatorKey(operator), id);
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"rejects.csv\"");
        try (var csv = CsvWriter.builder()
                .build(new BufferedWriter(
                        new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15))) {
            csv.writeRecord("line", "field", "code");
            loads.rejects(
                    new OperatorKey(operator),
                    id,
                    fault -> csv.writeRecord(String.valueOf(fault.line()), fault.field(), fault.code()));
        }
    }

    private static String path(String operator, UUID load) {
        return "/api/v1/operators/" + operator + "/consents/loads/" + load;
    }

    /**
     * What a load did, over all calls under its key.
     *
     * @param duplicate consents that were on record already
     * @param rejects where the lines that were not taken are listed
     */
    record Loaded(UUID load, long accepted, long duplicate, long rejected, String rejects) {}
}
