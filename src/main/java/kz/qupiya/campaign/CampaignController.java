package kz.qupiya.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import kz.qupiya.bulk.Cells;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.campaign.Audience.Contact;
import kz.qupiya.campaign.NoticeLedger.Line;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How notices to people stand, who was not reached, and what staff may do about it. A list that names people is on the record of the case. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
@Tag(name = "Campaigns")
class CampaignController {

    private static final Role[] WATCHERS = {
        Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER, Role.CLIENT
    };
    private static final Role[] STAFF = {Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER};
    private static final Role[] STEERERS = {Role.OFFICER, Role.MANAGER};
    private static final Role[] WITH_CONTACTS = {Role.OFFICER, Role.SECURITY};
    private static final Role[] POST_ROOM = {Role.CLERK, Role.OFFICER, Role.SECURITY};
    private static final Role[] READERS = {Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY};
    private static final List<String> STATES =
            List.of("queued", "sending", "failed-temporarily", "sent", "listed", "printed", "unreached");
    private static final String FAILED = "failed";
    private static final int SLICE = 500;
    private static final int PRINTED = 200;

    private final CampaignOffice campaigns;
    private final NoticeLedger ledger;
    private final NoticePosts posts;
    private final CaseFiles cases;
    private final Access access;
    private final Callers callers;
    private final ObjectMapper json;

    CampaignController(
            CampaignOffice campaigns,
            NoticeLedger ledger,
            NoticePosts posts,
            CaseFiles cases,
            Access access,
            Callers callers,
            ObjectMapper json) {
        this.campaigns = campaigns;
        this.ledger = ledger;
        this.posts = posts;
        this.cases = cases;
        this.access = access;
        this.callers = callers;
        this.json = json;
    }

    @GetMapping(value = "/breaches/{number}/notices", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "How the notices of a breach stand",
            description =
                    "People by state over all campaigns of the case, and each campaign. With `state` the people in that state, as JSON or with `Accept: text/csv` as CSV: `failed` are all whom "
                            + "nothing has reached. With `contacts=true` their contact data too, for officers and security officers, on the record of the case.")
    void notices(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "false") boolean contacts,
            HttpServletResponse response)
            throws IOException {
        var caseFile = breach(operator, number, contacts);
        var states = states(state);
        var all = campaigns.ofCase(caseFile.id());
        recorded(caseFile, all, contacts);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader("Cache-Control", CacheControl.noStore().getHeaderValue());
        if (states == null) {
            json.writeValue(
                    response.getOutputStream(), Notices.of(caseFile.number().value(), all));
            return;
        }
        try (var out = json.getFactory().createGenerator(response.getOutputStream())) {
            out.writeStartArray();
            for (var campaign : all) {
                people(campaign, states, state, contacts, (line, contact) -> {
                    try {
                        out.writePOJO(Person.of(campaign.number(), line, contact));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
            }
            out.writeEndArray();
        }
    }

    @GetMapping(value = "/breaches/{number}/notices", produces = "text/csv")
    @Operation(hidden = true)
    void list(
            @PathVariable String operator,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "false") boolean contacts,
            HttpServletResponse response)
            throws IOException {
        var caseFile = breach(operator, number, contacts);
        var states = states(state);
        var all = campaigns.ofCase(caseFile.id());
        recorded(caseFile, all, contacts);
        try (var csv = csv(response, "notices-" + caseFile.number().value() + ".csv")) {
            if (contacts) {
                csv.writeRecord(
                        "campaign", "seq", "state", "channel", "code", "sentAt", "name", "email", "phone", "address");
            } else {
                csv.writeRecord("campaign", "seq", "state", "channel", "code", "sentAt");
            }
            for (var campaign : all) {
                people(campaign, states == null ? STATES : states, state, contacts, (line, contact) -> {
                    var record = csv.writeRecord();
                    record.writeField(String.valueOf(campaign.number()))
                            .writeField(String.valueOf(line.seq()))
                            .writeField(line.state())
                            .writeField(line.channel())
                            .writeField(line.code())
                            .writeField(
                                    line.sentAt() == null
                                            ? null
                                            : Almaty.at(line.sentAt()).toString());
                    if (contacts) {
                        record.writeField(contact == null ? null : Cells.harmlessOrNull(contact.name()))
                                .writeField(contact == null ? null : Cells.harmlessOrNull(contact.email()))
                                .writeField(contact == null ? null : contact.phone())
                                .writeField(contact == null ? null : Cells.harmlessOrNull(contact.address()));
                    }
                    record.endRecord();
                });
            }
        }
    }

    private CaseFile breach(String operator, String number, boolean contacts) {
        access.require(operator, WATCHERS);
        if (contacts) {
            access.require(operator, WITH_CONTACTS);
        }
        var caseFile = cases.require(new OperatorKey(operator), number);
        if (caseFile.kind() != CaseKind.BREACH) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    private void recorded(CaseFile caseFile, List<CampaignView> all, boolean contacts) {
        if (contacts) {
            all.forEach(campaign -> posts.recorded(caseFile.id(), campaign, "campaign.contacts-viewed", actor()));
        }
    }

    /** Null if no state is asked for. */
    private static @Nullable List<String> states(@Nullable String state) {
        if (state == null) {
            return null;
        }
        if (state.equals(FAILED)) {
            return List.of("listed", "unreached");
        }
        if (!STATES.contains(state)) {
            throw new InvalidInputException("state", "campaign.state");
        }
        return List.of(state);
    }

    private void people(
            CampaignView campaign,
            List<String> states,
            @Nullable String asked,
            boolean contacts,
            BiConsumer<Line, @Nullable Contact> each) {
        // Once a campaign is stopped, whoever still waited for it has not been reached either.
        var wanted = FAILED.equals(asked) && campaign.state() == CampaignState.STOPPED
                ? List.of("listed", "unreached", "queued", "sending", "failed-temporarily")
                : states;
        long after = 0;
        for (var lines = ledger.lines(campaign.number(), wanted, after, SLICE);
                !lines.isEmpty();
                lines = ledger.lines(campaign.number(), wanted, after, SLICE)) {
            var known = contacts ? posts.contacts(campaign.audience(), lines) : Map.<Long, Contact>of();
            lines.forEach(line -> each.accept(line, known.get(line.seq())));
            after = lines.get(lines.size() - 1).seq();
        }
    }

    // --- campaigns of any case

    @GetMapping(value = "/cases/{number}/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The campaigns of a case, with their progress")
    List<CampaignView> ofCase(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, WATCHERS);
        return campaigns.ofCase(cases.require(new OperatorKey(operator), number).id());
    }

    @GetMapping(value = "/cases/{number}/campaigns/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "A campaign with its progress")
    CampaignView one(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, WATCHERS);
        return require(operator, number, id);
    }

    @GetMapping(value = "/cases/{number}/campaigns/{id}/text", produces = MediaType.TEXT_HTML_VALUE)
    @Operation(summary = "How the notice reads, with a made-up name and code")
    ResponseEntity<byte[]> text(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String language) {
        access.require(operator, STAFF);
        var campaign = require(operator, number, id);
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'")
                .header("X-Content-Type-Options", "nosniff")
                .cacheControl(CacheControl.noStore().cachePrivate())
                .body(campaigns.preview(campaign.id(), language).getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/cases/{number}/campaigns/{id}/pause")
    @Operation(summary = "Sends nothing more for now")
    CampaignView pause(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        return steer(operator, number, id, campaigns::pause);
    }

    @PostMapping("/cases/{number}/campaigns/{id}/resume")
    @Operation(summary = "Goes on")
    CampaignView resume(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        return steer(operator, number, id, campaigns::resume);
    }

    @PostMapping("/cases/{number}/campaigns/{id}/stop")
    @Operation(summary = "Sends nothing more, for good")
    CampaignView stop(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        return steer(operator, number, id, campaigns::stop);
    }

    private CampaignView steer(String operator, String number, UUID id, BiConsumer<UUID, Actor> act) {
        access.require(operator, STEERERS);
        act.accept(require(operator, number, id).id(), actor());
        return campaigns.get(id);
    }

    @GetMapping(value = "/cases/{number}/campaigns/{id}/print-list", produces = "text/csv")
    @Operation(
            summary =
                    "Names and postal addresses of those to whom a notice has to be posted; the look is on the record")
    void printList(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            HttpServletResponse response)
            throws IOException {
        access.require(operator, POST_ROOM);
        var campaign = require(operator, number, id);
        posts.recorded(campaign.caseId(), campaign, "campaign.print-list-viewed", actor());
        try (var csv = csv(response, "post-" + campaign.number() + ".csv")) {
            csv.writeRecord("seq", "name", "address", "language", "code");
            people(campaign, List.of("listed"), null, true, (line, contact) -> {
                if (contact != null) {
                    csv.writeRecord(
                            String.valueOf(line.seq()),
                            Cells.harmlessOrNull(contact.name()),
                            Cells.harmlessOrNull(contact.address()),
                            line.language(),
                            posts.code(campaign, line.seq()));
                }
            });
        }
    }

    @GetMapping(value = "/cases/{number}/campaigns/{id}/print-list", produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(
            summary = "The notices of the print list, ready to be printed; the look is on the record",
            description =
                    "One after the other, each beginning on a page of its own with name and address; up to 200 behind `after`")
    ResponseEntity<byte[]> printAll(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") long after) {
        access.require(operator, POST_ROOM);
        var campaign = require(operator, number, id);
        posts.recorded(campaign.caseId(), campaign, "campaign.print-list-viewed", actor());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header("Content-Disposition", "inline; filename=\"post-" + campaign.number() + "-" + after + ".pdf\"")
                .header("X-Content-Type-Options", "nosniff")
                .cacheControl(CacheControl.noStore().cachePrivate())
                .body(posts.sheets(
                        campaigns.row(id), ledger.lines(campaign.number(), List.of("listed"), after, PRINTED)));
    }

    @PostMapping("/cases/{number}/campaigns/{id}/print-list/posted")
    @Operation(summary = "The notices of the print list up to a place in it were posted")
    Posted posted(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "9223372036854775807") long upTo) {
        access.require(operator, POST_ROOM);
        return new Posted(posts.posted(require(operator, number, id), upTo, actor()));
    }

    private CampaignView require(String operator, String number, UUID id) {
        var caseFile = cases.require(new OperatorKey(operator), number);
        var campaign = campaigns.get(id);
        if (!campaign.caseId().equals(caseFile.id())) {
            throw CampaignOffice.unknown();
        }
        return campaign;
    }

    private Actor actor() {
        return Actor.user(callers.current().id());
    }

    private static CsvWriter csv(HttpServletResponse response, String name) throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", CacheControl.noStore().getHeaderValue());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        return CsvWriter.builder()
                .build(new BufferedWriter(
                        new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15));
    }

    /** How many notices were posted. */
    record Posted(int count) {}

    /** The notices of a case. */
    record Notices(
            String number,
            long total,
            long reached,
            long left,
            long bounced,
            long confirmed,
            long reports,
            Map<String, Long> states,
            List<CampaignView> campaigns) {

        static Notices of(String number, List<CampaignView> all) {
            Map<String, Long> states = new TreeMap<>();
            all.forEach(
                    campaign -> campaign.states().forEach((state, people) -> states.merge(state, people, Long::sum)));
            return new Notices(
                    number,
                    all.stream().mapToLong(CampaignView::total).sum(),
                    all.stream().mapToLong(CampaignView::reached).sum(),
                    all.stream().mapToLong(CampaignView::left).sum(),
                    all.stream().mapToLong(CampaignView::bounced).sum(),
                    all.stream().mapToLong(CampaignView::confirmed).sum(),
                    all.stream().mapToLong(CampaignView::reports).sum(),
                    states,
                    all);
        }
    }

    /** Somebody of the list; with contact data only where they were asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            int campaign,
            long seq,
            String state,
            String channel,
            @Nullable String code,
            @Nullable OffsetDateTime sentAt,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String address) {

        static Person of(int campaign, Line line, @Nullable Contact contact) {
            return new Person(
                    campaign,
                    line.seq(),
                    line.state(),
                    line.channel(),
                    line.code(),
                    line.sentAt() == null ? null : Almaty.at(line.sentAt()),
                    contact == null ? null : contact.name(),
                    contact == null ? null : contact.email(),
                    contact == null ? null : contact.phone(),
                    contact == null ? null : contact.address());
        }

        /** Names nobody, so that no log does. */
        @Override
        public String toString() {
            return "Person[" + seq + "]";
        }
    }
}
