package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.ManagerAct;
import kz.qupiya.casefile.Notes;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A manager moves a deadline that the operator has set for itself. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}/deadlines/{duty}/move")
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

    @PostMapping
    @Transactional
    @Operation(
            summary = "Moves a deadline of policy or operator rule to another day, with a reason; never one of law",
            description =
                    "409 for a deadline of law, or one that no longer runs; 400 dueOn for a day that is past, or later than the law allows")
    public PanelView.DeadlineText move(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable String duty,
            @RequestBody Move body,
            Locale locale) {
        var file = access.forManager(operator, number);
        var known = Duty.of(duty).orElseThrow(() -> new NotFoundException("casefile.deadline.unknown"));
        var reason = ManagerAct.MOVE_DEADLINE.reason(body.reason());
        var moved = deadlines.move(file.id(), known, day(body.dueOn()), reason, access.actor());
        notes.attach(file.id(), body.note(), access.actor());
        return panels.deadline(file, moved, locale);
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

    /** The new last day, and why. */
    record Move(@Nullable String dueOn, @Nullable String reason, @Nullable String note) {

        /** A note may name a person. */
        @Override
        public String toString() {
            return "Move[" + dueOn + ", " + reason + "]";
        }
    }
}
