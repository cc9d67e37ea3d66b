package kz.qupiya.oversight.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.TimelineChecks;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The check of all timelines as a manager sees it: when it last ended, what is broken; and a check on demand. */
@RestController
@RequestMapping("/api/v1/oversight/timelines")
@Tag(name = "Oversight")
class TimelineController {

    private static final int SHOWN = 100;

    private final TimelineChecks checks;
    private final CaseFiles cases;
    private final CaseWording wording;
    private final Watch watch;
    private final Access access;
    private final Callers callers;

    TimelineController(
            TimelineChecks checks, CaseFiles cases, CaseWording wording, Watch watch, Access access, Callers callers) {
        this.checks = checks;
        this.cases = cases;
        this.wording = wording;
        this.watch = watch;
        this.access = access;
        this.callers = callers;
    }

    @GetMapping
    @Operation(
            summary = "When the last check of all timelines ended, whether that is too long ago, and what it found",
            description =
                    "Figures are of all operators of this installation, the broken timelines those of the caller's")
    View state(Locale locale) {
        var operators = Watch.keys(watch.operators(null));
        var state = checks.state();
        var broken = checks.broken(operators, SHOWN).stream()
                // a case that is hidden from the caller does not exist for the caller
                .filter(each ->
                        cases.find(each.operator(), each.number().value()).isPresent())
                .map(each -> new Broken(
                        each.operator().value(),
                        each.number().value(),
                        each.brokenAt(),
                        each.fault(),
                        wording.text("oversight.timeline." + each.fault(), locale, String.valueOf(each.brokenAt())),
                        Almaty.at(each.foundAt())))
                .toList();
        return new View(
                at(state.finishedAt()),
                state.cases(),
                state.events(),
                state.broken(),
                state.stale(),
                at(state.runningSince()),
                state.runningSince() == null ? null : state.done(),
                broken);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks for a check of all timelines, which begins within a minute; for a manager")
    Asked ask() {
        access.requireRole(Role.MANAGER);
        return new Asked(checks.ask(Actor.user(callers.current().id())));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : Almaty.at(instant);
    }

    /** @param begins false while a check is under way already */
    record Asked(boolean begins) {}

    /**
     * Where the check stands.
     *
     * @param brokenCases how many timelines are broken
     * @param stale       whether no check has ended for two days
     * @param done        timelines that the check under way has looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @Nullable OffsetDateTime finishedAt,
            long cases,
            long events,
            long brokenCases,
            boolean stale,
            @Nullable OffsetDateTime runningSince,
            @Nullable Long done,
            List<Broken> broken) {}

    /** A timeline that does not verify. */
    record Broken(String operator, String number, long brokenAt, String fault, String text, OffsetDateTime foundAt) {}
}
