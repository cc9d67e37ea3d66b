package kz.qupiya.casework;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseDecided;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.RetentionVeto;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.SuspendedStore.Suspended;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Connector;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.SystemAnswered;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.problem.ProblemException;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.RestrictionLifted;
import kz.qupiya.restriction.RestrictionSearched;
import kz.qupiya.restriction.Restrictions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Completes destructions and depersonalisations that had to keep something, whatever process they belong to (Law 94-V art. 12(2), 18): when the last of the terms of an item is over, or the hold has
 * ended, it goes too, under the authority and the approval of the first decision, with proof and on the record of the case, also of a closed one. Then the restriction on
 * what was kept is narrowed to what is left, and lifted with the last of it.
 *
 * <p>A sweep does it. It asks the systems and not the list of then, since a payment of later makes the term longer. Each look may be repeated.
 */
@Service
public class SuspendedDestructions implements RetentionVeto {

    private static final Logger log = LoggerFactory.getLogger(SuspendedDestructions.class);

    private static final Actor SWEEP = Actor.job("suspended-destructions");
    private static final int CHUNK = 20;
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration SHORTLY = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration OPEN = Duration.ofDays(30);
    private static final int FAILURES_UNTIL_RAISED = 3;
    private static final String KEY_DESTROYED = "datamap.act.key-destroyed";

    private final SuspendedStore store;
    private final Acts acts;
    private final Destructions destructions;
    private final CaseFiles cases;
    private final Parties parties;
    private final Restrictions restrictions;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SuspendedDestructions(
            SuspendedStore store,
            Acts acts,
            Destructions destructions,
            CaseFiles cases,
            Parties parties,
            Restrictions restrictions,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.acts = acts;
        this.destructions = destructions;
        this.cases = cases;
        this.parties = parties;
        this.restrictions = restrictions;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Looks at every destruction that is due for a look. Several nodes share the work.
     *
     * @return how many were looked at
     */
    public int sweep() {
        var looked = 0;
        while (true) {
            var now = clock.instant();
            var due = Objects.requireNonNull(transaction.execute(status -> store.claim(now, now.plus(LEASE), CHUNK)));
            due.forEach(this::look);
            looked += due.size();
            if (due.size() < CHUNK) {
                return looked;
            }
        }
    }

    private void look(Suspended suspended) {
        try {
            // What was destroyed now may leave something that has a later date of its own: the second look says until
            // when.
            if (carryOn(suspended)) {
                carryOn(suspended);
            }
        } catch (ProblemException e) {
            failed(suspended, null, e.code());
        } catch (SystemUnavailableException e) {
            failed(suspended, null, e.code());
        } catch (RuntimeException e) {
            // One that fails must not keep the others; its message may quote data.
            log.error(
                    "the suspended destruction {} could not be looked at: {}",
                    suspended.actId(),
                    e.getClass().getName());
            failed(suspended, null, "unexpected");
        }
    }

    /** Whether something has been destroyed, so that it is worth to look again. */
    private boolean carryOn(Suspended suspended) {
        var on = acts.carryOn(suspended.actId());
        var act = on.act();
        if (act != null && on.proved()) {
            return Boolean.TRUE.equals(transaction.execute(status -> finish(suspended, act)));
        }
        if (!on.errors().isEmpty()) {
            var first = on.errors().entrySet().iterator().next();
            failed(suspended, first.getKey(), first.getValue());
        } else if (on.blocked()) {
            waits(suspended, "block", null, DAY);
        } else if (act != null && byHand(act).isPresent()) {
            sayByHand(suspended, "destruction.go-on-by-hand", byHand(act).get());
            waits(suspended, "hand", null, DAY);
        } else if (act != null) {
            waits(suspended, "answer", null, DAY);
        } else if (on.kept().isEmpty()) {
            release(suspended);
        } else {
            align(suspended, on.kept());
            later(suspended, on.kept());
        }
        return false;
    }

    /** Puts on the record what was destroyed, and narrows the restriction to what is left. */
    private boolean finish(Suspended suspended, Act act) {
        var before = acts.stillKept(suspended.actId());
        var now = acts.complete(act.id());
        var left = acts.stillKept(suspended.actId());
        if (Destructions.nothingButHeld(now)) {
            // A hold came while it was about to go on.
            destructions.sayHeld(now, SWEEP);
            return true;
        }
        cases.record(
                suspended.caseId(),
                TimelineEvent.of(
                                before.stream().anyMatch(ActItem::held)
                                        ? "destruction.resumed"
                                        : "destruction.continued",
                                SWEEP)
                        .with("act", act.id())
                        .with("first", suspended.actId())
                        .with(
                                "systems",
                                act.systems().stream()
                                        .map(Act.ActSystem::system)
                                        .toList())
                        .with("left", left.size()));
        if (act.kind() == ActKind.DESTROY) {
            events.publishEvent(new DataDestroyed(suspended.caseId(), !left.isEmpty()));
        }
        if (before.stream().anyMatch(ActItem::held) && left.stream().noneMatch(ActItem::held)) {
            destructions.sayInHoldingCases(act, Destructions.holding(before), "hold.released", SWEEP);
            events.publishEvent(new DestructionResumed(suspended.caseId(), act.id(), doneAt(now)));
        }
        var inUse = left.stream().anyMatch(item -> ActItem.IN_USE.equals(item.ground()));
        if (inUse) {
            // Somebody has to look why, while the restriction still stands.
            cases.record(
                    suspended.caseId(),
                    TimelineEvent.of("destruction.in-use", SWEEP).with("act", act.id()));
            store.waits(suspended.actId(), "open", null, clock.instant().plus(OPEN));
            store.raised(suspended.actId(), clock.instant());
        }
        return !inUse;
    }

    private Instant doneAt(Act act) {
        return act.systems().stream()
                .map(Act.ActSystem::doneAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseGet(clock::instant);
    }

    private static Optional<Act.ActSystem> byHand(Act act) {
        return act.systems().stream()
                .filter(system -> system.connector() == Connector.MANUAL && system.state() == SystemState.BY_HAND)
                .findFirst();
    }

    /** Asks the custodian of a system, once. */
    private void sayByHand(Suspended suspended, String code, Act.ActSystem system) {
        if (!"hand".equals(suspended.waitsFor())) {
            transaction.executeWithoutResult(status -> cases.record(
                    suspended.caseId(), TimelineEvent.of(code, SWEEP).with("system", system.system())));
        }
    }

    /** The restriction says of what is left until when it stays: the latest of its dates. */
    private void align(Suspended suspended, List<ActItem> kept) {
        transaction.executeWithoutResult(status -> {
            var caseFile = cases.get(suspended.caseId());
            // Another destruction of the case may keep something too.
            var all = destructions.kept(suspended.caseId(), suspended.actId(), kept);
            retention(suspended.caseId())
                    .filter(standing -> !Objects.equals(standing.until(), Destructions.until(all))
                            || !destructions.articles(caseFile, all).equals(standing.article()))
                    .ifPresent(standing -> {
                        restrictions.lift(standing.id(), "narrowed");
                        destructions.retain(caseFile, standing, all, SWEEP);
                    });
        });
    }

    private Optional<Restriction> retention(UUID caseId) {
        return restrictions.ofCase(caseId).stream()
                .filter(r -> r.stands() && Restrictions.RETENTION.equals(r.reason()))
                .findFirst();
    }

    private void later(Suspended suspended, List<ActItem> all) {
        var act = acts.get(suspended.actId());
        var kept = all.stream()
                .filter(item -> item.held()
                        || act.system(item.system())
                                .filter(system -> system.connector() != Connector.MANUAL)
                                .isPresent())
                .toList();
        if (kept.isEmpty()) {
            // A custodian's folder says no date: the restriction stays, and nothing goes by itself any more.
            transaction.executeWithoutResult(status -> store.completed(suspended.actId(), clock.instant()));
            return;
        }
        var next = kept.stream()
                .map(ActItem::until)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(day -> day.plusDays(1));
        var now = clock.instant();
        if (kept.stream().anyMatch(ActItem::held)) {
            waits(suspended, SuspendedStore.HOLD, next.orElse(null), DAY);
        } else if (next.isPresent()) {
            var day = next.get().atStartOfDay(Almaty.ZONE).toInstant();
            // A system that keeps beyond the date that it says itself is asked again tomorrow.
            waits(suspended, "date", next.get(), Duration.between(now, day.isAfter(now) ? day : now.plus(DAY)));
        } else {
            waits(suspended, "open", null, OPEN);
        }
    }

    /** Nothing is left: what the blocks of the case still mark in the systems is released, and the restriction lifted last. */
    private void release(Suspended suspended) {
        var others = destructions.kept(suspended.caseId(), suspended.actId(), List.of());
        if (!others.isEmpty()) {
            align(suspended, List.of());
        } else if (!unblocked(suspended)) {
            return;
        } else {
            transaction.executeWithoutResult(
                    status -> retention(suspended.caseId()).ifPresent(standing -> {
                        restrictions.lift(standing.id(), "destroyed");
                        cases.record(
                                suspended.caseId(),
                                TimelineEvent.of("retention.ended", SWEEP).with("restriction", standing.id()));
                    }));
        }
        transaction.executeWithoutResult(status -> store.completed(suspended.actId(), clock.instant()));
    }

    private boolean unblocked(Suspended suspended) {
        var all = acts.ofCase(suspended.caseId());
        var blocked = all.stream().anyMatch(act -> act.kind() == ActKind.BLOCK);
        var done = all.stream().anyMatch(act -> act.kind() == ActKind.UNBLOCK && act.state() == ActState.COMPLETED);
        if (!blocked || done) {
            return true;
        }
        var act = all.stream()
                .filter(one -> one.kind() == ActKind.UNBLOCK)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(transaction.execute(status -> {
                    var caseFile = cases.get(suspended.caseId());
                    return acts.preview(PrepareAct.unblock(
                            caseFile.operator(), caseFile.id(), parties.identifiers(caseFile.id()), "system"));
                })));
        for (var system : act.systems()) {
            try {
                if (acts.run(act.id(), system.system()) == SystemState.DONE) {
                    acts.prove(act.id(), system.system());
                }
            } catch (SystemUnavailableException e) {
                failed(suspended, system.system(), e.code());
                return false;
            }
        }
        var now = acts.get(act.id());
        if (now.systems().stream().allMatch(system -> system.state() == SystemState.PROVED)) {
            transaction.executeWithoutResult(status -> acts.complete(act.id()));
            return true;
        }
        var byHand = byHand(now);
        byHand.ifPresent(system -> sayByHand(suspended, "destruction.by-hand", system));
        waits(suspended, byHand.isPresent() ? "hand" : "answer", null, DAY);
        return false;
    }

    private void waits(Suspended suspended, String what, @Nullable LocalDate dueOn, Duration pause) {
        transaction.executeWithoutResult(status ->
                store.waits(suspended.actId(), what, dueOn, clock.instant().plus(pause)));
    }

    /** Tried again by a later sweep, with growing pauses; said in the case after the third time. */
    private void failed(Suspended suspended, @Nullable String system, String code) {
        var failures = suspended.failures() + 1;
        var pause = SHORTLY.multipliedBy(1L << Math.min(failures - 1, 6));
        transaction.executeWithoutResult(status -> {
            store.failed(suspended.actId(), system, code, clock.instant().plus(pause.compareTo(DAY) > 0 ? DAY : pause));
            if (suspended.raisedAt() == null && (failures >= FAILURES_UNTIL_RAISED || KEY_DESTROYED.equals(code))) {
                store.raised(suspended.actId(), clock.instant());
                cases.record(
                        suspended.caseId(),
                        TimelineEvent.of(system == null ? "destruction.stuck" : "destruction.system-stuck", SWEEP)
                                .with("act", suspended.actId())
                                .with("system", system)
                                .with("error", code));
            }
        });
    }

    @EventListener
    void lifted(RestrictionLifted event) {
        if (event.kind() != RestrictionKind.SUPPRESSION) {
            store.lookNow(event.operator(), List.of("hold", "block"), clock.instant());
        }
    }

    /** Who had only to be taken for held may not be. */
    @EventListener
    void searched(RestrictionSearched event) {
        if (event.kind() == RestrictionKind.HOLD) {
            store.lookNow(event.operator(), List.of(SuspendedStore.HOLD), clock.instant());
        }
    }

    /** The block of a decided case stands in nobody's way any more. */
    @EventListener
    void decided(CaseDecided event) {
        store.lookNow(cases.get(event.caseId()).operator(), List.of("block"), clock.instant());
    }

    @EventListener
    void answered(SystemAnswered event) {
        store.lookNow(event.caseId(), clock.instant());
    }

    /** Without the key of the case nobody could tell which rows were kept. */
    @Override
    public Optional<String> reason(CaseFile caseFile) {
        return store.ofCase(caseFile.id()).isEmpty() ? Optional.empty() : Optional.of("suspended-destruction");
    }
}
