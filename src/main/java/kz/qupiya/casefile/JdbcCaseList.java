package kz.qupiya.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The list over the register. A page is found by ids alone and filled afterwards, so that a list of a million cases does not look up the deadlines of all of them.
 */
@Service
@Transactional(readOnly = true)
class JdbcCaseList implements CaseList {

    private static final int FETCH = 1000;

    /** The earliest deadline that is not done, of the few cases that have one. */
    private static final String UNDONE =
            """
            (select distinct on (case_id) case_id, due_at, duty from qupiya.deadline
             where met_at is null and state <> 'cancelled' order by case_id, due_at)""";

    private static final String ROW = "select " + CaseFileRows.COLUMNS
            + ", c.rehearsal, u.due_at, u.duty, coalesce(m.missed, 0) as missed from qupiya.case_file c ";

    /** For a page: looked up for each of its few cases. */
    private static final String ROW_OF_PAGE = ROW
            + """
            left join lateral (select count(*) as missed from qupiya.deadline d where d.case_id = c.id and d.missed_at is not null) m on true
            left join lateral (select d.due_at, d.duty from qupiya.deadline d
                where d.case_id = c.id and d.met_at is null and d.state <> 'cancelled' and c.status <> 'closed'
                order by d.due_at limit 1) u on true
            where c.id = any(:ids)""";

    /** For all cases: gathered once, since looking up a million one by one takes longer than all the rest. */
    private static final String ROW_OF_ALL = ROW
            + """
            left join (select case_id, count(*) as missed from qupiya.deadline where missed_at is not null group by case_id) m on m.case_id = c.id
            left join\s"""
            + UNDONE + " u on u.case_id = c.id and c.status <> 'closed' where ";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate streaming;
    private final Clock clock;

    JdbcCaseList(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        this.jdbc = jdbc;
        var own = new JdbcTemplate(java.util.Objects.requireNonNull(template.getDataSource()));
        own.setFetchSize(FETCH);
        this.streaming = new NamedParameterJdbcTemplate(own);
        this.clock = clock;
    }

    @Override
    public Page page(Filter filter, Sort sort, int page, int size) {
        var query = new Query(filter, clock.instant());
        long total = jdbc.sql("select count(*) from (select 1 " + query.from(false) + " limit " + (COUNTED + 1) + ") t")
                .params(query.params)
                .query(Long.class)
                .single();
        query.params.put("limit", size);
        query.params.put("offset", (long) page * size);
        var order = sort == Sort.DUE
                ? "u.due_at nulls last, c.received_at desc, c.number desc"
                : "c.received_at desc, c.number desc";
        var ids = jdbc.sql("select c.id " + query.from(sort == Sort.DUE) + " order by " + order
                        + " limit :limit offset :offset")
                .params(query.params)
                .query(UUID.class)
                .list();
        return new Page(rows(ids), page, size, total);
    }

    private List<Row> rows(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var rows = new HashMap<UUID, Row>();
        jdbc.sql(ROW_OF_PAGE)
                .param("ids", ids.toArray(UUID[]::new))
                .query(JdbcCaseList::row)
                .list()
                .forEach(row -> rows.put(row.caseFile().id(), row));
        return ids.stream().map(rows::get).toList();
    }

    @Override
    public void each(Filter filter, Consumer<Row> consumer) {
        var query = new Query(filter, clock.instant());
        streaming.query(
                ROW_OF_ALL + query.where(true) + " order by c.received_at desc, c.number desc", query.params, row -> {
                    consumer.accept(row(row, 0));
                });
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        var duty = row.getString("duty");
        return new Row(
                CaseFileRows.map(row, n),
                CaseFileRows.instant(row, "due_at"),
                duty == null ? null : Duty.of(duty).orElseThrow(),
                row.getLong("missed"),
                row.getBoolean("rehearsal"));
    }

    /** A filter as SQL: conditions with names, nothing of a caller in the text. */
    private static final class Query {

        private final Map<String, Object> params = new HashMap<>();
        private final StringBuilder where = new StringBuilder("c.operator = any(:operators::text[])");
        private final @Nullable String urgency;

        Query(Filter filter, Instant now) {
            params.put(
                    "operators",
                    filter.operators().stream().map(OperatorKey::value).toArray(String[]::new));
            var reader = filter.reader();
            if (reader != null) {
                and(ConcernedStaff.VISIBLE.formatted(":reader"), "reader", () -> reader);
            }
            any("c.kind", "kinds", filter.kinds(), CaseKind::json);
            any("c.status", "statuses", filter.statuses(), CaseStatus::json);
            any("c.outcome", "outcomes", filter.outcomes(), Outcome::json);
            span("c.received_at", "received", filter.received());
            span("c.closed_at", "closed", filter.closed());
            deadline(
                    filter.dueIn(),
                    "due",
                    "d.due_at",
                    "d.met_at is null and d.state <> 'cancelled' and c.status <> 'closed'");
            deadline(filter.missedIn(), "missed", "d.missed_at", "d.missed_at is not null");
            var rehearsal = filter.rehearsal();
            if (rehearsal != null) {
                and("c.rehearsal = :rehearsal", "rehearsal", () -> rehearsal);
            }
            var numbers = filter.numbers();
            if (numbers != null) {
                and("c.number = any(:numbers::text[])", "numbers", () -> numbers.toArray(String[]::new));
            }
            urgency = filter.due() == null ? null : urgency(filter.due(), filter.days(), now);
            if (urgency != null) {
                where.append(" and c.status <> 'closed'");
            }
        }

        /** Table and conditions; with the earliest deadline where the order or the filter asks for it. */
        String from(boolean dated) {
            var join = dated || urgency != null
                    ? " left join " + UNDONE + " u on u.case_id = c.id and c.status <> 'closed'"
                    : "";
            return "from qupiya.case_file c" + join + " where " + where(true);
        }

        String where(boolean withUrgency) {
            return urgency != null && withUrgency ? where + " and " + urgency : where.toString();
        }

        private String urgency(Due due, List<OperatorDays> days, Instant now) {
            params.put("now", Timestamp.from(now));
            params.put(
                    "dayOperators",
                    days.stream().map(each -> each.operator().value()).toArray(String[]::new));
            params.put(
                    "today",
                    days.stream().map(each -> each.endOfToday().toString()).toArray(String[]::new));
            params.put(
                    "third",
                    days.stream().map(each -> each.endOfThirdDay().toString()).toArray(String[]::new));
            return switch (due) {
                case OVERDUE -> "u.due_at < :now";
                case TODAY -> "u.due_at >= :now and u.due_at <= " + end("today");
                case THREE_DAYS ->
                    "u.due_at >= :now and u.due_at > " + end("today") + " and u.due_at <= " + end("third");
                case ON_TIME -> "u.due_at >= :now and u.due_at > " + end("third");
                case UNDATED -> "u.due_at is null";
            };
        }

        private static String end(String which) {
            return "(select day.%s from unnest(:dayOperators::text[], :today::text[]::timestamptz[], :third::text[]::timestamptz[]) as day(operator, today, third) where day.operator = c.operator)"
                    .formatted(which);
        }

        private void deadline(@Nullable Span span, String name, String column, String condition) {
            if (span == null) {
                return;
            }
            var found = new StringBuilder(" and exists (select from qupiya.deadline d where d.case_id = c.id and ")
                    .append(condition);
            bound(found, column + " >= :" + name + "From", name + "From", span.from());
            bound(found, column + " < :" + name + "To", name + "To", span.to());
            where.append(found).append(')');
        }

        private void span(String column, String name, @Nullable Span span) {
            if (span != null) {
                bound(where, column + " >= :" + name + "From", name + "From", span.from());
                bound(where, column + " < :" + name + "To", name + "To", span.to());
            }
        }

        private void bound(StringBuilder sql, String condition, String name, @Nullable Instant at) {
            if (at != null) {
                sql.append(" and ").append(condition);
                params.put(name, Timestamp.from(at));
            }
        }

        private <T> void any(String column, String name, Collection<T> values, Function<T, String> json) {
            if (!values.isEmpty()) {
                and(column + " = any(:" + name + "::text[])", name, () -> values.stream()
                        .map(json)
                        .toArray(String[]::new));
            }
        }

        private void and(String condition, String name, Supplier<Object> value) {
            where.append(" and ").append(condition);
            params.put(name, value.get());
        }
    }
}
