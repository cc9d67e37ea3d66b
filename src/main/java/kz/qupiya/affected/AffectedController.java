package kz.qupiya.affected;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.affected.Loads.Mode;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.datamap.RowPeople;
import kz.qupiya.datamap.RowQuery;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The people a breach touched, as a file of any size or by a query over the data map. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/breaches/{number}/affected")
@Tag(name = "Breaches")
class AffectedController {

    private static final Role[] MAY_SEND = {Role.CLIENT, Role.SECURITY, Role.OFFICER};
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String WHAT =
            "CSV with a header (UTF-8; comma, semicolon or tab), a JSON array or JSON lines: one or more of `iin`, `phone`, `email`, `login`, `contract`, and `name`, `language`. Or "
                    + "`{\"query\": {\"system\": …, \"table\": …, \"column\": …, \"from\": …, \"to\": …}}` over the data map; without `table` the whole system. Streamed, any size. "
                    + "Lines that share any identifier are one person, but two IINs are two people. A bad field is listed in the rejects file; the line counts as long as another "
                    + "identifier is good.";

    private final Loads loads;
    private final AffectedLists lists;
    private final RowPeople rows;
    private final CaseFiles cases;
    private final Access access;
    private final Callers callers;

    AffectedController(
            Loads loads, AffectedLists lists, RowPeople rows, CaseFiles cases, Access access, Callers callers) {
        this.loads = loads;
        this.lists = lists;
        this.rows = rows;
        this.cases = cases;
        this.access = access;
        this.callers = callers;
    }

    /**
     * What a call gave.
     *
     * @param version of the list that collects
     * @param accepted lines that named somebody new
     * @param duplicate lines that named somebody known
     * @param rejected lines that named nobody
     * @param faults lines that were taken although a field of theirs was bad
     * @param rejects where the faults are listed
     */
    record Taken(UUID load, int version, long accepted, long duplicate, long rejected, long faults, String rejects) {}

    @GetMapping
    @Operation(summary = "The lists of a breach by version: counts and hashes, nobody's data")
    List<AffectedList> lists(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.CLIENT, Role.SECURITY, Role.OFFICER, Role.LAWYER, Role.CLERK, Role.MANAGER);
        return lists.ofCase(breach(operator, number).id());
    }

    @PostMapping(
            consumes = {CSV, MediaType.APPLICATION_JSON_VALUE, JSON_LINES},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Adds people to the list of a breach; after the list was frozen, to the next version",
            description = WHAT)
    Taken add(@PathVariable String operator, @PathVariable String number, HttpServletRequest request)
            throws IOException {
        return take(operator, number, Mode.ADD, request);
    }

    @PutMapping(
            consumes = {CSV, MediaType.APPLICATION_JSON_VALUE, JSON_LINES},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Replaces the list of a breach once all has come; 409 as soon as a list was frozen",
            description = WHAT)
    Taken replace(@PathVariable String operator, @PathVariable String number, HttpServletRequest request)
            throws IOException {
        return take(operator, number, Mode.REPLACE, request);
    }

    @GetMapping(path = "/loads/{id}/rejects", produces = CSV)
    @Operation(
            summary =
                    "The faults of a file: line, field, code, and whether the line was taken because another identifier is good; as CSV, without values")
    void rejects(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            HttpServletResponse response)
            throws IOException {
        access.require(operator, MAY_SEND);
        var file = breach(operator, number);
        loads.require(file.id(), id);
        response.setContentType(CSV);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"rejects.csv\"");
        try (var csv = CsvWriter.builder()
                .build(new BufferedWriter(
                        new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15))) {
            csv.writeRecord("line", "field", "code", "taken");
            loads.rejects(
                    file.id(),
                    id,
                    fault -> csv.writeRecord(
                            String.valueOf(fault.line()), fault.field(), fault.code(), String.valueOf(fault.taken())));
        }
    }

    private Taken take(String operator, String number, Mode mode, HttpServletRequest request) throws IOException {
        access.require(operator, MAY_SEND);
        var file = breach(operator, number);
        if (!file.isOpen()) {
            throw new ConflictException("affected.case.closed");
        }
        var type = String.valueOf(request.getContentType());
        var in = request.getInputStream();
        var source = MediaType.parseMediaType(type).isCompatibleWith(MediaType.parseMediaType(CSV))
                ? new CsvPeople(in)
                : JsonPeople.open(in, parser -> query(file, parser));
        if (source instanceof QueryPeople query) {
            query.check();
        }
        var done = loads.load(file, mode, source, callers.current().id());
        return new Taken(
                done.load(),
                done.version(),
                done.accepted(),
                done.duplicate(),
                done.rejected(),
                done.faults(),
                "/api/v1/operators/" + operator + "/breaches/" + number + "/affected/loads/" + done.load()
                        + "/rejects");
    }

    private CaseFile breach(String operator, String number) {
        var file = cases.require(new OperatorKey(operator), number);
        if (file.kind() != CaseKind.BREACH) {
            throw new NotFoundException("affected.case.unknown");
        }
        return file;
    }

    private QueryPeople query(CaseFile file, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidInputException("query", "problem.field.invalid");
        }
        Map<String, @Nullable String> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            if (!List.of("system", "table", "column", "from", "to").contains(name)) {
                throw new InvalidInputException("query", "affected.query.field-unknown");
            }
            var value = parser.nextToken();
            if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
                throw new InvalidInputException("query." + name, "problem.field.invalid");
            }
            fields.put(name, value == JsonToken.VALUE_NULL ? null : parser.getText());
        }
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new InvalidInputException("", "affected.query.alone");
        }
        var system = fields.get("system");
        if (system == null || system.isBlank()) {
            throw new InvalidInputException("query.system", "problem.field.missing");
        }
        return new QueryPeople(
                rows,
                file.operator(),
                new RowQuery(
                        system,
                        fields.get("table"),
                        fields.get("column"),
                        instant("query.from", fields.get("from")),
                        instant("query.to", fields.get("to"))));
    }

    private static @Nullable Instant instant(String field, @Nullable String written) {
        try {
            return written == null ? null : OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(field, "problem.field.invalid");
        }
    }
}
