package kz.qupiya.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The timelines in PostgreSQL. The row of the case is the lock under which a chain grows. */
@Component
class JdbcTimeline implements Timeline {

    private static final Logger log = LoggerFactory.getLogger(JdbcTimeline.class);

    /** Small enough to keep a batch's rows in memory, large enough to make a million cases a few thousand queries. */
    private static final int BATCH = 200;

    private static final UUID LOWEST = new UUID(0, 0);
    private static final TypeReference<LinkedHashMap<String, Object>> DATA = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate write;
    private final ObjectMapper json = new ObjectMapper();

    JdbcTimeline(
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        // one snapshot, or a chain that grows meanwhile would look broken
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.write = new TransactionTemplate(transactions);
        // read from the database, so that every node tells the same and a restart forgets nothing
        Gauge.builder("qupiya.timeline.broken", this, JdbcTimeline::brokenAtLastRun)
                .description("Cases whose timeline did not verify at the last check of all timelines")
                .register(meters);
    }

    /** First row of a new case; the case's row is written by the caller with count 1 and the returned head. */
    String first(UUID caseId, TimelineEvent event, Instant at) {
        var data = CanonicalJson.write(event.data());
        return HashChain.hash(
                caseId, 1, at, event.by().toString(), event.code(), event.result(), data, HashChain.GENESIS);
    }

    void insertFirst(UUID caseId, String number, TimelineEvent event, Instant at, String hash) {
        jdbc.sql(INSERT)
                .param(caseId)
                .param(1)
                .param(Timestamp.from(at))
                .param(event.by().toString())
                .param(event.code())
                .param(event.result())
                .param(CanonicalJson.write(event.data()))
                .param(HashChain.GENESIS)
                .param(hash)
                .update();
        var held = held();
        held.heads.put(caseId, new Head(1, hash));
        held.ids.put(number, caseId);
    }

    /** Appends at the time of the clock; within the caller's transaction. */
    void append(UUID caseId, TimelineEvent event) {
        appendAll(caseId, List.of(event));
    }

    /** Appends several in their order, at the time of the clock; in one statement, since opening a case waits for it. */
    void appendAll(UUID caseId, List<TimelineEvent> several) {
        if (several.isEmpty()) {
            return;
        }
        var at = now();
        var held = held();
        var head = held.heads.get(caseId);
        if (head == null) {
            head = locked("id = ?", caseId, held).orElseThrow(() -> new NotFoundException("casefile.unknown"));
        }
        append(caseId, head, several, at, held);
    }

    /** As {@link #append}, for who knows the number of a case only; nothing happens where there is no such case. */
    void appendByNumber(String number, TimelineEvent event) {
        var held = held();
        var id = held.ids.get(number);
        if (id == null) {
            locked("number = ?", number, held);
            id = held.ids.get(number);
        }
        var head = id == null ? null : held.heads.get(id);
        if (id != null && head != null) {
            append(id, head, List.of(event), now(), held);
        }
    }

    private Optional<Head> locked(String where, Object param, Held held) {
        return jdbc.sql("select id, number, timeline_count, timeline_head from qupiya.case_file where " + where
                        + " for no key update")
                .param(param)
                .query((row, n) -> {
                    var id = row.getObject(1, UUID.class);
                    var head = new Head(row.getLong(3), row.getString(4));
                    held.ids.put(row.getString(2), id);
                    held.heads.put(id, head);
                    return head;
                })
                .optional();
    }

    private void append(UUID caseId, Head head, List<TimelineEvent> several, Instant at, Held held) {
        long sequence = head.count();
        var previous = head.hash() == null ? HashChain.GENESIS : head.hash();
        var params = new ArrayList<@Nullable Object>();
        for (var event : several) {
            sequence++;
            var data = CanonicalJson.write(event.data());
            var by = event.by().toString();
            var hash = HashChain.hash(caseId, sequence, at, by, event.code(), event.result(), data, previous);
            Collections.addAll(
                    params,
                    caseId,
                    sequence,
                    Timestamp.from(at),
                    by,
                    event.code(),
                    event.result(),
                    data,
                    previous,
                    hash);
            previous = hash;
        }
        Collections.addAll(params, sequence, previous, caseId);
        jdbc.sql("with events as (" + INSERT + MORE.repeat(several.size() - 1)
                        + ") update qupiya.case_file set timeline_count = ?, timeline_head = ? where id = ?")
                .params(params)
                .update();
        held.heads.put(caseId, new Head(sequence, previous));
    }

    /**
     * The heads that the current transaction has locked: whoever appends a second time need not ask again. They live as long as the transaction, and sleep while another one
     * runs within it.
     */
    private static Held held() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return new Held();
        }
        for (var one : TransactionSynchronizationManager.getSynchronizations()) {
            if (one instanceof Held held) {
                return held;
            }
        }
        var held = new Held();
        TransactionSynchronizationManager.registerSynchronization(held);
        return held;
    }

    private static final class Held implements TransactionSynchronization {
        private final Map<UUID, Head> heads = new HashMap<>();
        private final Map<String, UUID> ids = new HashMap<>();
    }

    /** The clock, to the microsecond: what PostgreSQL keeps is what is hashed. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether an event of this code by this actor stands in the timeline since a moment. */
    boolean hasSince(UUID caseId, String code, Actor by, Instant since) {
        return jdbc.sql(
                        """
                        select exists (select from qupiya.case_event
                                       where case_id = ? and code = ? and actor = ? and at >= ?)""")
                .params(caseId, code, by.toString(), Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    @Override
    public List<Entry> of(UUID caseId) {
        return rows(caseId).stream().map(this::entry).toList();
    }

    @Override
    public Verification verify(UUID caseId) {
        var checked = snapshot.execute(status -> {
            var state = jdbc.sql("select id, number, timeline_count, timeline_head from qupiya.case_file where id = ?")
                    .param(caseId)
                    .query(JdbcTimeline::state)
                    .optional()
                    .orElseThrow(() -> new NotFoundException("casefile.unknown"));
            return verification(state, rows(caseId), anchors(caseId, caseId).getOrDefault(caseId, List.of()));
        });
        return java.util.Objects.requireNonNull(checked);
    }

    @Override
    public VerificationRun verifyAll() {
        var started = now();
        var broken = new ArrayList<Verification>();
        var heads = new StringBuilder();
        long cases = 0;
        long rows = 0;
        var after = LOWEST;
        while (true) {
            var from = after;
            var batch = java.util.Objects.requireNonNull(snapshot.execute(status -> batch(from)));
            if (batch.isEmpty()) {
                break;
            }
            for (Verification one : batch) {
                cases++;
                rows += one.events();
                if (one.sound()) {
                    heads.append(one.caseId())
                            .append(' ')
                            .append(one.events())
                            .append(' ')
                            .append(one.head())
                            .append('\n');
                } else {
                    broken.add(one);
                    alert(one);
                }
            }
            write.executeWithoutResult(status -> anchor(batch));
            after = batch.get(batch.size() - 1).caseId();
        }
        var run = new VerificationRun(started, now(), cases, rows, List.copyOf(broken));
        write.executeWithoutResult(status -> keep(run, HashChain.sha256(heads.toString())));
        return run;
    }

    private List<Verification> batch(UUID after) {
        var states = jdbc.sql(
                        """
                        select id, number, timeline_count, timeline_head from qupiya.case_file
                        where id > ? order by id limit ?""")
                .params(after, BATCH)
                .query(JdbcTimeline::state)
                .list();
        if (states.isEmpty()) {
            return List.of();
        }
        var last = states.get(states.size() - 1).id();
        var rows = new HashMap<UUID, List<HashChain.Row>>();
        jdbc.sql(ROWS + " where case_id > ? and case_id <= ? order by case_id, sequence")
                .params(after, last)
                .query(result -> {
                    rows.computeIfAbsent(result.getObject("case_id", UUID.class), id -> new ArrayList<>())
                            .add(row(result));
                });
        var anchors = anchors(after, last);
        return states.stream()
                .map(state -> verification(
                        state, rows.getOrDefault(state.id(), List.of()), anchors.getOrDefault(state.id(), List.of())))
                .toList();
    }

    private Verification verification(State state, List<HashChain.Row> rows, List<HashChain.Anchor> anchors) {
        var fault = HashChain.check(state.id(), rows, state.count(), state.head(), anchors);
        return new Verification(
                state.id(),
                new CaseNumber(state.number()),
                fault == null,
                rows.size(),
                rows.isEmpty() ? null : rows.get(rows.size() - 1).hash(),
                fault == null ? null : fault.sequence(),
                fault == null ? null : fault.fault(),
                now());
    }

    private void alert(Verification one) {
        log.error("timeline of case {} is broken at row {}: {}", one.number(), one.brokenAt(), one.fault());
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

    /** Keeps the run in a chain of its own and says its hash in the log, where whoever rewrites this database does not reach. */
    private void keep(VerificationRun run, String heads) {
        jdbc.sql("lock table qupiya.timeline_check in share row exclusive mode").update();
        var previous = jdbc.sql("select hash from qupiya.timeline_check order by id desc limit 1")
                .query(String.class)
                .optional()
                .orElse(HashChain.GENESIS);
        var facts = new HashMap<String, @Nullable Object>();
        facts.put("anchors", heads);
        facts.put("broken", run.broken().size());
        facts.put("cases", run.cases());
        facts.put("events", run.events());
        facts.put("finishedAt", run.finishedAt().toString());
        facts.put("startedAt", run.startedAt().toString());
        var hash = HashChain.sha256(previous + "\n" + CanonicalJson.write(facts));
        jdbc.sql(
                        """
                        insert into qupiya.timeline_check (started_at, finished_at, cases, events, broken, anchors, previous, hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        Timestamp.from(run.startedAt()),
                        Timestamp.from(run.finishedAt()),
                        run.cases(),
                        run.events(),
                        run.broken().size(),
                        heads,
                        previous,
                        hash)
                .update();
        log.info(
                "timelines verified: {} cases, {} events, {} broken, hash {}",
                run.cases(),
                run.events(),
                run.broken().size(),
                hash);
    }

    private double brokenAtLastRun() {
        return jdbc.sql("select broken from qupiya.timeline_check order by id desc limit 1")
                .query(Double.class)
                .optional()
                .orElse(0.0);
    }

    private static final String INSERT =
            """
            insert into qupiya.case_event (case_id, sequence, at, actor, code, result, data, previous_hash, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String MORE = ", (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String ROWS =
            "select case_id, sequence, at, actor, code, result, data, previous_hash, hash from qupiya.case_event";

    private List<HashChain.Row> rows(UUID caseId) {
        return jdbc.sql(ROWS + " where case_id = ? order by sequence")
                .param(caseId)
                .query((row, n) -> row(row))
                .list();
    }

    private Map<UUID, List<HashChain.Anchor>> anchors(UUID from, UUID to) {
        var anchors = new HashMap<UUID, List<HashChain.Anchor>>();
        jdbc.sql(
                        "select case_id, count, head from qupiya.timeline_anchor where case_id >= ? and case_id <= ? order by case_id, count")
                .params(from, to)
                .query(row -> {
                    anchors.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new HashChain.Anchor(row.getLong(2), row.getString(3)));
                });
        return anchors;
    }

    private static HashChain.Row row(ResultSet row) throws SQLException {
        return new HashChain.Row(
                row.getLong("sequence"),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                row.getString("code"),
                row.getString("result"),
                row.getString("data"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    private Entry entry(HashChain.Row row) {
        try {
            return new Entry(
                    row.sequence(),
                    row.at(),
                    Actor.parse(row.actor()),
                    row.code(),
                    row.result(),
                    json.readValue(row.data(), DATA),
                    row.previousHash(),
                    row.hash());
        } catch (JsonProcessingException e) {
            // the text itself is left out: a broken row may hold anything
            throw new IllegalStateException("row " + row.sequence() + " of a timeline is not JSON");
        }
    }

    private static State state(ResultSet row, int n) throws SQLException {
        return new State(row.getObject(1, UUID.class), row.getString(2), row.getLong(3), row.getString(4));
    }

    private record State(UUID id, String number, long count, @Nullable String head) {}

    private record Head(long count, @Nullable String hash) {}
}
