package kz.qupiya.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import kz.qupiya.calendar.DueDateImpact;
import kz.qupiya.calendar.MovedDeadline;
import kz.qupiya.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says which running deadlines a calendar would move. */
@Component
class DeadlineImpact implements DueDateImpact {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcDeadlines deadlines;
    private final JdbcTimeline timeline;

    DeadlineImpact(JdbcClient jdbc, JdbcDeadlines deadlines, JdbcTimeline timeline) {
        this.jdbc = jdbc;
        this.deadlines = deadlines;
        this.timeline = timeline;
    }

    @Override
    public List<MovedDeadline> movedBy(WorkingCalendar candidate) {
        var moved = new ArrayList<MovedDeadline>();
        var fixed = candidate.snapshot();
        var after = new UUID(0, 0);
        while (true) {
            var rows = deadlines.rows("d.state = 'running' and d.id > ? order by d.id limit ?", after, BATCH);
            if (rows.isEmpty()) {
                return moved;
            }
            var byId = new java.util.HashMap<UUID, Deadline>();
            deadlines.complete(rows).forEach(one -> byId.put(one.id(), one));
            var now = timeline.now();
            for (JdbcDeadlines.Row row : rows) {
                var readings =
                        java.util.Objects.requireNonNull(byId.get(row.id())).readings();
                var to = JdbcDeadlines.recomputed(row, readings, fixed)
                        .get(0)
                        .receipt()
                        .dueAt();
                // what is past already is as good as missed and does not move
                if (!to.equals(row.dueAt()) && !now.isAfter(row.dueAt())) {
                    moved.add(moved(row, to));
                }
            }
            after = rows.get(rows.size() - 1).id();
        }
    }

    private MovedDeadline moved(JdbcDeadlines.Row row, java.time.Instant to) {
        return jdbc.sql("select operator, number from qupiya.case_file where id = ?")
                .param(row.caseId())
                .query((found, n) -> new MovedDeadline(
                        found.getString(1), found.getString(2), row.duty().code(), row.dueAt(), to))
                .single();
    }
}
