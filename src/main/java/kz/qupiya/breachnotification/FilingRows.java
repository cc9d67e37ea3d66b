package kz.qupiya.breachnotification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of notifications of the authorised body. */
@Repository
class FilingRows {

    private final JdbcClient jdbc;

    FilingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A notification.
     *
     * @param round        1 for the first, whole one; later ones hold what is new
     * @param factsVersion version of the facts up to which it tells
     * @param measures     how many measures were recorded
     * @param fromList     first version of the list of people that it covers; 0 for none
     * @param toList       last one
     */
    record Filing(
            UUID caseId,
            int round,
            String way,
            int factsVersion,
            int measures,
            int fromList,
            int toList,
            long people,
            String listHash,
            String preparedBy,
            Instant preparedAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable UUID letterId,
            @Nullable Instant sentAt,
            @Nullable String registrationNumber,
            @Nullable Instant handedInAt,
            @Nullable Instant recordedAt) {

        /** Whether it covers the same as another one. */
        boolean covers(Filing other) {
            return factsVersion == other.factsVersion
                    && measures == other.measures
                    && fromList == other.fromList
                    && toList == other.toList
                    && listHash.equals(other.listHash);
        }
    }

    List<Filing> of(UUID caseId) {
        return jdbc.sql("select * from qupiya.breach_filing where case_id = ? order by round")
                .param(caseId)
                .query((row, n) -> read(row))
                .list();
    }

    /** The one that is not sent yet. */
    Optional<Filing> unsent(UUID caseId) {
        return of(caseId).stream().filter(one -> one.sentAt() == null).findFirst();
    }

    Optional<Filing> ofLetter(UUID letterId) {
        return jdbc.sql("select * from qupiya.breach_filing where letter_id = ?")
                .param(letterId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Puts a preparation in place of an earlier one of the same round. */
    void prepare(Filing filing) {
        jdbc.sql(
                        """
                        insert into qupiya.breach_filing (case_id, round, way, facts_version, measures, from_list, to_list, people, list_hash,
                            prepared_by, prepared_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (case_id, round) do update set way = excluded.way, facts_version = excluded.facts_version,
                            measures = excluded.measures, from_list = excluded.from_list, to_list = excluded.to_list,
                            people = excluded.people, list_hash = excluded.list_hash, prepared_by = excluded.prepared_by,
                            prepared_at = excluded.prepared_at, approved_by = null, approved_at = null""")
                .params(
                        filing.caseId(),
                        filing.round(),
                        filing.way(),
                        filing.factsVersion(),
                        filing.measures(),
                        filing.fromList(),
                        filing.toList(),
                        filing.people(),
                        filing.listHash(),
                        filing.preparedBy(),
                        BreachRows.at(filing.preparedAt()))
                .update();
    }

    void approved(Filing filing, Instant at, String by) {
        jdbc.sql("update qupiya.breach_filing set approved_at = ?, approved_by = ? where case_id = ? and round = ?")
                .params(BreachRows.at(at), by, filing.caseId(), filing.round())
                .update();
    }

    void sent(Filing filing, UUID letter, Instant at) {
        jdbc.sql("update qupiya.breach_filing set letter_id = ?, sent_at = ? where case_id = ? and round = ?")
                .params(letter, BreachRows.at(at), filing.caseId(), filing.round())
                .update();
    }

    void registered(Filing filing, String number, Instant handedInAt, Instant at, String by) {
        jdbc.sql(
                        """
                        update qupiya.breach_filing set registration_number = ?, handed_in_at = ?, recorded_at = ?, recorded_by = ?
                        where case_id = ? and round = ?""")
                .params(number, BreachRows.at(handedInAt), BreachRows.at(at), by, filing.caseId(), filing.round())
                .update();
    }

    private static Filing read(ResultSet row) throws SQLException {
        return new Filing(
                row.getObject("case_id", UUID.class),
                row.getInt("round"),
                row.getString("way"),
                row.getInt("facts_version"),
                row.getInt("measures"),
                row.getInt("from_list"),
                row.getInt("to_list"),
                row.getLong("people"),
                row.getString("list_hash"),
                row.getString("prepared_by"),
                BreachRows.instant(row, "prepared_at"),
                row.getString("approved_by"),
                BreachRows.orNull(row, "approved_at"),
                row.getObject("letter_id", UUID.class),
                BreachRows.orNull(row, "sent_at"),
                row.getString("registration_number"),
                BreachRows.orNull(row, "handed_in_at"),
                BreachRows.orNull(row, "recorded_at"));
    }
}
