package kz.qupiya.datamap;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The acts of a case with preview and proof, and the state of the operator's systems. Nothing here names a person. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
@Tag(name = "Data acts")
class ActController {

    private static final Role[] READERS = {
        Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER
    };
    private static final Role[] KEEPERS = {Role.OFFICER, Role.CUSTODIAN, Role.MANAGER, Role.ADMIN};

    private final Access access;
    private final CaseFiles cases;
    private final Acts acts;
    private final ActViews views;
    private final DataMaps maps;

    ActController(Access access, CaseFiles cases, Acts acts, ActViews views, DataMaps maps) {
        this.access = access;
        this.cases = cases;
        this.acts = acts;
        this.views = views;
        this.maps = maps;
    }

    /** A fault of a map. */
    record Fault(String file, int line, String code, String cause) {}

    /** The last check of a system against its map. */
    record Checked(String system, boolean good, @Nullable Instant at, @Nullable String error, List<Fault> faults) {}

    @GetMapping("/cases/{number}/acts")
    @Operation(summary = "The acts of a case, the oldest first: preview, approval, state and evidence")
    List<ActViews.ActView> acts(@PathVariable String operator, @PathVariable String number, Locale locale) {
        access.require(operator, READERS);
        var file = cases.require(new OperatorKey(operator), number);
        return acts.ofCase(file.id()).stream().map(a -> views.of(a, locale)).toList();
    }

    @GetMapping("/cases/{number}/acts/{id}")
    @Operation(summary = "One act of a case")
    ActViews.ActView act(
            @PathVariable String operator, @PathVariable String number, @PathVariable UUID id, Locale locale) {
        access.require(operator, READERS);
        var file = cases.require(new OperatorKey(operator), number);
        var act = acts.get(id);
        if (!act.caseId().equals(file.id())) {
            throw new NotFoundException("datamap.act.unknown");
        }
        return views.of(act, locale);
    }

    @GetMapping("/systems")
    @Operation(summary = "The last check of every system against the data map")
    List<Checked> systems(@PathVariable String operator) {
        access.require(operator, KEEPERS);
        return maps.checks(new OperatorKey(operator)).stream()
                .map(ActController::view)
                .toList();
    }

    @PostMapping("/systems/check")
    @Operation(summary = "Checks every system against the data map now")
    List<Checked> check(@PathVariable String operator) {
        access.require(operator, KEEPERS);
        return maps.check(new OperatorKey(operator)).stream()
                .map(ActController::view)
                .toList();
    }

    private static Checked view(SystemCheck check) {
        return new Checked(
                check.system(),
                check.good(),
                check.at(),
                check.error(),
                check.faults().stream()
                        .map(f -> new Fault(f.file(), f.line(), f.code(), f.cause()))
                        .toList());
    }
}
