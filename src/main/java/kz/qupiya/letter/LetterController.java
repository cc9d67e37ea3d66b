package kz.qupiya.letter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The letters of a case, and the print list of an operator. A letter names people, so each look at its text is on the record of the case. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class LetterController {

    private static final Role[] READERS = {Role.CLERK, Role.OFFICER, Role.LAWYER};
    private static final Role[] POST_ROOM = {Role.CLERK, Role.OFFICER};
    private static final int PRINTED_AT_ONCE = 200;
    private static final Pattern REGISTERED_MAIL = Pattern.compile("[A-Za-z0-9 /-]{1,40}");

    private final LetterOffice letters;
    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final Access access;
    private final Callers callers;
    private final ObjectProvider<LetterDrafts> drafts;

    LetterController(
            LetterOffice letters,
            CaseFiles cases,
            CaseConcerns concerns,
            Access access,
            Callers callers,
            ObjectProvider<LetterDrafts> drafts) {
        this.letters = letters;
        this.cases = cases;
        this.concerns = concerns;
        this.access = access;
        this.callers = callers;
        this.drafts = drafts;
    }

    @GetMapping(value = "/cases/{number}/letters", produces = MediaType.APPLICATION_JSON_VALUE)
    List<LetterView> ofCase(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, READERS);
        return letters.ofCase(cases.require(new OperatorKey(operator), number).id());
    }

    @GetMapping(value = "/cases/{number}/letters/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    LetterView letter(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, READERS);
        return require(operator, number, id);
    }

    @GetMapping(value = "/cases/{number}/letters/{id}", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> html(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String language) {
        access.require(operator, READERS);
        require(operator, number, id);
        var html = language == null ? letters.html(id) : letters.html(id, language(language));
        letters.viewed(id, callers.current().id());
        return html(html);
    }

    /** How a letter that the case is about to write would read; the look is on the record. */
    @GetMapping(value = "/cases/{number}/letter-drafts/{template}", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> draft(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String template,
            @RequestParam(defaultValue = "ru") String language) {
        access.require(operator, READERS);
        var caseFile = cases.require(new OperatorKey(operator), number);
        var draft = drafts.stream()
                .flatMap(each -> each.of(caseFile.id()).stream())
                .filter(each -> each.template().key().equals(template))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("letter.unknown"));
        var html = letters.preview(draft).get(language(language));
        cases.record(
                caseFile.id(),
                TimelineEvent.of(
                                "letter.draft-viewed",
                                Actor.user(callers.current().id()))
                        .with("template", template));
        return html(html == null ? "" : html);
    }

    private static LetterLanguage language(String tag) {
        try {
            return LetterLanguage.of(tag);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(List.of(new Violation("language", "problem.field.invalid")));
        }
    }

    private static ResponseEntity<byte[]> html(String html) {
        return ResponseEntity.ok()
                .headers(safe())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(html.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(value = "/cases/{number}/letters/{id}", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> pdf(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, READERS);
        var letter = require(operator, number, id);
        var pdf = letters.pdf(id);
        letters.viewed(id, callers.current().id());
        return pdf(pdf, letter.number().replace('/', '-') + ".pdf");
    }

    @GetMapping(value = "/letters/print-list", produces = MediaType.APPLICATION_JSON_VALUE)
    List<LetterView> printList(@PathVariable String operator) {
        access.require(operator, POST_ROOM);
        return letters.printList(operator, concerns.hiddenFromReader(), PRINTED_AT_ONCE);
    }

    @GetMapping(value = "/letters/print-list", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> printAll(@PathVariable String operator) {
        access.require(operator, POST_ROOM);
        return pdf(
                letters.printAll(
                        operator,
                        concerns.hiddenFromReader(),
                        PRINTED_AT_ONCE,
                        callers.current().id()),
                "letters-" + operator + ".pdf");
    }

    @PostMapping(value = "/letters/{id}/printed", produces = MediaType.APPLICATION_JSON_VALUE)
    LetterView printed(
            @PathVariable String operator,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable Posted posted) {
        access.require(operator, POST_ROOM);
        if (concerns.hiddenFromReader().contains(letters.get(id).caseId())) {
            throw new NotFoundException("letter.unknown");
        }
        return letters.printed(operator, id, callers.current().id(), posted == null ? null : posted.checked());
    }

    private LetterView require(String operator, String number, UUID id) {
        var caseFile = cases.require(new OperatorKey(operator), number);
        var letter = letters.get(id);
        if (!letter.caseId().equals(caseFile.id())) {
            throw new NotFoundException("letter.unknown");
        }
        return letter;
    }

    private static ResponseEntity<byte[]> pdf(byte[] pdf, String fileName) {
        var headers = safe();
        headers.setContentDisposition(
                ContentDisposition.inline().filename(fileName).build());
        return ResponseEntity.ok()
                .headers(headers)
                .contentType(MediaType.APPLICATION_PDF)
                .body(pdf);
    }

    /** What a browser may do with a letter: show it, and nothing else. */
    private static HttpHeaders safe() {
        var headers = new HttpHeaders();
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.setCacheControl(CacheControl.noStore().cachePrivate());
        return headers;
    }

    /**
     * How a letter of the print list left.
     *
     * @param registeredMail number of the registered letter; null if it went as an ordinary one or was handed over
     */
    record Posted(@Nullable String registeredMail) {

        @Nullable
        String checked() {
            if (registeredMail == null || registeredMail.isBlank()) {
                return null;
            }
            var number = registeredMail.strip();
            if (!REGISTERED_MAIL.matcher(number).matches()) {
                throw new InvalidInputException(List.of(new Violation("registeredMail", "letter.registered-mail")));
            }
            return number;
        }
    }
}
