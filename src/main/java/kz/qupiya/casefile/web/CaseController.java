package kz.qupiya.casefile.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseNumber;
import kz.qupiya.casefile.CaseSearch;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.CaseView;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cases as outside systems see them: no person is named. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases")
@Tag(name = "Cases")
class CaseController {

    private static final int MOST_PAGES = 1_000_000;
    private static final int MOST_ROWS = 200;

    private final CaseAccess access;
    private final CaseViews views;
    private final CaseSearch search;
    private final Timeline timeline;
    private final CaseWording wording;

    CaseController(CaseAccess access, CaseViews views, CaseSearch search, Timeline timeline, CaseWording wording) {
        this.access = access;
        this.views = views;
        this.search = search;
        this.timeline = timeline;
        this.wording = wording;
    }

    @GetMapping("/{number}")
    @Operation(summary = "A case: where it stands, what is due when and why")
    CaseView view(@PathVariable String operator, @PathVariable String number) {
        return views.of(access.forView(operator, number));
    }

    @GetMapping
    @Operation(
            summary = "The cases of an operator, the newest receipt first",
            description =
                    "due-before takes a day (its 00:00 in Asia/Almaty) or an instant with offset; pages count from 0")
    CasePage list(
            @PathVariable String operator,
            @RequestParam(name = "kind", required = false) @Nullable List<String> kind,
            @RequestParam(name = "status", required = false) @Nullable List<String> status,
            @RequestParam(name = "due-before", required = false) @Nullable String dueBefore,
            @RequestParam(name = "overdue", required = false) @Nullable String overdue,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "size", required = false) @Nullable String size) {
        var key = access.forList(operator);
        var violations = new ArrayList<Violation>();
        var filter = new CaseSearch.Filter(
                all("kind", kind, CaseKind::find, violations),
                all("status", status, CaseStatus::find, violations),
                instant("due-before", dueBefore, violations),
                flag("overdue", overdue, violations));
        int pageNumber = number("page", page, 0, 0, MOST_PAGES, violations);
        int rows = number("size", size, 50, 1, MOST_ROWS, violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        var found = search.search(key, filter, pageNumber, rows);
        return new CasePage(views.of(found.cases()), found.page(), found.size(), found.total(), found.pages());
    }

    @GetMapping("/{number}/timeline")
    @Operation(
            summary = "What was done in a case, each event with its hash",
            description =
                    "hash = SHA-256(previousHash + line feed + canonical JSON of actor, at, case, code, data, result, sequence); previousHash of the first event is 64 zeros")
    TimelineView timeline(@PathVariable String operator, @PathVariable String number, Locale locale) {
        var caseFile = access.forView(operator, number);
        var events = timeline.of(caseFile.id()).stream()
                .map(entry -> new EventView(
                        entry.sequence(),
                        entry.at(),
                        entry.by().toString(),
                        entry.code(),
                        entry.result(),
                        wording.event(caseFile.operator(), entry, locale),
                        entry.data(),
                        entry.previousHash(),
                        entry.hash()))
                .toList();
        return new TimelineView(caseFile.number(), caseFile.id().toString(), events);
    }

    @GetMapping("/{number}/verification")
    @Operation(summary = "Checks the hash chain of a case's timeline now")
    VerificationView verification(@PathVariable String operator, @PathVariable String number) {
        var checked = timeline.verify(access.forView(operator, number).id());
        return new VerificationView(
                checked.number(),
                checked.sound(),
                checked.events(),
                checked.head(),
                checked.brokenAt(),
                checked.fault(),
                Almaty.at(checked.checkedAt()));
    }

    private static <T> Set<T> all(
            String field,
            @Nullable List<String> written,
            Function<String, Optional<T>> read,
            List<Violation> violations) {
        var all = new LinkedHashSet<T>();
        for (String one : written == null ? List.<String>of() : written) {
            if (one.isBlank()) {
                continue;
            }
            read.apply(one).ifPresentOrElse(all::add, () -> violations.add(bad(field)));
        }
        return all;
    }

    private static @Nullable Instant instant(String field, @Nullable String written, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return null;
        }
        try {
            // a plus sign that was not escaped arrives as a space
            return written.length() == 10
                    ? Almaty.startOf(LocalDate.parse(written))
                    : OffsetDateTime.parse(written.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            violations.add(bad(field));
        } catch (DateTimeException e) {
            violations.add(bad(field));
        }
        return null;
    }

    private static @Nullable Boolean flag(String field, @Nullable String written, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return null;
        }
        if (!written.equals("true") && !written.equals("false")) {
            violations.add(bad(field));
        }
        return Boolean.valueOf(written);
    }

    private static int number(
            String field, @Nullable String written, int otherwise, int least, int most, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(written);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        violations.add(bad(field));
        return otherwise;
    }

    private static Violation bad(String field) {
        return new Violation(field, "problem.field.invalid");
    }

    /** A page of cases. */
    record CasePage(List<CaseView> items, int page, int size, long totalItems, long totalPages) {}

    /** A timeline; the id of the case is part of what is hashed. */
    record TimelineView(
            CaseNumber number,
            @com.fasterxml.jackson.annotation.JsonProperty("case") String caseId,
            List<EventView> events) {}

    /** An event; {@code at} is told in UTC, as it is hashed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventView(
            long sequence,
            Instant at,
            String actor,
            String code,
            @Nullable String result,
            String text,
            Map<String, Object> data,
            String previousHash,
            String hash) {}

    /** What the check of a chain found. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VerificationView(
            CaseNumber number,
            boolean sound,
            long events,
            @Nullable String head,
            @Nullable Long brokenAt,
            @Nullable String fault,
            OffsetDateTime checkedAt) {}
}
