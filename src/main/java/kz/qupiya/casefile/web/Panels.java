package kz.qupiya.casefile.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.ReceiptTexts;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CasePaths;
import kz.qupiya.casefile.CaseView;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Notes;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.ProcessFacts;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts the case panel together for a reader, and puts each look on the record. */
@Service
class Panels {

    /** A panel that is reloaded is one look: the record would drown in rows otherwise. */
    private static final Duration ONE_LOOK = Duration.ofMinutes(15);

    private static final String VIEWED = "case.viewed";

    private final CaseAccess access;
    private final CaseFiles files;
    private final CaseViews views;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Documents documents;
    private final Notes notes;
    private final Timeline timeline;
    private final Operators operators;
    private final ObjectProvider<CasePanelSection> sections;
    private final ObjectProvider<ProcessFacts> processes;
    private final CaseWording wording;
    private final ReceiptTexts receiptTexts;
    private final TermTexts termTexts;
    private final StaffDirectory staff;
    private final Clock clock;

    Panels(
            CaseAccess access,
            CaseFiles files,
            CaseViews views,
            Parties parties,
            Deadlines deadlines,
            Documents documents,
            Notes notes,
            Timeline timeline,
            Operators operators,
            ObjectProvider<CasePanelSection> sections,
            ObjectProvider<ProcessFacts> processes,
            CaseWording wording,
            ReceiptTexts receiptTexts,
            TermTexts termTexts,
            StaffDirectory staff,
            Clock clock) {
        this.access = access;
        this.files = files;
        this.views = views;
        this.parties = parties;
        this.deadlines = deadlines;
        this.documents = documents;
        this.notes = notes;
        this.timeline = timeline;
        this.operators = operators;
        this.sections = sections;
        this.processes = processes;
        this.wording = wording;
        this.receiptTexts = receiptTexts;
        this.termTexts = termTexts;
        this.staff = staff;
        this.clock = clock;
    }

    /** The panel of a case for the current reader. */
    @Transactional
    public PanelView panel(String operator, String number, Locale locale) {
        var file = access.forPanel(operator, number);
        var scope = access.scope(file);
        recordLook(file);
        var entries = timeline.of(file.id());
        boolean whole = scope == CaseAccess.Scope.FILE;
        return new PanelView(
                scope.name().toLowerCase(Locale.ROOT),
                summary(file, whole, locale),
                whole ? requester(file, locale) : null,
                scope == CaseAccess.Scope.OVERSIGHT ? null : new PanelView.Subject(fields(subject(file), locale)),
                deadlines(file, locale),
                whole ? documents(file, locale) : null,
                whole ? notes(file) : null,
                entries.stream()
                        // the way of the process is drawn, not told
                        .filter(entry -> !CasePaths.EVENT.equals(entry.code()))
                        .map(entry -> new PanelView.HistoryLine(
                                entry.sequence(),
                                entry.at(),
                                actor(entry.by(), locale),
                                entry.code(),
                                wording.event(file.operator(), entry, locale)))
                        .toList(),
                people(entries),
                whole ? repeated(file, locale) : null,
                sections(file, locale),
                permissions(file, scope));
    }

    /**
     * One value in plain; the look is on the record before it is given.
     *
     * @throws InvalidInputException if the case has no such field, or the reader's work does not need it
     */
    @Transactional
    public String reveal(String operator, String number, @Nullable String field) {
        var file = access.forPanel(operator, number);
        var scope = access.scope(file);
        var values = new LinkedHashMap<String, String>();
        if (scope != CaseAccess.Scope.OVERSIGHT) {
            values.putAll(subject(file));
        }
        if (scope == CaseAccess.Scope.FILE) {
            values.putAll(requesterValues(file));
        }
        if (field == null || field.isBlank()) {
            throw new InvalidInputException("field", "problem.field.missing");
        }
        var value = values.get(field);
        if (value == null) {
            throw new InvalidInputException("field", "casefile.field.unknown");
        }
        files.record(
                file.id(), TimelineEvent.of("field.revealed", access.actor()).with("field", field));
        return value;
    }

    private void recordLook(CaseFile file) {
        var by = access.actor();
        var since = clock.instant().minus(ONE_LOOK);
        boolean recent = timeline.of(file.id()).stream()
                .anyMatch(entry -> entry.code().equals(VIEWED)
                        && entry.by().equals(by)
                        && entry.at().isAfter(since));
        if (!recent) {
            files.record(file.id(), TimelineEvent.of(VIEWED, by));
        }
    }

    private PanelView.Summary summary(CaseFile file, boolean whole, Locale locale) {
        CaseView view = views.of(file);
        return new PanelView.Summary(
                file.number().value(),
                file.operator().value(),
                coded("kind", file.kind().json(), locale),
                coded("status", file.status().json(), locale),
                file.outcome() == null ? null : coded("outcome", file.outcome().json(), locale),
                coded("channel", file.channel().json(), locale),
                file.ground() == null ? null : coded("ground", file.ground(), locale),
                file.language(),
                Almaty.at(file.receivedAt()),
                Almaty.at(file.openedAt()),
                file.decision() == null ? null : coded("decision", file.decision(), locale),
                atOrNull(file.decidedAt()),
                atOrNull(file.closedAt()),
                atOrNull(file.destroyedAt()),
                whole ? parties.value(file.id(), Parties.DESCRIPTION).orElse(null) : null,
                view.openTasks(),
                process(file, locale),
                view.more());
    }

    private PanelView.@Nullable Process process(CaseFile file, Locale locale) {
        var facts = processes.getIfAvailable();
        return facts == null
                ? null
                : facts.of(file)
                        .map(state -> new PanelView.Process(
                                state.instanceId(),
                                state.running(),
                                state.incidents(),
                                state.incidents() == 0
                                        ? null
                                        : wording.text("casefile.process.incidents", locale, state.incidents())))
                        .orElse(null);
    }

    private PanelView.@Nullable Requester requester(CaseFile file, Locale locale) {
        if (file.requesterKind() == null) {
            return null;
        }
        var entitlement = parties.entitlement(file.id());
        return new PanelView.Requester(
                coded("requester", file.requesterKind().json(), locale),
                fields(requesterValues(file), locale),
                new PanelView.EntitlementText(
                        entitlement.state().json(),
                        wording.value("entitlement", entitlement.state().json(), locale),
                        entitlement.by() == null ? null : actor(entitlement.by(), locale),
                        atOrNull(entitlement.at()),
                        entitlement.documentId()));
    }

    private Map<String, String> requesterValues(CaseFile file) {
        var values = new LinkedHashMap<String, String>();
        Parties.REQUESTER_FIELDS.forEach(
                field -> parties.value(file.id(), field).ifPresent(value -> values.put(field, value)));
        return values;
    }

    /** Name and identifiers of the subject by field; a second identifier of a kind is {@code subject.phone.2}. */
    private Map<String, String> subject(CaseFile file) {
        var values = new LinkedHashMap<String, String>();
        parties.value(file.id(), Parties.SUBJECT_NAME).ifPresent(name -> values.put(Parties.SUBJECT_NAME, name));
        for (Identifier one : parties.identifiers(file.id())) {
            var field = "subject." + one.kind().json();
            int position = 1;
            while (values.containsKey(position == 1 ? field : field + "." + position)) {
                position++;
            }
            values.put(position == 1 ? field : field + "." + position, one.value());
        }
        return values;
    }

    private List<PanelView.Field> fields(Map<String, String> values, Locale locale) {
        return values.entrySet().stream()
                .map(one -> new PanelView.Field(
                        one.getKey(), label(one.getKey(), locale), Masks.of(one.getKey(), one.getValue())))
                .toList();
    }

    private String label(String field, Locale locale) {
        return wording.value("field", field, locale);
    }

    /** The deadlines of a case with their reasons. */
    List<PanelView.DeadlineText> deadlines(CaseFile file, Locale locale) {
        var profile = operators.get(file.operator());
        return deadlines.of(file.id()).stream()
                .map(one -> deadline(one, profile, locale))
                .toList();
    }

    /** One deadline with its reasons. */
    PanelView.DeadlineText deadline(CaseFile file, Deadline one, Locale locale) {
        return deadline(one, operators.get(file.operator()), locale);
    }

    private PanelView.DeadlineText deadline(Deadline one, OperatorProfile profile, Locale locale) {
        boolean byManager = one.ruling().decided() != null;
        var readings = one.readings().stream()
                .map(reading -> reading(reading, byManager, profile, locale))
                .toList();
        return new PanelView.DeadlineText(
                new PanelView.Coded(one.duty().code(), termTexts.duty(one.duty(), locale)),
                Almaty.at(one.from()),
                Almaty.at(one.dueAt()),
                coded("deadlineState", one.state().json(), locale),
                one.overdue(clock.instant()),
                atOrNull(one.metAt()),
                readings.get(0).text(),
                readings,
                one.earlier().stream()
                        .map(old -> new PanelView.EarlierText(
                                Almaty.at(old.dueAt()),
                                Almaty.at(old.replacedAt()),
                                reading(old.readings().get(0), false, profile, locale)
                                        .text()))
                        .toList(),
                one.steps().stream()
                        .map(step -> new PanelView.StepText(
                                coded("step", step.name(), locale), Almaty.at(step.at()), atOrNull(step.takenAt())))
                        .toList(),
                atOrNull(one.prolongedAt()));
    }

    private PanelView.ReadingText reading(
            Deadline.Reading reading, boolean byManager, OperatorProfile profile, Locale locale) {
        var receipt = reading.receipt();
        var role = reading.role().name().toLowerCase(Locale.ROOT);
        var skipped = receipt.skipped().stream()
                .map(day -> new PanelView.Skipped(day.day(), receiptTexts.reason(day, locale)))
                .toList();
        var basis = termTexts.basis(profile, reading.rule(), locale);
        var term = receiptTexts.term(receipt.term(), locale);
        return new PanelView.ReadingText(
                byManager && reading.role() == Deadline.Reading.Role.OVERRIDDEN
                        ? new PanelView.Coded(role, wording.value("reading", "overridden-by-manager", locale))
                        : coded("reading", role, locale),
                reading.rule().source().code(),
                basis,
                term,
                reading.rule().certainty(),
                reading.why() == null ? null : wording.value("why", reading.why(), locale),
                receipt.from(),
                receipt.dueOn(),
                Almaty.at(receipt.dueAt()),
                receipt.counted(),
                skipped,
                receipt.calendar(),
                receipt.official(),
                decided(reading.decided(), locale),
                words(reading, basis, term, skipped, locale));
    }

    private PanelView.@Nullable Decided decided(Deadline.@Nullable Decided decided, Locale locale) {
        return decided == null
                ? null
                : new PanelView.Decided(
                        decided.by(),
                        name(decided.by()),
                        Almaty.at(decided.at()),
                        coded("reason", decided.reason(), locale));
    }

    private String words(
            Deadline.Reading reading, String basis, String term, List<PanelView.Skipped> skipped, Locale locale) {
        var receipt = reading.receipt();
        var decided = reading.decided();
        if (decided != null) {
            return wording.text(
                    "casefile.receipt.manager",
                    locale,
                    name(decided.by()),
                    wording.moment(decided.at()),
                    wording.day(receipt.dueOn()),
                    wording.value("reason", decided.reason(), locale));
        }
        var parts = new ArrayList<String>();
        parts.add(wording.text(
                "casefile.receipt", locale, basis, term, wording.day(receipt.from()), wording.day(receipt.dueOn())));
        if (!skipped.isEmpty()) {
            parts.add(wording.text(
                    "casefile.receipt.skipped",
                    locale,
                    String.join(
                            "; ",
                            skipped.stream()
                                    .map(day -> wording.day(day.day()) + " – " + day.text())
                                    .toList())));
        }
        if (!receipt.official()) {
            parts.add(wording.text("casefile.receipt.computed", locale));
        }
        if (reading.why() != null) {
            parts.add(wording.value("why", reading.why(), locale));
        }
        return String.join(" ", parts);
    }

    private List<PanelView.DocumentView> documents(CaseFile file, Locale locale) {
        return documents.of(file.id()).stream()
                .map(one -> document(one, locale))
                .toList();
    }

    PanelView.DocumentView document(Documents.Document one, Locale locale) {
        return new PanelView.DocumentView(
                one.id(),
                coded("purpose", one.purpose().json(), locale),
                one.fileName(),
                one.mediaType(),
                one.size(),
                one.sha256(),
                actor(one.by(), locale),
                Almaty.at(one.at()),
                one.hasPictures());
    }

    private List<PanelView.NoteView> notes(CaseFile file) {
        return notes.of(file.id()).stream().map(Panels::note).toList();
    }

    static PanelView.NoteView note(Notes.Note one) {
        return new PanelView.NoteView(one.id(), one.text(), one.by().id(), Almaty.at(one.at()));
    }

    private PanelView.Repeated repeated(CaseFile file, Locale locale) {
        var cases = parties.related(file.id()).stream()
                .map(one -> new PanelView.Related(
                        one.number().value(),
                        coded("kind", one.kind().json(), locale),
                        coded("status", one.status().json(), locale),
                        one.outcome() == null
                                ? null
                                : coded("outcome", one.outcome().json(), locale),
                        coded("entitlement", one.entitlement().json(), locale),
                        Almaty.at(one.receivedAt())))
                .toList();
        int unproved = parties.earlierUnproved(file.id());
        return new PanelView.Repeated(
                unproved, unproved == 0 ? null : wording.text("casefile.repeated", locale, unproved), cases);
    }

    private List<PanelView.Section> sections(CaseFile file, Locale locale) {
        var caller = access.caller();
        return sections.stream()
                .filter(section -> caller.hasAny(section.roles().toArray(Role[]::new)))
                .sorted(java.util.Comparator.comparingInt(CasePanelSection::order)
                        .thenComparing(CasePanelSection::name))
                .map(section -> {
                    var content = section.of(file, locale);
                    return content == null
                            ? null
                            : new PanelView.Section(
                                    section.name(), wording.value("section", section.name(), locale), content);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private PanelView.Permissions permissions(CaseFile file, CaseAccess.Scope scope) {
        boolean kept = file.destroyedAt() == null;
        boolean whole = scope == CaseAccess.Scope.FILE && kept;
        return new PanelView.Permissions(
                kept && scope != CaseAccess.Scope.OVERSIGHT,
                kept && scope != CaseAccess.Scope.OVERSIGHT,
                whole,
                whole
                        && file.isOpen()
                        && file.entitlement() != Entitlement.NOT_NEEDED
                        && access.caller().hasAny(Role.OFFICER));
    }

    PanelView.Coded coded(String name, String code, Locale locale) {
        return new PanelView.Coded(code, wording.value(name, code, locale));
    }

    /** Names of the users among those who acted. */
    Map<String, String> people(List<Timeline.Entry> entries) {
        return staff.names(entries.stream()
                .map(Timeline.Entry::by)
                .filter(by -> by.kind() == Actor.Kind.USER)
                .map(Actor::id)
                .collect(Collectors.toSet()));
    }

    private String name(String userId) {
        return staff.names(List.of(userId)).getOrDefault(userId, userId);
    }

    /** As people read it: the name of a user, as long as there is the user. */
    String actor(Actor by, Map<String, String> people, Locale locale) {
        var name = by.kind() == Actor.Kind.USER ? people.get(by.id()) : null;
        return name == null ? actor(by, locale) : name;
    }

    private String actor(Actor by, Locale locale) {
        return by.kind() == Actor.Kind.USER
                ? by.id()
                : wording.value("actor", by.toString().replace(':', '.'), locale);
    }

    private static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant) {
        return instant == null ? null : Almaty.at(instant);
    }
}
