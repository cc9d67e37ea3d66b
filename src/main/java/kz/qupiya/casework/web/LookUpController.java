package kz.qupiya.casework.web;

import java.util.Locale;
import kz.qupiya.casework.SubjectLookUp;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Whether a person is known, while a clerk fills in a request. By POST: an address with an identifier would end in logs. */
@RestController
class LookUpController {

    private final SubjectLookUp people;
    private final Access access;
    private final Callers callers;

    LookUpController(SubjectLookUp people, Access access, Callers callers) {
        this.people = people;
        this.access = access;
        this.callers = callers;
    }

    @PostMapping("/api/v1/operators/{operator}/subject-look-ups")
    ResponseEntity<SubjectLookUp.Known> lookUp(@PathVariable String operator, @RequestBody Asked asked, Locale locale) {
        access.require(operator, Role.CLERK, Role.OFFICER);
        if (asked.kind() == null) {
            throw new InvalidInputException("kind", "problem.field.missing");
        }
        if (asked.value() == null || asked.value().isBlank()) {
            throw new InvalidInputException("value", "problem.field.missing");
        }
        var identifier = Identifiers.normalise(asked.kind(), asked.value(), "value");
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(people.find(
                        new OperatorKey(operator), identifier, callers.current().id(), locale));
    }

    /** One identifier, whole. */
    record Asked(@Nullable IdentifierKind kind, @Nullable String value) {

        /** It names a person. */
        @Override
        public String toString() {
            return "Asked[" + kind + "]";
        }
    }
}
