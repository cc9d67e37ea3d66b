package kz.qupiya.oversight.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseList;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.oversight.OpenWork;
import kz.qupiya.oversight.web.CaseRows.CaseRow;
import kz.qupiya.oversight.web.DeadlineBoard.Board;
import kz.qupiya.oversight.web.Watch.Named;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What managers see over all cases of their operators: figures, lists and reports, nobody's data. */
@RestController
@RequestMapping("/api/v1/oversight")
@Tag(name = "Oversight")
class OversightController {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final Watch watch;
    private final DeadlineBoard board;
    private final CaseList cases;
    private final CaseRows rows;
    private final Report report;
    private final OpenWork work;
    private final CaseWording wording;

    OversightController(
            Watch watch,
            DeadlineBoard board,
            CaseList cases,
            CaseRows rows,
            Report report,
            OpenWork work,
            CaseWording wording) {
        this.watch = watch;
        this.board = board;
        this.cases = cases;
        this.rows = rows;
        this.report = report;
        this.work = work;
        this.wording = wording;
    }

    @GetMapping("/deadlines")
    @Operation(summary = "How urgent the open cases are, what is due in four weeks, what was missed in twelve months")
    Board deadlines(@RequestParam(required = false) @Nullable List<String> operator, Locale locale) {
        return board.of(watch.operators(operator), locale);
    }

    @GetMapping("/words")
    @Operation(summary = "What the list can be filtered by, in the reader's language")
    WordsView words(Locale locale) {
        return new WordsView(
                watch.operators(null).stream()
                        .map(each -> Named.of(each, locale))
                        .toList(),
                named("kind", CaseKind.values(), CaseKind::json, locale),
                named("status", CaseStatus.values(), CaseStatus::json, locale),
                named("outcome", Outcome.values(), Outcome::json, locale));
    }

    private <T> List<Named> named(String list, T[] values, Function<T, String> json, Locale locale) {
        return Arrays.stream(values)
                .map(json)
                .map(code -> new Named(code, wording.value(list, code, locale)))
                .toList();
    }

    @GetMapping("/instances/{instance}/case")
    @Operation(summary = "The case that an instance of the engine works on")
    InstanceCase caseOf(@PathVariable String instance) {
        var operators = watch.operators(null);
        return work.caseOf(instance, Watch.keys(operators))
                .filter(found -> !watch.hidden().contains(found.number()))
                .map(found -> new InstanceCase(found.operator().value(), found.number()))
                .orElseThrow(() -> new NotFoundException("casefile.unknown"));
    }

    @GetMapping("/cases")
    @Operation(
            summary = "Cases of all one's operators",
            description = "days are of Asia/Almaty, both ends count; pages count from 0")
    CasePage list(@ModelAttribute CaseQuery query, Locale locale) {
        var days = days(query);
        var filter = query.filter(days, work, watch.reader());
        var page = cases.page(filter, query.order(), query.pageNumber(), query.rows());
        var byOperator =
                days.stream().collect(Collectors.toMap(each -> each.operator().value(), Function.identity()));
        var words = rows.words(locale);
        var now = watch.now();
        return new CasePage(
                page.rows().stream().map(row -> words.row(row, byOperator, now)).toList(),
                page.page(),
                page.size(),
                Math.min(page.total(), CaseList.COUNTED),
                page.total() > CaseList.COUNTED);
    }

    private List<OperatorDays> days(CaseQuery query) {
        return watch.days(watch.operators(query.operator()));
    }

    @GetMapping("/cases.csv")
    @Operation(summary = "The same list as CSV, with a mark of UTF-8 and semicolons")
    ResponseEntity<StreamingResponseBody> csv(@ModelAttribute CaseQuery query, Locale locale) {
        var filter = query.filter(days(query), work, watch.reader());
        var words = rows.words(locale);
        return file(
                "csv",
                CSV,
                wording.text("oversight.cases.file", locale),
                out -> Spreadsheets.csv(
                        out, rows.columns(locale), row -> cases.each(filter, each -> row.accept(words.cells(each)))));
    }

    @GetMapping("/cases.xlsx")
    @Operation(summary = "The same list as XLSX")
    ResponseEntity<StreamingResponseBody> xlsx(@ModelAttribute CaseQuery query, Locale locale) {
        var filter = query.filter(days(query), work, watch.reader());
        var words = rows.words(locale);
        var title = wording.text("oversight.cases.file", locale);
        return file(
                "xlsx",
                XLSX,
                title,
                out -> Spreadsheets.xlsx(
                        out,
                        title,
                        rows.columns(locale),
                        row -> cases.each(filter, each -> row.accept(words.cells(each)))));
    }

    @GetMapping("/report")
    @Operation(
            summary =
                    "Volumes, duties in time, outcomes, grounds and standing restrictions of a period; both days count")
    ReportView report(
            @RequestParam(required = false) @Nullable List<String> operator,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Locale locale) {
        var operators = watch.operators(operator);
        var period = period(from, to);
        return new ReportView(
                period.from(),
                period.to(),
                operators.stream().map(each -> Named.of(each, locale)).toList(),
                report.tables(operators, period.from(), period.to(), watch.now(), locale));
    }

    @GetMapping("/report.xlsx")
    @Operation(summary = "The same report as XLSX, a sheet for each table")
    ResponseEntity<StreamingResponseBody> reportFile(
            @RequestParam(required = false) @Nullable List<String> operator,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Locale locale) {
        var operators = watch.operators(operator);
        var period = period(from, to);
        var tables = report.tables(operators, period.from(), period.to(), watch.now(), locale);
        return file(
                "xlsx",
                XLSX,
                wording.text("oversight.report.file", locale) + " " + period.from() + " " + period.to(),
                out -> Spreadsheets.xlsx(out, tables));
    }

    /** The month that runs, unless the caller says otherwise. */
    private Period period(@Nullable String from, @Nullable String to) {
        var violations = new ArrayList<Violation>();
        var today = Almaty.dayOf(watch.now());
        var first = day("from", from, today.withDayOfMonth(1), violations);
        var last = day("to", to, today, violations);
        if (violations.isEmpty() && last.isBefore(first)) {
            violations.add(new Violation("to", "oversight.period.backwards"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new Period(first, last);
    }

    private static LocalDate day(
            String field, @Nullable String written, LocalDate otherwise, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return otherwise;
        }
        try {
            return LocalDate.parse(written.strip());
        } catch (DateTimeException e) {
            violations.add(new Violation(field, "problem.field.invalid"));
            return otherwise;
        }
    }

    private ResponseEntity<StreamingResponseBody> file(String extension, MediaType type, String title, Writer writer) {
        var name = title + " " + Almaty.dayOf(watch.now()) + "." + extension;
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, java.nio.charset.StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(writer::write);
    }

    private interface Writer {
        void write(java.io.OutputStream out) throws IOException;
    }

    private record Period(LocalDate from, LocalDate to) {}

    /**
     * A page of cases.
     *
     * @param total how many fit; when {@code more}, only that there are more than that
     */
    record CasePage(List<CaseRow> items, int page, int size, long total, boolean more) {}

    /** The lists of codes. */
    record WordsView(List<Named> operators, List<Named> kinds, List<Named> statuses, List<Named> outcomes) {}

    record InstanceCase(String operator, String number) {}

    record ReportView(LocalDate from, LocalDate to, List<Named> operators, List<Table> tables) {}
}
