package kz.qupiya.calendar;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The calendars in the database, and the snapshot computed from them.
 *
 * <p>The snapshot stays in memory under its revision, and every use asks the database for the revision first: one look-up of one row. So a
 * node sees what another loaded with its next call, without listening for anything. Revisions come from a sequence and are never used
 * twice: a snapshot computed inside a load that is rolled back cannot be taken for a later one.
 *
 * <p>Inside a transaction the look-up also takes a shared lock to its end. A load takes it exclusively, so it waits for the transactions
 * that have already counted dates by the old calendar, recomputes their rows as well, and those that come later count by the new one.
 */
@Component
class CalendarStore {

    /** Key of the advisory lock; the letters "qcal". */
    private static final long LOCK = 0x7163616cL;

    private final JdbcClient jdbc;
    private final HolidayLaw law = HolidayLaw.bundled();
    private final AtomicReference<@Nullable CalendarSnapshot> latest = new AtomicReference<>();

    CalendarStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A version of a year as stored. */
    record Row(int year, int version, CalendarYear calendar, String origin, Instant loadedAt, String loadedBy) {}

    HolidayLaw law() {
        return law;
    }

    /** The calendar in force. */
    CalendarSnapshot current() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            // A statement of its own: one that waited for the lock would still read by the state of its own beginning.
            jdbc.sql("select pg_advisory_xact_lock_shared(:lock)")
                    .param("lock", LOCK)
                    .query(rs -> {});
        }
        var revision = jdbc.sql("select revision from qupiya.calendar_state")
                .query(String.class)
                .single();
        var known = latest.get();
        if (known != null && known.version().equals(revision)) {
            return known;
        }
        var read = read();
        latest.set(read);
        return read;
    }

    /** Keeps others from counting and loading until the transaction ends, and gives the calendar in force. */
    CalendarSnapshot lock() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(rs -> {});
        return current();
    }

    /** The versions in force, by year. */
    List<Row> inForce() {
        return jdbc.sql(
                        """
                        select distinct on (year) year, version, content, origin, loaded_at, loaded_by
                          from qupiya.calendar_year
                         order by year, version desc""")
                .query((rs, n) -> row(rs))
                .list();
    }

    /** Stores a version and moves the revision on. */
    void insert(Row row) {
        jdbc.sql(
                        """
                        insert into qupiya.calendar_year (year, version, content, origin, loaded_at, loaded_by)
                        values (:year, :version, cast(:content as jsonb), :origin, :loadedAt, :loadedBy)""")
                .param("year", row.year())
                .param("version", row.version())
                .param("content", write(row.calendar()))
                .param("origin", row.origin())
                .param("loadedAt", OffsetDateTime.ofInstant(row.loadedAt(), ZoneOffset.UTC))
                .param("loadedBy", row.loadedBy())
                .update();
        jdbc.sql("update qupiya.calendar_state set revision = nextval('qupiya.calendar_revision')")
                .update();
    }

    /** Revision and years by one statement, so that they belong together whatever commits meanwhile. */
    private CalendarSnapshot read() {
        var years = new HashMap<Integer, CalendarSnapshot.StoredYear>();
        var revision = new String[1];
        jdbc.sql(
                        """
                        select distinct on (y.year) s.revision, y.year, y.version, y.content, y.origin, y.loaded_at, y.loaded_by
                          from qupiya.calendar_state s
                          left join qupiya.calendar_year y on true
                         order by y.year, y.version desc""")
                .query(rs -> {
                    revision[0] = rs.getString("revision");
                    if (rs.getString("content") != null) {
                        var row = row(rs);
                        years.put(row.year(), new CalendarSnapshot.StoredYear(row.version(), row.calendar()));
                    }
                });
        return new CalendarSnapshot(revision[0], law, years);
    }

    private static Row row(ResultSet rs) throws SQLException {
        try {
            return new Row(
                    rs.getInt("year"),
                    rs.getInt("version"),
                    CalendarFormat.json().readValue(rs.getString("content"), CalendarYear.class),
                    rs.getString("origin"),
                    rs.getObject("loaded_at", OffsetDateTime.class).toInstant(),
                    rs.getString("loaded_by"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("calendar of " + rs.getInt("year") + " in the database cannot be read", e);
        }
    }

    private static String write(CalendarYear calendar) {
        try {
            return CalendarFormat.json().writeValueAsString(calendar);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
