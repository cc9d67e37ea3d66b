package kz.qupiya.casefile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.subject.PersonCases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The history of a person out of the register and the timelines. */
@Service
class RegisteredHistory implements PersonHistory {

    private static final int CASES = 100;
    private static final int EVENTS = 300;
    private static final Duration ONE_LOOK = Duration.ofMinutes(15);
    private static final String VIEWED = "person.viewed";
    private static final String VIEWED_FROM = "person.viewed-from";

    /** Looks, and steps that say nothing of what became of the matter. */
    private static final Set<String> MINOR = Set.of(
            VIEWED,
            VIEWED_FROM,
            CasePaths.EVENT,
            "case.viewed",
            "case.waiting",
            "case.resumed",
            "case.exported",
            "case.export-finished",
            "case.export-broken-off",
            "deadline.started",
            "deadline.warned",
            "deadline.cancelled",
            "document.viewed",
            "field.revealed",
            "filing.file-read",
            "letter.viewed",
            "letter.draft-viewed",
            "note.added",
            "person.looked-up",
            "step.retried",
            "task.handed-over",
            "task.released",
            "task.unclaimed");

    private final PersonCases people;
    private final CaseLinks links;
    private final JdbcCaseFiles files;
    private final JdbcTimeline timeline;
    private final CaseWording wording;
    private final ObjectProvider<Part> parts;

    RegisteredHistory(
            PersonCases people,
            CaseLinks links,
            JdbcCaseFiles files,
            JdbcTimeline timeline,
            CaseWording wording,
            ObjectProvider<Part> parts) {
        this.people = people;
        this.links = links;
        this.files = files;
        this.timeline = timeline;
        this.wording = wording;
        this.parts = parts;
    }

    @Override
    @Transactional
    public History of(CaseFile caseFile, Actor by, Locale locale) {
        Map<UUID, List<String>> found = new LinkedHashMap<>();
        people.beside(caseFile.id(), caseFile.operator())
                .forEach(one -> found.computeIfAbsent(one.caseId(), id -> new ArrayList<>())
                        .add(one.certain() ? "same-person" : "same-contact"));
        links.of(caseFile.id(), caseFile.operator())
                .forEach(one -> found.computeIfAbsent(one.caseId(), id -> new ArrayList<>())
                        .add("linked"));
        var all = found.keySet().stream()
                .map(id -> seen(caseFile, id))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(CaseFile::receivedAt)
                        .thenComparing(one -> one.number().value())
                        .reversed())
                .toList();
        var others = all.subList(0, Math.min(CASES, all.size()));
        record(caseFile, others, by);
        var shown = new ArrayList<>(others);
        shown.add(caseFile);
        return new History(
                others.stream()
                        .map(one -> other(one, Objects.requireNonNull(found.get(one.id())), locale))
                        .toList(),
                all.size() > others.size(),
                events(shown, locale),
                parts(caseFile, shown, locale));
    }

    /** A case as the reader may find it: by its number. */
    private Optional<CaseFile> seen(CaseFile caseFile, UUID other) {
        return files.find(caseFile.operator(), files.get(other).number().value());
    }

    private void record(CaseFile caseFile, List<CaseFile> others, Actor by) {
        var since = timeline.now().minus(ONE_LOOK);
        var events = new TreeMap<UUID, TimelineEvent>();
        events.put(caseFile.id(), TimelineEvent.of("person.viewed", by).with("cases", others.size()));
        others.forEach(other -> events.put(
                other.id(),
                TimelineEvent.of("person.viewed-from", by)
                        .with("number", caseFile.number().value())));
        // in one order, so that two readers never wait for each other crosswise
        events.forEach((id, event) -> {
            if (!timeline.hasSince(id, event.code(), by, since)) {
                timeline.append(id, event);
            }
        });
    }

    private OtherCase other(CaseFile one, List<String> how, Locale locale) {
        var outcome = one.outcome();
        return new OtherCase(
                one.number().value(),
                coded("kind", one.kind().json(), locale),
                coded("status", one.status().json(), locale),
                outcome == null ? null : coded("outcome", outcome.json(), locale),
                Almaty.at(one.receivedAt()),
                one.closedAt() == null ? null : Almaty.at(one.closedAt()),
                how.stream().map(code -> coded("link", code, locale)).toList());
    }

    private List<Event> events(List<CaseFile> shown, Locale locale) {
        var byId = shown.stream().collect(Collectors.toMap(CaseFile::id, Function.identity()));
        return timeline.newest(byId.keySet(), MINOR, EVENTS).stream()
                .map(each -> {
                    var file = Objects.requireNonNull(byId.get(each.caseId()));
                    return new Event(
                            Almaty.at(each.entry().at()),
                            file.number().value(),
                            each.entry().code(),
                            wording.event(file.operator(), each.entry(), locale));
                })
                .toList();
    }

    private Map<String, Object> parts(CaseFile caseFile, List<CaseFile> shown, Locale locale) {
        var told = new TreeMap<String, Object>();
        parts.forEach(part -> {
            var content = part.of(caseFile.operator(), List.copyOf(shown), locale);
            if (content != null) {
                told.put(part.name(), content);
            }
        });
        return told;
    }

    private Coded coded(String list, String code, Locale locale) {
        return new Coded(code, wording.value(list, code, locale));
    }
}
