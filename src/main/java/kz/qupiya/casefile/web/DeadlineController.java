package kz.qupiya.casefile.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.casefile.Notes;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A manager moves or prolongs a deadline that the operator has set for itself. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}/deadlines/{duty}")
@Tag(name = "Acts of a manager")
class DeadlineController {

    private final CaseAccess access;
    private final Deadlines deadlines;
    private final Notes notes;
    private final Panels panels;

    DeadlineController(CaseAccess access, Deadlines deadlines, Notes notes, Panels panels) {
        this.access = access;
        this.deadlines = deadlines;
        this.notes = notes;
        this.panels = panels;
    }

    @PostMapping("/move")
    @Transactional
    @Operation(
            summary = "Moves a deadline of policy or operator rule to another day, with a reason; never one of law",
            description =
                    "409 for a deadline of law, one that no longer runs, or a later day of a claim; 400 dueOn for a day that is past, or later than the law allows")
    public PanelView.DeadlineText move(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String duty,
            @RequestBody Move body,
            Locale locale) {
        var file = access.forManager(operator, number);
        var reason = ManagerAct.MOVE_DEADLINE.reason(body.reason());
        var moved = deadlines.move(file.id(), known(duty), day(body.dueOn()), reason, access.actor());
        notes.attach(file.id(), body.note(), access.actor());
        return panels.deadline(file, moved, locale);
    }

    @PostMapping("/prolong")
    @Transactional
    @Operation(
            summary = "Prolongs a deadline of policy or operator rule, once, with a reason; never one of law",
            description =
                    "409 for a deadline of law, one that was prolonged before, or one that no longer runs; 400 dueOn for a day that is not later, or too late")
    public PanelView.DeadlineText prolong(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String duty,
            @RequestBody Move body,
            Locale locale) {
        var file = access.forManager(operator, number);
        var reason = ManagerAct.PROLONG_DEADLINE.reason(body.reason());
        var longer = deadlines.prolong(file.id(), known(duty), day(body.dueOn()), reason, access.actor());
        notes.attach(file.id(), body.note(), access.actor());
        return panels.deadline(file, longer, locale);
    }

    @GetMapping("/prolongation")
    @Operation(
            summary = "How far a deadline may be prolonged, and what a day would mean; changes nothing",
            description = "the refusals are those of the prolongation itself")
    public ProlongationView prolongation(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String duty,
            @RequestParam(required = false) @Nullable String dueOn,
            Locale locale) {
        var file = access.forManager(operator, number);
        var asked = dueOn == null || dueOn.isBlank() ? null : day(dueOn);
        var would = deadlines.prolongation(file.id(), known(duty), asked);
        var newDueAt = would.newDueAt();
        return new ProlongationView(
                Almaty.at(would.dueAt()),
                would.latestOn(),
                newDueAt == null ? null : Almaty.at(newDueAt),
                would.warnings().stream()
                        .map(step -> new PanelView.StepText(
                                panels.coded("step", step.name(), locale), Almaty.at(step.at()), null))
                        .toList());
    }

    private static Duty known(String duty) {
        return Duty.of(duty).orElseThrow(() -> new NotFoundException("casefile.deadline.unknown"));
    }

    private static LocalDate day(@Nullable String written) {
        if (written == null || written.isBlank()) {
            throw new InvalidInputException("dueOn", "problem.field.missing");
        }
        try {
            return LocalDate.parse(written);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException("dueOn", "problem.field.invalid");
        }
    }

    /**
     * How a deadline may be prolonged.
     *
     * @param dueAt    its last instant as it stands
     * @param latestOn the latest day allowed
     * @param newDueAt its last instant after the prolongation, where a day was asked for
     * @param warnings when would be warned then
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProlongationView(
            OffsetDateTime dueAt,
            LocalDate latestOn,
            @Nullable OffsetDateTime newDueAt,
            List<PanelView.StepText> warnings) {}

    /** The new last day, and why. */
    record Move(@Nullable String dueOn, @Nullable String reason, @Nullable String note) {

        /** A note may name a person. */
        @Override
        public String toString() {
            return "Move[" + dueOn + ", " + reason + "]";
        }
    }
}
