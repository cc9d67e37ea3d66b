package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.StaffDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hides a case from the members of staff whom it concerns. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}/concerns")
@Tag(name = "Cases")
class ConcernsController {

    /** More people than this are no staff that a case could concern. */
    private static final int MOST = 100;

    private final CaseAccess access;
    private final CaseConcerns concerns;
    private final StaffDirectory directory;

    ConcernsController(CaseAccess access, CaseConcerns concerns, StaffDirectory directory) {
        this.access = access;
        this.concerns = concerns;
        this.directory = directory;
    }

    @GetMapping
    @Operation(summary = "The members of staff from whom the case is hidden")
    ResponseEntity<Concerns> concerns(@PathVariable String operator, @PathVariable String number) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(view(access.forConcerns(operator, number)));
    }

    @PutMapping
    @ResponseStatus(HttpStatus.OK)
    @Operation(
            summary = "Says which members of staff the case concerns: these, and nobody else",
            description = "For them the case is 404 from now on. 403 for one of those named; 400 staff for somebody"
                    + " who does not work for the operator")
    Concerns name(@PathVariable String operator, @PathVariable String number, @RequestBody Named body) {
        var file = access.forConcerns(operator, number);
        var reason = ManagerAct.NAME_CONCERNED.reason(body.reason());
        concerns.name(file.id(), staff(body.staff()), reason, access.actor());
        return view(file);
    }

    private Concerns view(CaseFile file) {
        return new Concerns(
                concerns.of(file.id()).stream().sorted().toList(),
                directory.of(Set.of(file.operator().value())).stream()
                        .map(member -> new Person(member.id(), member.name()))
                        .toList());
    }

    private static Set<String> staff(@Nullable List<@Nullable String> written) {
        if (written == null) {
            throw new InvalidInputException("staff", "problem.field.missing");
        }
        if (written.size() > MOST) {
            throw new InvalidInputException("staff", "problem.field.invalid");
        }
        return written.stream()
                .map(login -> Objects.requireNonNullElse(login, "").strip())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whom the case concerns, and why.
     *
     * @param staff  logins; an empty list lets everybody see the case again
     * @param reason a reason of the act {@code nameConcerned}
     */
    record Named(@Nullable List<@Nullable String> staff, @Nullable String reason) {}

    /**
     * Whom the case concerns.
     *
     * @param staff  logins of the members of staff from whom the case is hidden
     * @param people everybody who works for the operator, to choose from
     */
    record Concerns(List<String> staff, List<Person> people) {}

    record Person(String id, String name) {}
}
