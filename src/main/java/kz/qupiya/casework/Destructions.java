package kz.qupiya.casework;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.ActAuthority;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Connector;
import kz.qupiya.datamap.ItemOutcome;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Destroys a person's data in a case, whatever process it belongs to: a list that changes nothing, a second person's word that is bound to the list, and what a ground of
 * law keeps under a restriction of its own (Law 94-V art. 18, 25(2)(8)). Every step may run twice.
 */
@Service
public class Destructions {

    private final CaseFiles cases;
    private final Parties parties;
    private final Acts acts;
    private final Restrictions restrictions;
    private final UndecidedBlocks others;
    private final KeptGrounds grounds;
    private final SuspendedStore suspended;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Destructions(
            CaseFiles cases,
            Parties parties,
            Acts acts,
            Restrictions restrictions,
            UndecidedBlocks others,
            KeptGrounds grounds,
            SuspendedStore suspended,
            ApplicationEventPublisher events,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.acts = acts;
        this.restrictions = restrictions;
        this.others = others;
        this.grounds = grounds;
        this.suspended = suspended;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Looks at what a destruction would do; writes nothing in any system. A preview made before is looked at again.
     *
     * @param preparedBy who decided on it, and may not approve it
     * @return id of the act
     * @throws kz.qupiya.problem.ConflictException if another case that is not decided blocks the person
     */
    @Transactional
    public UUID preview(UUID caseId, ActAuthority authority, String preparedBy, Actor by) {
        others.refuse(caseId, by);
        var prepared =
                pending(caseId).filter(act -> act.state() == ActState.PREPARED || act.state() == ActState.APPROVED);
        var act = prepared.map(one -> acts.previewAgain(one.id(), preparedBy))
                .orElseGet(() -> acts.preview(PrepareAct.destroy(
                        cases.get(caseId).operator(), caseId, parties.identifiers(caseId), authority, preparedBy)));
        cases.record(
                caseId,
                TimelineEvent.of("destruction.previewed", by)
                        .with("act", act.id())
                        .with("digest", act.digest())
                        .with("items", act.items().size()));
        return act.id();
    }

    /**
     * A second person's word on what the list shows.
     *
     * @param preparedBy who decided on it
     * @return false if the data changed since the list was made: nothing is approved, the list has to be looked at again
     * @throws kz.qupiya.problem.ForbiddenException if it is the one who decided
     * @throws kz.qupiya.problem.ConflictException  if a system could not be looked into: a destruction is approved as a whole or not at all
     */
    @Transactional
    public boolean approve(UUID caseId, UUID actId, String preparedBy, Actor by) {
        var seen = acts.get(actId).digest();
        // Asked as a value: an exception that crosses a transactional proxy would roll the second look back with it.
        if (!acts.previewAgain(actId, preparedBy).digest().equals(seen)) {
            cases.record(caseId, TimelineEvent.of("destruction.stale", by).with("act", actId));
            return false;
        }
        var act = acts.approve(actId, seen, by.id());
        cases.record(
                caseId,
                TimelineEvent.of("destruction.approved", by).with("act", actId).with("digest", act.digest()));
        return true;
    }

    /**
     * Ends what has been destroyed, or depersonalised, in every system. What had to be kept goes later by itself, see {@link SuspendedDestructions}.
     *
     * @return whether something was ended now
     * @throws kz.qupiya.problem.ConflictException while a field is failed or unaccounted
     */
    @Transactional
    public boolean complete(UUID caseId, Actor by) {
        var running = acts.ofCase(caseId).stream()
                .filter(act -> first(act) && act.state() == ActState.RUNNING)
                .toList();
        for (var act : running) {
            acts.complete(act.id());
            if (act.systems().stream().anyMatch(Destructions::goesOn)) {
                suspended.suspend(act, clock.instant());
            }
            // Where everything is held that is said, and what is destroyed later is said then.
            if (!nothingButHeld(act)) {
                sayDone(act, by);
            }
            sayHeld(act, by);
        }
        return !running.isEmpty();
    }

    private void sayDone(Act act, Actor by) {
        if (act.kind() == ActKind.DESTROY) {
            events.publishEvent(new DataDestroyed(act.caseId(), !act.kept().isEmpty()));
        }
        var code = act.kind() == ActKind.DESTROY ? "data.destroyed" : "data.depersonalised";
        cases.record(act.caseId(), TimelineEvent.of(code, by).with("act", act.id()));
    }

    /** Whether what it keeps may go by itself some day: a custodian's folder says no date, a hold ends everywhere. */
    private static boolean goesOn(Act.ActSystem system) {
        return system.items().stream()
                .anyMatch(item -> item.held() || (item.kept() && system.connector() != Connector.MANUAL));
    }

    /** Whether a hold keeps everything that was found. */
    static boolean nothingButHeld(Act act) {
        var items = act.systems().stream()
                .flatMap(system -> system.items().stream())
                .toList();
        return items.stream().anyMatch(ActItem::held)
                && items.stream().allMatch(item -> item.held() || item.outcome() == ItemOutcome.NOTHING_FOUND);
    }

    /** Says in the case of the act, and in those that set the holds, that a hold has stopped it. */
    void sayHeld(Act act, Actor by) {
        var items = act.systems().stream()
                .flatMap(system -> system.items().stream())
                .filter(ActItem::held)
                .toList();
        if (items.isEmpty()) {
            return;
        }
        var holding = holding(items);
        cases.record(
                act.caseId(),
                (holding.isEmpty()
                                ? TimelineEvent.of("destruction.perhaps-held", by)
                                : TimelineEvent.of("destruction.held", by).with("cases", holding))
                        .with("act", act.id()));
        sayInHoldingCases(act, holding, "hold.kept", by);
    }

    /** Says something of a destruction in the cases that held it. */
    void sayInHoldingCases(Act act, List<String> holding, String code, Actor by) {
        var number = cases.get(act.caseId()).number().value();
        holding.stream()
                .filter(holder -> !holder.equals(number))
                .flatMap(holder -> cases.find(act.operator(), holder).stream())
                .forEach(holder -> cases.record(
                        holder.id(),
                        TimelineEvent.of(code, by).with("case", number).with("act", act.id())));
    }

    /** Numbers of the cases whose hold keeps something. */
    static List<String> holding(List<ActItem> items) {
        return items.stream()
                .flatMap(item -> item.holds().stream())
                .map(ActItem.Hold::caseNumber)
                .distinct()
                .sorted()
                .toList();
    }

    /** What of the destruction stays by now, with ground and date. */
    public List<ActItem> kept(UUID caseId) {
        return acts.ofCase(caseId).stream()
                .filter(act -> first(act) && act.state() == ActState.COMPLETED)
                .flatMap(act -> acts.stillKept(act.id()).stream())
                .toList();
    }

    /** Whether a hold keeps something by now: nobody else is told to destroy then. Published when it is over: {@link DestructionResumed}. */
    public boolean isHeld(UUID caseId) {
        return kept(caseId).stream().anyMatch(ActItem::held);
    }

    /** What stays in a case if one of its destructions keeps no more than this. */
    List<ActItem> kept(UUID caseId, UUID actId, List<ActItem> kept) {
        return acts.ofCase(caseId).stream()
                .filter(act -> first(act) && act.state() == ActState.COMPLETED)
                .flatMap(act -> (act.id().equals(actId) ? kept : acts.stillKept(act.id())).stream())
                .toList();
    }

    /** Not one that completes another later. */
    private static boolean first(Act act) {
        return act.kind().needsApproval() && act.continues() == null;
    }

    /** What a destruction keeps by the list that was prepared last, whether or not it has been carried out. */
    public List<ActItem> keptByList(UUID caseId) {
        return acts.ofCase(caseId).stream()
                .filter(Destructions::first)
                .reduce((earlier, later) -> later)
                .map(Act::kept)
                .orElseGet(List::of);
    }

    /** When the last act of a kind was done in a case. */
    public Optional<Instant> doneAt(UUID caseId, ActKind kind) {
        return acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == kind && act.continues() == null)
                .flatMap(act -> act.systems().stream())
                .map(Act.ActSystem::doneAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    /**
     * Puts what was kept under a restriction of its own, on everyone whom another one of the case covers, with articles and the last of the dates.
     *
     * @param like the restriction whose identifiers it takes over
     */
    @Transactional
    public void retain(CaseFile caseFile, Restriction like, List<ActItem> kept, Actor by) {
        var end = until(kept);
        var retained = restrictions.place(new PlaceRestriction(
                like.operator(),
                RestrictionKind.BLOCK,
                Restrictions.RETENTION,
                Set.of(),
                articles(caseFile, kept),
                like.caseId(),
                like.caseNumber(),
                like.receivedAt(),
                List.of(),
                null,
                end,
                like.id()));
        restrictions.searchCompleted(retained.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("restriction.retained", by)
                        .with("restriction", retained.id())
                        .with("items", kept.size())
                        .with("until", end));
    }

    /** The last of the days on which a ground ends; nothing if one has no end. */
    static @Nullable LocalDate until(List<ActItem> kept) {
        return kept.stream().anyMatch(item -> item.until() == null)
                ? null
                : kept.stream()
                        .map(ActItem::until)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** The grounds as the register of restrictions keeps them, in Russian; a reader gets them in their own language by {@link RetentionWords}. */
    String articles(CaseFile caseFile, List<ActItem> kept) {
        return grounds.articles(caseFile.operator(), kept, CaseLetterFacts.RU);
    }

    private Optional<Act> pending(UUID caseId) {
        return acts.ofCase(caseId).stream()
                .filter(act -> first(act) && act.kind() == ActKind.DESTROY && act.state() != ActState.COMPLETED)
                .filter(Destructions::untouched)
                .reduce((first, second) -> second);
    }

    /** A destruction that has begun cannot be previewed again: what is left of it needs a new act. */
    private static boolean untouched(Act act) {
        return act.systems().stream().allMatch(system -> system.state() == SystemState.PENDING);
    }
}
