package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseView;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The case beside a task in Tasklist; for staff whose work needs it. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}")
@Tag(name = "Case panel")
class PanelController {

    private final Panels panels;
    private final CaseAccess access;
    private final Parties parties;
    private final CaseFiles files;
    private final CaseViews views;

    PanelController(Panels panels, CaseAccess access, Parties parties, CaseFiles files, CaseViews views) {
        this.panels = panels;
        this.access = access;
        this.parties = parties;
        this.files = files;
        this.views = views;
    }

    @GetMapping("/panel")
    @Operation(summary = "The case for staff; the look is on the record")
    ResponseEntity<PanelView> panel(@PathVariable String operator, @PathVariable String number, Locale locale) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(panels.panel(operator, number, locale));
    }

    @PostMapping("/reveal")
    @Operation(summary = "One masked value in plain; each look is on the record")
    ResponseEntity<Revealed> reveal(
            @PathVariable String operator, @PathVariable String number, @RequestBody Reveal body) {
        var value = panels.reveal(operator, number, body.field());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Revealed(String.valueOf(body.field()), value));
    }

    @PostMapping("/entitlement")
    @Operation(summary = "Accepts or refuses the proof that the requester may ask")
    CaseView entitle(@PathVariable String operator, @PathVariable String number, @RequestBody Entitle body) {
        var file = access.forOfficer(operator, number);
        var state = Entitlement.find(String.valueOf(body.state()))
                .filter(one -> one == Entitlement.PROVED || one == Entitlement.NOT_PROVED)
                .orElseThrow(() -> new InvalidInputException(
                        "state", body.state() == null ? "problem.field.missing" : "problem.field.invalid"));
        if (state == Entitlement.PROVED && body.documentId() == null && file.channel() != Channel.VISIT) {
            // only at a visit is the document shown and given back
            throw new InvalidInputException("documentId", "problem.field.missing");
        }
        parties.entitle(file.id(), state, body.documentId(), access.actor());
        return views.of(files.get(file.id()));
    }

    /** Which value to show. */
    record Reveal(@Nullable String field) {}

    /** The value, personal data. */
    record Revealed(String field, String value) {

        @Override
        public String toString() {
            return "Revealed[" + field + "]";
        }
    }

    /** An officer's word on the proof. */
    record Entitle(@Nullable String state, @Nullable UUID documentId) {}
}
