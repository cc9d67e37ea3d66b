package kz.qupiya.casefile;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The list over the register. */
@Service
class JdbcCaseSearch implements CaseSearch {

    private static final String UNDONE =
            """
            exists (select from qupiya.deadline d
                    where d.case_id = c.id and d.met_at is null and d.state <> 'cancelled' and d.due_at < :%s)""";

    private final JdbcClient jdbc;
    private final JdbcTimeline timeline;
    private final ConcernedStaff concerned;

    JdbcCaseSearch(JdbcClient jdbc, JdbcTimeline timeline, ConcernedStaff concerned) {
        this.jdbc = jdbc;
        this.timeline = timeline;
        this.concerned = concerned;
    }

    @Override
    public Page search(OperatorKey operator, Filter filter, int page, int size) {
        Map<String, Object> params = new HashMap<>();
        var where = where(operator, filter, params);
        long total = jdbc.sql("select count(*) from qupiya.case_file c where " + where)
                .params(params)
                .query(Long.class)
                .single();
        params.put("limit", size);
        params.put("offset", (long) page * size);
        var cases = jdbc.sql("select " + CaseFileRows.COLUMNS + " from qupiya.case_file c where " + where
                        + " order by c.received_at desc, c.number desc limit :limit offset :offset")
                .params(params)
                .query(CaseFileRows::map)
                .list();
        return new Page(cases, page, size, total);
    }

    private String where(OperatorKey operator, Filter filter, Map<String, Object> params) {
        var where =
                new StringBuilder("c.operator = :operator and ").append(ConcernedStaff.VISIBLE.formatted(":reader"));
        params.put("operator", operator.value());
        params.put("reader", concerned.reader());
        if (!filter.kinds().isEmpty()) {
            where.append(" and c.kind in (:kinds)");
            params.put("kinds", filter.kinds().stream().map(CaseKind::json).toList());
        }
        if (!filter.statuses().isEmpty()) {
            where.append(" and c.status in (:statuses)");
            params.put(
                    "statuses", filter.statuses().stream().map(CaseStatus::json).toList());
        }
        if (filter.dueBefore() != null) {
            where.append(" and ").append(UNDONE.formatted("dueBefore"));
            params.put("dueBefore", Timestamp.from(filter.dueBefore()));
        }
        if (filter.overdue() != null) {
            where.append(filter.overdue() ? " and " : " and not ")
                    .append("(c.status <> 'closed' and ")
                    .append(UNDONE.formatted("now"))
                    .append(')');
            params.put("now", Timestamp.from(timeline.now()));
        }
        return where.toString();
    }
}
