package kz.qupiya.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class JdbcCaseFigures implements CaseFigures {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcCaseFigures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<Urgency> urgency(List<OperatorDays> operators) {
        return jdbc.sql(
                        """
                        with days as (
                            select * from unnest(:operators::text[], :today::text[]::timestamptz[], :third::text[]::timestamptz[]) as d(operator, today, third)
                        ), undone as (
                            select case_id, min(due_at) as due_at from qupiya.deadline
                            where met_at is null and state <> 'cancelled' group by case_id
                        )
                        select c.operator, c.kind,
                            count(*) filter (where u.due_at < :now) as overdue,
                            count(*) filter (where u.due_at >= :now and u.due_at <= d.today) as today,
                            count(*) filter (where u.due_at >= :now and u.due_at > d.today and u.due_at <= d.third) as three_days,
                            count(*) filter (where u.due_at >= :now and u.due_at > d.third) as on_time,
                            count(*) filter (where u.due_at is null) as undated
                        from qupiya.case_file c
                        join days d on d.operator = c.operator
                        left join undone u on u.case_id = c.id
                        where c.status <> 'closed' and not c.rehearsal
                        group by c.operator, c.kind order by c.operator, c.kind""")
                .param("operators", texts(operators, days -> days.operator().value()))
                .param("today", timestamps(operators, OperatorDays::endOfToday))
                .param("third", timestamps(operators, OperatorDays::endOfThirdDay))
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new Urgency(
                        operator(row),
                        kind(row),
                        row.getLong("overdue"),
                        row.getLong("today"),
                        row.getLong("three_days"),
                        row.getLong("on_time"),
                        row.getLong("undated")))
                .list();
    }

    @Override
    public List<Long> due(Collection<OperatorKey> operators, List<Instant> bounds) {
        return perSpan(
                """
                select width_bucket(d.due_at, :bounds::text[]::timestamptz[]) as span, count(distinct d.case_id) as cases
                from qupiya.deadline d join qupiya.case_file c on c.id = d.case_id
                where d.met_at is null and d.state <> 'cancelled' and d.due_at >= :first and d.due_at < :last
                    and c.status <> 'closed' and c.operator = any(:operators::text[]) and not c.rehearsal
                group by 1""",
                operators,
                bounds);
    }

    @Override
    public List<Long> done(Collection<OperatorKey> operators, List<Instant> bounds) {
        return perSpan(
                """
                select width_bucket(d.met_at, :bounds::text[]::timestamptz[]) as span, count(distinct d.case_id) as cases
                from qupiya.deadline d join qupiya.case_file c on c.id = d.case_id
                where d.met_at >= :first and d.met_at < :last and c.operator = any(:operators::text[]) and not c.rehearsal
                group by 1""",
                operators,
                bounds);
    }

    @Override
    public List<Ended> ended(Collection<OperatorKey> operators, List<Instant> bounds) {
        var missed = perSpan(
                """
                select width_bucket(d.missed_at, :bounds::text[]::timestamptz[]) as span, count(distinct d.case_id) as cases
                from qupiya.deadline d join qupiya.case_file c on c.id = d.case_id
                where d.missed_at >= :first and d.missed_at < :last and c.operator = any(:operators::text[]) and not c.rehearsal
                group by 1""",
                operators,
                bounds);
        // A deadline ends by being missed, also when the duty is done later, or by being met.
        var ended = perSpan(
                """
                select span, count(distinct case_id) as cases from (
                    select width_bucket(d.missed_at, :bounds::text[]::timestamptz[]) as span, d.case_id from qupiya.deadline d
                    where d.missed_at >= :first and d.missed_at < :last
                    union
                    select width_bucket(d.met_at, :bounds::text[]::timestamptz[]), d.case_id from qupiya.deadline d
                    where d.met_at >= :first and d.met_at < :last and d.state = 'met') e
                join qupiya.case_file c on c.id = e.case_id
                where c.operator = any(:operators::text[]) and not c.rehearsal
                group by 1""",
                operators,
                bounds);
        var both = new ArrayList<Ended>();
        for (int i = 0; i < missed.size(); i++) {
            both.add(new Ended(missed.get(i), ended.get(i)));
        }
        return both;
    }

    @Override
    public List<Volume> volumes(Collection<OperatorKey> operators, Instant from, Instant to) {
        return period(
                        """
                        select c.operator, c.kind,
                            count(*) filter (where c.received_at >= :from) as received,
                            count(*) filter (where c.closed_at >= :from and c.closed_at < :to) as closed,
                            count(*) filter (where c.closed_at is null or c.closed_at >= :to) as open,
                            percentile_cont(0.5) within group (order by extract(epoch from c.decided_at - c.received_at) / 86400)
                                filter (where c.decided_at >= :from and c.decided_at < :to) as days
                        from qupiya.case_file c
                        where c.operator = any(:operators::text[]) and not c.rehearsal and c.received_at < :to
                            and (c.received_at >= :from or c.closed_at is null or c.closed_at >= :from)
                        group by c.operator, c.kind order by c.operator, c.kind""",
                        operators,
                        from,
                        to)
                .query((row, n) -> new Volume(
                        operator(row),
                        kind(row),
                        row.getLong("received"),
                        row.getLong("closed"),
                        row.getLong("open"),
                        row.getObject("days", Double.class)))
                .list();
    }

    @Override
    public List<DutyRecord> duties(Collection<OperatorKey> operators, Instant from, Instant to) {
        return period(
                        """
                        select c.operator, d.duty,
                            count(*) filter (where d.missed_at is null) as met, count(*) filter (where d.missed_at is not null) as missed
                        from qupiya.deadline d join qupiya.case_file c on c.id = d.case_id
                        where c.operator = any(:operators::text[]) and not c.rehearsal
                            and ((d.missed_at >= :from and d.missed_at < :to)
                                or (d.missed_at is null and d.state = 'met' and d.met_at >= :from and d.met_at < :to))
                        group by c.operator, d.duty order by c.operator, d.duty""",
                        operators,
                        from,
                        to)
                .query((row, n) -> new DutyRecord(
                        operator(row),
                        Duty.of(row.getString("duty")).orElseThrow(),
                        row.getLong("met"),
                        row.getLong("missed")))
                .list();
    }

    @Override
    public List<Counted> grounds(Collection<OperatorKey> operators, Instant from, Instant to) {
        return counted(
                """
                select c.operator, c.kind, c.ground as code, count(*) as cases from qupiya.case_file c
                where c.operator = any(:operators::text[]) and not c.rehearsal and c.received_at >= :from and c.received_at < :to and c.ground is not null
                group by c.operator, c.kind, c.ground order by c.operator, c.kind, cases desc, code""",
                operators,
                from,
                to);
    }

    @Override
    public List<Counted> outcomes(Collection<OperatorKey> operators, Instant from, Instant to) {
        return counted(
                """
                select c.operator, c.kind, c.outcome as code, count(*) as cases from qupiya.case_file c
                where c.operator = any(:operators::text[]) and not c.rehearsal and c.closed_at >= :from and c.closed_at < :to
                group by c.operator, c.kind, c.outcome order by c.operator, c.kind, cases desc, code""",
                operators,
                from,
                to);
    }

    @Override
    public Set<String> openRehearsals(Collection<OperatorKey> operators) {
        return Set.copyOf(jdbc.sql(
                        """
                                select c.number from qupiya.case_file c
                                where c.rehearsal and c.status <> 'closed' and c.operator = any(:operators::text[])""")
                .param("operators", texts(operators, OperatorKey::value))
                .query(String.class)
                .list());
    }

    private List<Counted> counted(String sql, Collection<OperatorKey> operators, Instant from, Instant to) {
        return period(sql, operators, from, to)
                .query((row, n) -> new Counted(operator(row), kind(row), row.getString("code"), row.getLong("cases")))
                .list();
    }

    private JdbcClient.StatementSpec period(String sql, Collection<OperatorKey> operators, Instant from, Instant to) {
        return jdbc.sql(sql)
                .param("operators", texts(operators, OperatorKey::value))
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to));
    }

    private List<Long> perSpan(String sql, Collection<OperatorKey> operators, List<Instant> bounds) {
        if (bounds.size() < 2) {
            throw new IllegalArgumentException("a span has two bounds");
        }
        var figures = new Long[bounds.size() - 1];
        Arrays.fill(figures, 0L);
        jdbc.sql(sql)
                .param("operators", texts(operators, OperatorKey::value))
                .param("bounds", timestamps(bounds, Function.identity()))
                .param("first", Timestamp.from(bounds.get(0)))
                .param("last", Timestamp.from(bounds.get(bounds.size() - 1)))
                .query(row -> {
                    figures[row.getInt("span") - 1] = row.getLong("cases");
                });
        return List.of(figures);
    }

    private static OperatorKey operator(ResultSet row) throws SQLException {
        return new OperatorKey(row.getString("operator"));
    }

    private static CaseKind kind(ResultSet row) throws SQLException {
        return CaseKind.of(row.getString("kind"));
    }

    private static <T> String[] texts(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }

    /** As texts, with their zone: the driver writes an array of timestamps in that of the machine. */
    private static <T> String[] timestamps(Collection<T> all, Function<T, Instant> instant) {
        return texts(all, instant.andThen(Instant::toString));
    }
}
