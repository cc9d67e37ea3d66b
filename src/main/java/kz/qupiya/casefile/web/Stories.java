package kz.qupiya.casefile.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePaths;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.StoryFacts;
import kz.qupiya.casefile.Timeline;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells the story of a case: the way from its timeline, which outlives the engine's history; what is open and what failed from the engine. */
@Service
class Stories {

    private static final String FAILED = "failed";

    private final CaseAccess access;
    private final Panels panels;
    private final Timeline timeline;
    private final CaseWording wording;
    private final ObjectProvider<StoryFacts> facts;

    Stories(
            CaseAccess access,
            Panels panels,
            Timeline timeline,
            CaseWording wording,
            ObjectProvider<StoryFacts> facts) {
        this.access = access;
        this.panels = panels;
        this.timeline = timeline;
        this.wording = wording;
        this.facts = facts;
    }

    @Transactional(readOnly = true)
    public StoryView of(String operator, String number, Locale locale) {
        var file = access.forStory(operator, number);
        var entries = timeline.of(file.id());
        var people = panels.people(entries);
        var engine = facts.getIfAvailable();
        var failures = engine == null ? List.<StoryFacts.FailedStep>of() : engine.failures(file, locale);
        var tasks = engine == null ? List.<StoryFacts.OpenTask>of() : engine.tasks(file, access.caller(), locale);
        return new StoryView(
                file.number().value(),
                panels.coded("kind", file.kind().json(), locale),
                panels.coded("status", file.status().json(), locale),
                file.outcome() == null
                        ? null
                        : panels.coded("outcome", file.outcome().json(), locale),
                Almaty.at(file.receivedAt()),
                file.closedAt() == null ? null : Almaty.at(file.closedAt()),
                panels.deadlines(file, locale),
                tasks.stream().map(Stories::task).toList(),
                failures.stream().map(failure -> failure(failure, locale)).toList(),
                entries.stream()
                        .filter(entry -> !CasePaths.EVENT.equals(entry.code()))
                        .map(entry -> new StoryView.EventRow(
                                entry.sequence(),
                                Almaty.at(entry.at()),
                                panels.actor(entry.by(), people, locale),
                                wording.event(file.operator(), entry, locale),
                                entry.code()))
                        .toList(),
                paths(file, entries, failures, engine, locale));
    }

    private List<StoryView.PathView> paths(
            CaseFile file,
            List<Timeline.Entry> entries,
            List<StoryFacts.FailedStep> failures,
            @Nullable StoryFacts engine,
            Locale locale) {
        var own = new ArrayList<StoryView.PathView>();
        var called = new ArrayList<StoryView.PathView>();
        for (var path : CasePaths.of(entries)) {
            var model = Optional.ofNullable(engine).flatMap(e -> e.model(path.model(), locale));
            var view = new StoryView.PathView(
                    path.instance(),
                    path.process(),
                    model.map(StoryFacts.ModelText::name).orElse(path.process()),
                    path.model(),
                    about(file, path.about(), locale),
                    path.parent(),
                    elements(path, failures),
                    path.flows(),
                    model.map(StoryFacts.ModelText::elements).orElse(Map.of()));
            (path.instance().equals(file.processInstanceId()) ? own : called).add(view);
        }
        own.addAll(called);
        return own;
    }

    /** What tells several instances of one model apart is the system that each works on. */
    private @Nullable String about(CaseFile file, @Nullable String system, Locale locale) {
        return system == null ? null : wording.system(file.operator(), system, locale);
    }

    private static Map<String, StoryView.ElementView> elements(
            CasePaths.Path path, List<StoryFacts.FailedStep> failures) {
        var elements = new LinkedHashMap<String, StoryView.ElementView>();
        path.elements()
                .forEach((element, visits) -> elements.put(
                        element,
                        new StoryView.ElementView(
                                visits.state().json(),
                                visits.times(),
                                Almaty.at(visits.first()),
                                Almaty.at(visits.last()))));
        failures.stream()
                .filter(failure ->
                        failure.retriesLeft() == 0 && failure.instance().equals(path.instance()))
                .forEach(failure -> elements.merge(
                        failure.element(),
                        new StoryView.ElementView(FAILED, 0, null, null),
                        (visited, none) ->
                                new StoryView.ElementView(FAILED, visited.times(), visited.first(), visited.last())));
        return elements;
    }

    private static StoryView.TaskRow task(StoryFacts.OpenTask task) {
        return new StoryView.TaskRow(
                task.id(),
                task.name(),
                task.element(),
                task.assignee(),
                task.assigneeName(),
                Almaty.at(task.createdAt()),
                task.dueAt() == null ? null : Almaty.at(task.dueAt()),
                task.claimable(),
                task.unclaimed());
    }

    private StoryView.FailureRow failure(StoryFacts.FailedStep failure, Locale locale) {
        return new StoryView.FailureRow(
                failure.id(),
                failure.element(),
                failure.step(),
                failure.failedAt() == null ? null : Almaty.at(failure.failedAt()),
                failure.retriesLeft(),
                failure.code(),
                words(failure.code(), locale));
    }

    private String words(String failure, Locale locale) {
        var words = wording.value("failure", failure, locale);
        return words.equals(failure) ? wording.value("failure", "unexpected", locale) : words;
    }
}
