package kz.qupiya.retention;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.datamap.Expiries;
import kz.qupiya.datamap.ExpiryRule;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.retention.RetentionRun.Keeper;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.retention.RetentionRun.State;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger of sweeps. Joins the caller's transaction. */
@Repository
class RetentionStore {

    private final JdbcClient jdbc;

    RetentionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The states in which a run waits for somebody's approval. */
    private static final String WAITS = "state in ('prepared', 'confirmed')";

    /** A transaction in a system, as it was put on record before it was committed. */
    record Begun(long seq, long from, long to, long ended, long destroyed, long kept) {}

    /** Where a part goes on. */
    record Cursor(long nextPage, long destroyed, long kept) {}

    /** False if the operator has an open run already. */
    boolean insert(RetentionRun run) {
        var inserted = jdbc.sql(
                        """
                        insert into qupiya.retention_run (id, operator, state, as_of, map_version, digest, prepared_at, asked_by)
                        values (?, ?, 'prepared', ?, ?, ?, ?, ?)
                            on conflict (operator) where state in ('prepared', 'confirmed', 'approved', 'running') do nothing""")
                .params(
                        run.id(),
                        run.operator().value(),
                        run.asOf(),
                        run.mapVersion(),
                        run.digest(),
                        utc(run.preparedAt()),
                        run.askedBy())
                .update();
        if (inserted == 0) {
            return false;
        }
        for (Part part : run.parts()) {
            jdbc.sql(
                            """
                            insert into qupiya.retention_part (run_id, at, system, table_name, relation, ground, what, counted)
                            values (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            run.id(),
                            part.at(),
                            part.system(),
                            part.table(),
                            part.relation(),
                            part.ground(),
                            json(part.what()),
                            part.counted())
                    .update();
        }
        return true;
    }

    /** The runs of an operator, the newest first. */
    List<RetentionRun> of(OperatorKey operator, int most) {
        return select(
                "where operator = :operator order by prepared_at desc, id limit :most",
                Map.of("operator", operator.value(), "most", most));
    }

    RetentionRun get(OperatorKey operator, UUID id) {
        return select("where id = :id and operator = :operator", Map.of("id", id, "operator", operator.value()))
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotFoundException("retention.unknown"));
    }

    /** Holds the run against everybody else until the transaction ends. */
    RetentionRun lock(OperatorKey operator, UUID id) {
        var locked = jdbc.sql("select id from qupiya.retention_run where id = ? and operator = ? for no key update")
                .params(id, operator.value())
                .query(UUID.class)
                .optional();
        if (locked.isEmpty()) {
            throw new NotFoundException("retention.unknown");
        }
        return get(operator, id);
    }

    Optional<RetentionRun> open(OperatorKey operator) {
        return select(
                        "where operator = :operator and state in ('prepared', 'confirmed', 'approved', 'running')",
                        Map.of("operator", operator.value()))
                .stream()
                .findFirst();
    }

    /** How many runs of these operators somebody has to approve. */
    int waiting(Collection<OperatorKey> operators) {
        return jdbc.sql("select count(*) from qupiya.retention_run where " + WAITS
                        + " and operator = any(:operators::text[])")
                .param("operators", operators.stream().map(OperatorKey::value).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    /** Runs that wait for somebody's approval. */
    List<RetentionRun> waiting() {
        return select("where " + WAITS + " order by prepared_at, id", Map.of());
    }

    /** Runs that wait for somebody's approval, of which nobody has been told again. */
    List<RetentionRun> unreminded() {
        return select("where " + WAITS + " and reminded_at is null order by prepared_at, id", Map.of());
    }

    /** Marks that those whose approval it waits for are told again; false if they were, or if it waits for somebody else by now. */
    boolean remind(RetentionRun run, Instant now) {
        return jdbc.sql(
                                "update qupiya.retention_run set reminded_at = ? where id = ? and state = ? and reminded_at is null")
                        .params(utc(now), run.id(), run.state().json())
                        .update()
                == 1;
    }

    boolean waits(UUID id) {
        return jdbc.sql("select exists (select from qupiya.retention_run where id = ? and " + WAITS + ")")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /** What would stay of a part, as it was seen after the count. */
    void expect(UUID run, int at, Map<Holds.Keeper, Long> kept) {
        kept.forEach((keeper, rows) -> jdbc.sql(
                        """
                        insert into qupiya.retention_keeper (run_id, at, case_number, kind, expected) values (?, ?, ?, ?, ?)
                        on conflict (run_id, at, case_number, kind) do update set expected = excluded.expected""")
                .params(run, at, keeper.caseNumber(), keeper.kind().json(), rows)
                .update());
        jdbc.sql("update qupiya.retention_part set expected = ? where run_id = ? and at = ?")
                .params(Expiries.total(kept), run, at)
                .update();
    }

    /** How much of what it counted the last completed run had to leave. */
    long left(OperatorKey operator) {
        return jdbc.sql(
                        """
                        select coalesce((select sum(p.counted - p.destroyed) from qupiya.retention_part p where p.run_id =
                            (select id from qupiya.retention_run where operator = ? and state = 'completed' order by completed_at desc limit 1)), 0)""")
                .param(operator.value())
                .query(Long.class)
                .single();
    }

    /** How much of what it counted was held or blocked before the last completed run; nothing if nobody had looked at all of it. */
    Optional<Long> expected(OperatorKey operator) {
        return jdbc.sql(
                        """
                        select sum(p.expected) from qupiya.retention_part p where p.run_id =
                            (select id from qupiya.retention_run where operator = ? and state = 'completed' order by completed_at desc limit 1)
                        having count(*) = count(p.expected)""")
                .param(operator.value())
                .query((row, n) -> row.getLong(1))
                .optional();
    }

    void confirm(UUID id, String by, Instant now) {
        jdbc.sql(
                        "update qupiya.retention_run set state = 'confirmed', first_by = ?, first_at = ?, reminded_at = null where id = ?")
                .params(by, utc(now), id)
                .update();
    }

    void approve(UUID id, String by, Instant now) {
        jdbc.sql("update qupiya.retention_run set state = 'approved', second_by = ?, second_at = ? where id = ?")
                .params(by, utc(now), id)
                .update();
    }

    void reject(UUID id, String by, String reason, Instant now) {
        jdbc.sql(
                        "update qupiya.retention_run set state = 'rejected', rejected_by = ?, rejected_at = ?, rejected_reason = ? where id = ?")
                .params(by, utc(now), reason, id)
                .update();
    }

    void stale(UUID id, String error) {
        jdbc.sql("update qupiya.retention_run set state = 'stale', error = ?, lease_until = null where id = ?")
                .params(error, id)
                .update();
    }

    void error(UUID id, @Nullable String error) {
        jdbc.sql("update qupiya.retention_run set error = ?, lease_until = null where id = ?")
                .param(error)
                .param(id)
                .update();
    }

    void complete(UUID id, Instant now) {
        jdbc.sql(
                        "update qupiya.retention_run set state = 'completed', completed_at = ?, lease_until = null, error = null where id = ?")
                .params(utc(now), id)
                .update();
    }

    /** Takes a run that two people have approved, for as long as the lease: no other node works on it meanwhile. */
    Optional<RetentionRun> claim(Instant now, Instant lease, Collection<UUID> except) {
        record Claimed(UUID id, OperatorKey operator) {}
        return jdbc.sql(
                        """
                        update qupiya.retention_run set state = 'running', started_at = coalesce(started_at, :now), lease_until = :lease where id = (
                            select id from qupiya.retention_run where state in ('approved', 'running') and (lease_until is null or lease_until < :now)
                               and id <> all(cast(:except as uuid[]))
                             order by second_at limit 1 for update skip locked) returning id, operator""")
                .param("now", utc(now))
                .param("lease", utc(lease))
                .param("except", except.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, n) -> new Claimed(row.getObject(1, UUID.class), new OperatorKey(row.getString(2))))
                .optional()
                .map(claimed -> get(claimed.operator(), claimed.id()));
    }

    Cursor cursor(UUID run, int at) {
        return jdbc.sql("select next_page, destroyed, kept from qupiya.retention_part where run_id = ? and at = ?")
                .params(run, at)
                .query((row, n) -> new Cursor(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** The transaction of which nobody knows whether it was committed. */
    Optional<Begun> begun(UUID run, int at) {
        return jdbc.sql(
                        "select seq, from_page, to_page, ended, destroyed, kept from qupiya.retention_chunk where run_id = ? and at = ? and done_at is null order by seq desc limit 1")
                .params(run, at)
                .query((row, n) -> new Begun(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)))
                .optional();
    }

    /** Records a transaction that is about to be committed; in place of one that was not. */
    long begin(UUID run, int at, @Nullable Long instead, Expiries.Chunk chunk, Instant now, Instant lease) {
        if (instead != null) {
            jdbc.sql("delete from qupiya.retention_chunk where run_id = ? and at = ? and seq = ?")
                    .params(run, at, instead)
                    .update();
        }
        long seq = instead != null
                ? instead
                : jdbc.sql("select coalesce(max(seq), 0) + 1 from qupiya.retention_chunk where run_id = ? and at = ?")
                        .params(run, at)
                        .query(Long.class)
                        .single();
        jdbc.sql(
                        """
                        insert into qupiya.retention_chunk (run_id, at, seq, from_page, to_page, ended, destroyed, kept, content_digest, begun_at, hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        run,
                        at,
                        seq,
                        chunk.from(),
                        chunk.to(),
                        chunk.over(),
                        chunk.destroyed(),
                        chunk.kept(),
                        chunk.digest(),
                        utc(now),
                        hash(run, at, seq, chunk, now))
                .update();
        jdbc.sql("update qupiya.retention_run set lease_until = ?, error = null where id = ?")
                .params(utc(lease), run)
                .update();
        return seq;
    }

    /** It was committed: what is destroyed counts, and the part goes on behind it. */
    void done(
            UUID run,
            int at,
            long seq,
            long nextPage,
            boolean end,
            long destroyed,
            Map<Holds.Keeper, Long> keepers,
            Instant now) {
        jdbc.sql("update qupiya.retention_chunk set done_at = ? where run_id = ? and at = ? and seq = ?")
                .params(utc(now), run, at, seq)
                .update();
        jdbc.sql(
                        "update qupiya.retention_part set next_page = ?, done = ?, destroyed = destroyed + ?, kept = kept + ? where run_id = ? and at = ?")
                .params(nextPage, end, destroyed, Expiries.total(keepers), run, at)
                .update();
        keepers.forEach((keeper, rows) -> jdbc.sql(
                        """
                        insert into qupiya.retention_keeper as k (run_id, at, case_number, kind, kept) values (?, ?, ?, ?, ?)
                        on conflict (run_id, at, case_number, kind) do update set kept = k.kept + excluded.kept""")
                .params(run, at, keeper.caseNumber(), keeper.kind().json(), rows)
                .update());
    }

    void proved(UUID run, int at, long left) {
        jdbc.sql("update qupiya.retention_part set rows_left = ? where run_id = ? and at = ?")
                .params(left, run, at)
                .update();
    }

    /** Something is there that was passed by: the part is gone through once more. */
    void again(UUID run, int at) {
        jdbc.sql(
                        "update qupiya.retention_part set next_page = 0, done = false, kept = 0, rows_left = null where run_id = ? and at = ?")
                .params(run, at)
                .update();
        jdbc.sql("update qupiya.retention_keeper set kept = 0 where run_id = ? and at = ?")
                .params(run, at)
                .update();
    }

    private List<RetentionRun> select(String where, Map<String, Object> params) {
        var runs = jdbc.sql("select * from qupiya.retention_run " + where)
                .params(params)
                .query(RetentionStore::run)
                .list();
        if (runs.isEmpty()) {
            return runs;
        }
        var ids = runs.stream().map(RetentionRun::id).toList();
        record Place(UUID run, int at) {}
        record Kept(Place place, Keeper keeper) {}
        Map<Place, List<Keeper>> keepers = jdbc
                .sql(
                        """
                        select * from qupiya.retention_keeper where run_id in (:ids)
                        order by run_id, at, greatest(expected, kept) desc, case_number""")
                .param("ids", ids)
                .query((row, n) -> new Kept(
                        new Place(row.getObject("run_id", UUID.class), row.getInt("at")),
                        new Keeper(
                                row.getString("case_number"),
                                RestrictionKind.of(row.getString("kind")),
                                row.getLong("expected"),
                                row.getLong("kept"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Kept::place, Collectors.mapping(Kept::keeper, Collectors.toList())));
        record Row(UUID run, Part part) {}
        Map<UUID, List<Part>> parts = jdbc
                .sql("select * from qupiya.retention_part where run_id in (:ids) order by run_id, at")
                .param("ids", ids)
                .query((row, n) -> {
                    var run = row.getObject("run_id", UUID.class);
                    return new Row(run, part(row, keepers.getOrDefault(new Place(run, row.getInt("at")), List.of())));
                })
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::run, Collectors.mapping(Row::part, Collectors.toList())));
        return runs.stream()
                .map(run -> new RetentionRun(
                        run.id(),
                        run.operator(),
                        run.state(),
                        run.asOf(),
                        run.mapVersion(),
                        run.digest(),
                        run.preparedAt(),
                        run.askedBy(),
                        run.firstBy(),
                        run.firstAt(),
                        run.secondBy(),
                        run.secondAt(),
                        run.rejectedBy(),
                        run.rejectedAt(),
                        run.rejectedReason(),
                        run.startedAt(),
                        run.completedAt(),
                        run.error(),
                        parts.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private static RetentionRun run(ResultSet row, int n) throws SQLException {
        return new RetentionRun(
                row.getObject("id", UUID.class),
                new OperatorKey(row.getString("operator")),
                State.of(row.getString("state")),
                row.getObject("as_of", LocalDate.class),
                row.getString("map_version"),
                row.getString("digest"),
                row.getObject("prepared_at", OffsetDateTime.class).toInstant(),
                row.getString("asked_by"),
                row.getString("first_by"),
                instant(row, "first_at"),
                row.getString("second_by"),
                instant(row, "second_at"),
                row.getString("rejected_by"),
                instant(row, "rejected_at"),
                row.getString("rejected_reason"),
                instant(row, "started_at"),
                instant(row, "completed_at"),
                row.getString("error"),
                List.of());
    }

    private static Part part(ResultSet row, List<Keeper> keepers) throws SQLException {
        return new Part(
                row.getInt("at"),
                row.getString("system"),
                row.getString("table_name"),
                row.getString("relation"),
                row.getString("ground"),
                ExpiryRule.What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
                row.getLong("counted"),
                row.getLong("destroyed"),
                row.getLong("kept"),
                row.getObject("expected", Long.class),
                row.getObject("rows_left", Long.class),
                row.getBoolean("done"),
                keepers);
    }

    private static String hash(UUID run, int at, long seq, Expiries.Chunk chunk, Instant now) {
        return sha256("qupiya-retention-chunk/1\n" + run + "\n" + at + "\n" + seq + "\n" + chunk.from() + "\n"
                + chunk.to() + "\n" + chunk.over() + "\n" + chunk.destroyed() + "\n" + chunk.kept() + "\n"
                + chunk.digest() + "\n" + now.toEpochMilli());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String json(ExpiryRule.What what) {
        return what.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
