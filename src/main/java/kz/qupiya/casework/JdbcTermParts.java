package kz.qupiya.casework;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.DeadlinesMoved;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Parts of terms in PostgreSQL. Whatever changes one locks the row of its case first, as the deadlines do. */
@Service
class JdbcTermParts implements TermParts {

    /** Before the engine's due dates and timers follow. */
    static final int FIRST = 0;

    private static final Logger log = LoggerFactory.getLogger(JdbcTermParts.class);
    private static final Actor WATCH = Actor.job("term-parts");

    /** How many parts are looked at in one run. */
    private static final int MOST = 500;

    /** A part of an open case whose duty is not done. */
    private static final String ALIVE =
            """
            p.done_at is null and c.status <> 'closed' and exists (select from qupiya.deadline d
                where d.case_id = p.case_id and d.duty = p.duty and d.met_at is null and d.state <> 'cancelled')""";

    private static final String DUE =
            "(p.overdue_at is null and (p.due_at < :now or (p.chased_at is null and p.chase_at <= :now)))";

    private final JdbcClient jdbc;
    private final Deadlines deadlines;
    private final CaseFiles cases;
    private final Operators operators;
    private final WorkingCalendar calendar;
    private final ObjectProvider<PartTasks> tasks;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final Clock clock;

    JdbcTermParts(
            JdbcClient jdbc,
            Deadlines deadlines,
            CaseFiles cases,
            Operators operators,
            WorkingCalendar calendar,
            ObjectProvider<PartTasks> tasks,
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.deadlines = deadlines;
        this.cases = cases;
        this.operators = operators;
        this.calendar = calendar;
        this.tasks = tasks;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    @Transactional
    public TermPart give(UUID caseId, String step, @Nullable String topic, Duty duty, int sharePercent) {
        if (sharePercent < 1 || sharePercent > 100) {
            throw new IllegalArgumentException("a part is 1 to 100 percent of a term");
        }
        lock(caseId);
        var about = topic == null ? "" : topic;
        var known = find(caseId, step, about).filter(part -> part.doneAt() == null);
        if (known.isPresent()) {
            return known.get();
        }
        var deadline = running(caseId, duty)
                .orElseThrow(() -> new ConflictException("casework.part.no-deadline", duty.code()));
        var now = now();
        var span = span(caseId, now, deadline, sharePercent, now);
        jdbc.sql(
                        """
                        insert into qupiya.term_part (case_id, step, topic, duty, share_percent, given_at, due_at, chase_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (case_id, step, topic) do update set duty = excluded.duty, share_percent = excluded.share_percent,
                            given_at = excluded.given_at, due_at = excluded.due_at, chase_at = excluded.chase_at,
                            chased_at = null, overdue_at = null, done_at = null, task_id = null""")
                .params(
                        caseId,
                        step,
                        about,
                        duty.code(),
                        sharePercent,
                        Timestamp.from(now),
                        Timestamp.from(span.dueAt()),
                        Timestamp.from(span.chaseAt()))
                .update();
        cases.record(
                caseId,
                TimelineEvent.of("part.given", WATCH)
                        .with("part", step)
                        .with("topic", about.isEmpty() ? null : about)
                        .with("duty", duty.code())
                        .with("share", sharePercent)
                        .with("dueAt", span.dueAt()));
        return new TermPart(caseId, step, about, duty, span.dueAt(), span.chaseAt(), null, null);
    }

    /** The term of a duty that is not done; overdue ones too, since the step has to be done all the same. */
    private Optional<Deadline> running(UUID caseId, Duty duty) {
        return deadlines
                .of(caseId, duty)
                .filter(deadline -> deadline.metAt() == null && deadline.state() != DeadlineState.CANCELLED);
    }

    private PartSpan span(UUID caseId, Instant from, Deadline deadline, int share, Instant now) {
        var week = operators.get(cases.get(caseId).operator()).week();
        return PartSpan.of(from, deadline.dueAt(), share, now, week, calendar.snapshot());
    }

    @Override
    public Optional<TermPart> find(UUID caseId, String step, @Nullable String topic) {
        return rows("p.case_id = :case and p.step = :step and p.topic = :topic", query -> query.param("case", caseId)
                        .param("step", step)
                        .param("topic", topic == null ? "" : topic))
                .stream()
                .map(Row::part)
                .findFirst();
    }

    @Override
    @Transactional
    public void done(UUID caseId, String step, @Nullable String topic) {
        lock(caseId);
        jdbc.sql(
                        """
                        update qupiya.term_part set done_at = ? where case_id = ? and step = ? and topic = ? and done_at is null""")
                .params(Timestamp.from(now()), caseId, step, topic == null ? "" : topic)
                .update();
    }

    @Override
    @Transactional
    public void carry(UUID caseId, String step, @Nullable String topic, String taskId) {
        jdbc.sql("update qupiya.term_part set task_id = ? where case_id = ? and step = ? and topic = ?")
                .params(taskId, caseId, step, topic == null ? "" : topic)
                .update();
    }

    @Override
    public Optional<TermPart> ofTask(String taskId) {
        return rows("p.task_id = :task", query -> query.param("task", taskId)).stream()
                .map(Row::part)
                .findFirst();
    }

    @Override
    public List<TermPart> of(UUID caseId) {
        return rowsOf(caseId).stream().map(Row::part).toList();
    }

    /** The parts of a case with what only the panel and the watch want to know, by their ends. */
    List<Row> rowsOf(UUID caseId) {
        return rows("p.case_id = :case", query -> query.param("case", caseId));
    }

    /** What has not ended moves with its deadline: the same share of a longer or shorter term, from when it was given. */
    @EventListener
    @Order(FIRST)
    @Transactional
    public void moved(DeadlinesMoved event) {
        for (var caseId : event.caseIds()) {
            lock(caseId);
            for (var row : rows(
                    "p.case_id = :case and p.overdue_at is null and " + ALIVE, query -> query.param("case", caseId))) {
                running(caseId, row.part().duty())
                        .map(deadline -> span(caseId, row.givenAt(), deadline, row.share(), now()))
                        .filter(span -> !span.dueAt().equals(row.part().dueAt()))
                        .ifPresent(span -> jdbc.sql(
                                        """
                                        update qupiya.term_part set due_at = ?, chase_at = ? where case_id = ? and step = ? and topic = ?""")
                                .params(
                                        Timestamp.from(span.dueAt()),
                                        Timestamp.from(span.chaseAt()),
                                        caseId,
                                        row.part().step(),
                                        row.part().topic())
                                .update());
            }
        }
    }

    @Override
    public int chase() {
        var due = rows(
                ALIVE + " and " + DUE,
                query -> query.param("now", Timestamp.from(now())),
                " order by p.due_at limit " + MOST);
        var dealt = 0;
        for (var row : due) {
            dealt += chase(row.part()) ? 1 : 0;
        }
        return dealt;
    }

    private boolean chase(TermPart seen) {
        try {
            return Boolean.TRUE.equals(transactions.execute(status -> {
                lock(seen.caseId());
                var now = now();
                // Another node may have taken it meanwhile, or the step be done.
                var found = rows(
                        "p.case_id = :case and p.step = :step and p.topic = :topic and " + ALIVE + " and " + DUE,
                        query -> query.param("case", seen.caseId())
                                .param("step", seen.step())
                                .param("topic", seen.topic())
                                .param("now", Timestamp.from(now)),
                        " for update of p skip locked");
                found.forEach(row -> take(row, now));
                return !found.isEmpty();
            }));
        } catch (RuntimeException e) {
            // The next run looks again; the message of a listener's exception may hold anything.
            log.warn(
                    "a part of a term of case {} was not looked after: {}",
                    seen.caseId(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private void take(Row row, Instant now) {
        var part = row.part();
        var carrier = Optional.ofNullable(tasks.getIfAvailable()).flatMap(known -> known.of(part, row.taskId()));
        var task = carrier.map(PartTasks.PartTask::name).orElse(null);
        var overdue = part.overdue(now);
        jdbc.sql("update qupiya.term_part set " + (overdue ? "overdue_at" : "chased_at")
                        + " = ? where case_id = ? and step = ? and topic = ?")
                .params(Timestamp.from(now), part.caseId(), part.step(), part.topic())
                .update();
        var said = overdue ? TimelineEvent.of("part.overdue", WATCH) : TimelineEvent.of("part.chased", WATCH);
        cases.record(
                part.caseId(),
                said.with("part", part.step())
                        .with("topic", part.topic().isEmpty() ? null : part.topic())
                        .with("duty", part.duty().code())
                        .with("dueAt", part.dueAt()));
        if (overdue) {
            events.publishEvent(new TermPartOverdue(part.caseId(), part.duty(), part.dueAt(), task));
            return;
        }
        carrier.ifPresent(found -> tasks.getObject().raise(found.id()));
        events.publishEvent(new TermPartChased(
                part.caseId(),
                part.duty(),
                part.dueAt(),
                task,
                carrier.map(PartTasks.PartTask::holder).orElse(null),
                carrier.map(PartTasks.PartTask::groups).orElse(Set.of())));
    }

    private void lock(UUID caseId) {
        jdbc.sql("select 1 from qupiya.case_file where id = ? for no key update")
                .param(caseId)
                .query(Integer.class)
                .optional();
    }

    private List<Row> rows(String where, java.util.function.UnaryOperator<JdbcClient.StatementSpec> params) {
        return rows(where, params, " order by p.due_at, p.step, p.topic");
    }

    private List<Row> rows(
            String where, java.util.function.UnaryOperator<JdbcClient.StatementSpec> params, String more) {
        var query = jdbc.sql(
                "select p.* from qupiya.term_part p join qupiya.case_file c on c.id = p.case_id where " + where + more);
        return params.apply(query).query(JdbcTermParts::row).list();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                new TermPart(
                        row.getObject("case_id", UUID.class),
                        row.getString("step"),
                        row.getString("topic"),
                        Duty.of(row.getString("duty")).orElseThrow(),
                        row.getTimestamp("due_at").toInstant(),
                        row.getTimestamp("chase_at").toInstant(),
                        instant(row, "chased_at"),
                        instant(row, "done_at")),
                row.getTimestamp("given_at").toInstant(),
                row.getInt("share_percent"),
                row.getString("task_id"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A row of the table.
     *
     * @param share percent of the term
     */
    record Row(TermPart part, Instant givenAt, int share, @Nullable String taskId) {}
}
