package kz.qupiya.breachnotification.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.breachnotification.AuthorityArchive;
import kz.qupiya.breachnotification.AuthorityFilings;
import kz.qupiya.breachnotification.BreachAssessment;
import kz.qupiya.breachnotification.BreachClosing;
import kz.qupiya.breachnotification.BreachPart;
import kz.qupiya.breachnotification.BreachRegister;
import kz.qupiya.breachnotification.BreachReport;
import kz.qupiya.breachnotification.BreachRequest;
import kz.qupiya.breachnotification.Breaches;
import kz.qupiya.breachnotification.Containment;
import kz.qupiya.breachnotification.NoticeClaims;
import kz.qupiya.breachnotification.NoticeTexts;
import kz.qupiya.breachnotification.Rehearsals;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseView;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Idempotency;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Breaches over REST: the report and what becomes known later, what staff write, and the files for the authority. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/breaches")
class BreachController {

    private final Breaches breaches;
    private final BreachAssessment assessment;
    private final Containment containment;
    private final AuthorityFilings filings;
    private final AuthorityArchive file;
    private final NoticeTexts texts;
    private final BreachClosing closing;
    private final BreachRegister register;
    private final BreachReport report;
    private final Rehearsals rehearsals;
    private final NoticeClaims claims;
    private final CaseFiles cases;
    private final CaseViews views;
    private final Operators operators;
    private final Access access;
    private final Callers callers;
    private final Idempotency idempotency;
    private final ObjectMapper json;
    private final Clock clock;

    @SuppressWarnings("java:S107")
    BreachController(
            Breaches breaches,
            BreachAssessment assessment,
            Containment containment,
            AuthorityFilings filings,
            AuthorityArchive file,
            NoticeTexts texts,
            BreachClosing closing,
            BreachRegister register,
            BreachReport report,
            Rehearsals rehearsals,
            NoticeClaims claims,
            CaseFiles cases,
            CaseViews views,
            Operators operators,
            Access access,
            Callers callers,
            Idempotency idempotency,
            ObjectMapper json,
            Clock clock) {
        this.breaches = breaches;
        this.assessment = assessment;
        this.containment = containment;
        this.filings = filings;
        this.file = file;
        this.texts = texts;
        this.closing = closing;
        this.register = register;
        this.report = report;
        this.rehearsals = rehearsals;
        this.claims = claims;
        this.cases = cases;
        this.views = views;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
        this.idempotency = idempotency;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<JsonNode> open(
            @PathVariable String operator,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody BreachRequest request) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER, Role.SECURITY);
        var whose = operators.require(operator);
        return idempotency.once(
                operator,
                key,
                request,
                JsonNode.class,
                () -> created(operator, breaches.open(whose, request, caller(), Channel.API)));
    }

    /** A rehearsal of the whole process on made-up people: nothing leaves the house. */
    @PostMapping("/rehearsals")
    ResponseEntity<JsonNode> rehearse(@PathVariable String operator, @RequestBody Rehearsals.Order order) {
        access.require(operator, Role.SECURITY, Role.OFFICER);
        return created(operator, rehearsals.begin(operators.require(operator), order, caller()));
    }

    @PostMapping("/{number}/parts")
    CaseView add(@PathVariable String operator, @PathVariable String number, @RequestBody BreachPart part) {
        access.require(operator, Role.CLIENT, Role.OFFICER, Role.SECURITY);
        var breach = breach(operator, number);
        breaches.add(breach, part, caller());
        return views.of(cases.get(breach.id()));
    }

    /** Names the breach that this one is another report of. */
    @PostMapping("/{number}/same-as")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void sameAs(@PathVariable String operator, @PathVariable String number, @RequestBody First first) {
        access.require(operator, Role.SECURITY);
        assessment.nameFirst(breach(operator, number), first.number(), caller());
    }

    @PostMapping("/{number}/measures")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, UUID> measure(
            @PathVariable String operator, @PathVariable String number, @RequestBody Containment.NewMeasure measure) {
        access.require(operator, Role.OFFICER, Role.SECURITY);
        return Map.of("id", containment.set(breach(operator, number), measure, caller()));
    }

    @GetMapping("/{number}/notice-text")
    Map<String, Map<String, String>> noticeText(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.SECURITY);
        return texts.text(breach(operator, number));
    }

    @PutMapping("/{number}/notice-text")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void writeNotice(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestBody Map<String, Map<String, String>> text) {
        access.require(operator, Role.OFFICER);
        texts.write(breach(operator, number), text, caller());
    }

    @PutMapping("/{number}/conclusion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void conclude(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestBody BreachClosing.Conclusion conclusion) {
        access.require(operator, Role.OFFICER, Role.SECURITY);
        closing.write(breach(operator, number), conclusion, caller());
    }

    @PostMapping("/{number}/filings/{round}/registration")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void register(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable int round,
            @RequestBody AuthorityFilings.Registration registration) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.SECURITY);
        filings.register(breach(operator, number), round, registration, caller());
    }

    /** Opens a claim from what somebody answered to a notice. */
    @PostMapping("/{number}/reports/{report}/claim")
    ResponseEntity<JsonNode> claim(
            @PathVariable String operator, @PathVariable String number, @PathVariable UUID report) {
        access.require(operator, Role.OFFICER, Role.LAWYER);
        return created(operator, claims.open(breach(operator, number), report, caller()));
    }

    /** Orders a supplement of what the authority was told. */
    @PostMapping("/{number}/supplements")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void supplement(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.SECURITY);
        filings.supplement(breach(operator, number), caller());
    }

    /**
     * The file for the authorised body.
     *
     * @param part  {@code all} for one archive, {@code letter} for the PDF alone, {@code people} for the CSV alone
     * @param round which notification; the newest if none is named
     */
    @GetMapping("/{number}/authority-file")
    void authorityFile(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestParam(defaultValue = "all") String part,
            @RequestParam(required = false) @Nullable Integer round,
            HttpServletResponse response)
            throws IOException {
        access.require(operator, Role.CLIENT, Role.OFFICER, Role.SECURITY, Role.CLERK);
        var breach = breach(operator, number);
        if (!List.of("all", "letter", "people").contains(part)) {
            throw new InvalidInputException("part", "problem.field.invalid");
        }
        var contents = file.contents(breach, round, caller());
        var name = breach.number().value() + "-" + contents.round();
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        switch (part) {
            case "letter" -> {
                begin(response, MediaType.APPLICATION_PDF_VALUE, name + ".pdf");
                response.getOutputStream().write(contents.letter());
            }
            case "people" -> {
                begin(response, "text/csv;charset=UTF-8", name + "-people.csv");
                file.writePeople(breach, contents, response.getOutputStream());
            }
            default -> {
                begin(response, "application/zip", name + ".zip");
                file.writeAll(breach, contents, response.getOutputStream());
            }
        }
    }

    /** The minutes that each step took, of a rehearsal and of a real breach alike. */
    @GetMapping("/{number}/report")
    BreachReport.Report report(@PathVariable String operator, @PathVariable String number, Locale locale) {
        access.require(operator, Role.OFFICER, Role.SECURITY, Role.MANAGER);
        return report.of(breach(operator, number), locale);
    }

    /** The register of breaches for the authority, as CSV; the current year where no days are given. */
    @GetMapping("/register")
    void register(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        access.require(operator, Role.OFFICER, Role.SECURITY, Role.MANAGER);
        var today = Almaty.dayOf(clock.instant());
        var first = from == null ? today.withDayOfYear(1) : from;
        var last = to == null ? today : to;
        if (last.isBefore(first)) {
            throw new InvalidInputException("to", "problem.field.invalid");
        }
        begin(response, "text/csv;charset=UTF-8", "breaches-" + operator + "-" + first + "-" + last + ".csv");
        register.write(operators.require(operator), first, last, locale, response.getOutputStream());
    }

    private static void begin(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }

    private ResponseEntity<JsonNode> created(String operator, CaseFile caseFile) {
        var location = URI.create(
                "/api/v1/operators/" + operator + "/cases/" + caseFile.number().value());
        return ResponseEntity.created(location).body(json.<JsonNode>valueToTree(views.of(caseFile)));
    }

    private CaseFile breach(String operator, String number) {
        var caseFile = cases.require(operators.require(operator), number);
        if (caseFile.kind() != CaseKind.BREACH) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    private Actor caller() {
        return Actor.user(callers.current().id());
    }

    record First(@Nullable String number) {}
}
