package kz.qupiya.consentwithdrawal;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of withdrawals. Codes and moments only. */
@Repository
class WithdrawalRows {

    private final JdbcClient jdbc;

    WithdrawalRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void create(
            UUID caseId,
            Scope scope,
            @Nullable String clause,
            @Nullable LocalDate effectiveOn,
            Instant effectiveAt,
            boolean repeated,
            Set<Purpose> byConsent) {
        jdbc.sql(
                        """
                        insert into qupiya.withdrawal (case_id, whole, purposes, clause, effective_on, effective_at, repeated, by_consent)
                        values (?, ?, ?::text[], ?, ?, ?, ?, ?::text[])""")
                .param(caseId)
                .param(scope.whole())
                .param(codes(scope.purposes()))
                .param(clause)
                .param(effectiveOn)
                .param(Timestamp.from(effectiveAt))
                .param(repeated)
                .param(codes(byConsent))
                .update();
    }

    boolean exists(UUID caseId) {
        return find(caseId).isPresent();
    }

    Withdrawal get(UUID caseId) {
        return find(caseId).orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    Optional<Withdrawal> find(UUID caseId) {
        return jdbc.sql("select * from qupiya.withdrawal where case_id = ?")
                .param(caseId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The row, locked until the transaction ends: taking back and taking effect exclude each other. */
    Withdrawal lock(UUID caseId) {
        return jdbc.sql("select * from qupiya.withdrawal where case_id = ? for update")
                .param(caseId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    void proposed(UUID caseId, Set<Purpose> allowed, String proposal, @Nullable String ground) {
        jdbc.sql(
                        "update qupiya.withdrawal set allowed = ?::text[], proposal = ?, proposal_ground = ? where case_id = ?")
                .params(codes(allowed), proposal, ground, caseId)
                .update();
    }

    void decided(
            UUID caseId,
            Set<Purpose> allowed,
            @Nullable String reason,
            @Nullable String refusalGround,
            boolean destroy,
            String by) {
        jdbc.sql(
                        """
                        update qupiya.withdrawal
                        set allowed = ?::text[], decision_reason = ?, refusal_ground = ?, destroy = ?, decided_by = ? where case_id = ?""")
                .params(codes(allowed), reason, refusalGround, destroy, by, caseId)
                .update();
    }

    void actedSafely(UUID caseId, Instant at) {
        jdbc.sql("update qupiya.withdrawal set safe_side_at = ? where case_id = ?")
                .params(Timestamp.from(at), caseId)
                .update();
    }

    void tookEffect(UUID caseId, UUID suppression, Instant at) {
        jdbc.sql("update qupiya.withdrawal set suppression_id = ?, took_effect_at = ? where case_id = ?")
                .params(suppression, Timestamp.from(at), caseId)
                .update();
    }

    void found(UUID caseId, Collection<FoundObligation> obligations, Collection<String> toAsk) {
        jdbc.sql("delete from qupiya.withdrawal_obligation where case_id = ? and by_custodian is null")
                .param(caseId)
                .update();
        for (var one : obligations) {
            keep(caseId, one);
        }
        for (var system : toAsk) {
            jdbc.sql(
                            """
                            insert into qupiya.withdrawal_question (case_id, system) values (?, ?)
                            on conflict (case_id, system) do nothing""")
                    .params(caseId, system)
                    .update();
        }
    }

    /** A custodian's word on the obligations in a system. */
    void answered(UUID caseId, String system, boolean exist, Set<Purpose> purposes, Instant at, String by) {
        jdbc.sql(
                        "update qupiya.withdrawal_question set answered_at = ?, answered_by = ?, exist = ? where case_id = ? and system = ?")
                .params(Timestamp.from(at), by, exist, caseId, system)
                .update();
        if (exist) {
            keep(caseId, new FoundObligation(system, FoundObligation.BY_CUSTODIAN, 1, purposes, by, null));
        }
    }

    private void keep(UUID caseId, FoundObligation one) {
        jdbc.sql(
                        """
                        insert into qupiya.withdrawal_obligation (case_id, system, code, count, purposes, by_custodian)
                        values (?, ?, ?, ?, ?::text[], ?)
                        on conflict (case_id, system, code) do update set count = excluded.count""")
                .params(caseId, one.system(), one.code(), one.count(), codes(one.purposes()), one.byCustodian())
                .update();
    }

    /** Systems whose custodian has not answered yet. */
    List<String> unanswered(UUID caseId) {
        return jdbc.sql(
                        "select system from qupiya.withdrawal_question where case_id = ? and answered_at is null order by system")
                .param(caseId)
                .query(String.class)
                .list();
    }

    /** Says which withdrawal this one carries on. */
    void continues(UUID caseId, UUID earlier) {
        jdbc.sql("update qupiya.withdrawal set continues = ? where case_id = ?")
                .params(earlier, caseId)
                .update();
    }

    /** Purposes that later withdrawals carry on with. */
    Set<Purpose> continued(UUID caseId) {
        var purposes = EnumSet.noneOf(Purpose.class);
        jdbc.sql("select purposes from qupiya.withdrawal where continues = ?")
                .param(caseId)
                .query((row, n) -> purposes(row.getArray("purposes")))
                .list()
                .forEach(purposes::addAll);
        return purposes;
    }

    /** When it is looked again whether the obligations are fulfilled; null for never. */
    void lookAt(UUID caseId, @Nullable Instant at) {
        jdbc.sql("update qupiya.withdrawal set look_at = :at, failures = 0 where case_id = :case")
                .param("at", at == null ? null : Timestamp.from(at), Types.TIMESTAMP)
                .param("case", caseId)
                .update();
    }

    /** Whether something is left that a look may end. */
    boolean isLooked(UUID caseId) {
        return jdbc.sql("select look_at is not null from qupiya.withdrawal where case_id = ?")
                .param(caseId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** @return how often in a row it has failed by now */
    int lookFailed(UUID caseId, Instant again) {
        return jdbc.sql(
                        "update qupiya.withdrawal set look_at = ?, failures = failures + 1 where case_id = ? returning failures")
                .params(Timestamp.from(again), caseId)
                .query(Integer.class)
                .single();
    }

    /** Takes those that are due, a few, for as long as the lease: no other node looks at them meanwhile. */
    List<UUID> claimLooks(Instant now, Instant lease, int most) {
        return jdbc.sql(
                        """
                        update qupiya.withdrawal set look_at = ? where case_id in (
                            select case_id from qupiya.withdrawal where look_at <= ? order by look_at limit ? for update skip locked)
                        returning case_id""")
                .params(Timestamp.from(lease), Timestamp.from(now), most)
                .query(UUID.class)
                .list();
    }

    void fulfilled(UUID caseId, String system, String code, Instant at, String by) {
        jdbc.sql(
                        """
                        update qupiya.withdrawal_obligation set fulfilled_at = ?, fulfilled_by = ?
                        where case_id = ? and system = ? and code = ?""")
                .params(Timestamp.from(at), by, caseId, system, code)
                .update();
    }

    List<FoundObligation> obligations(UUID caseId) {
        return jdbc.sql(
                        """
                        select system, code, count, purposes, by_custodian, fulfilled_at
                        from qupiya.withdrawal_obligation where case_id = ? order by system, code""")
                .param(caseId)
                .query((row, n) -> new FoundObligation(
                        row.getString("system"),
                        row.getString("code"),
                        row.getLong("count"),
                        purposes(row.getArray("purposes")),
                        row.getString("by_custodian"),
                        instant(row.getTimestamp("fulfilled_at"))))
                .list();
    }

    private static Withdrawal read(ResultSet row) throws SQLException {
        return new Withdrawal(
                row.getObject("case_id", UUID.class),
                new Scope(row.getBoolean("whole"), purposes(row.getArray("purposes"))),
                row.getString("clause"),
                row.getObject("effective_on", LocalDate.class),
                row.getTimestamp("effective_at").toInstant(),
                row.getBoolean("repeated"),
                purposes(row.getArray("by_consent")),
                purposes(row.getArray("allowed")),
                row.getString("proposal"),
                row.getString("proposal_ground"),
                row.getString("decision_reason"),
                row.getString("refusal_ground"),
                row.getString("decided_by"),
                row.getBoolean("destroy"),
                instant(row.getTimestamp("safe_side_at")),
                instant(row.getTimestamp("took_effect_at")),
                row.getObject("suppression_id", UUID.class),
                row.getObject("continues", UUID.class));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static String[] codes(Set<Purpose> purposes) {
        return purposes.stream().map(Purpose::code).sorted().toArray(String[]::new);
    }

    private static Set<Purpose> purposes(Array codes) throws SQLException {
        var purposes = EnumSet.noneOf(Purpose.class);
        Arrays.stream((String[]) codes.getArray())
                .forEach(code -> purposes.add(Purpose.of(code).orElseThrow()));
        return purposes;
    }

    /**
     * An obligation that is not fulfilled.
     *
     * @param code        code of the map, or {@link #BY_CUSTODIAN}
     * @param purposes    what must go on until it is fulfilled
     * @param byCustodian who said so, where no query did
     * @param fulfilledAt when it was found to be fulfilled, after a stop in part
     */
    record FoundObligation(
            String system,
            String code,
            long count,
            Set<Purpose> purposes,
            @Nullable String byCustodian,
            @Nullable Instant fulfilledAt) {

        static final String BY_CUSTODIAN = "by-custodian";

        FoundObligation {
            purposes = Set.copyOf(purposes);
        }
    }
}
