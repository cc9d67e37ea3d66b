package kz.qupiya.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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

    /** So many rows are in memory at once, however long a chain is. */
    private static final int FETCHED = 1_000;

    private static final TypeReference<LinkedHashMap<String, Object>> DATA = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate cursor;
    private final Clock clock;
    private final TransactionTemplate snapshot;
    private final ObjectMapper json = new ObjectMapper();

    JdbcTimeline(JdbcClient jdbc, DataSource database, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.cursor = new JdbcTemplate(database);
        this.cursor.setFetchSize(FETCHED);
        this.clock = clock;
        // one snapshot, or a chain that grows meanwhile would look broken
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
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
            var state = state(caseId);
            var chain = new HashChain.Checker(caseId, anchors(caseId));
            each(caseId, chain::add);
            return verification(state, chain);
        });
        return java.util.Objects.requireNonNull(checked);
    }

    /** What the register says of a chain. */
    State state(UUID caseId) {
        return jdbc.sql(STATES + " where id = ?")
                .param(caseId)
                .query(JdbcTimeline::state)
                .optional()
                .orElseThrow(() -> new NotFoundException("casefile.unknown"));
    }

    /** What the register says of the chains that come after a case, in the order of their ids. */
    List<State> statesAfter(UUID caseId, int limit) {
        return jdbc.sql(STATES + " where id > ? order by id limit ?")
                .params(caseId, limit)
                .query(JdbcTimeline::state)
                .list();
    }

    /** Gives the rows of a case one by one, in their order. Constant memory within a transaction, as which a cursor needs. */
    void each(UUID caseId, Consumer<HashChain.Row> taker) {
        cursor.query(
                ROWS + " where case_id = ? order by sequence",
                row -> {
                    taker.accept(row(row));
                },
                caseId);
    }

    /** As {@link #each(UUID, Consumer)} for all cases after one and up to another, case by case. */
    void each(UUID after, UUID last, BiConsumer<UUID, HashChain.Row> taker) {
        cursor.query(
                ROWS + " where case_id > ? and case_id <= ? order by case_id, sequence",
                row -> {
                    taker.accept(row.getObject(1, UUID.class), row(row));
                },
                after,
                last);
    }

    /** An event of some case. */
    record EventOf(UUID caseId, Entry entry) {}

    /** The newest events of several cases, the newest first, without those of some codes. */
    List<EventOf> newest(Collection<UUID> cases, Collection<String> without, int limit) {
        return jdbc.sql(
                        ROWS
                                + " where case_id in (:cases) and code not in (:without) order by at desc, case_id, sequence desc limit :limit")
                .param("cases", cases)
                .param("without", without)
                .param("limit", limit)
                .query((row, n) -> new EventOf(row.getObject(1, UUID.class), entry(row(row))))
                .list();
    }

    /** What the check of a chain found. */
    Verification verification(State state, HashChain.Checker chain) {
        var fault = chain.end(state.count(), state.head());
        return new Verification(
                state.id(),
                new CaseNumber(state.number()),
                fault == null,
                chain.rows(),
                chain.head(),
                fault == null ? null : fault.sequence(),
                fault == null ? null : fault.fault(),
                now());
    }

    private static final String STATES = "select id, number, timeline_count, timeline_head from qupiya.case_file";

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

    /** The heads of a chain that were seen earlier, the shortest first. */
    List<HashChain.Anchor> anchors(UUID caseId) {
        return jdbc.sql("select count, head from qupiya.timeline_anchor where case_id = ? order by count")
                .param(caseId)
                .query((row, n) -> new HashChain.Anchor(row.getLong(1), row.getString(2)))
                .list();
    }

    /** As {@link #anchors(UUID)} for all cases after one and up to another. */
    Map<UUID, List<HashChain.Anchor>> anchors(UUID after, UUID last) {
        var anchors = new HashMap<UUID, List<HashChain.Anchor>>();
        jdbc.sql(
                        "select case_id, count, head from qupiya.timeline_anchor where case_id > ? and case_id <= ? order by case_id, count")
                .params(after, last)
                .query(row -> {
                    anchors.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new HashChain.Anchor(row.getLong(2), row.getString(3)));
                });
        return anchors;
    }

    /** By position: looking nine columns up by name is a good part of reading a row. */
    private static HashChain.Row row(ResultSet row) throws SQLException {
        return new HashChain.Row(
                row.getLong(2),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9));
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

    record State(UUID id, String number, long count, @Nullable String head) {}

    private record Head(long count, @Nullable String hash) {}
}
