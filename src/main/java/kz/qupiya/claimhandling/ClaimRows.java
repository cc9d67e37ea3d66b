package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of claims; the words of people go into the vault of the case. */
@Repository
class ClaimRows {

    private final JdbcClient jdbc;

    ClaimRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void create(UUID caseId, UUID holdId, boolean consumer, @Nullable UUID reopens) {
        jdbc.sql("insert into qupiya.claim (case_id, hold_id, consumer, reopens) values (?, ?, ?, ?)")
                .params(caseId, holdId, consumer, reopens)
                .update();
    }

    Claim get(UUID caseId) {
        return find(caseId).orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    Optional<Claim> find(UUID caseId) {
        return one("select * from qupiya.claim where case_id = ?", caseId);
    }

    /** The same, and nobody else changes it until the transaction ends. */
    Claim lock(UUID caseId) {
        return one("select * from qupiya.claim where case_id = ? for update", caseId)
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private Optional<Claim> one(String sql, UUID caseId) {
        return jdbc.sql(sql).param(caseId).query((row, n) -> claim(row)).optional();
    }

    boolean exists(UUID caseId) {
        return find(caseId).isPresent();
    }

    /** The case that goes on with a closed one, if any. */
    Optional<UUID> reopenedBy(UUID caseId) {
        return jdbc.sql("select case_id from qupiya.claim where reopens = ?")
                .param(caseId)
                .query(UUID.class)
                .optional();
    }

    /** Changes columns of a claim. Names come from this module only. */
    void set(UUID caseId, String assignments, @Nullable Object... values) {
        var statement = jdbc.sql("update qupiya.claim set " + assignments + " where case_id = ?");
        for (var value : values) {
            statement = statement.param(value instanceof Instant at ? at(at) : value);
        }
        statement.param(caseId).update();
    }

    /** Cases whose evidence is held by limitation, up to a day before. */
    List<UUID> limitationPassed(LocalDate today) {
        return jdbc.sql("select case_id from qupiya.claim where evidence_until < ? order by evidence_until limit 1000")
                .param(today)
                .query(UUID.class)
                .list();
    }

    List<Demand> demands(UUID caseId) {
        return jdbc.sql("select * from qupiya.claim_demand where case_id = ? order by seq")
                .param(caseId)
                .query((row, n) -> new Demand(
                        row.getInt("seq"),
                        DemandKind.find(row.getString("kind")).orElseThrow(),
                        row.getBigDecimal("amount"),
                        row.getObject("linked_id", UUID.class),
                        row.getString("proposed"),
                        row.getString("ground"),
                        row.getString("result"),
                        row.getString("reason")))
                .list();
    }

    int addDemand(UUID caseId, DemandKind kind, @Nullable BigDecimal amount, @Nullable UUID linkedId) {
        return jdbc.sql(
                        """
                        insert into qupiya.claim_demand (case_id, seq, kind, amount, linked_id)
                        select ?, coalesce(max(seq), 0) + 1, ?, ?, ? from qupiya.claim_demand where case_id = ? returning seq""")
                .params(caseId, kind.json(), amount, linkedId, caseId)
                .query(Integer.class)
                .single();
    }

    void propose(UUID caseId, int seq, String proposed, String ground) {
        jdbc.sql("update qupiya.claim_demand set proposed = ?, ground = ? where case_id = ? and seq = ?")
                .params(proposed, ground, caseId, seq)
                .update();
    }

    /** @return whether there is such a demand */
    boolean decide(UUID caseId, int seq, @Nullable String result, @Nullable String reason) {
        return jdbc.sql("update qupiya.claim_demand set result = ?, reason = ? where case_id = ? and seq = ?")
                        .params(result, reason, caseId, seq)
                        .update()
                == 1;
    }

    void clearDecisions(UUID caseId) {
        jdbc.sql(
                        "update qupiya.claim_demand set proposed = null, ground = null, result = null, reason = null where case_id = ?")
                .param(caseId)
                .update();
    }

    /** Notes what an answer promises; the same one when asked again. */
    void promise(Claim claim) {
        jdbc.sql(
                        """
                        insert into qupiya.claim_promise (case_id, round, amount, pay_by) values (?, ?, ?, ?)
                        on conflict (case_id, round) do nothing""")
                .params(claim.caseId(), claim.round(), claim.amount(), claim.payBy())
                .update();
    }

    List<Promise> promises(UUID caseId) {
        return jdbc.sql("select * from qupiya.claim_promise where case_id = ? order by round")
                .param(caseId)
                .query((row, n) -> new Promise(
                        row.getInt("round"),
                        row.getBigDecimal("amount"),
                        row.getObject("pay_by", LocalDate.class),
                        moment(row, "ordered_at"),
                        row.getObject("paid_on", LocalDate.class),
                        moment(row, "kept_at")))
                .list();
    }

    void ordered(UUID caseId, int round, Instant now) {
        jdbc.sql("update qupiya.claim_promise set ordered_at = ? where case_id = ? and round = ?")
                .params(at(now), caseId, round)
                .update();
    }

    void paid(UUID caseId, int round, LocalDate on) {
        jdbc.sql("update qupiya.claim_promise set paid_on = ? where case_id = ? and round = ?")
                .params(on, caseId, round)
                .update();
    }

    void kept(UUID caseId, int round, Instant now) {
        jdbc.sql("update qupiya.claim_promise set kept_at = ? where case_id = ? and round = ?")
                .params(at(now), caseId, round)
                .update();
    }

    void addReaction(UUID id, UUID caseId, String kind, Instant receivedAt, Instant now, String by) {
        jdbc.sql("insert into qupiya.claim_reaction (id, case_id, kind, received_at, at, by) values (?, ?, ?, ?, ?, ?)")
                .params(id, caseId, kind, at(receivedAt), at(now), by)
                .update();
    }

    List<Reaction> reactions(UUID caseId) {
        return jdbc.sql("select id, kind, received_at from qupiya.claim_reaction where case_id = ? order by at, id")
                .param(caseId)
                .query((row, n) -> new Reaction(
                        row.getObject("id", UUID.class), row.getString("kind"), instant(row, "received_at")))
                .list();
    }

    void view(UUID caseId, int round, String topic, Instant now, String by) {
        jdbc.sql(
                        """
                        insert into qupiya.claim_view (case_id, round, topic, at, by) values (?, ?, ?, ?, ?)
                        on conflict (case_id, round, topic) do update set at = excluded.at, by = excluded.by""")
                .params(caseId, round, topic, at(now), by)
                .update();
    }

    List<View> views(UUID caseId) {
        return jdbc.sql("select round, topic, at, by from qupiya.claim_view where case_id = ? order by round, topic")
                .param(caseId)
                .query((row, n) ->
                        new View(row.getInt("round"), row.getString("topic"), instant(row, "at"), row.getString("by")))
                .list();
    }

    /**
     * What the answer of a round promised.
     *
     * @param amount    in tenge; null where no money was promised
     * @param orderedAt when accounting was told to pay
     * @param keptAt    when everything was done
     */
    record Promise(
            int round,
            @Nullable BigDecimal amount,
            @Nullable LocalDate payBy,
            @Nullable Instant orderedAt,
            @Nullable LocalDate paidOn,
            @Nullable Instant keptAt) {}

    /** What came after an answer. */
    record Reaction(UUID id, String kind, Instant receivedAt) {}

    /** What somebody found out. */
    record View(int round, String topic, Instant at, String by) {}

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getObject("case_id", UUID.class),
                row.getObject("hold_id", UUID.class),
                row.getBoolean("consumer"),
                row.getInt("round"),
                row.getString("stage"),
                row.getString("allegation"),
                row.getObject("shown", Boolean.class),
                row.getString("exclusion"),
                row.getObject("documents", Boolean.class),
                row.getString("assessed_by"),
                row.getString("way"),
                row.getString("way_reason"),
                row.getString("decided_by"),
                row.getInt("version"),
                row.getBigDecimal("amount"),
                row.getObject("pay_by", LocalDate.class),
                row.getString("cause"),
                row.getBoolean("answer_written"),
                row.getObject("approved_version", Integer.class),
                row.getString("approved_by"),
                moment(row, "answered_at"),
                moment(row, "answer_due_at"),
                moment(row, "settled_at"),
                moment(row, "body_received_at"),
                row.getString("explanation_by"),
                row.getInt("explained"),
                row.getObject("suit_on", LocalDate.class),
                row.getObject("hearing_on", LocalDate.class),
                row.getObject("in_force_on", LocalDate.class),
                row.getString("ruling"),
                row.getString("court_order"),
                row.getString("court_by"),
                row.getObject("evidence_until", LocalDate.class),
                row.getObject("reopens", UUID.class));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
