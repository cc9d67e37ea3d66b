package kz.qupiya.casework;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.datamap.Act;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The destructions that wait for the end of what they had to keep. Joins the caller's transaction. */
@Repository
class SuspendedStore {

    /** What a destruction waits for that a hold has stopped. */
    static final String HOLD = "hold";

    private static final String COLUMNS =
            "act_id, case_id, operator, waits_for, due_on, next_look_at, failures, system, error, raised_at, completed_at";

    private final JdbcClient jdbc;

    SuspendedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A destruction that waits.
     *
     * @param waitsFor {@code date}, {@code hold}, {@code block} of another case, {@code open} term without a date, {@code system} that failed, {@code answer} of one,
     *     {@code hand} of a custodian, or {@code look}
     * @param dueOn first day on which something may go, Asia/Almaty
     * @param error code of the last failure, in {@code system}
     */
    record Suspended(
            UUID actId,
            UUID caseId,
            OperatorKey operator,
            String waitsFor,
            @Nullable LocalDate dueOn,
            Instant nextLookAt,
            int failures,
            @Nullable String system,
            @Nullable String error,
            @Nullable Instant raisedAt,
            @Nullable Instant completedAt) {}

    void suspend(Act act, Instant now) {
        jdbc.sql(
                        """
                        insert into qupiya.suspended_destruction (act_id, case_id, operator, waits_for, next_look_at, suspended_at)
                        values (?, ?, ?, 'look', ?, ?) on conflict (act_id) do nothing""")
                .params(act.id(), act.caseId(), act.operator().value(), utc(now), utc(now))
                .update();
    }

    /** Takes those that are due, a few, for as long as the lease: no other node looks at them meanwhile. */
    List<Suspended> claim(Instant now, Instant lease, int most) {
        return jdbc.sql("update qupiya.suspended_destruction set next_look_at = :lease where act_id in ("
                        + "select act_id from qupiya.suspended_destruction where completed_at is null and next_look_at <= :now"
                        + " order by next_look_at limit :most for update skip locked) returning " + COLUMNS)
                .param("lease", utc(lease))
                .param("now", utc(now))
                .param("most", most)
                .query(SuspendedStore::suspended)
                .list();
    }

    void waits(UUID actId, String waitsFor, @Nullable LocalDate dueOn, Instant nextLook) {
        jdbc.sql(
                        """
                        update qupiya.suspended_destruction set waits_for = ?, due_on = ?, next_look_at = ?, failures = 0, system = null, error = null, raised_at = null
                        where act_id = ?""")
                .param(waitsFor)
                .param(dueOn)
                .param(utc(nextLook))
                .param(actId)
                .update();
    }

    void failed(UUID actId, @Nullable String system, String error, Instant nextLook) {
        jdbc.sql(
                        """
                        update qupiya.suspended_destruction set waits_for = 'system', failures = failures + 1, system = ?, error = ?, next_look_at = ?
                        where act_id = ?""")
                .param(system)
                .param(error)
                .param(utc(nextLook))
                .param(actId)
                .update();
    }

    void raised(UUID actId, Instant now) {
        jdbc.sql("update qupiya.suspended_destruction set raised_at = ? where act_id = ?")
                .params(utc(now), actId)
                .update();
    }

    void completed(UUID actId, Instant now) {
        jdbc.sql(
                        "update qupiya.suspended_destruction set completed_at = ?, system = null, error = null, raised_at = null where act_id = ?")
                .params(utc(now), actId)
                .update();
    }

    /** Whatever waits for one of these may go on now. */
    void lookNow(OperatorKey operator, List<String> waitsFor, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.suspended_destruction set next_look_at = :now
                        where operator = :operator and completed_at is null and waits_for in (:waits) and next_look_at > :now""")
                .param("now", utc(now))
                .param("operator", operator.value())
                .param("waits", waitsFor)
                .update();
    }

    /** The system has answered, or its custodian. */
    void lookNow(UUID caseId, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.suspended_destruction set next_look_at = :now
                        where case_id = :case and completed_at is null and waits_for in ('answer', 'hand') and next_look_at > :now""")
                .param("now", utc(now))
                .param("case", caseId)
                .update();
    }

    /** Those of a case that are not completed, the oldest first. */
    List<Suspended> ofCase(UUID caseId) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from qupiya.suspended_destruction where case_id = ? and completed_at is null order by suspended_at")
                .param(caseId)
                .query(SuspendedStore::suspended)
                .list();
    }

    private static Suspended suspended(ResultSet rs, int row) throws SQLException {
        return new Suspended(
                rs.getObject("act_id", UUID.class),
                rs.getObject("case_id", UUID.class),
                new OperatorKey(rs.getString("operator")),
                rs.getString("waits_for"),
                rs.getObject("due_on", LocalDate.class),
                rs.getObject("next_look_at", OffsetDateTime.class).toInstant(),
                rs.getInt("failures"),
                rs.getString("system"),
                rs.getString("error"),
                instant(rs, "raised_at"),
                instant(rs, "completed_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
