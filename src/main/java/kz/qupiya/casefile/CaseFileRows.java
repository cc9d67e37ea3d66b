package kz.qupiya.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** Reads a case from a row. */
final class CaseFileRows {

    static final String COLUMNS =
            """
            c.id, c.number, c.operator, c.kind, c.status, c.outcome, c.channel, c.ground, c.language, c.requester_kind, c.entitlement,
            c.received_at, c.opened_at, c.decision, c.decided_at, c.closed_at, c.process_instance_id, c.destroyed_at""";

    private CaseFileRows() {}

    static CaseFile map(ResultSet row, int n) throws SQLException {
        var outcome = row.getString("outcome");
        var requesterKind = row.getString("requester_kind");
        return new CaseFile(
                row.getObject("id", UUID.class),
                new CaseNumber(row.getString("number")),
                new OperatorKey(row.getString("operator")),
                CaseKind.of(row.getString("kind")),
                CaseStatus.of(row.getString("status")),
                outcome == null ? null : Outcome.of(outcome),
                Channel.of(row.getString("channel")),
                row.getString("ground"),
                row.getString("language"),
                requesterKind == null ? null : RequesterKind.of(requesterKind),
                Entitlement.of(row.getString("entitlement")),
                row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("opened_at").toInstant(),
                row.getString("decision"),
                instant(row, "decided_at"),
                instant(row, "closed_at"),
                row.getString("process_instance_id"),
                instant(row, "destroyed_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
