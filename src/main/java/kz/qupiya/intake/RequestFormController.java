package kz.qupiya.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Channel;
import kz.qupiya.intake.IntakeDesk.Attachment;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Unexpected;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriComponentsBuilder;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** The public web form and its status page. Pages only: nothing here is an API, no cookie is set, and nothing needs a script. */
@RestController
@RequestMapping("/request/{operator}")
class RequestFormController {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);
    /** Set on a page that answers what was sent: to choose another language there would lose the answer. */
    private static final String ANSWERED = "answered";

    private static final List<String> PURPOSES =
            List.of("advertising", "notices", "statistics", "cookies", "third-party-transfer");

    /** Fields of the form by the field of the request that is told to be bad. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("subject", "iin"),
            Map.entry("subject.iin", "iin"),
            Map.entry("subject.phone", "phone"),
            Map.entry("subject.email", "email"),
            Map.entry("requester.email", "email"),
            Map.entry("subject.login", "login"),
            Map.entry("subject.contract", "contract"),
            Map.entry("subject.fullName", "fullName"),
            Map.entry("requester.name", "requesterName"),
            Map.entry("requester.authorityDocument", "authorityDocument"),
            Map.entry("scope", "scope"),
            Map.entry("effectiveOn", "effective"),
            Map.entry("ground", "ground"),
            Map.entry("about", "about"),
            Map.entry("description", "text"),
            Map.entry("text", "text"),
            Map.entry("statement", "text"),
            Map.entry("demand", "demands"),
            Map.entry("demands", "demands"),
            Map.entry("damages", "amount"),
            Map.entry("consumerClaim", "consumer"),
            Map.entry("file", "files"));

    /** The fields from top to end; what is wrong with the form as a whole comes before them. */
    private static final List<String> ORDER = List.of(
            "scope",
            "effective",
            "ground",
            "about",
            "demands",
            "amount",
            "consumer",
            "text",
            "requesterName",
            "authorityDocument",
            "fullName",
            "iin",
            "phone",
            "login",
            "contract",
            "email",
            "files");

    private final IntakeDesk desk;
    private final ContactCodes contactCodes;
    private final FormTokens tokens;
    private final RateLimit limit;
    private final FormSettings settings;
    private final Operators operators;
    private final MessageSource messages;
    private final SpringTemplateEngine templates;

    RequestFormController(
            IntakeDesk desk,
            ContactCodes contactCodes,
            FormTokens tokens,
            RateLimit limit,
            FormSettings settings,
            Operators operators,
            MessageSource messages,
            SpringTemplateEngine templates) {
        this.desk = desk;
        this.contactCodes = contactCodes;
        this.tokens = tokens;
        this.limit = limit;
        this.settings = settings;
        this.operators = operators;
        this.messages = messages;
        this.templates = templates;
    }

    @GetMapping
    ResponseEntity<String> show(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String lang,
            Locale accepted) {
        var profile = profile(operator);
        var language = language(lang, accepted);
        if (kind == null || !IntakeDesk.KINDS.contains(kind)) {
            return page(HttpStatus.OK, "choose", profile, language, Map.of("kinds", IntakeDesk.KINDS));
        }
        return form(HttpStatus.OK, profile, language, FormRequest.empty(kind, language.code()), List.of(), false);
    }

    @PostMapping
    ResponseEntity<String> submit(
            @PathVariable String operator,
            HttpServletRequest request,
            @RequestParam Map<String, String> fields,
            @RequestParam(name = "purposes", required = false) @Nullable List<String> purposes,
            @RequestParam(name = "demands", required = false) @Nullable List<String> demands,
            @RequestParam(name = "files", required = false) @Nullable List<MultipartFile> files,
            Locale accepted) {
        var profile = profile(operator);
        var language = language(fields.get("lang"), accepted);
        var kind = fields.getOrDefault("kind", "");
        var form = read(
                kind, language, fields, purposes == null ? List.of() : purposes, demands == null ? List.of() : demands);
        if (!limit.admits("address", request.getRemoteAddr(), settings.perAddress())
                || !limit.admits("operator", profile.key().value(), settings.perOperator())) {
            return tooMany(profile, language);
        }
        if (!IntakeDesk.KINDS.contains(kind)) {
            return page(HttpStatus.BAD_REQUEST, "choose", profile, language, Map.of("kinds", IntakeDesk.KINDS));
        }
        var token = tokens.check(profile.key(), fields.get("token"));
        if (token.isEmpty()) {
            return form(
                    HttpStatus.BAD_REQUEST,
                    profile,
                    language,
                    form,
                    List.of(new Violation("", "intake.token.old")),
                    false);
        }
        try {
            var receipt = desk.submit(profile.key(), token.get(), form, attachments(files));
            return page(
                    HttpStatus.CREATED,
                    "received",
                    profile,
                    language,
                    Map.of("number", receipt.number(), "code", receipt.code(), ANSWERED, true));
        } catch (InvalidInputException e) {
            return form(HttpStatus.BAD_REQUEST, profile, language, form, e.violations(), isGiven(files));
        } catch (ConflictException e) {
            return page(HttpStatus.CONFLICT, "note", profile, language, Map.of("note", "intake.sent-before"));
        }
    }

    @GetMapping("/status")
    ResponseEntity<String> status(
            @PathVariable String operator, @RequestParam(required = false) @Nullable String lang, Locale accepted) {
        return page(HttpStatus.OK, "status", profile(operator), language(lang, accepted), Map.of());
    }

    @PostMapping("/status")
    ResponseEntity<String> look(
            @PathVariable String operator,
            HttpServletRequest request,
            @RequestParam Map<String, String> fields,
            Locale accepted) {
        var profile = profile(operator);
        var language = language(fields.get("lang"), accepted);
        if (!asks(request)) {
            return tooMany(profile, language);
        }
        var status = desk.status(profile.key(), fields.get("number"), fields.get("code"));
        if (status.isEmpty()) {
            return page(HttpStatus.NOT_FOUND, "status", profile, language, Map.of("unknown", true));
        }
        Map<String, Object> model = new HashMap<>();
        model.put(ANSWERED, true);
        model.put("status", status.get().status().json());
        model.put("number", fields.getOrDefault("number", ""));
        model.put("code", fields.getOrDefault("code", ""));
        var due = status.get().due();
        if (due != null) {
            model.put("due", DAY.format(Almaty.dayOf(due.dueAt())));
        }
        return page(HttpStatus.OK, "status", profile, language, model);
    }

    /** Asks for a one-time code: the answer is the same whether or not one is sent, also for a wrong number. */
    @PostMapping("/code")
    ResponseEntity<String> code(
            @PathVariable String operator,
            HttpServletRequest request,
            @RequestParam Map<String, String> fields,
            Locale accepted) {
        var profile = profile(operator);
        var language = language(fields.get("lang"), accepted);
        if (!asks(request)) {
            return tooMany(profile, language);
        }
        desk.find(profile.key(), fields.get("number"), fields.get("code")).ifPresent(contactCodes::ask);
        return page(
                HttpStatus.OK,
                "proof",
                profile,
                language,
                Map.of(
                        "number",
                        fields.getOrDefault("number", ""),
                        "code",
                        fields.getOrDefault("code", ""),
                        ANSWERED,
                        true));
    }

    @PostMapping("/proof")
    ResponseEntity<String> proof(
            @PathVariable String operator,
            HttpServletRequest request,
            @RequestParam Map<String, String> fields,
            Locale accepted) {
        var profile = profile(operator);
        var language = language(fields.get("lang"), accepted);
        if (!asks(request)) {
            return tooMany(profile, language);
        }
        var proved = desk.find(profile.key(), fields.get("number"), fields.get("code"))
                .filter(caseFile -> contactCodes.prove(caseFile, fields.getOrDefault("oneTime", "")))
                .isPresent();
        return proved
                ? page(HttpStatus.OK, "note", profile, language, Map.of("note", "intake.proved"))
                : page(
                        HttpStatus.BAD_REQUEST,
                        "proof",
                        profile,
                        language,
                        Map.of(
                                "number",
                                fields.getOrDefault("number", ""),
                                "code",
                                fields.getOrDefault("code", ""),
                                "wrong",
                                true,
                                ANSWERED,
                                true));
    }

    /** Nothing of such a request can be read, so the page knows language and kind by the form's address only. */
    @ExceptionHandler
    ResponseEntity<String> tooLarge(MultipartException e, HttpServletRequest request, Locale accepted) {
        var query = UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams();
        var place = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        var profile = profile(place instanceof Map<?, ?> found ? String.valueOf(found.get("operator")) : "");
        Map<String, Object> model = new HashMap<>();
        model.put("note", "intake.files.too-large");
        var kind = query.getFirst("kind");
        if (kind != null && IntakeDesk.KINDS.contains(kind)) {
            model.put("kind", kind);
        }
        var status =
                e instanceof MaxUploadSizeExceededException ? HttpStatus.PAYLOAD_TOO_LARGE : HttpStatus.BAD_REQUEST;
        return page(status, "note", profile, language(query.getFirst("lang"), accepted), model);
    }

    /** No such operator, or one that takes no requests here. */
    @ExceptionHandler
    ResponseEntity<String> unknown(NotFoundException e, HttpServletRequest request, Locale accepted) {
        return page(
                HttpStatus.NOT_FOUND,
                "note",
                null,
                language(request.getParameter("lang"), accepted),
                Map.of("note", "intake.unknown-operator"));
    }

    /** A fault of ours, as when the database is away: a person is told on a page that nothing was taken in, and how to write all the same. */
    @ExceptionHandler({
        DataAccessException.class,
        TransactionException.class,
        IllegalStateException.class,
        UncheckedIOException.class
    })
    ResponseEntity<String> failed(Exception e, HttpServletRequest request, Locale accepted) {
        Unexpected.log(e);
        return page(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "note",
                null,
                language(request.getParameter("lang"), accepted),
                Map.of("note", "intake.failed"));
    }

    private boolean asks(HttpServletRequest request) {
        return limit.admits("ask", request.getRemoteAddr(), settings.asks());
    }

    private OperatorProfile profile(String key) {
        var profile = operators.get(operators.require(key));
        if (!profile.channels().contains(Channel.FORM.json())) {
            throw new NotFoundException("problem.status.404");
        }
        return profile;
    }

    private static Language language(@Nullable String chosen, Locale accepted) {
        return Language.of(chosen == null ? "" : chosen).orElseGet(() -> Language.of(accepted));
    }

    private static FormRequest read(
            String kind, Language language, Map<String, String> fields, List<String> purposes, List<String> demands) {
        return new FormRequest(
                kind,
                language.code(),
                fields.get("who"),
                fields.get("requesterName"),
                fields.get("authorityDocument"),
                fields.get("fullName"),
                fields.get("iin"),
                fields.get("phone"),
                fields.get("login"),
                fields.get("contract"),
                fields.get("email"),
                fields.get("scope"),
                purposes,
                fields.get("effective"),
                fields.get("ground"),
                fields.get("about"),
                demands,
                fields.get("amount"),
                fields.get("consumer"),
                fields.get("text"));
    }

    private static boolean isGiven(@Nullable List<MultipartFile> files) {
        return files != null && files.stream().anyMatch(file -> !file.isEmpty());
    }

    private List<Attachment> attachments(@Nullable List<MultipartFile> files) {
        List<Attachment> attachments = new ArrayList<>();
        for (var file : files == null ? List.<MultipartFile>of() : files) {
            if (!file.isEmpty()) {
                try {
                    var name = file.getOriginalFilename();
                    attachments.add(new Attachment(name == null ? "" : name, file.getBytes()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        if (attachments.size() > settings.documents()) {
            throw new InvalidInputException("file", "intake.files.too-many", settings.documents());
        }
        return attachments;
    }

    private ResponseEntity<String> tooMany(OperatorProfile profile, Language language) {
        return page(HttpStatus.TOO_MANY_REQUESTS, "note", profile, language, Map.of("note", "intake.too-many"));
    }

    /** @param again whether files came along: a browser does not keep them */
    private ResponseEntity<String> form(
            HttpStatus status,
            OperatorProfile profile,
            Language language,
            FormRequest form,
            List<Violation> violations,
            boolean again) {
        List<Fault> faults = violations.stream()
                .map(violation -> new Fault(
                        FIELDS.getOrDefault(violation.field(), ""),
                        messages.getMessage(violation.code(), violation.args().toArray(), language.locale())))
                .distinct()
                .sorted(Comparator.comparingInt(fault -> ORDER.indexOf(fault.field())))
                .toList();
        Map<String, String> errors = new HashMap<>();
        faults.forEach(fault -> errors.merge(fault.field(), fault.text(), (one, other) -> one + " " + other));
        return page(
                status,
                "form",
                profile,
                language,
                Map.of(
                        "demands", IntakeDesk.DEMANDS,
                        "form", form,
                        "faults", faults,
                        "errors", errors,
                        "bad", errors.keySet(),
                        "again", again,
                        "purposes", PURPOSES,
                        "token", tokens.issue(profile.key())));
    }

    private ResponseEntity<String> page(
            HttpStatus status,
            String page,
            @Nullable OperatorProfile profile,
            Language language,
            Map<String, ?> model) {
        var context = new Context(language.locale());
        context.setVariable("page", page);
        context.setVariable("lang", language.code());
        context.setVariable(ANSWERED, false);
        if (profile != null) {
            context.setVariable("base", "/request/" + profile.key().value());
            context.setVariable("operator", profile.legalName().in(language));
        }
        context.setVariable("title", messages.getMessage("intake.title." + page, null, language.locale()));
        model.forEach(context::setVariable);
        var answer =
                ResponseEntity.status(status).contentType(HTML).header(HttpHeaders.CONTENT_LANGUAGE, language.code());
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header(
                    HttpHeaders.RETRY_AFTER, String.valueOf(settings.window().toSeconds()));
        }
        return answer.body(templates.process("intake/page", context));
    }

    /**
     * Something bad in the form.
     *
     * @param field name of the form's field; empty for the form as a whole
     */
    record Fault(String field, String text) {}
}
