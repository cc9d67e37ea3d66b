package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import kz.qupiya.casefile.PersonHistory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The person of a case over all cases of the operator; for staff who work with the whole file. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}")
@Tag(name = "Case panel")
class PersonController {

    private final CaseAccess access;
    private final PersonHistory history;

    PersonController(CaseAccess access, PersonHistory history) {
        this.access = access;
        this.history = history;
    }

    @GetMapping("/person")
    @Operation(
            summary = "Every other case about the same person, and what was done in them; the look is on the record",
            description =
                    "Two who share no more than a telephone or a mailbox and have different IINs are different people")
    ResponseEntity<PersonHistory.History> person(
            @PathVariable String operator, @PathVariable String number, Locale locale) {
        var caseFile = access.forFile(operator, number);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(history.of(caseFile, access.actor(), locale));
    }
}
