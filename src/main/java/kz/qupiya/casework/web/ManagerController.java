package kz.qupiya.casework.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.casework.FailedSteps;
import kz.qupiya.casework.HandOvers;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffNames;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a manager may do to work that is under way, each act with a reason and on the record. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Acts of a manager")
class ManagerController {

    private final HandOvers handOvers;
    private final FailedSteps failed;
    private final CaseFiles cases;
    private final CaseWording wording;
    private final StaffNames names;
    private final Access access;
    private final Callers callers;

    ManagerController(
            HandOvers handOvers,
            FailedSteps failed,
            CaseFiles cases,
            CaseWording wording,
            StaffNames names,
            Access access,
            Callers callers) {
        this.handOvers = handOvers;
        this.failed = failed;
        this.cases = cases;
        this.wording = wording;
        this.names = names;
        this.access = access;
        this.callers = callers;
    }

    @GetMapping("/reasons")
    @Operation(summary = "The reasons that each act of a manager may have")
    Map<String, List<Coded>> reasons(Locale locale) {
        var reasons = new LinkedHashMap<String, List<Coded>>();
        Arrays.stream(ManagerAct.values())
                .forEach(act -> reasons.put(
                        act.json(),
                        act.reasons().stream()
                                .map(code -> new Coded(code, wording.value("reason", code, locale)))
                                .toList()));
        return reasons;
    }

    @GetMapping("/tasks/{taskId}/candidates")
    @Operation(summary = "Colleagues who may do a task")
    ResponseEntity<List<HandOvers.Candidate>> candidates(@PathVariable String taskId) {
        return fresh(handOvers.candidates(taskId, callers.current()));
    }

    @PostMapping("/tasks/{taskId}/hand-over")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Gives a task to a colleague, or back to its group")
    void handOver(@PathVariable String taskId, @RequestBody HandOver body) {
        handOvers.handOver(taskId, body.to(), body.reason(), body.note(), callers.current());
    }

    @GetMapping("/staff")
    @Operation(summary = "The people of the manager's operators, with their open and overdue tasks")
    ResponseEntity<List<Person>> staff(Locale locale) {
        access.requireRole(Role.MANAGER);
        return fresh(handOvers.staff(callers.current()).stream()
                .map(load -> new Person(
                        load.id(),
                        load.name(),
                        load.roles().stream()
                                .sorted()
                                .map(role -> new Coded(role.name().toLowerCase(Locale.ROOT), names.group(role, locale)))
                                .toList(),
                        load.openTasks(),
                        load.overdueTasks()))
                .toList());
    }

    @PostMapping("/staff/{userId}/hand-over")
    @Operation(
            summary =
                    "Hands over all open tasks of a person within the manager's operators; what the other may not do stays")
    Outcome handOverAll(@PathVariable String userId, @RequestBody HandOver body, Locale locale) {
        access.requireRole(Role.MANAGER);
        var outcome = handOvers.handOverAll(userId, body.to(), body.reason(), body.note(), callers.current(), locale);
        return new Outcome(
                body.to(),
                outcome.handedOver().size(),
                outcome.handedOver(),
                outcome.stayed().stream()
                        .map(task -> new Stayed(
                                task.id(),
                                task.name(),
                                task.operator(),
                                task.number(),
                                new Coded(task.why(), wording.value("handOverRefused", task.why(), locale))))
                        .toList());
    }

    @PostMapping("/operators/{operator}/cases/{number}/retries")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Gives a failed step its tries back")
    void retry(@PathVariable String operator, @PathVariable String number, @RequestBody Retry body) {
        access.require(operator, Role.MANAGER);
        var file = cases.require(new OperatorKey(operator), number);
        failed.retry(file, body.step(), body.reason(), body.note(), callers.current());
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }

    /** A code and what it means. */
    record Coded(String code, String text) {}

    /**
     * To whom, and why.
     *
     * @param to user id; nothing for the group
     */
    record HandOver(@Nullable String to, @Nullable String reason, @Nullable String note) {

        /** A note may name a person. */
        @Override
        public String toString() {
            return "HandOver[" + to + ", " + reason + "]";
        }
    }

    /** Which step, and why. */
    record Retry(@Nullable String step, @Nullable String reason, @Nullable String note) {

        /** A note may name a person. */
        @Override
        public String toString() {
            return "Retry[" + step + ", " + reason + "]";
        }
    }

    /** A member of staff. */
    record Person(String id, String name, List<Coded> roles, int openTasks, int overdueTasks) {}

    /**
     * What became of somebody's tasks.
     *
     * @param to    who got them; nothing for their groups
     * @param count how many went
     */
    record Outcome(@Nullable String to, int count, List<HandOvers.Moved> handedOver, List<Stayed> stayed) {}

    /** A task that stayed. */
    record Stayed(String id, String name, String operator, String number, Coded why) {}
}
