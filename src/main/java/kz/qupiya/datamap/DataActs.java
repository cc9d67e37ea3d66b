package kz.qupiya.datamap;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.datamap.Act.ActSystem;
import kz.qupiya.datamap.ActOrder.Held;
import kz.qupiya.datamap.ActOrder.HeldRow;
import kz.qupiya.datamap.ActOrder.Sealed;
import kz.qupiya.datamap.ActOrder.Secret;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.HoldWords;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

/**
 * The life of an act, for every kind of system.
 *
 * <p>A run in a database goes: lock the system, plan with the rows locked, apply, record in a transaction of our own what is about to be committed, commit there,
 * record that it is done. A crash at any point leaves enough on record for the next run to see whether the operator's transaction was committed, and with which
 * values before (decision 0032). Whatever ends data for good looks at the holds once more before it does, and nobody places one until it is done (decision 0108).
 */
@Service
class DataActs implements Acts {

    private static final String STEP_RUN = "run";
    private static final String STEP_PROVE = "prove";
    private static final String STEP_PREVIEW = "preview";
    private static final String BY_HAND = Hashes.sha256("by-hand");
    private static final String NEW_ROWS = "new-rows";

    private final LoadedMaps maps;
    private final SystemsFinder finder;
    private final Connections connections;
    private final SystemClients clients;
    private final ActStore store;
    private final Restrictions restrictions;
    private final Holds holds;
    private final HoldWords holdWords;
    private final DecidedCases decisions;
    private final CaseVault vault;
    private final MessageSource messages;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate alone;
    private final int maxRows;

    DataActs(
            LoadedMaps maps,
            SystemsFinder finder,
            Connections connections,
            SystemClients clients,
            ActStore store,
            Restrictions restrictions,
            Holds holds,
            HoldWords holdWords,
            DecidedCases decisions,
            CaseVault vault,
            MessageSource messages,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions,
            DataMapSettings settings) {
        this.maps = maps;
        this.finder = finder;
        this.connections = connections;
        this.clients = clients;
        this.store = store;
        this.restrictions = restrictions;
        this.holds = holds;
        this.holdWords = holdWords;
        this.decisions = decisions;
        this.vault = vault;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.maxRows = settings.tuning().maxRowsOrDefault();
    }

    /** What a look at all systems gives. */
    private record Look(
            List<ActItem> items, List<ActStore.Preview> systems, String digest, Secret secret, People.Sorted people) {}

    @Override
    @Transactional
    public Act preview(PrepareAct order) {
        var map = maps.get(order.operator());
        var corrections = checked(map, order);
        var id = UUID.randomUUID();
        var decided =
                order.authority() == null ? Set.<UUID>of() : order.authority().decidedCases();
        var look = look(
                map, id, order.caseId(), order.kind(), order.purposes(), order.identifiers(), corrections, decided);
        store.insert(
                id,
                order,
                map,
                look.items(),
                look.digest(),
                look.systems(),
                look.secret(),
                look.people().ambiguous(),
                look.people().others(),
                clock.instant());
        return store.get(id);
    }

    @Override
    @Transactional
    public Act previewAgain(UUID actId, String by) {
        var act = store.get(actId);
        refuseBegun(act);
        var secret = secret(act);
        var map = maps.get(act.operator());
        var look = look(
                map,
                act.id(),
                act.caseId(),
                act.kind(),
                act.purposes(),
                secret.given(),
                secret.corrections(),
                store.decidedCases(actId));
        // Whoever looks again at unchanged data has prepared nothing new.
        if (!look.digest().equals(act.digest()) || !act.previewComplete()) {
            store.replacePreview(
                    act,
                    map,
                    look.items(),
                    look.digest(),
                    look.systems(),
                    look.secret(),
                    look.people().ambiguous(),
                    look.people().others(),
                    by,
                    clock.instant());
        }
        return store.get(actId);
    }

    @Override
    @Transactional
    public Act approve(UUID actId, String digest, String approvedBy) {
        var act = store.get(actId);
        if (act.state() == ActState.APPROVED && act.digest().equals(digest) && approvedBy.equals(act.approvedBy())) {
            return act;
        }
        refuseBegun(act);
        if (act.preparedBy().equals(approvedBy)) {
            throw new ForbiddenException("datamap.act.own-preparation");
        }
        if (!act.digest().equals(digest)) {
            throw new ConflictException("datamap.act.data-changed");
        }
        if (!act.previewComplete()) {
            throw new ConflictException("datamap.act.preview-incomplete");
        }
        var secret = secret(act);
        var look = look(
                maps.get(act.operator()),
                act.id(),
                act.caseId(),
                act.kind(),
                act.purposes(),
                secret.given(),
                secret.corrections(),
                store.decidedCases(actId));
        if (look.systems().stream().anyMatch(s -> s.error() != null)) {
            throw new ConflictException("datamap.act.preview-incomplete");
        }
        if (!look.digest().equals(digest)) {
            throw new ConflictException("datamap.act.data-changed");
        }
        store.approve(actId, approvedBy, clock.instant());
        return store.get(actId);
    }

    @Override
    public SystemState run(UUID actId, String system) {
        var act = store.get(actId);
        var state = of(act, system);
        if (state.state().ran() || state.state() == SystemState.BY_HAND) {
            return state.state();
        }
        if (act.kind().needsApproval() && act.approvedBy() == null) {
            throw new ConflictException("datamap.act.not-approved");
        }
        try {
            return guarded(act, system, order -> switch (state.connector()) {
                case JDBC -> runJdbc(act, system, order);
                case HTTP -> runHttp(act, system, order);
                case MANUAL -> runByHand(act, system, order);
            });
        } catch (SystemUnavailableException e) {
            failed(actId, system, e.code());
            throw e;
        } catch (ConflictException e) {
            failed(actId, system, e.code());
            throw e;
        }
    }

    private void failed(UUID actId, String system, String code) {
        alone.executeWithoutResult(
                status -> store.state(actId, system, SystemState.FAILED, code, true, clock.instant()));
    }

    /** Carries a run out; one that ends data for good while no hold can be placed, with those that stand. */
    private SystemState guarded(Act act, String system, Function<ActOrder, SystemState> run) {
        var secret = secret(act);
        if (!act.kind().needsApproval()) {
            return run.apply(order(act, secret));
        }
        // Before the guard: the systems may take some seconds.
        var person = person(maps.get(act.operator()), secret);
        try {
            return holds.whileNonePlaced(
                    act.operator(), () -> run.apply(order(act, secret).with(held(act, person))));
        } catch (PessimisticLockingFailureException e) {
            throw new SystemUnavailableException(act.operator().value() + "/" + system, "locked");
        }
    }

    /** What is known of whom an act is about: from its preview, and from the systems now. */
    private record Person(Set<Identifier> identifiers, boolean known) {}

    private Person person(DataMap map, Secret secret) {
        var belonging = finder.belonging(map, secret.given());
        return person(secret, belonging.people(), belonging.errors().isEmpty());
    }

    private static Person person(Secret secret, People.Sorted people, boolean known) {
        Set<Identifier> all = new LinkedHashSet<>(secret.given());
        all.addAll(secret.covered());
        all.addAll(people.covered());
        return new Person(all, known);
    }

    private Held held(Act act, Person person) {
        return held(act.operator(), person, store.decidedCases(act.id()));
    }

    /** What holds, but for the holds of the cases whose decision this is. */
    private Held held(OperatorKey operator, Person person, Set<UUID> decided) {
        var found = holds.on(operator, person.identifiers()).beside(decided);
        if (!found.holds(person.known())) {
            return Held.NOT;
        }
        return new Held(
                true,
                found.standing().stream()
                        .map(hold -> new ActItem.Hold(hold.caseNumber(), hold.reason(), hold.until()))
                        .toList());
    }

    private SystemState runByHand(Act act, String system, ActOrder order) {
        return onRecord(() -> {
            if (order.held().stands()) {
                var items = concerned(mapped(maps.get(act.operator()), system), act).stream()
                        .map(field -> new ActItem(
                                system,
                                field.table(),
                                field.column(),
                                ItemOutcome.KEPT,
                                1,
                                ActItem.HOLD,
                                null,
                                order.held().by()))
                        .toList();
                store.markRunning(act.id());
                store.finish(act.id(), system, SystemState.DONE, null, items, clock.instant());
                store.prove(act.id(), system, evidence(items), clock.instant());
                return SystemState.PROVED;
            }
            store.state(act.id(), system, SystemState.BY_HAND, null, true, clock.instant());
            store.markRunning(act.id());
            return SystemState.BY_HAND;
        });
    }

    private SystemState runJdbc(Act act, String system, ActOrder order) {
        var map = maps.get(act.operator());
        var live = maps.live(map, mapped(map, system));
        refuseRestricted(order);
        var trace = connections.inTransaction(act.operator(), system, connection -> {
            JdbcActs.lock(connection, live.name());
            var holders = new StoreHolders(act.operator(), system);
            var acts = new JdbcActs(live, order, holders, maxRows);
            // Read after the lock: a run that went before may just have recorded what it did.
            var before = alone.execute(status -> store.sealedOf(act.id(), act.caseId(), system));
            var own = before == null ? Optional.<Sealed>empty() : before;
            if (act.kind().needsApproval() && own.isPresent() && acts.wasDone(connection, own.get())) {
                if (NEW_ROWS.equals(of(act, system).error())) {
                    // What was approved is done; what has appeared since was approved by nobody.
                    throw new ConflictException("datamap.act.data-changed");
                }
                return own.get();
            }
            var ends = act.kind() == ActKind.UNBLOCK ? blocksToEnd(act, system, own) : List.<UUID>of();
            var known = act.kind() == ActKind.UNBLOCK
                    ? held(act, system, ends)
                    : act.continues() != null ? keptRows(act, system) : own.orElse(Sealed.NONE);
            // What continues a destruction was approved with it: the rows, and the rules by which they go.
            var plan = act.kind().needsApproval() && act.continues() == null
                    ? asApproved(connection, acts, act, store.digest(act.id(), system), known)
                    : acts.plan(connection, true, known, ends);
            acts.apply(connection, plan);
            var done = act.kind() == ActKind.BLOCK
                    ? union(acts.seal(plan), own.orElse(Sealed.NONE))
                    : acts.seal(plan).ending(ends);
            alone.executeWithoutResult(status -> {
                store.begin(act, system, done, clock.instant());
                store.rename(act.operator(), system, renamed(plan));
                if (act.kind() == ActKind.UNBLOCK) {
                    store.release(ends, system, clock.instant());
                }
                if (act.kind() == ActKind.EXPORT) {
                    vault.put(act.caseId(), exportField(act.id(), system), exported(plan));
                }
            });
            return done;
        });
        return onRecord(() -> {
            store.finish(act.id(), system, SystemState.DONE, null, trace.items(), clock.instant());
            return SystemState.DONE;
        });
    }

    /**
     * The plan if the data are what was approved. A hold is none of the data: one that came after the approval keeps everything; one that stood then and is over keeps it
     * too, and what it kept goes as every destruction goes on that a hold has stopped.
     */
    private static JdbcActs.Plan asApproved(Connection connection, JdbcActs acts, Act act, String digest, Sealed known)
            throws SQLException {
        var plan = acts.plan(connection, true, known, List.of());
        if (plan.digest().equals(digest)) {
            return plan;
        }
        var held = acts.order().held();
        var then = act.items().stream()
                .flatMap(item -> item.holds().stream())
                .distinct()
                .toList();
        var other = acts.with(held.stands() ? Held.NOT : new Held(true, then)).plan(connection, true, known, List.of());
        if (!other.digest().equals(digest)) {
            throw new ConflictException("datamap.act.data-changed");
        }
        return held.stands() ? plan : other;
    }

    /** The rows that the act before this one has kept in a system. */
    private Sealed keptRows(Act act, String system) {
        var first = act.continues() == null ? act.id() : act.continues();
        return store.withContinuations(first).stream()
                .filter(a -> a.state() == ActState.COMPLETED && a.system(system).isPresent())
                .reduce((earlier, later) -> later)
                .flatMap(last -> store.sealedOf(last.id(), last.caseId(), system))
                .map(trace -> new Sealed(
                        trace.rows().stream()
                                .filter(row -> !row.deleted() && !ActItem.IN_USE.equals(row.before()))
                                .toList(),
                        trace.items(),
                        List.of()))
                .orElseThrow(() -> new ConflictException("datamap.act.key-destroyed"));
    }

    @Override
    public List<ActItem> stillKept(UUID actId) {
        Map<String, List<ActItem>> bySystem = new LinkedHashMap<>();
        store.withContinuations(actId).stream()
                .filter(act -> act.state() == ActState.COMPLETED)
                .forEach(act -> act.systems()
                        .forEach(system -> bySystem.put(
                                system.system(),
                                system.items().stream().filter(ActItem::kept).toList())));
        return bySystem.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public Continuation carryOn(UUID actId) {
        var first = store.get(actId);
        if (!first.kind().needsApproval() || first.state() != ActState.COMPLETED || first.continues() != null) {
            throw new IllegalArgumentException("only a completed destruction or depersonalisation is continued");
        }
        Map<String, String> errors = new LinkedHashMap<>();
        List<ActItem> kept = new ArrayList<>();
        Optional<Act> act;
        try {
            act = unfinished(first).or(() -> begin(first, kept, errors));
        } catch (ConflictException e) {
            if (!BLOCKED.equals(e.code())) {
                throw e;
            }
            return new Continuation(null, stillKept(actId), errors, true);
        }
        if (act.isEmpty()) {
            return new Continuation(null, kept, errors, false);
        }
        var blocked = false;
        for (ActSystem system : act.get().systems()) {
            try {
                blocked |= !step(act.get().id(), system.system());
            } catch (SystemUnavailableException e) {
                errors.put(system.system(), e.code());
            }
        }
        var now = store.get(act.get().id());
        now.systems().stream()
                .filter(s -> s.state() == SystemState.FAILED && s.error() != null)
                .forEach(s -> errors.putIfAbsent(s.system(), s.error()));
        return new Continuation(now, stillKept(actId), errors, blocked);
    }

    private Optional<Act> unfinished(Act first) {
        return store.withContinuations(first.id()).stream()
                .filter(a -> a.continues() != null && a.state() != ActState.COMPLETED)
                .findFirst();
    }

    /** Runs and proves as far as the system answers at once; false if a block stands in the way. */
    private boolean step(UUID actId, String system) {
        var state = of(store.get(actId), system).state();
        try {
            if (!state.ran() && state != SystemState.WAITING_FOR_ANSWER) {
                state = run(actId, system);
            }
            if (state == SystemState.DONE) {
                prove(actId, system);
            }
        } catch (ConflictException e) {
            if (!BLOCKED.equals(e.code())) {
                throw e;
            }
            return false;
        }
        return true;
    }

    /** Looks into the systems that keep something; prepares an act in those where something of it may go. */
    private Optional<Act> begin(Act first, List<ActItem> kept, Map<String, String> errors) {
        var map = maps.get(first.operator());
        var secret = secret(first);
        var id = UUID.randomUUID();
        var order = order(
                        id,
                        first.operator(),
                        first.caseId(),
                        first.kind(),
                        Set.of(),
                        first.id(),
                        secret,
                        store.decidedCases(first.id()))
                .with(held(first, person(map, secret)));
        refuseRestricted(order);
        var keeping = stillKept(first.id());
        List<ActItem> items = new ArrayList<>();
        List<ActStore.Preview> systems = new ArrayList<>();
        var canonical = new StringBuilder("qupiya-act/1\n")
                .append(id)
                .append('\n')
                .append(first.id())
                .append('\n');
        for (ActSystem system : first.systems()) {
            var here = keeping.stream()
                    .filter(i -> i.system().equals(system.system()))
                    .toList();
            if (here.isEmpty()) {
                continue;
            }
            if (system.connector() == Connector.MANUAL) {
                // A custodian's folder says no date; but the end of a hold is known without it.
                if (order.held().stands() || here.stream().noneMatch(ActItem::held)) {
                    kept.addAll(here);
                } else {
                    systems.add(new ActStore.Preview(system.system(), system.connector(), BY_HAND, null));
                    canonical
                            .append(system.system())
                            .append('|')
                            .append(BY_HAND)
                            .append('\n');
                }
                continue;
            }
            try {
                var look = lookAtKept(map, mapped(map, system.system()), order, first);
                kept.addAll(look.items().stream().filter(ActItem::kept).toList());
                if (look.due()) {
                    items.addAll(look.items());
                    systems.add(new ActStore.Preview(system.system(), system.connector(), look.digest(), null));
                    canonical
                            .append(system.system())
                            .append('|')
                            .append(look.digest())
                            .append('\n');
                }
            } catch (SystemUnavailableException e) {
                errors.put(system.system(), e.code());
                kept.addAll(here);
            }
        }
        if (systems.isEmpty()) {
            return Optional.empty();
        }
        var begun = alone.execute(status -> {
            store.lock(first.id(), "continue");
            return unfinished(first).or(() -> {
                store.insert(
                        id,
                        new PrepareAct(
                                first.operator(),
                                first.caseId(),
                                first.kind(),
                                Set.of(),
                                secret.given(),
                                List.of(),
                                null,
                                first.preparedBy()),
                        map,
                        items,
                        Hashes.sha256(canonical.toString()),
                        systems,
                        secret,
                        first.ambiguous(),
                        first.otherPeople(),
                        clock.instant());
                store.continues(id, first);
                return Optional.of(store.get(id));
            });
        });
        return begun == null ? Optional.empty() : begun;
    }

    /** What would become of what is kept in a system; due if anything of it would go. */
    private record LookAtKept(List<ActItem> items, boolean due, String digest) {}

    private LookAtKept lookAtKept(DataMap map, SystemMap system, ActOrder order, Act first) {
        if (system.connector() == Connector.HTTP) {
            var said = items(system, previewHttp(map, system, order), order.held());
            var due = said.stream()
                    .anyMatch(i -> i.outcome() == ItemOutcome.DESTROYED || i.outcome() == ItemOutcome.MASKED);
            return new LookAtKept(said, due, Hashes.sha256(store.write(said)));
        }
        var live = maps.live(map, system);
        var rows = keptRows(first, system.key());
        var plan = connections.inTransaction(map.operator(), system.key(), connection -> new JdbcActs(
                        live, order, new StoreHolders(map.operator(), system.key()), maxRows)
                .plan(connection, false, rows, List.of()));
        var due = plan.tables().stream()
                .flatMap(t -> t.rows.stream())
                .anyMatch(r -> r.delete || !r.changes.isEmpty() || ActItem.IN_USE.equals(r.before));
        return new LookAtKept(plan.items(), due, plan.digest());
    }

    /** A block goes on holding what it held, also rows that it does not find any more: they have to be released too. */
    private static Sealed union(Sealed now, Sealed before) {
        var known = new java.util.HashSet<String>();
        now.rows().forEach(r -> r.keys().forEach(k -> known.add(r.table() + k)));
        List<HeldRow> rows = new ArrayList<>(now.rows());
        before.rows().stream()
                .filter(r -> r.keys().stream().noneMatch(k -> known.contains(r.table() + k)))
                .forEach(rows::add);
        return new Sealed(rows, now.items(), List.of());
    }

    /** The blocks that an unblock ends: those that stand, and if it began before, those that it has released already. */
    private List<UUID> blocksToEnd(Act act, String system, Optional<Sealed> begun) {
        var blocks = new LinkedHashSet<UUID>();
        begun.ifPresent(trace -> blocks.addAll(trace.ends()));
        blocks.addAll(store.holding(act.caseId(), system));
        return List.copyOf(blocks);
    }

    private Sealed held(Act act, String system, Collection<UUID> blocks) {
        List<HeldRow> rows = new ArrayList<>();
        blocks.forEach(block -> store.sealedOf(block, act.caseId(), system).ifPresent(s -> rows.addAll(s.rows())));
        return new Sealed(rows, List.of(), List.of());
    }

    private static Map<TableName, Map<List<@Nullable String>, List<@Nullable String>>> renamed(JdbcActs.Plan plan) {
        Map<TableName, Map<List<@Nullable String>, List<@Nullable String>>> renamed = new LinkedHashMap<>();
        for (TablePlan table : plan.tables()) {
            table.rows.stream().filter(r -> !r.newKey.equals(r.key())).forEach(r -> renamed.computeIfAbsent(
                            table.table.name(), t -> new HashMap<>())
                    .put(r.key(), r.newKey));
        }
        return renamed;
    }

    private String exported(JdbcActs.Plan plan) {
        Map<String, Object> tables = new LinkedHashMap<>();
        for (TablePlan table : plan.tables()) {
            var rows = table.export;
            if (rows != null && !rows.isEmpty()) {
                tables.put(table.table.name().toString(), rows);
            }
        }
        return store.write(tables);
    }

    private SystemState runHttp(Act act, String system, ActOrder order) {
        var map = maps.get(act.operator());
        refuseRestricted(order);
        return onRecord(() -> {
            store.lock(act.id(), system);
            var state = of(store.get(act.id()), system);
            if (state.state().ran() || (state.state() == SystemState.WAITING_FOR_ANSWER && state.error() == null)) {
                return state.state();
            }
            if (order.held().stands()) {
                store.markRunning(act.id());
                return taken(
                        act, mapped(map, system), previewHttp(map, mapped(map, system), order), order.held(), STEP_RUN);
            }
            var answer = callHttp(map, mapped(map, system), order, STEP_RUN);
            store.markRunning(act.id());
            if (answer.isEmpty()) {
                store.state(act.id(), system, SystemState.WAITING_FOR_ANSWER, null, true, clock.instant());
                return SystemState.WAITING_FOR_ANSWER;
            }
            return taken(act, mapped(map, system), answer.get(), Held.NOT, STEP_RUN);
        });
    }

    /** What an act would do in a system that is told to do it; a held one is asked no more than that. */
    private SystemClients.Answer previewHttp(DataMap map, SystemMap system, ActOrder order) {
        return callHttp(map, system, order, STEP_PREVIEW)
                .orElseThrow(() ->
                        new SystemUnavailableException(map.operator().value() + "/" + system.key(), "bad-answer"));
    }

    private Optional<SystemClients.Answer> callHttp(DataMap map, SystemMap system, ActOrder order, String step) {
        var identifiers = order.identifiers().all().stream()
                .filter(i -> system.accepts().contains(i.kind()))
                .toList();
        List<SystemClients.Value> values = new ArrayList<>();
        for (TableMap table : system.tables()) {
            for (ColumnRule column : table.columns()) {
                order.corrections().stream()
                        .filter(c -> column.rectify() && c.field().equals(column.field()))
                        .forEach(c -> values.add(
                                new SystemClients.Value(table.name().toString(), column.column(), c.newValue())));
            }
        }
        return clients.ask(
                map.operator().value() + "/" + system.key(),
                connections.http(map.operator(), system.key()),
                SystemClients.call(
                        step,
                        order.id(),
                        order.kind(),
                        order.purposes(),
                        continued(order, system.key()),
                        map.operator().value(),
                        system.key(),
                        identifiers,
                        values));
    }

    /** The act that a system is told to go on with: none if a hold has kept it from ever hearing of that. */
    private @Nullable UUID continued(ActOrder order, String system) {
        var first = order.continues();
        return first == null || isHeld(of(store.get(first), system)) ? null : first;
    }

    /** Whether nothing was done in a system because a hold stood. */
    private static boolean isHeld(ActSystem system) {
        return system.items().stream().anyMatch(ActItem::held);
    }

    /** Takes a system's word for what it did, if it accounts for every field. */
    private SystemState taken(Act act, SystemMap system, SystemClients.Answer answer, Held held, String step) {
        var items = items(system, answer, held);
        if (!"done".equals(answer.state())) {
            var code =
                    answer.error() == null || !answer.error().matches("[a-z0-9-]{1,60}") ? "refused" : answer.error();
            store.finish(act.id(), system.key(), SystemState.FAILED, code, items, clock.instant());
            return SystemState.FAILED;
        }
        if (STEP_PROVE.equals(step)) {
            store.prove(act.id(), system.key(), evidence(items), clock.instant());
            return SystemState.PROVED;
        }
        var missing = concerned(system, act).stream().anyMatch(c -> items.stream()
                .noneMatch(i -> i.table().equals(c.table()) && i.column().equals(c.column())));
        var state = missing ? SystemState.FAILED : SystemState.DONE;
        store.finish(act.id(), system.key(), state, missing ? "unaccounted" : null, items, clock.instant());
        if (!missing && act.kind() == ActKind.UNBLOCK) {
            store.release(store.holding(act.caseId(), system.key()), system.key(), clock.instant());
        }
        if (!missing && act.kind() == ActKind.EXPORT && answer.export() != null) {
            vault.put(act.caseId(), exportField(act.id(), system.key()), store.write(answer.export()));
        }
        return state;
    }

    private static List<ActItem> items(SystemMap system, SystemClients.Answer answer, Held held) {
        var said = items(system, answer);
        return held.stands() ? said.stream().map(item -> item.heldBy(held.by())).toList() : said;
    }

    private static List<ActItem> items(SystemMap system, SystemClients.Answer answer) {
        return answer.itemsOrNone().stream()
                .filter(i -> i.count() >= 0
                        && system.table(new TableName("", i.table()))
                                .flatMap(t -> t.column(i.column()))
                                .isPresent())
                .map(i -> new ActItem(
                        system.key(),
                        new TableName("", i.table()),
                        i.column(),
                        i.outcome(),
                        i.count(),
                        i.ground(),
                        i.until()))
                .toList();
    }

    private record Field(TableName table, String column) {}

    private List<Field> concerned(SystemMap system, Act act) {
        var fields = act.kind() == ActKind.RECTIFY
                ? secret(act).corrections().stream().map(Correction::field).toList()
                : List.<String>of();
        List<Field> concerned = new ArrayList<>();
        for (TableMap table : system.tables()) {
            if (act.kind() == ActKind.STOP && table.stops(act.purposes()).isEmpty()) {
                continue;
            }
            if (act.kind() == ActKind.RESET_CREDENTIALS) {
                table.resettable().forEach(c -> concerned.add(new Field(table.name(), c.column())));
                continue;
            }
            table.columns().stream()
                    .filter(c -> act.kind() == ActKind.RECTIFY
                            ? c.rectify() && fields.contains(c.field())
                            : c.category().personal())
                    .forEach(c -> concerned.add(new Field(table.name(), c.column())));
        }
        return concerned;
    }

    private static Map<String, String> evidence(List<ActItem> items) {
        Map<String, String> evidence = new LinkedHashMap<>();
        for (ItemOutcome outcome : ItemOutcome.values()) {
            var count = items.stream()
                    .filter(i -> i.outcome() == outcome)
                    .mapToLong(ActItem::count)
                    .sum();
            if (count > 0) {
                evidence.put("values-" + outcome.json(), String.valueOf(count));
            }
        }
        return evidence;
    }

    /** Takes an answer that a system sends later; the controller has checked its signature. */
    @Transactional
    public void answered(OperatorKey operator, String system, SystemClients.Answer answer) {
        if (answer.actId() == null) {
            throw new InvalidInputException("actId", "problem.field.missing");
        }
        store.lock(answer.actId(), system);
        var act = store.get(answer.actId());
        var mapped =
                maps.get(operator).system(system).orElseThrow(() -> new NotFoundException("datamap.unknown-system"));
        if (!act.operator().equals(operator) || act.system(system).isEmpty() || mapped.connector() != Connector.HTTP) {
            throw new NotFoundException("datamap.act.unknown");
        }
        var state = of(act, system).state();
        var step = answer.step() == null ? STEP_RUN : answer.step();
        if (state == SystemState.PROVED || (state == SystemState.DONE && STEP_RUN.equals(step))) {
            return;
        }
        if (!STEP_RUN.equals(step) && !STEP_PROVE.equals(step)) {
            throw new InvalidInputException("step", "problem.field.invalid");
        }
        if (state == SystemState.PENDING
                || (STEP_PROVE.equals(step) && of(act, system).doneAt() == null)) {
            throw new ConflictException("datamap.act.not-asked");
        }
        // The system was told to do it: no hold stood then.
        var reached = taken(act, mapped, answer, Held.NOT, step);
        events.publishEvent(new SystemAnswered(act.id(), act.caseId(), system, step, reached.ran()));
    }

    @Override
    public SystemState prove(UUID actId, String system) {
        var act = store.get(actId);
        var state = of(act, system);
        if (state.state() == SystemState.PROVED) {
            return SystemState.PROVED;
        }
        if (state.state() != SystemState.DONE
                && !(state.state() == SystemState.WAITING_FOR_ANSWER && state.doneAt() != null)) {
            throw new ConflictException("datamap.act.not-done");
        }
        if (act.kind() == ActKind.STOP) {
            searchAgain(act, system);
        }
        if (state.connector() == Connector.HTTP) {
            return proveHttp(act, system);
        }
        var map = maps.get(act.operator());
        var live = maps.live(map, mapped(map, system));
        var order = order(act, secret(act));
        var proof = connections.inTransaction(act.operator(), system, connection -> {
            var own = store.sealedOf(act.id(), act.caseId(), system).orElse(Sealed.NONE);
            var ends = act.kind() == ActKind.UNBLOCK ? own.ends() : List.<UUID>of();
            var known = act.kind() == ActKind.UNBLOCK ? held(act, system, ends) : own;
            return new JdbcActs(live, order, new StoreHolders(act.operator(), system), maxRows)
                    .prove(connection, new Sealed(known.rows(), own.items(), ends), ends);
        });
        return onRecord(() -> {
            if (proof.wrong().isEmpty()) {
                var evidence = new LinkedHashMap<>(proof.evidence());
                evidence.put("digest", Hashes.sha256(act.digest() + "\n" + system + "\n" + proof.evidence()));
                evidence.put("map", act.mapVersion());
                store.prove(actId, system, evidence, clock.instant());
                return SystemState.PROVED;
            }
            store.state(
                    actId,
                    system,
                    SystemState.FAILED,
                    proof.wrong().keySet().iterator().next(),
                    false,
                    clock.instant());
            return SystemState.FAILED;
        });
    }

    /**
     * What a system that was down at first tells of the person later is stopped too, also where the act was proved already. The last system is not proved before all
     * have told: an act that somebody's further address escaped is not done.
     */
    private void searchAgain(Act act, String system) {
        var map = maps.get(act.operator());
        var secret = secret(act);
        var belonging = finder.belonging(map, secret.given());
        var last = act.systems().stream().allMatch(s -> s.system().equals(system) || s.state() == SystemState.PROVED);
        var down = belonging.errors().entrySet().stream().findFirst();
        if (last && down.isPresent()) {
            throw new SystemUnavailableException(
                    act.operator().value() + "/" + down.get().getKey(),
                    down.get().getValue());
        }
        var covered = new LinkedHashSet<>(secret.covered());
        if (!covered.addAll(belonging.people().covered())) {
            return;
        }
        replaceSecret(act, secret, covered, belonging.people());
        for (ActSystem other : act.systems()) {
            if (other.system().equals(system) || !other.state().ran()) {
                continue;
            }
            if (other.connector() == Connector.JDBC) {
                actOnMore(store.get(act.id()), other.system(), other.state());
            } else if (other.connector() == Connector.HTTP) {
                callHttp(map, mapped(map, other.system()), order(act, secret(act)), STEP_RUN);
            }
        }
    }

    private void replaceSecret(Act act, Secret secret, Collection<Identifier> covered, People.Sorted people) {
        alone.executeWithoutResult(status -> store.replaceSecret(
                act,
                new Secret(
                        secret.given(),
                        List.copyOf(covered),
                        List.copyOf(people.certain()),
                        people.records(),
                        secret.corrections())));
    }

    private SystemState proveHttp(Act act, String system) {
        var map = maps.get(act.operator());
        var order = order(act, secret(act));
        try {
            return onRecord(() -> {
                store.lock(act.id(), system);
                var before = of(store.get(act.id()), system);
                if (isHeld(before)) {
                    return proveHeld(
                            act, before, items(mapped(map, system), previewHttp(map, mapped(map, system), order)));
                }
                var answer = callHttp(map, mapped(map, system), order, STEP_PROVE);
                if (answer.isEmpty()) {
                    store.state(act.id(), system, SystemState.WAITING_FOR_ANSWER, null, false, clock.instant());
                    return SystemState.WAITING_FOR_ANSWER;
                }
                return taken(act, mapped(map, system), answer.get(), Held.NOT, STEP_PROVE);
            });
        } catch (SystemUnavailableException e) {
            alone.executeWithoutResult(
                    status -> store.state(act.id(), system, SystemState.DONE, e.code(), true, clock.instant()));
            throw e;
        }
    }

    /** What was held is all there still: the system counts no less than it did. */
    private SystemState proveHeld(Act act, ActSystem before, List<ActItem> now) {
        var less = before.items().stream()
                .filter(ActItem::held)
                .anyMatch(item -> now.stream()
                                .filter(i -> i.table().equals(item.table())
                                        && i.column().equals(item.column()))
                                .mapToLong(ActItem::count)
                                .sum()
                        < item.count());
        if (less) {
            store.state(act.id(), before.system(), SystemState.FAILED, "not-as-left", false, clock.instant());
            return SystemState.FAILED;
        }
        store.prove(act.id(), before.system(), evidence(before.items()), clock.instant());
        return SystemState.PROVED;
    }

    @Override
    @Transactional
    public Act completeByHand(UUID actId, String system, @Nullable String proof, @Nullable UUID document, String by) {
        store.lock(actId, system);
        var act = store.get(actId);
        var state = of(act, system);
        if (state.state() == SystemState.PROVED && state.connector() == Connector.MANUAL) {
            return act;
        }
        if (state.state() != SystemState.BY_HAND) {
            throw new ConflictException("datamap.act.not-by-hand");
        }
        if (!StringUtils.hasText(proof) && document == null) {
            throw new InvalidInputException("proof", "datamap.proof.required");
        }
        var said = proof == null ? "" : CardNumbers.mask(proof.strip());
        var salt = SaltedDigest.salt();
        if (!said.isEmpty()) {
            vault.putAll(act.caseId(), Map.of(proofField(actId, system), said, proofSaltField(actId, system), salt));
        }
        var mapped = mapped(maps.get(act.operator()), system);
        var outcome =
                switch (act.kind()) {
                    case BLOCK -> ItemOutcome.BLOCKED;
                    case UNBLOCK -> ItemOutcome.UNBLOCKED;
                    case STOP -> ItemOutcome.STOPPED;
                    case RESET_CREDENTIALS -> ItemOutcome.RESET;
                    case EXPORT -> ItemOutcome.EXPORTED;
                    case RECTIFY -> ItemOutcome.RECTIFIED;
                    case DESTROY -> ItemOutcome.DESTROYED;
                    case DEPERSONALISE -> ItemOutcome.MASKED;
                };
        var held = act.kind().needsApproval() ? held(act, person(maps.get(act.operator()), secret(act))) : Held.NOT;
        List<ActItem> items = new ArrayList<>();
        for (Field field : concerned(mapped, act)) {
            var rule = mapped.table(field.table())
                    .flatMap(t -> t.column(field.column()))
                    .orElseThrow();
            if (held.stands()) {
                items.add(new ActItem(
                        system, field.table(), field.column(), ItemOutcome.KEPT, 1, ActItem.HOLD, null, held.by()));
            } else if (act.kind().needsApproval() && rule.destroy() instanceof Destruction.Keep keep) {
                items.add(new ActItem(
                        system,
                        field.table(),
                        field.column(),
                        ItemOutcome.KEPT,
                        1,
                        keep.retention().ground(),
                        null));
            } else {
                items.add(new ActItem(system, field.table(), field.column(), outcome, 1, null, null));
            }
        }
        store.finish(actId, system, SystemState.DONE, null, items, clock.instant());
        store.byHand(actId, system, by, document);
        if (act.kind() == ActKind.UNBLOCK) {
            store.release(store.holding(act.caseId(), system), system, clock.instant());
        }
        Map<String, String> evidence = new LinkedHashMap<>();
        if (!said.isEmpty()) {
            evidence.put("proof-salted-sha256", SaltedDigest.of(salt, said));
        }
        if (document != null) {
            evidence.put("document", document.toString());
        }
        store.prove(actId, system, evidence, clock.instant());
        events.publishEvent(new SystemAnswered(actId, act.caseId(), system, STEP_RUN, true));
        return store.get(actId);
    }

    /** Vault field of what a custodian said to have done. */
    static String proofField(UUID actId, String system) {
        return "act:" + actId + ":proof:" + system;
    }

    /** Vault field of the salt of its digest. */
    static String proofSaltField(UUID actId, String system) {
        return "act:" + actId + ":proof-salt:" + system;
    }

    /** The holds on whom the act is about, as far as the act knows the person; nobody asks the systems to show a text. */
    private Held heldByNow(Act act) {
        return act.kind().needsApproval()
                ? store.secret(act)
                        .map(secret -> held(act, new Person(Set.copyOf(secret.covered()), true)))
                        .orElse(Held.NOT)
                : Held.NOT;
    }

    @Override
    public String instructions(UUID actId, String system, Locale locale) {
        var act = store.get(actId);
        var map = maps.get(act.operator());
        var mapped = mapped(map, system);
        List<String> lines = new ArrayList<>();
        lines.add(message(
                "datamap.instructions." + act.kind().json(),
                locale,
                mapped.name().in(locale),
                act.purposes().stream()
                        .map(Purpose::code)
                        .sorted()
                        .map(code -> message("operator.purpose." + code, locale))
                        .collect(Collectors.joining(", "))));
        var held = heldByNow(act);
        if (held.stands()) {
            lines.add(message(
                    "datamap.instructions.hold",
                    locale,
                    held.by().stream()
                            .map(hold -> holdWords.text(hold.reason(), hold.caseNumber(), hold.until(), locale))
                            .collect(Collectors.joining("; "))));
        }
        Optional.ofNullable(mapped.instructions().get(act.kind())).ifPresent(text -> lines.add(text.in(locale)));
        for (TableMap table : mapped.tables()) {
            if (act.kind() == ActKind.STOP && table.stops(act.purposes()).isEmpty()) {
                continue;
            }
            var reset = act.kind() == ActKind.RESET_CREDENTIALS;
            if (reset && table.resettable().isEmpty()) {
                continue;
            }
            var columns = (reset ? table.resettable() : table.personal())
                    .stream().map(ColumnRule::column).toList();
            lines.add("— " + table.title().in(locale) + ": " + String.join(", ", columns));
            if (act.kind().needsApproval()) {
                table.columns().stream()
                        .filter(c -> c.destroy() instanceof Destruction.Keep)
                        .forEach(c -> lines.add("  "
                                + message("datamap.instructions.keep", locale, c.column(), ground(map, c, locale))));
            }
        }
        lines.add(message("datamap.instructions.proof", locale));
        return String.join("\n", lines);
    }

    private static String ground(DataMap map, ColumnRule column, Locale locale) {
        if (column.destroy() instanceof Destruction.Keep keep) {
            return Optional.ofNullable(map.grounds().get(keep.retention().ground()))
                    .map(t -> t.in(locale))
                    .orElse(keep.retention().ground());
        }
        return "";
    }

    private String message(String code, Locale locale, Object... args) {
        return String.valueOf(messages.getMessage(code, args, code, locale));
    }

    @Override
    public Act get(UUID actId) {
        return store.get(actId);
    }

    @Override
    public List<Act> ofCase(UUID caseId) {
        return store.ofCase(caseId);
    }

    @Override
    @Transactional
    public Act complete(UUID actId) {
        var act = store.get(actId);
        if (act.state() == ActState.COMPLETED) {
            return act;
        }
        var map = maps.get(act.operator());
        for (ActSystem system : act.systems()) {
            var fields = concerned(mapped(map, system.system()), act);
            var accounted = system.state() == SystemState.PROVED
                    && system.items().stream().noneMatch(i -> i.outcome() == ItemOutcome.FAILED)
                    && fields.stream().allMatch(f -> system.items().stream()
                            .anyMatch(i ->
                                    i.table().equals(f.table()) && i.column().equals(f.column())));
            if (!accounted) {
                throw new ConflictException("datamap.act.unaccounted", system.system());
            }
        }
        store.complete(actId, clock.instant());
        return store.get(actId);
    }

    @Override
    public Optional<String> exported(UUID actId, String system) {
        return vault.reveal(store.get(actId).caseId(), exportField(actId, system));
    }

    @Override
    public List<Set<Identifier>> records(UUID actId) {
        return store.secret(store.get(actId)).map(Secret::records).orElse(List.of());
    }

    @Override
    public List<UUID> standingBlocks(OperatorKey operator) {
        return store.standingBlocks(operator);
    }

    @Override
    public Optional<Rejoined> rejoin(UUID caseId) {
        var blocks = store.standingBlocks(caseId);
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        var act = blocks.get(0);
        var secret = secret(act);
        var map = maps.get(act.operator());
        var belonging = finder.belonging(map, secret.given());
        var people = belonging.people();
        var covered = new LinkedHashSet<>(secret.covered());
        covered.addAll(people.covered());
        replaceSecret(act, secret, covered, people);
        long newRows = 0;
        for (ActSystem system : act.systems()) {
            // A system in which the block has not run yet is the process's to retry.
            if (system.connector() == Connector.JDBC
                    && system.state().ran()
                    && !belonging.errors().containsKey(system.system())) {
                try {
                    newRows += actOnMore(store.get(act.id()), system.system(), system.state());
                } catch (SystemUnavailableException e) {
                    belonging.errors().put(system.system(), e.code());
                }
            }
        }
        return Optional.of(new Rejoined(act.id(), finder.findings(map, belonging), newRows));
    }

    /** Blocks, or stops, rows that were not known when the act ran; how many. */
    private long actOnMore(Act act, String system, SystemState reached) {
        var map = maps.get(act.operator());
        var live = maps.live(map, mapped(map, system));
        var order = order(act, secret(act));
        return connections.inTransaction(act.operator(), system, connection -> {
            JdbcActs.lock(connection, live.name());
            var acts = new JdbcActs(live, order, new StoreHolders(act.operator(), system), maxRows);
            var own = store.sealedOf(act.id(), act.caseId(), system).orElse(Sealed.NONE);
            if (act.kind() == ActKind.BLOCK
                    && !store.holding(act.caseId(), system).contains(act.id())) {
                return 0L;
            }
            var plan = acts.plan(connection, true, own, List.of());
            var fresh = plan.tables().stream()
                    .flatMap(t -> t.rows.stream())
                    .filter(r -> r.move || !r.changes.isEmpty())
                    .count();
            var trace = union(acts.seal(plan), own);
            if (fresh > 0 || trace.rows().size() > own.rows().size()) {
                acts.apply(connection, plan);
                alone.executeWithoutResult(status -> {
                    store.begin(act, system, trace, clock.instant());
                    store.finish(act.id(), system, reached, null, trace.items(), clock.instant());
                });
            }
            return fresh;
        });
    }

    /** Looks into every system, without writing there. */
    private Look look(
            DataMap map,
            UUID id,
            UUID caseId,
            ActKind kind,
            Set<Purpose> purposes,
            List<Identifier> given,
            List<Correction> corrections,
            Set<UUID> decided) {
        var belonging = finder.belonging(map, given);
        var people = belonging.people();
        var secret = new Secret(
                given, List.copyOf(people.covered()), List.copyOf(people.certain()), people.records(), corrections);
        var plain = order(id, map.operator(), caseId, kind, purposes, null, secret, decided);
        var order = kind.needsApproval()
                ? plain.with(held(
                        map.operator(),
                        person(secret, people, belonging.errors().isEmpty()),
                        decided))
                : plain;
        refuseRestricted(order);
        List<ActItem> items = new ArrayList<>();
        List<ActStore.Preview> systems = new ArrayList<>();
        var canonical = new StringBuilder("qupiya-act/1\n")
                .append(id)
                .append('\n')
                .append(kind.json())
                .append('\n')
                .append(map.version())
                .append('\n');
        if (kind == ActKind.RECTIFY) {
            canonical.append(Hashes.sha256(id + store.write(corrections))).append('\n');
        }
        if (kind == ActKind.STOP) {
            canonical.append(ActStore.codes(purposes)).append('\n');
        }
        for (SystemMap system : map.systems()) {
            if ((kind == ActKind.STOP && !system.stops(purposes))
                    || (kind == ActKind.RESET_CREDENTIALS && !system.resets())) {
                continue;
            }
            var error = belonging.errors().get(system.key());
            var digest = "";
            if (error == null) {
                try {
                    digest = switch (system.connector()) {
                        case JDBC -> {
                            var plan = planned(map, system, order);
                            items.addAll(plan.items());
                            yield plan.digest();
                        }
                        case HTTP -> {
                            var said = items(system, previewHttp(map, system, order), order.held());
                            items.addAll(said);
                            yield Hashes.sha256(store.write(said));
                        }
                        case MANUAL -> BY_HAND;
                    };
                } catch (SystemUnavailableException e) {
                    error = e.code();
                }
            }
            systems.add(new ActStore.Preview(system.key(), system.connector(), digest, error));
            canonical
                    .append(system.key())
                    .append('|')
                    .append(error == null ? digest : "error")
                    .append('\n');
        }
        return new Look(items, systems, Hashes.sha256(canonical.toString()), secret, people);
    }

    private JdbcActs.Plan planned(DataMap map, SystemMap system, ActOrder order) {
        var live = maps.live(map, system);
        return connections.inTransaction(map.operator(), system.key(), connection -> {
            var ends = order.kind() == ActKind.UNBLOCK ? store.holding(order.caseId(), system.key()) : List.<UUID>of();
            List<HeldRow> rows = new ArrayList<>();
            ends.forEach(
                    block -> store.sealedOf(block, order.caseId(), system.key()).ifPresent(s -> rows.addAll(s.rows())));
            return new JdbcActs(live, order, new StoreHolders(map.operator(), system.key()), maxRows)
                    .plan(connection, false, new Sealed(rows, List.of(), ends), ends);
        });
    }

    private ActOrder order(Act act, Secret secret) {
        return order(
                act.id(),
                act.operator(),
                act.caseId(),
                act.kind(),
                act.purposes(),
                act.continues(),
                secret,
                store.decidedCases(act.id()));
    }

    private ActOrder order(
            UUID id,
            OperatorKey operator,
            UUID caseId,
            ActKind kind,
            Set<Purpose> purposes,
            @Nullable UUID continues,
            Secret secret,
            Set<UUID> decided) {
        return new ActOrder(
                id,
                operator,
                caseId,
                kind,
                purposes,
                continues,
                secret.identifiers(kind),
                secret.corrections(),
                withDecided(operator, kind, secret, decided),
                Held.NOT,
                LocalDate.now(clock.withZone(Almaty.ZONE)));
    }

    /** A block ends its hold on the data with the decision of its case (Law art. 1(3), 25(2)(8)): two decided cases do not wait for each other. */
    private Set<UUID> withDecided(OperatorKey operator, ActKind kind, Secret secret, Set<UUID> decided) {
        var identifiers = secret.identifiers(kind);
        if (!kind.forbiddenWhileBlocked() || identifiers.isEmpty()) {
            return decided;
        }
        var blocking = restrictions.standingOn(operator, identifiers.all()).stream()
                .filter(r -> r.kind() == RestrictionKind.BLOCK)
                .map(Restriction::caseId)
                .collect(Collectors.toSet());
        var all = new HashSet<>(decisions.among(blocking));
        all.addAll(decided);
        return Set.copyOf(all);
    }

    /** While data are blocked nothing but storage is allowed, until the decision of the case has confirmed the reason (Law art. 1(3)). */
    private void refuseRestricted(ActOrder order) {
        if (!order.kind().forbiddenWhileBlocked() || order.identifiers().isEmpty()) {
            return;
        }
        var undecided = restrictions
                .standingOn(order.operator(), order.identifiers().all())
                .stream()
                .anyMatch(r -> r.kind() == RestrictionKind.BLOCK
                        && !Restrictions.RETENTION.equals(r.reason())
                        && !order.decidedCases().contains(r.caseId()));
        if (undecided) {
            throw new ConflictException(Acts.BLOCKED);
        }
    }

    /** The corrections with identifiers in normal form. */
    private static List<Correction> checked(DataMap map, PrepareAct order) {
        if (order.kind() != ActKind.RECTIFY) {
            return List.of();
        }
        if (order.corrections().isEmpty()) {
            throw new InvalidInputException("corrections", "datamap.value.required");
        }
        List<Violation> violations = new ArrayList<>();
        List<Correction> checked = new ArrayList<>();
        for (int i = 0; i < order.corrections().size(); i++) {
            var correction = order.corrections().get(i);
            var path = "corrections[" + i + "]";
            var columns = map.systems().stream()
                    .flatMap(s -> s.tables().stream())
                    .flatMap(t -> t.columns().stream())
                    .filter(c -> c.field().equals(correction.field()))
                    .toList();
            if (columns.isEmpty()) {
                violations.add(new Violation(path + ".field", "datamap.field.unknown"));
            } else if (columns.stream().noneMatch(ColumnRule::rectify)) {
                violations.add(new Violation(path + ".field", "datamap.field.fixed"));
            } else {
                checked.add(normal(correction, path, violations));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return checked;
    }

    private static Correction normal(Correction correction, String path, List<Violation> violations) {
        for (IdentifierKind kind : IdentifierKind.values()) {
            if (kind.json().equals(correction.field())) {
                return new Correction(
                        correction.field(),
                        normal(kind, correction.oldValue(), path + ".oldValue", violations),
                        normal(kind, correction.newValue(), path + ".newValue", violations));
            }
        }
        return correction;
    }

    private static @Nullable String normal(
            IdentifierKind kind, @Nullable String value, String field, List<Violation> violations) {
        if (value == null) {
            return null;
        }
        try {
            return Identifiers.normalise(kind, value, field).value();
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            return null;
        }
    }

    private Secret secret(Act act) {
        return store.secret(act).orElseThrow(() -> new ConflictException("datamap.act.key-destroyed"));
    }

    private static void refuseBegun(Act act) {
        if (act.state() == ActState.RUNNING || act.state() == ActState.COMPLETED) {
            throw new ConflictException("datamap.act.begun");
        }
    }

    private static ActSystem of(Act act, String system) {
        return act.system(system).orElseThrow(() -> new NotFoundException("datamap.unknown-system"));
    }

    private static SystemMap mapped(DataMap map, String system) {
        return map.system(system).orElseThrow(() -> new NotFoundException("datamap.unknown-system"));
    }

    private static String exportField(UUID actId, String system) {
        return "act:" + actId + ":export:" + system;
    }

    /** In a transaction of its own: what happened in a system stays on record when the caller's step is rolled back. */
    private SystemState onRecord(java.util.function.Supplier<SystemState> work) {
        var state = alone.execute(status -> work.get());
        if (state == null) {
            throw new IllegalStateException("an act has a state");
        }
        return state;
    }

    /** Which blocks hold which rows, from the ledger. Each block's sealed part is opened once. */
    private final class StoreHolders implements Holders {

        private final OperatorKey operator;
        private final String system;
        private final Map<UUID, Map<String, List<HeldRow>>> opened = new HashMap<>();
        private final Map<UUID, UUID> cases = new HashMap<>();

        StoreHolders(OperatorKey operator, String system) {
            this.operator = operator;
            this.system = system;
        }

        @Override
        public Map<List<@Nullable String>, List<Holder>> of(
                TableName table, Collection<List<@Nullable String>> keys, Collection<UUID> except) {
            var holders = store.holders(operator, system, table, keys, except);
            holders.values().forEach(list -> list.forEach(h -> cases.put(h.actId(), h.caseId())));
            return holders;
        }

        @Override
        public List<HeldRow> held(UUID actId, TableName table, List<@Nullable String> key) {
            return opened.computeIfAbsent(actId, id -> {
                        Map<String, List<HeldRow>> rows = new HashMap<>();
                        var caseId = cases.get(id);
                        if (caseId != null) {
                            store.sealedOf(id, caseId, system)
                                    .ifPresent(s -> s.rows().forEach(r -> r.keys()
                                            .forEach(k -> rows.computeIfAbsent(r.table() + k, x -> new ArrayList<>())
                                                    .add(r))));
                        }
                        return rows;
                    })
                    .getOrDefault(table + key.toString(), List.of());
        }
    }
}
