package kz.qupiya.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.datamap.DataMap;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Expiries;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.datamap.TableName;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.retention.RetentionRun.State;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sweeps of data whose term of storage is over. A preview counts and writes nothing; an officer and then a lawyer, or another officer, approve what it counted; then it is
 * carried out chunk by chunk, each one transaction of the system that is on record before it is committed (decision 0110).
 *
 * <p>A run may stop at any point and is taken up where it stood, by any node.
 */
@Service
public class RetentionRuns {

    private static final Logger log = LoggerFactory.getLogger(RetentionRuns.class);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final String MAP_CHANGED = "map-changed";
    private static final String MORE_THAN_APPROVED = "more-than-approved";

    private final RetentionStore store;
    private final Expiries expiries;
    private final DataMaps maps;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate alone;
    private final int chunk;

    RetentionRuns(
            RetentionStore store,
            Expiries expiries,
            DataMaps maps,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions,
            @Value("${qupiya.retention.chunk:10000}") int chunk) {
        this.store = store;
        this.expiries = expiries;
        this.maps = maps;
        this.events = events;
        this.clock = clock;
        this.chunk = chunk;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** More rows have ended than were approved: nobody has seen those. */
    private static final class MoreThanApprovedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Previews what is over at every operator that has no open run. Writes nothing in any system.
     *
     * @return how many runs wait for approval now that did not before
     */
    public int preview() {
        var prepared = 0;
        for (DataMap map : maps.all()) {
            try {
                prepared += preview(map).isPresent() ? 1 : 0;
            } catch (SystemUnavailableException e) {
                log.warn(
                        "the terms of storage at {} could not be looked at: {}",
                        map.operator().value(),
                        e.code());
            } catch (RuntimeException e) {
                // One operator that fails must not keep the others; its message may quote data.
                log.error(
                        "the terms of storage at {} could not be looked at: {}",
                        map.operator().value(),
                        e.getClass().getName());
            }
        }
        return prepared;
    }

    private Optional<UUID> preview(DataMap map) {
        var operator = map.operator();
        if (store.open(operator).isPresent()) {
            return Optional.empty();
        }
        var run = counted(map, null);
        // What a hold keeps, or a row that stays refers to, is found every day: nobody is asked to approve that again.
        var counted = counted(run);
        var worthIt = counted > store.left(operator) || counted > 0 && isFreed(run);
        return worthIt && insert(run) ? Optional.of(run.id()) : Optional.empty();
    }

    /** Whether less is held or blocked than before the last sweep: what that one had to leave may go now. */
    private boolean isFreed(RetentionRun run) {
        var expected = store.expected(run.operator());
        if (expected.isEmpty() || expected.get() == 0) {
            return false;
        }
        var kept = 0L;
        for (Part part : run.parts()) {
            kept += Expiries.total(expiries.kept(run.operator(), where(part), run.asOf()));
        }
        return kept < expected.get();
    }

    /**
     * Counts what is over at an operator now, for somebody who does not want to wait for the night. Writes nothing in any system.
     *
     * @throws ConflictException {@code retention.open} while another run is; {@code retention.nothing} if no term is over; {@code retention.system} if a system does not answer
     */
    RetentionRun ask(OperatorKey operator, Caller by) {
        if (store.open(operator).isPresent()) {
            throw new ConflictException("retention.open");
        }
        RetentionRun run;
        try {
            run = counted(maps.get(operator), by.id());
        } catch (SystemUnavailableException e) {
            log.warn("the terms of storage at {} could not be looked at: {}", operator.value(), e.code());
            throw new ConflictException("retention.system");
        }
        if (counted(run) == 0) {
            throw new ConflictException("retention.nothing");
        }
        if (!insert(run)) {
            throw new ConflictException("retention.open");
        }
        return store.get(operator, run.id());
    }

    private boolean insert(RetentionRun run) {
        return Boolean.TRUE.equals(alone.execute(status -> {
            var inserted = store.insert(run);
            if (inserted) {
                events.publishEvent(RetentionWaiting.of(run, false));
            }
            return inserted;
        }));
    }

    private static long counted(RetentionRun run) {
        return run.parts().stream().mapToLong(Part::counted).sum();
    }

    private RetentionRun counted(DataMap map, @Nullable String askedBy) {
        var operator = map.operator();
        var asOf = LocalDate.now(clock.withZone(Almaty.ZONE));
        List<Part> parts = new ArrayList<>();
        for (Expiries.Part part : expiries.parts(operator)) {
            parts.add(Part.counted(
                    parts.size(),
                    part.system(),
                    part.table().toString(),
                    part.relation(),
                    part.ground(),
                    part.what(),
                    expiries.count(operator, part, asOf)));
        }
        return RetentionRun.prepared(
                UUID.randomUUID(),
                operator,
                asOf,
                map.version(),
                digest(operator, map.version(), asOf, parts),
                clock.instant(),
                askedBy,
                parts);
    }

    /**
     * Looks which cases would keep what of the runs that wait for approval, so that those who approve see it. That takes as long as a sweep, hence apart from the count.
     *
     * @return how many tables were looked at
     */
    public int look() {
        var looked = 0;
        for (RetentionRun run : store.waiting()) {
            try {
                for (Part part : run.parts()) {
                    if (part.expected() == null) {
                        var kept = expiries.kept(run.operator(), where(part), run.asOf());
                        alone.executeWithoutResult(status -> store.expect(run.id(), part.at(), kept));
                        looked++;
                    }
                }
            } catch (SystemUnavailableException e) {
                log.warn("what stays of the sweep {} cannot be told yet: {}", run.id(), e.code());
            } catch (RuntimeException e) {
                // Its message may quote data.
                log.error(
                        "what stays of the sweep {} cannot be told: {}",
                        run.id(),
                        e.getClass().getName());
            }
        }
        return looked;
    }

    /** How many runs of these operators wait for somebody's approval. */
    public int waiting(Collection<OperatorKey> operators) {
        return store.waiting(operators);
    }

    /** Whether a run waits for somebody's approval still. */
    public boolean waits(UUID run) {
        return store.waits(run);
    }

    private static String digest(OperatorKey operator, String version, LocalDate asOf, List<Part> parts) {
        var canonical = new StringBuilder("qupiya-retention/1\n")
                .append(operator.value())
                .append('\n')
                .append(version)
                .append('\n')
                .append(asOf)
                .append('\n');
        parts.forEach(part -> canonical
                .append(part.system())
                .append('|')
                .append(part.relation())
                .append('|')
                .append(part.ground())
                .append('|')
                .append(RetentionStore.json(part.what()))
                .append('|')
                .append(part.counted())
                .append('\n'));
        return RetentionStore.sha256(canonical.toString());
    }

    List<RetentionRun> of(OperatorKey operator, int most) {
        return store.of(operator, most);
    }

    RetentionRun get(OperatorKey operator, UUID id) {
        return store.get(operator, id);
    }

    /**
     * A person's word on what was counted: the first is an officer's, the second a lawyer's or another officer's.
     *
     * @param digest of the preview that the person has seen
     * @throws ForbiddenException {@code retention.officer-first}, {@code retention.second-person}, {@code retention.not-who-asked}
     * @throws ConflictException {@code retention.not-open}, {@code retention.other-digest}, {@code retention.map-changed}
     */
    RetentionRun approve(OperatorKey operator, UUID id, String digest, Caller by) {
        var approved = Objects.requireNonNull(alone.execute(status -> {
            var run = store.lock(operator, id);
            refuseDecided(run);
            if (!run.digest().equals(digest)) {
                throw new ConflictException("retention.other-digest");
            }
            if (run.state() == State.PREPARED && !by.hasAny(Role.OFFICER)) {
                throw new ForbiddenException("retention.officer-first");
            }
            if (run.excluded().contains(by.id())) {
                throw new ForbiddenException(
                        by.id().equals(run.firstBy()) ? "retention.second-person" : "retention.not-who-asked");
            }
            if (!maps.get(operator).version().equals(run.mapVersion())) {
                // Said after the transaction: an exception would take it back.
                store.stale(id, MAP_CHANGED);
            } else if (run.state() == State.PREPARED) {
                store.confirm(id, by.id(), clock.instant());
                events.publishEvent(RetentionWaiting.of(store.get(operator, id), false));
            } else {
                store.approve(id, by.id(), clock.instant());
            }
            return store.get(operator, id);
        }));
        if (approved.state() == State.STALE) {
            throw new ConflictException("retention.map-changed");
        }
        return approved;
    }

    /**
     * Nothing of it is carried out.
     *
     * @param reason code of {@link RetentionRun#REASONS}
     * @throws InvalidInputException field {@code reason}
     * @throws ConflictException {@code retention.not-open} if two people have approved it
     */
    RetentionRun reject(OperatorKey operator, UUID id, @Nullable String reason, Caller by) {
        if (reason == null || reason.isBlank()) {
            throw new InvalidInputException("reason", "problem.field.missing");
        }
        if (!RetentionRun.REASONS.contains(reason)) {
            throw new InvalidInputException("reason", "problem.field.invalid");
        }
        return Objects.requireNonNull(alone.execute(status -> {
            refuseDecided(store.lock(operator, id));
            store.reject(id, by.id(), reason, clock.instant());
            return store.get(operator, id);
        }));
    }

    private static void refuseDecided(RetentionRun run) {
        if (!run.waits()) {
            throw new ConflictException("retention.not-open");
        }
    }

    /**
     * Carries out what is approved, as far as the systems answer.
     *
     * @return how many runs were completed
     */
    public int work() {
        var completed = 0;
        List<UUID> tried = new ArrayList<>();
        while (true) {
            var now = clock.instant();
            var claimed = Objects.requireNonNull(alone.execute(status -> store.claim(now, now.plus(LEASE), tried)));
            if (claimed.isEmpty()) {
                return completed;
            }
            tried.add(claimed.get().id());
            completed += carriedOut(claimed.get()) ? 1 : 0;
        }
    }

    private boolean carriedOut(RetentionRun run) {
        try {
            if (!maps.get(run.operator()).version().equals(run.mapVersion())) {
                alone.executeWithoutResult(status -> store.stale(run.id(), MAP_CHANGED));
                return false;
            }
            var proved = true;
            for (Part part : run.parts()) {
                proved &= carriedOut(run, part);
            }
            if (!proved) {
                stopped(run, "not-proved");
                return false;
            }
            alone.executeWithoutResult(status -> store.complete(run.id(), clock.instant()));
            return true;
        } catch (MoreThanApprovedException e) {
            alone.executeWithoutResult(status -> store.stale(run.id(), MORE_THAN_APPROVED));
        } catch (Expiries.HoldsUnknownException e) {
            stopped(run, "holds-unknown");
        } catch (SystemUnavailableException e) {
            stopped(run, e.code());
        } catch (RuntimeException e) {
            // Its message may quote data.
            log.error("the sweep {} was stopped: {}", run.id(), e.getClass().getName());
            stopped(run, "unexpected");
        }
        return false;
    }

    /** Goes on with the next look of the runner. */
    private void stopped(RetentionRun run, String error) {
        alone.executeWithoutResult(status -> store.error(run.id(), error));
    }

    /** Ends the rows of a part from where it stood, and proves it by a new query. */
    private boolean carriedOut(RetentionRun run, Part part) {
        var where = where(part);
        var end = part.done();
        while (!end) {
            end = chunk(run, part, where);
        }
        var left = expiries.left(run.operator(), where, run.asOf());
        var kept = store.cursor(run.id(), part.at()).kept();
        return Boolean.TRUE.equals(alone.execute(status -> {
            if (left > kept) {
                // Something was written on other pages meanwhile.
                store.again(run.id(), part.at());
                return false;
            }
            store.proved(run.id(), part.at(), left);
            return true;
        }));
    }

    private static Expiries.Part where(Part part) {
        return new Expiries.Part(
                part.system(), TableName.of(part.table()), part.relation(), part.ground(), part.what());
    }

    private boolean chunk(RetentionRun run, Part part, Expiries.Part where) {
        var cursor = store.cursor(run.id(), part.at());
        var seq = new long[1];
        var done = expiries.end(
                run.operator(),
                where,
                run.asOf(),
                cursor.nextPage(),
                chunk,
                about -> seq[0] = Objects.requireNonNull(alone.execute(status -> begin(run, part, about))));
        alone.executeWithoutResult(status -> store.done(
                run.id(), part.at(), seq[0], done.to(), done.end(), done.destroyed(), done.keepers(), clock.instant()));
        return done.end();
    }

    /**
     * Puts on record what is about to be committed. One that stands there already was about to be when the application stopped: if no less has ended on its pages now it was
     * not committed, and this one takes its place; if less has, it was.
     */
    private long begin(RetentionRun run, Part part, Expiries.Chunk chunk) {
        Long instead = null;
        var before = store.begun(run.id(), part.at()).orElse(null);
        if (before != null && chunk.destroyed() >= before.destroyed()) {
            instead = before.seq();
        } else if (before != null) {
            store.done(
                    run.id(),
                    part.at(),
                    before.seq(),
                    chunk.from(),
                    false,
                    before.destroyed(),
                    Map.of(),
                    clock.instant());
        }
        var destroyed = store.cursor(run.id(), part.at()).destroyed() + chunk.destroyed();
        if (destroyed > part.counted()) {
            throw new MoreThanApprovedException();
        }
        var now = clock.instant();
        return store.begin(run.id(), part.at(), instead, chunk, now, now.plus(LEASE));
    }
}
