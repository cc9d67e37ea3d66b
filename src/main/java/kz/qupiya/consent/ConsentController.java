package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Consents over REST: recorded one by one, and proved. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/consents")
@Tag(name = "Consents")
class ConsentController {

    static final Role[] MAY_RECORD = {Role.CLIENT, Role.CLERK, Role.OFFICER};
    private static final Role[] MAY_PROVE = {Role.CLIENT, Role.OFFICER, Role.LAWYER};

    private final Consents consents;
    private final ConsentProofs proofs;
    private final ProofPages pages;
    private final Operators operators;
    private final IdentifierHasher hasher;
    private final Access access;
    private final Callers callers;
    private final MessageSource messages;

    ConsentController(
            Consents consents,
            ConsentProofs proofs,
            ProofPages pages,
            Operators operators,
            IdentifierHasher hasher,
            Access access,
            Callers callers,
            MessageSource messages) {
        this.consents = consents;
        this.proofs = proofs;
        this.pages = pages;
        this.operators = operators;
        this.hasher = hasher;
        this.access = access;
        this.callers = callers;
        this.messages = messages;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Records a consent with the eight contents of Law 94-V art. 8(4) and how it was given",
            description =
                    "201 for a new record; 200 with the record as it is for the same consent, content by content. A consent given again is a new record. "
                            + "`term` is a last day, an ISO 8601 period from `givenAt`, or `until-storage-ends`; without one the operator's policy decides, else it runs until "
                            + "the purpose is reached (art. 8(6)). One to cookies is shortened to the policy's limit, and the answer says so in `note`. `proof.text` and, for "
                            + "`form` = `written`, `proof.address` are optional; everything else of `proof` is required.")
    ResponseEntity<Recorded> record(@PathVariable String operator, @RequestBody GivenConsent consent, Locale locale) {
        access.require(operator, MAY_RECORD);
        var key = new OperatorKey(operator);
        var recorded = consents.give(key, consent, callers.current().id());
        return ResponseEntity.status(recorded.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(Recorded.of(recorded.consent(), note(operators.get(key), recorded.consent(), locale)));
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "The proof of all consents of a person (Law 94-V art. 25(2)(5)); systems use POST …/search",
            description =
                    "Each look is on the record. Query strings are never logged here, but other software on the way may log them.")
    ResponseEntity<Found> prove(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String iin,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String email,
            @RequestParam(required = false) @Nullable String login,
            @RequestParam(required = false) @Nullable String contract) {
        access.require(operator, MAY_PROVE);
        return json(operator, person(operator, new SubjectInput(iin, phone, email, login, contract, null), ""));
    }

    @GetMapping(produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(
            summary =
                    "The same on paper: a page for each consent, in Russian or Kazakh by Accept-Language, else in the operator's languages")
    ResponseEntity<byte[]> print(
            @PathVariable String operator,
            @RequestParam(required = false) @Nullable String iin,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String email,
            @RequestParam(required = false) @Nullable String login,
            @RequestParam(required = false) @Nullable String contract,
            @RequestHeader(value = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        access.require(operator, MAY_PROVE);
        return pdf(
                operator, person(operator, new SubjectInput(iin, phone, email, login, contract, null), ""), languages);
    }

    @PostMapping(
            path = "/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The proof of all consents of a person, the identifiers in the body")
    ResponseEntity<Found> prove(@PathVariable String operator, @RequestBody Search search) {
        access.require(operator, MAY_PROVE);
        return json(operator, person(operator, search.subject, "subject"));
    }

    @PostMapping(
            path = "/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(summary = "The same on paper")
    ResponseEntity<byte[]> print(
            @PathVariable String operator,
            @RequestBody Search search,
            @RequestHeader(value = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        access.require(operator, MAY_PROVE);
        return pdf(operator, person(operator, search.subject, "subject"), languages);
    }

    private Set<IdentifierHash> person(String operator, @Nullable SubjectInput subject, String path) {
        return hasher.hashes(new OperatorKey(operator), Identifiers.normalise(subject, path));
    }

    private ResponseEntity<Found> json(String operator, Set<IdentifierHash> person) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Found(proofs.of(
                        new OperatorKey(operator), person, callers.current().id(), ConsentProofs.Form.JSON)));
    }

    private ResponseEntity<byte[]> pdf(String operator, Set<IdentifierHash> person, @Nullable String languages) {
        var profile = operators.get(new OperatorKey(operator));
        var found = proofs.of(profile.key(), person, callers.current().id(), ConsentProofs.Form.PDF);
        var headers = new HttpHeaders();
        headers.setContentDisposition(
                ContentDisposition.inline().filename("consents.pdf").build());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.setCacheControl(CacheControl.noStore().cachePrivate());
        return ResponseEntity.ok()
                .headers(headers)
                .contentType(MediaType.APPLICATION_PDF)
                .body(pages.print(profile, found, languages(profile, languages)));
    }

    /** The reader's language where it is one in which papers are written, else the operator's, the prevailing one first. */
    private static List<Language> languages(OperatorProfile profile, @Nullable String asked) {
        if (asked != null && !asked.isBlank()) {
            List<Locale.LanguageRange> ranges;
            try {
                ranges = Locale.LanguageRange.parse(asked);
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(HttpHeaders.ACCEPT_LANGUAGE, "problem.field.invalid");
            }
            for (var range : ranges) {
                var language = Language.of(range.getRange().split("-")[0])
                        .filter(known -> known != Language.EN)
                        .orElse(null);
                if (language != null) {
                    return List.of(language);
                }
            }
        }
        return new ArrayList<>(profile.languages());
    }

    private @Nullable String note(OperatorProfile profile, Consent consent, Locale locale) {
        var term = ConsentTerms.cookies(profile);
        if (!consent.shortened() || term == null) {
            return null;
        }
        var unit =
                switch (term.unit()) {
                    case YEARS -> "years";
                    case MONTHS -> "months";
                    case CALENDAR_DAYS, WORKING_DAYS -> "days";
                };
        var length = messages.getMessage("consent.shortened." + unit, new Object[] {term.amount()}, locale);
        var basis = profile.policyTerm(Duty.RENEW_COOKIE_CONSENT)
                .map(rule -> messages.getMessage(
                        "operator.basis.policy",
                        new Object[] {profile.policy().title().in(locale), rule.clause()},
                        locale))
                .orElseGet(() -> messages.getMessage("operator.basis.operator-rule", new Object[0], locale));
        return messages.getMessage("consent.shortened", new Object[] {length, basis}, locale);
    }

    /** Whose consents. */
    record Search(@Nullable SubjectInput subject) {

        /** It names a person. */
        @Override
        public String toString() {
            return "Search";
        }
    }

    /** All consents of a person, newest first. */
    record Found(List<ConsentProofs.Proof> consents) {}

    /**
     * A consent as it was recorded.
     *
     * @param purposes what was agreed to
     * @param running what it covers now
     * @param until from when on it no longer runs by itself; absent while that depends on an event
     * @param note what was changed of what was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recorded(
            UUID id,
            Set<Purpose> purposes,
            Set<Purpose> running,
            Instant givenAt,
            Instant recordedAt,
            TermKind term,
            @Nullable Instant until,
            boolean shortened,
            @Nullable String note) {

        static Recorded of(Consent consent, @Nullable String note) {
            return new Recorded(
                    consent.id(),
                    consent.purposes(),
                    consent.running(),
                    consent.givenAt(),
                    consent.recordedAt(),
                    consent.term(),
                    consent.until(),
                    consent.shortened(),
                    note);
        }
    }
}
