package kz.qupiya.breachnotification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of breaches: facts, verdict, accounts, measures. Codes and moments only. */
@Repository
class BreachRows {

    private final JdbcClient jdbc;

    BreachRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void create(
            UUID caseId,
            BreachKind kind,
            Instant discoveredAt,
            @Nullable Instant occurredFrom,
            boolean rehearsal,
            Instant at,
            String by) {
        jdbc.sql(
                        """
                        insert into qupiya.breach (case_id, kind, discovered_at, occurred_from, rehearsal)
                        values (:case, :kind, :discovered, :occurred, :rehearsal)""")
                .param("case", caseId)
                .param("kind", kind.code())
                .param("discovered", at(discoveredAt))
                .param("occurred", occurredFrom == null ? null : at(occurredFrom), Types.TIMESTAMP)
                .param("rehearsal", rehearsal)
                .update();
        version(caseId, 1, at, by);
    }

    private void version(UUID caseId, int version, Instant at, String by) {
        jdbc.sql("insert into qupiya.breach_version (case_id, version, at, by) values (?, ?, ?, ?)")
                .params(caseId, version, at(at), by)
                .update();
    }

    /** A new version of the facts. */
    void nextVersion(Breach breach, @Nullable Instant occurredFrom, Instant at, String by) {
        jdbc.sql(
                        "update qupiya.breach set version = version + 1, occurred_from = coalesce(:occurred, occurred_from) where case_id = :case")
                .param("occurred", occurredFrom == null ? null : at(occurredFrom), Types.TIMESTAMP)
                .param("case", breach.caseId())
                .update();
        version(breach.caseId(), breach.version() + 1, at, by);
    }

    List<Version> versions(UUID caseId) {
        return jdbc.sql("select version, at, by from qupiya.breach_version where case_id = ? order by version")
                .param(caseId)
                .query((row, n) -> new Version(row.getInt("version"), instant(row, "at"), row.getString("by")))
                .list();
    }

    boolean exists(UUID caseId) {
        return find(caseId).isPresent();
    }

    Breach get(UUID caseId) {
        return find(caseId).orElseThrow(BreachRows::unknown);
    }

    Optional<Breach> find(UUID caseId) {
        return jdbc.sql("select * from qupiya.breach where case_id = ?")
                .param(caseId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The row, locked until the transaction ends. */
    Breach lock(UUID caseId) {
        return jdbc.sql("select * from qupiya.breach where case_id = ? for update")
                .param(caseId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(BreachRows::unknown);
    }

    void joinedTo(UUID caseId, UUID first) {
        jdbc.sql("update qupiya.breach set joined_to = ? where case_id = ?")
                .params(first, caseId)
                .update();
    }

    void assessed(UUID caseId, String verdict, @Nullable String reason, Instant at, String by) {
        jdbc.sql(
                        """
                        update qupiya.breach set verdict = ?, verdict_reason = ?, assessed_at = ?, assessed_by = ?,
                            joined_to = case when ? = 'joined' then joined_to end where case_id = ?""")
                .params(verdict, reason, at(at), by, verdict, caseId)
                .update();
    }

    /** Cases whose reports were joined to this one. */
    List<UUID> joined(UUID caseId) {
        return jdbc.sql("select case_id from qupiya.breach where joined_to = ? and verdict = 'joined'")
                .param(caseId)
                .query(UUID.class)
                .list();
    }

    void tell(UUID caseId, String tell, @Nullable String reason, Instant at, String by) {
        jdbc.sql("update qupiya.breach set tell = ?, tell_reason = ?, tell_at = ?, tell_by = ? where case_id = ?")
                .params(tell, reason, at(at), by, caseId)
                .update();
    }

    void contained(UUID caseId, Instant at) {
        jdbc.sql("update qupiya.breach set contained_at = ? where case_id = ?")
                .params(at(at), caseId)
                .update();
    }

    void concluded(UUID caseId, String cause, Instant at, String by) {
        jdbc.sql("update qupiya.breach set cause = ?, concluded_at = ?, concluded_by = ? where case_id = ?")
                .params(cause, at(at), by, caseId)
                .update();
    }

    void addAccount(UUID caseId, int seq, UUID restriction) {
        jdbc.sql("insert into qupiya.breach_account (case_id, seq, restriction_id) values (?, ?, ?)")
                .params(caseId, seq, restriction)
                .update();
    }

    List<Account> accounts(UUID caseId) {
        return jdbc.sql(
                        "select seq, restriction_id, act_id, reset_at from qupiya.breach_account where case_id = ? order by seq")
                .param(caseId)
                .query((row, n) -> new Account(
                        row.getInt("seq"),
                        row.getObject("restriction_id", UUID.class),
                        row.getObject("act_id", UUID.class),
                        orNull(row, "reset_at")))
                .list();
    }

    void resetBegun(UUID caseId, int seq, UUID act) {
        jdbc.sql("update qupiya.breach_account set act_id = ? where case_id = ? and seq = ?")
                .params(act, caseId, seq)
                .update();
    }

    void reset(UUID caseId, int seq, Instant at) {
        jdbc.sql("update qupiya.breach_account set reset_at = ? where case_id = ? and seq = ? and reset_at is null")
                .params(at(at), caseId, seq)
                .update();
    }

    void addMeasure(Measure measure, UUID caseId) {
        jdbc.sql(
                        "insert into qupiya.breach_measure (id, case_id, owner, due_at, set_by, set_at) values (?, ?, ?, ?, ?, ?)")
                .params(
                        measure.id(),
                        caseId,
                        measure.owner(),
                        at(measure.dueAt()),
                        measure.setBy(),
                        at(measure.setAt()))
                .update();
    }

    List<Measure> measures(UUID caseId) {
        return jdbc.sql("select * from qupiya.breach_measure where case_id = ? order by set_at, id")
                .param(caseId)
                .query((row, n) -> measure(row))
                .list();
    }

    /** Ties the oldest measure that has no task yet to a task that was just made. */
    Optional<Measure> assignMeasure(UUID caseId, String taskId) {
        return jdbc.sql(
                        """
                        update qupiya.breach_measure set task_id = ? where id = (
                            select id from qupiya.breach_measure where case_id = ? and task_id is null order by set_at, id limit 1 for update)
                        returning *""")
                .params(taskId, caseId)
                .query((row, n) -> measure(row))
                .optional();
    }

    Optional<Measure> measureOfTask(String taskId) {
        return jdbc.sql("select * from qupiya.breach_measure where task_id = ?")
                .param(taskId)
                .query((row, n) -> measure(row))
                .optional();
    }

    /** The measure that the next task will be about. */
    Optional<Measure> nextMeasure(UUID caseId) {
        return measures(caseId).stream().filter(one -> one.taskId() == null).findFirst();
    }

    void measureTaken(UUID id, Instant at, String by) {
        jdbc.sql("update qupiya.breach_measure set taken_at = ?, taken_by = ? where id = ? and taken_at is null")
                .params(at(at), by, id)
                .update();
    }

    private static Measure measure(ResultSet row) throws SQLException {
        return new Measure(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                instant(row, "due_at"),
                row.getString("set_by"),
                instant(row, "set_at"),
                row.getString("task_id"),
                row.getString("taken_by"),
                orNull(row, "taken_at"));
    }

    private static Breach read(ResultSet row) throws SQLException {
        return new Breach(
                row.getObject("case_id", UUID.class),
                BreachKind.of(row.getString("kind")).orElseThrow(),
                instant(row, "discovered_at"),
                orNull(row, "occurred_from"),
                row.getBoolean("rehearsal"),
                row.getInt("version"),
                row.getString("verdict"),
                row.getString("verdict_reason"),
                row.getObject("joined_to", UUID.class),
                row.getString("tell"),
                row.getString("tell_reason"),
                orNull(row, "contained_at"),
                row.getString("cause"));
    }

    static Timestamp at(Instant instant) {
        return Timestamp.from(instant);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static NotFoundException unknown() {
        return new NotFoundException("problem.status.404");
    }

    /** A version of the facts: when and by whom it was written down. */
    record Version(int version, Instant at, String by) {}

    /** An account under suspicion. */
    record Account(int seq, UUID restriction, @Nullable UUID act, @Nullable Instant resetAt) {}

    /** A measure of containment; its words lie in the vault. */
    record Measure(
            UUID id,
            String owner,
            Instant dueAt,
            String setBy,
            Instant setAt,
            @Nullable String taskId,
            @Nullable String takenBy,
            @Nullable Instant takenAt) {}
}
