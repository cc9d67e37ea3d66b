package kz.qupiya.restriction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TransferGround;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.Permits.Permit;
import kz.qupiya.restriction.Permits.Question;
import kz.qupiya.restriction.Permits.Reason;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.HiddenCases;
import kz.qupiya.security.Role;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** "May I process this person for this purpose?", for one person and for ten thousand. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/permits")
@Tag(name = "Permits")
class PermitController {

    private static final int MOST_SUBJECTS = 10_000;
    /** A list with an error on every line is answered with its first ones. */
    private static final int MOST_VIOLATIONS = 100;

    private static final int MOST_RECIPIENT = 300;
    private static final byte[] LINE_END = {'\n'};
    /** Who has to know before using a person's data: systems, and the staff that talks to people and works on their data. */
    private static final Role[] MAY_ASK = {Role.CLIENT, Role.CLERK, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN};

    private final Permits permits;
    private final Access access;
    private final Callers callers;
    private final HiddenCases hidden;
    private final ObjectWriter writer;

    PermitController(Permits permits, Access access, Callers callers, HiddenCases hidden, ObjectMapper json) {
        this.permits = permits;
        this.access = access;
        this.callers = callers;
        this.hidden = hidden;
        this.writer = json.writerFor(Permit.class);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "May this person be processed for this purpose?")
    Permit ask(@PathVariable String operator, @RequestBody PermitRequest request) {
        access.require(operator, MAY_ASK);
        List<Violation> violations = new ArrayList<>(0);
        var question = question(request.purpose, request.ground, request.recipient, violations);
        var person = Identifiers.normalise(request.subject, "subject", violations);
        return answer(operator, question, person, violations);
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "The same for people; systems use POST",
            description = "Query strings are never logged here, but other software on the way may log them.")
    Permit ask(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String iin,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String email,
            @RequestParam(required = false) @Nullable String login,
            @RequestParam(required = false) @Nullable String contract,
            @RequestParam(required = false) @Nullable String ground,
            @RequestParam(required = false) @Nullable String recipient) {
        access.require(operator, MAY_ASK);
        List<Violation> violations = new ArrayList<>(0);
        var question = question(purpose, ground, recipient, violations);
        var person = Identifiers.normalise(new SubjectInput(iin, phone, email, login, contract, null), "", violations);
        return answer(operator, question, person, violations);
    }

    /** Everything is looked up before the first byte goes out, so that an answer is whole or an error. */
    @PostMapping(
            path = "/check",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE})
    @Operation(summary = "The same for up to 10,000 people, answered in their order")
    void check(
            @PathVariable String operator,
            @RequestBody BulkPermitRequest request,
            @RequestHeader(value = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        access.require(operator, MAY_ASK);
        List<Violation> violations = new ArrayList<>(0);
        var question = question(request.purpose, request.ground, request.recipient, violations);
        var people = people(request.subjects, violations);
        if (!violations.isEmpty() || question == null) {
            throw new InvalidInputException(
                    violations.size() > MOST_VIOLATIONS ? violations.subList(0, MOST_VIOLATIONS) : violations);
        }
        var lines = wantsLines(accept);
        var answers = shown(permits.askAll(
                new OperatorKey(operator), question, people, callers.current().id()));
        response.setContentType(lines ? MediaType.APPLICATION_NDJSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
        try (var out = new BufferedOutputStream(response.getOutputStream(), 1 << 15)) {
            if (lines) {
                for (Permit permit : answers) {
                    out.write(writer.writeValueAsBytes(permit));
                    out.write(LINE_END);
                }
            } else {
                try (var sequence = writer.writeValuesAsArray(out)) {
                    sequence.writeAll(answers);
                }
            }
        }
    }

    private Permit answer(
            String operator, @Nullable Question question, List<Identifier> person, List<Violation> violations) {
        if (!violations.isEmpty() || question == null) {
            throw new InvalidInputException(violations);
        }
        return shown(List.of(permits.ask(
                        new OperatorKey(operator),
                        question,
                        person,
                        callers.current().id())))
                .get(0);
    }

    /**
     * What is denied is denied; by which case is not told to those whom that case concerns. Looked up only where a case is named: with the database away nothing is, and a
     * system is nobody whom a case could concern.
     */
    private List<Permit> shown(List<Permit> permits) {
        var caller = callers.current();
        if (caller.hasAny(Role.CLIENT)
                || permits.stream()
                        .flatMap(permit -> permit.reasons().stream())
                        .allMatch(reason -> reason.caseNumber() == null)) {
            return permits;
        }
        var numbers = hidden.numbersHiddenFrom(caller.id());
        return numbers.isEmpty()
                ? permits
                : permits.stream().map(permit -> without(permit, numbers)).toList();
    }

    private static Permit without(Permit permit, Set<String> numbers) {
        return new Permit(
                permit.allowed(),
                permit.reasons().stream()
                        .map(reason -> reason.caseNumber() != null && numbers.contains(reason.caseNumber())
                                ? new Reason(reason.restriction(), null, reason.since())
                                : reason)
                        .toList(),
                permit.validUntil());
    }

    private static List<List<Identifier>> people(
            @Nullable List<@Nullable SubjectInput> subjects, List<Violation> violations) {
        if (subjects == null) {
            violations.add(new Violation("subjects", "problem.field.missing"));
            return List.of();
        }
        if (subjects.size() > MOST_SUBJECTS) {
            violations.add(new Violation("subjects", "restriction.permit.too-many", MOST_SUBJECTS));
            return List.of();
        }
        List<List<Identifier>> people = new ArrayList<>(subjects.size());
        for (int i = 0; i < subjects.size() && violations.size() < MOST_VIOLATIONS; i++) {
            people.add(Identifiers.normalise(subjects.get(i), "subjects[" + i + "]", violations));
        }
        return people;
    }

    private static @Nullable Question question(
            @Nullable String purpose, @Nullable String ground, @Nullable String recipient, List<Violation> violations) {
        var before = violations.size();
        var known = purpose == null ? null : Purpose.of(purpose).orElse(null);
        if (known == null) {
            violations.add(
                    new Violation("purpose", purpose == null ? "problem.field.missing" : "restriction.permit.purpose"));
        }
        var given = ground == null ? null : TransferGround.of(ground).orElse(null);
        if (ground != null && given == null) {
            violations.add(new Violation("ground", "restriction.permit.ground"));
        }
        if (recipient != null && recipient.length() > MOST_RECIPIENT) {
            violations.add(new Violation("recipient", "problem.field.too-long", MOST_RECIPIENT));
        }
        if (known == Purpose.THIRD_PARTY_TRANSFER) {
            if (ground == null) {
                violations.add(new Violation("ground", "restriction.permit.ground-missing"));
            }
            if (recipient == null || recipient.isBlank()) {
                violations.add(new Violation("recipient", "restriction.permit.recipient-missing"));
            }
        }
        return known == null || violations.size() > before ? null : new Question(known, given);
    }

    /** Whether the caller would rather have lines than an array. */
    private static boolean wantsLines(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
        if (accept == null || accept.isBlank()) {
            return false;
        }
        var wanted = MediaType.parseMediaTypes(accept);
        MimeTypeUtils.sortBySpecificity(wanted);
        wanted.sort((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()));
        for (MediaType type : wanted) {
            if (type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
                return false;
            }
            if (type.isCompatibleWith(MediaType.APPLICATION_NDJSON)) {
                return true;
            }
        }
        throw new HttpMediaTypeNotAcceptableException(
                List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_NDJSON));
    }

    /**
     * @param ground on what ground the data go to somebody else; only with {@code third-party-transfer}
     * @param recipient to whom; only with {@code third-party-transfer}
     */
    record PermitRequest(
            @Nullable String purpose,
            @Nullable SubjectInput subject,
            @Nullable String ground,
            @Nullable String recipient) {

        @Override
        public String toString() {
            return "PermitRequest[" + purpose + "]";
        }
    }

    /** The same for many subjects. */
    record BulkPermitRequest(
            @Nullable String purpose,
            @Nullable List<@Nullable SubjectInput> subjects,
            @Nullable String ground,
            @Nullable String recipient) {

        @Override
        public String toString() {
            return "BulkPermitRequest[" + purpose + "]";
        }
    }
}
