package kz.qupiya.casefile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Timeline.Verification;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks in PostgreSQL. Each batch is read in a snapshot of its own and ends with one write: how far the check has come, what it found, anchors. A node that has lost its lease notices it by that write,
 * and nothing of its batch stays.
 */
@Component
class JdbcTimelineChecks implements TimelineChecks {

    private static final Logger log = LoggerFactory.getLogger(JdbcTimelineChecks.class);

    private static final int BATCH = 500;
    /** A batch ends with the chain that goes past this, so that a snapshot is short unless one chain is long. */
    private static final long BATCH_ROWS = 50_000;

    private static final int SHOWN = 1_000;
    /** Longer than a batch of one very long chain takes. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Duration STALE = Duration.ofDays(2);
    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final JdbcTimeline timeline;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate write;

    JdbcTimelineChecks(
            JdbcClient jdbc,
            JdbcTimeline timeline,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.timeline = timeline;
        this.events = events;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.write = new TransactionTemplate(transactions);
        // read from the database, so that every node tells the same and a restart forgets nothing
        Gauge.builder("qupiya.timeline.broken", this, checks -> checks.state().broken())
                .description(
                        "Cases whose timeline did not verify at the last check of all timelines, or at the one under way")
                .register(meters);
        Gauge.builder("qupiya.timeline.check.age", this, JdbcTimelineChecks::age)
                .description("Time since a check of all timelines ended, or since the first case if none ever did")
                .baseUnit("seconds")
                .register(meters);
    }

    /** A check under way. */
    private record Run(
            long id, Instant startedAt, UUID last, long cases, long events, String anchors, @Nullable UUID worker) {}

    @Override
    public VerificationRun verifyAll() {
        var worker = UUID.randomUUID();
        write.executeWithoutResult(status -> {
            begin(null);
            jdbc.sql("update qupiya.timeline_run set worker = ?, leased_until = ? where finished_at is null")
                    .params(worker, lease())
                    .update();
        });
        return work(worker)
                .orElseThrow(() -> new IllegalStateException("another node took the check of the timelines over"));
    }

    @Override
    public boolean ask(Actor by) {
        return Boolean.TRUE.equals(write.execute(status -> begin(by)));
    }

    @Override
    public Optional<VerificationRun> carryOn() {
        var worker = UUID.randomUUID();
        var taken = write.execute(status -> jdbc.sql(
                        """
                        update qupiya.timeline_run set worker = ?, leased_until = ?
                        where finished_at is null and (leased_until is null or leased_until < ?)""")
                .params(worker, lease(), Timestamp.from(timeline.now()))
                .update());
        return taken == null || taken == 0 ? Optional.empty() : work(worker);
    }

    /** Whether there was none under way. */
    private boolean begin(@Nullable Actor by) {
        return jdbc.sql(
                                """
                        insert into qupiya.timeline_run (started_at, asked_by, last_case, anchors)
                        values (?, ?, ?, '') on conflict ((true)) where finished_at is null do nothing""")
                        .params(Timestamp.from(timeline.now()), by == null ? null : by.toString(), LOWEST)
                        .update()
                == 1;
    }

    /** Works until the check is done; nothing when the lease was lost. */
    private Optional<VerificationRun> work(UUID worker) {
        while (true) {
            var found = jdbc.sql(
                            """
                            select id, started_at, last_case, cases, events, anchors, worker from qupiya.timeline_run
                            where finished_at is null and worker = ?""")
                    .param(worker)
                    .query((row, n) -> new Run(
                            row.getLong("id"),
                            row.getTimestamp("started_at").toInstant(),
                            row.getObject("last_case", UUID.class),
                            row.getLong("cases"),
                            row.getLong("events"),
                            row.getString("anchors"),
                            worker))
                    .optional();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            var run = found.get();
            var batch = Objects.requireNonNull(snapshot.execute(status -> batch(run.last())));
            if (batch.isEmpty()) {
                return Optional.ofNullable(write.execute(status -> end(run)));
            }
            if (!Boolean.TRUE.equals(write.execute(status -> keep(run, batch)))) {
                return Optional.empty();
            }
        }
    }

    private List<Verification> batch(UUID after) {
        var chains = new HashMap<UUID, HashChain.Checker>();
        // in the order of PostgreSQL, which is not that of Java
        var states = new LinkedHashMap<UUID, JdbcTimeline.State>();
        var last = after;
        long rows = 0;
        for (var state : timeline.statesAfter(after, BATCH)) {
            states.put(state.id(), state);
            last = state.id();
            rows += state.count();
            if (rows > BATCH_ROWS) {
                break;
            }
        }
        if (states.isEmpty()) {
            return List.of();
        }
        var anchors = timeline.anchors(after, last);
        states.keySet().forEach(id -> chains.put(id, new HashChain.Checker(id, anchors.getOrDefault(id, List.of()))));
        timeline.each(
                after, last, (id, row) -> Objects.requireNonNull(chains.get(id)).add(row));
        return states.values().stream()
                .map(state -> timeline.verification(state, Objects.requireNonNull(chains.get(state.id()))))
                .toList();
    }

    /** Keeps what a batch found; false when the lease was lost, and then nothing stays. */
    private boolean keep(Run run, List<Verification> batch) {
        var heads = new StringBuilder(run.anchors()).append('\n');
        long rows = 0;
        for (Verification one : batch) {
            rows += one.events();
            if (one.sound()) {
                heads.append(one.caseId())
                        .append(' ')
                        .append(one.events())
                        .append(' ')
                        .append(one.head())
                        .append('\n');
            }
        }
        int kept = jdbc.sql(
                        """
                        update qupiya.timeline_run set last_case = ?, cases = cases + ?, events = events + ?, anchors = ?, leased_until = ?
                        where id = ? and worker = ? and last_case = ? and finished_at is null""")
                .params(
                        batch.get(batch.size() - 1).caseId(),
                        batch.size(),
                        rows,
                        HashChain.sha256(heads.toString()),
                        lease(),
                        run.id(),
                        run.worker(),
                        run.last())
                .update();
        if (kept == 0) {
            return false;
        }
        anchor(batch);
        batch.stream().filter(one -> !one.sound()).forEach(one -> alert(run, one));
        return true;
    }

    private void alert(Run run, Verification one) {
        log.error("timeline of case {} is broken at row {}: {}", one.number(), one.brokenAt(), one.fault());
        jdbc.sql(
                        """
                        insert into qupiya.timeline_fault (run_id, case_id, number, operator, events, head, broken_at, fault, found_at)
                        select ?, id, number, operator, ?, ?, ?, ?, ? from qupiya.case_file where id = ?""")
                .params(
                        run.id(),
                        one.events(),
                        one.head(),
                        one.brokenAt(),
                        one.fault(),
                        Timestamp.from(one.checkedAt()),
                        one.caseId())
                .update();
        if (one.brokenAt() != null && one.fault() != null) {
            events.publishEvent(new TimelineBroken(one.caseId(), one.number(), one.brokenAt(), one.fault()));
        }
    }

    private void anchor(List<Verification> batch) {
        var sound = batch.stream().filter(Verification::sound).toList();
        jdbc.sql(
                        """
                        insert into qupiya.timeline_anchor (case_id, count, head, at)
                        select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::timestamptz[])
                        on conflict (case_id, count) do nothing""")
                .params(
                        sound.stream().map(one -> one.caseId().toString()).toArray(String[]::new),
                        sound.stream().map(Verification::events).toArray(Long[]::new),
                        sound.stream().map(Verification::head).toArray(String[]::new),
                        sound.stream().map(one -> one.checkedAt().toString()).toArray(String[]::new))
                .update();
    }

    /** Ends a check: keeps it in a chain of its own and says its hash in the log, where whoever rewrites this database does not reach. */
    private @Nullable VerificationRun end(Run run) {
        var finished = timeline.now();
        int ended = jdbc.sql(
                        """
                        update qupiya.timeline_run set finished_at = ?, worker = null, leased_until = null
                        where id = ? and worker = ? and last_case = ? and finished_at is null""")
                .params(Timestamp.from(finished), run.id(), run.worker(), run.last())
                .update();
        if (ended == 0) {
            return null;
        }
        long broken = jdbc.sql("select count(*) from qupiya.timeline_fault where run_id = ?")
                .param(run.id())
                .query(Long.class)
                .single();
        jdbc.sql("lock table qupiya.timeline_check in share row exclusive mode").update();
        var previous = jdbc.sql("select hash from qupiya.timeline_check order by id desc limit 1")
                .query(String.class)
                .optional()
                .orElse(HashChain.GENESIS);
        var facts = new HashMap<String, @Nullable Object>();
        facts.put("anchors", run.anchors());
        facts.put("broken", broken);
        facts.put("cases", run.cases());
        facts.put("events", run.events());
        facts.put("finishedAt", finished.toString());
        facts.put("startedAt", run.startedAt().toString());
        var hash = HashChain.sha256(previous + "\n" + CanonicalJson.write(facts));
        jdbc.sql(
                        """
                        insert into qupiya.timeline_check (started_at, finished_at, cases, events, broken, anchors, previous, hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        Timestamp.from(run.startedAt()),
                        Timestamp.from(finished),
                        run.cases(),
                        run.events(),
                        broken,
                        run.anchors(),
                        previous,
                        hash)
                .update();
        jdbc.sql("delete from qupiya.timeline_run where id < ?").param(run.id()).update();
        log.info(
                "timelines verified: {} cases, {} events, {} broken, hash {}", run.cases(), run.events(), broken, hash);
        return new VerificationRun(run.startedAt(), finished, run.cases(), run.events(), faults(run.id()));
    }

    private List<Verification> faults(long run) {
        return jdbc.sql(
                        """
                        select case_id, number, events, head, broken_at, fault, found_at from qupiya.timeline_fault
                        where run_id = ? order by number limit ?""")
                .params(run, SHOWN)
                .query((row, n) -> new Verification(
                        row.getObject(1, UUID.class),
                        new CaseNumber(row.getString(2)),
                        false,
                        row.getLong(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getTimestamp(7).toInstant()))
                .list();
    }

    @Override
    public State state() {
        var now = timeline.now();
        return jdbc.sql(
                        """
                        select l.finished_at, l.cases, l.events, r.started_at, r.cases as done,
                               (select count(distinct case_id) from qupiya.timeline_fault) as broken,
                               coalesce(l.finished_at, (select opened_at from qupiya.case_file order by received_at limit 1)) as since
                        from (select 1) one
                        left join lateral (select * from qupiya.timeline_check order by id desc limit 1) l on true
                        left join qupiya.timeline_run r on r.finished_at is null""")
                .query((row, n) -> {
                    var since = CaseFileRows.instant(row, "since");
                    return new State(
                            CaseFileRows.instant(row, "finished_at"),
                            row.getLong("cases"),
                            row.getLong("events"),
                            row.getLong("broken"),
                            since != null && since.plus(STALE).isBefore(now),
                            CaseFileRows.instant(row, "started_at"),
                            row.getLong("done"));
                })
                .single();
    }

    private double age() {
        return jdbc.sql(
                        """
                        select coalesce((select finished_at from qupiya.timeline_check order by id desc limit 1),
                                        (select opened_at from qupiya.case_file order by received_at limit 1))""")
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)))
                .single()
                .map(at -> Duration.between(at.toInstant(), timeline.now()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    @Override
    public List<BrokenTimeline> broken(Collection<OperatorKey> operators, int limit) {
        if (operators.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        """
                        select distinct on (number) operator, number, broken_at, fault, found_at from qupiya.timeline_fault
                        where operator in (:operators) order by number, run_id desc limit :limit""")
                .param("operators", operators.stream().map(OperatorKey::value).toList())
                .param("limit", limit)
                .query((row, n) -> new BrokenTimeline(
                        new OperatorKey(row.getString(1)),
                        new CaseNumber(row.getString(2)),
                        row.getLong(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()))
                .list();
    }

    private Timestamp lease() {
        return Timestamp.from(timeline.now().plus(LEASE));
    }
}
