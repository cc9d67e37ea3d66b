package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Permits that restrictions have denied, as they were recorded: day by day, for which purpose, who asked. */
@Component
class DenialRows {

    private final JdbcClient jdbc;

    DenialRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Permits denied on one day.
     *
     * @param asker user id of the system that asked
     * @param times how often
     */
    record DenialRow(
            UUID restriction,
            LocalDate day,
            String purpose,
            String reason,
            String asker,
            long times,
            Instant firstAt,
            Instant lastAt) {}

    /** What these restrictions have denied, the newest first, no more than so many. */
    List<DenialRow> of(Collection<UUID> restrictions, int limit) {
        if (restrictions.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        """
                        select restriction_id, day, purpose, reason, asker, times, first_at, last_at from qupiya.permit_denial
                        where restriction_id in (:ids) order by last_at desc, restriction_id, purpose, asker limit :limit""")
                .param("ids", restrictions)
                .param("limit", limit)
                .query((row, n) -> new DenialRow(
                        row.getObject(1, UUID.class),
                        row.getObject(2, LocalDate.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getTimestamp(7).toInstant(),
                        row.getTimestamp(8).toInstant()))
                .list();
    }
}
