package kz.qupiya.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.CalendarLoaded;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.operator.DatedRule;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.DutyTerms;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.PolicyTerm;
import kz.qupiya.operator.Stricter;
import kz.qupiya.operator.TermRule;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deadlines in PostgreSQL. Whatever changes one locks the row of its case first, so that two nodes, a timer and the sweep never take the same step twice and never wait for
 * each other in a circle.
 */
@Service
class JdbcDeadlines implements Deadlines {

    private static final Logger log = LoggerFactory.getLogger(JdbcDeadlines.class);

    /** The last instant itself is still in time. */
    private static final Duration AFTER = Duration.ofMillis(1);

    private static final Actor CLOCK = Actor.job("deadlines");
    private static final Actor CALENDAR = Actor.job("calendar");
    private static final int SWEEP = 500;
    private static final TypeReference<List<Deadline.Reading>> READINGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTimeline timeline;
    private final Operators operators;
    private final DutyTerms terms;
    private final WorkingCalendar calendar;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    /** Its own, so that a setting of the web never changes what is stored. */
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    JdbcDeadlines(
            JdbcClient jdbc,
            JdbcTimeline timeline,
            Operators operators,
            DutyTerms terms,
            WorkingCalendar calendar,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.timeline = timeline;
        this.operators = operators;
        this.terms = terms;
        this.calendar = calendar;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    @Transactional
    public List<Deadline> startAll(UUID caseId, List<StartDeadline> commands) {
        var owner = lock(caseId);
        var known = rows("d.case_id = ? and d.state <> 'cancelled' order by d.position desc", caseId);
        // Every date of these deadlines stands on one calendar, which is asked for once.
        var newest = calendar.snapshot();
        var started = new ArrayList<Deadline>();
        var said = new ArrayList<TimelineEvent>();
        for (var command : commands) {
            var from = command.from().truncatedTo(ChronoUnit.MICROS);
            var running = known.stream()
                    .filter(row -> row.duty().equals(command.duty()))
                    .filter(row -> row.metAt() == null || row.from().equals(from))
                    .findFirst();
            if (running.isPresent()) {
                started.add(complete(List.of(running.get())).get(0));
                continue;
            }
            if (owner.closed()) {
                throw new ConflictException("casefile.closed");
            }
            started.add(start(caseId, operators.get(owner.operator()), command, from, newest, said));
        }
        timeline.appendAll(caseId, said);
        return started;
    }

    private Deadline start(
            UUID caseId,
            OperatorProfile profile,
            StartDeadline command,
            Instant from,
            WorkingCalendar newest,
            List<TimelineEvent> said) {
        var readings = readings(profile, command, from, newest);
        var ruling = readings.get(0);
        var dueAt = ruling.receipt().dueAt();
        var steps = steps(profile, from, ruling.receipt(), newest);
        var id = UUID.randomUUID();
        insert(id, caseId, command, from, dueAt, readings, steps);
        said.add(withSource(TimelineEvent.of("deadline.started", CLOCK), ruling.rule())
                .with("duty", command.duty().code())
                .with("from", from)
                .with("dueAt", dueAt)
                .with("basis", ruling.rule().basis())
                .with("calendar", ruling.receipt().calendar())
                .with("official", ruling.receipt().official()));
        return new Deadline(
                id,
                caseId,
                command.duty(),
                from,
                dueAt,
                DeadlineState.RUNNING,
                null,
                readings,
                List.of(),
                steps.entrySet().stream()
                        .map(step -> new Deadline.Step(step.getKey(), step.getValue(), null))
                        .toList(),
                null);
    }

    /** The deadline with its first calculation and its steps; in one statement, since opening a case waits for it. */
    private void insert(
            UUID id,
            UUID caseId,
            StartDeadline command,
            Instant from,
            Instant dueAt,
            List<Deadline.Reading> readings,
            Map<String, Instant> steps) {
        var now = Timestamp.from(timeline.now());
        jdbc.sql(
                        """
                        with started as (
                            insert into qupiya.deadline (id, case_id, duty, started_from, also_from, also_why, due_at, state, started_at)
                            values (?, ?, ?, ?, ?, ?, ?, 'running', ?)),
                        calculated as (
                            insert into qupiya.deadline_calculation (deadline_id, revision, computed_at, due_at, readings)
                            values (?, 1, ?, ?, ?::jsonb))
                        insert into qupiya.deadline_step (deadline_id, name, at)
                        select ?, * from unnest(?::text[], ?::timestamptz[])""")
                .param(id)
                .param(caseId)
                .param(command.duty().code())
                .param(Timestamp.from(from))
                .param(command.alsoFrom() == null ? null : Timestamp.from(command.alsoFrom()))
                .param(command.alsoWhy())
                .param(Timestamp.from(dueAt))
                .param(now)
                .param(id)
                .param(now)
                .param(Timestamp.from(dueAt))
                .param(write(readings))
                .param(id)
                .param(steps.keySet().toArray(String[]::new))
                .param(steps.values().stream().map(Instant::toString).toArray(String[]::new))
                .update();
    }

    private List<Deadline.Reading> readings(
            OperatorProfile profile, StartDeadline command, Instant from, WorkingCalendar newest) {
        var rules = new ArrayList<>(terms.rules(profile.key(), command.duty(), Almaty.dayOf(from)));
        if (!command.notice()) {
            rules.removeIf(rule -> rule.nature() == PolicyTerm.Nature.NOTICE);
        }
        if (command.lastDay() != null) {
            rules.add(TermRule.named(Almaty.dayOf(from), command.lastDay()));
        }
        if (rules.isEmpty()) {
            throw new ConflictException(
                    "casefile.deadline.no-term", command.duty().code());
        }
        return readings(command.duty(), rules, from, command.alsoFrom(), command.alsoWhy(), profile.week(), newest);
    }

    /** The stricter reading rules; behind it what it overrides, last what is information only. */
    private static List<Deadline.Reading> readings(
            Duty duty,
            List<TermRule> rules,
            Instant from,
            @Nullable Instant alsoFrom,
            @Nullable String alsoWhy,
            WorkingWeek week,
            WorkingCalendar calendar) {
        var readings = new ArrayList<Deadline.Reading>();
        var binding = Stricter.of(duty, rules, from, week, calendar);
        readings.add(reading(Deadline.Reading.Role.RULES, binding.ruling(), null));
        binding.overridden().forEach(one -> readings.add(reading(Deadline.Reading.Role.OVERRIDDEN, one, null)));
        if (alsoFrom != null) {
            var also = Stricter.of(duty, rules, alsoFrom, week, calendar);
            readings.add(reading(Deadline.Reading.Role.INFORMATION, also.ruling(), alsoWhy));
        }
        return List.copyOf(readings);
    }

    private static Deadline.Reading reading(Deadline.Reading.Role role, DatedRule dated, @Nullable String why) {
        return new Deadline.Reading(role, dated.rule(), why, dated.receipt(), null);
    }

    private void insertCalculation(UUID id, int revision, Instant now, Instant dueAt, List<Deadline.Reading> readings) {
        jdbc.sql(
                        """
                        insert into qupiya.deadline_calculation (deadline_id, revision, computed_at, due_at, readings)
                        values (?, ?, ?, ?, ?::jsonb)""")
                .params(id, revision, Timestamp.from(now), Timestamp.from(dueAt), write(readings))
                .update();
    }

    private static Map<String, Instant> steps(
            OperatorProfile profile, Instant from, DeadlineReceipt receipt, WorkingCalendar newest) {
        var steps = new LinkedHashMap<String, Instant>();
        profile.warnings().steps(from, receipt, newest).forEach(step -> steps.put(step.code(), step.at()));
        steps.put(DueStep.MISSED, receipt.dueAt().plus(AFTER));
        return steps;
    }

    /** Sets the steps that were not taken yet to where they belong. */
    private void setSteps(UUID id, Map<String, Instant> steps) {
        jdbc.sql(
                        """
                        insert into qupiya.deadline_step (deadline_id, name, at)
                        select ?, * from unnest(?::text[], ?::timestamptz[])
                        on conflict (deadline_id, name) do update set at = excluded.at where deadline_step.taken_at is null""")
                .params(
                        id,
                        steps.keySet().toArray(String[]::new),
                        steps.values().stream().map(Instant::toString).toArray(String[]::new))
                .update();
    }

    private void dropSteps(UUID id, Set<String> kept) {
        jdbc.sql(
                        "delete from qupiya.deadline_step where deadline_id = ? and taken_at is null and name <> all(?::text[])")
                .params(id, kept.toArray(String[]::new))
                .update();
    }

    @Override
    @Transactional
    public void meet(UUID caseId, Duty duty, Instant at) {
        lock(caseId);
        var now = timeline.now();
        var moment = at.truncatedTo(ChronoUnit.MICROS);
        if (moment.isAfter(now)) {
            throw new IllegalArgumentException("a duty is not done in the future");
        }
        var undone = rows(
                        "d.case_id = ? and d.duty = ? and d.met_at is null and d.state in ('running', 'missed')"
                                + " order by d.position desc limit 1",
                        caseId,
                        duty.code())
                .stream()
                .findFirst();
        if (undone.isEmpty()) {
            return;
        }
        var row = undone.get();
        boolean wasRunning = row.state() == DeadlineState.RUNNING;
        if (wasRunning && moment.isAfter(row.dueAt())) {
            miss(row, now);
        }
        boolean late = !wasRunning || moment.isAfter(row.dueAt());
        jdbc.sql("update qupiya.deadline set met_at = ?, state = ? where id = ?")
                .params(Timestamp.from(moment), (late ? DeadlineState.MISSED : DeadlineState.MET).json(), row.id())
                .update();
        timeline.append(
                caseId,
                TimelineEvent.of("deadline.met", CLOCK)
                        .result(late ? "late" : "in-time")
                        .with("duty", duty.code())
                        .with("at", moment)
                        .with("dueAt", row.dueAt()));
        events.publishEvent(new DeadlineMet(caseId, row.id(), duty, moment, late));
    }

    @Override
    @Transactional
    public void cancel(UUID caseId, Duty duty, String reason, Actor by) {
        lock(caseId);
        rows("d.case_id = ? and d.duty = ? and d.state = 'running'", caseId, duty.code())
                .forEach(row -> dropOrMiss(row, reason, by));
    }

    /** What runs falls away with the closing of the case; what is overdue is marked first. The caller holds the lock of the case. */
    void settle(UUID caseId, Actor by) {
        rows("d.case_id = ? and d.state = 'running' order by d.position", caseId)
                .forEach(row -> dropOrMiss(row, "case-closed", by));
    }

    private void dropOrMiss(Row row, String reason, Actor by) {
        var now = timeline.now();
        if (now.isAfter(row.dueAt())) {
            miss(row, now);
            return;
        }
        jdbc.sql("update qupiya.deadline set state = 'cancelled' where id = ?")
                .param(row.id())
                .update();
        timeline.append(
                row.caseId(),
                TimelineEvent.of("deadline.cancelled", by)
                        .result(reason)
                        .with("duty", row.duty().code())
                        .with("dueAt", row.dueAt()));
    }

    private void miss(Row row, Instant now) {
        jdbc.sql("update qupiya.deadline set state = 'missed', missed_at = ? where id = ?")
                .params(Timestamp.from(now), row.id())
                .update();
        // a warning that was not given has lost its sense
        jdbc.sql("update qupiya.deadline_step set taken_at = ? where deadline_id = ? and taken_at is null")
                .params(Timestamp.from(now), row.id())
                .update();
        timeline.append(
                row.caseId(),
                TimelineEvent.of("deadline.missed", CLOCK)
                        .with("duty", row.duty().code())
                        .with("dueAt", row.dueAt()));
        events.publishEvent(new DeadlineMissed(row.caseId(), row.id(), row.duty(), row.dueAt()));
    }

    @Override
    public List<Deadline> of(UUID caseId) {
        return of(List.of(caseId)).getOrDefault(caseId, List.of());
    }

    /** The deadlines of several cases by case, in few queries. */
    Map<UUID, List<Deadline>> of(Collection<UUID> caseIds) {
        var byCase = new HashMap<UUID, List<Deadline>>();
        complete(rows("d.case_id = any(?::uuid[]) order by d.position", (Object) ids(caseIds)))
                .forEach(one -> byCase.computeIfAbsent(one.caseId(), id -> new ArrayList<>())
                        .add(one));
        return byCase;
    }

    @Override
    public Optional<Deadline> of(UUID caseId, Duty duty) {
        return complete(rows("d.case_id = ? and d.duty = ? order by d.position desc limit 1", caseId, duty.code()))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> nextStep(UUID caseId) {
        return jdbc.sql(
                        """
                        select s.at from qupiya.deadline_step s join qupiya.deadline d on d.id = s.deadline_id
                        where d.case_id = ? and d.state = 'running' and s.taken_at is null order by s.at limit 1""")
                .param(caseId)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    @Override
    @Transactional
    public List<DueStep> takeDueSteps(UUID caseId) {
        lock(caseId);
        var now = timeline.now();
        var taken = new ArrayList<DueStep>();
        for (Row row : rows("d.case_id = ? and d.state = 'running' order by d.position", caseId)) {
            if (now.isAfter(row.dueAt())) {
                miss(row, now);
                taken.add(new DueStep(
                        row.id(), row.duty(), DueStep.MISSED, row.dueAt().plus(AFTER), row.dueAt()));
            } else {
                taken.addAll(warn(row, now));
            }
        }
        return taken;
    }

    private List<DueStep> warn(Row row, Instant now) {
        var due = jdbc
                .sql(
                        """
                        update qupiya.deadline_step set taken_at = ?
                        where deadline_id = ? and taken_at is null and at <= ? returning name, at""")
                .params(Timestamp.from(now), row.id(), Timestamp.from(now))
                .query((step, n) -> new DueStep(
                        row.id(),
                        row.duty(),
                        step.getString(1),
                        step.getTimestamp(2).toInstant(),
                        row.dueAt()))
                .list()
                .stream()
                .sorted(Comparator.comparing(DueStep::at))
                .toList();
        for (DueStep step : due) {
            timeline.append(
                    row.caseId(),
                    TimelineEvent.of("deadline.warned", CLOCK)
                            .with("duty", row.duty().code())
                            .with("step", step.step())
                            .with("dueAt", row.dueAt()));
            events.publishEvent(new DeadlineWarned(row.caseId(), row.id(), row.duty(), step.step(), row.dueAt()));
        }
        return due;
    }

    @Override
    public int sweepMissed() {
        int marked = 0;
        var after = new UUID(0, 0);
        while (true) {
            var cases = jdbc.sql(
                            """
                            select distinct case_id from qupiya.deadline
                            where state = 'running' and due_at < ? and case_id > ? order by case_id limit ?""")
                    .params(Timestamp.from(timeline.now()), after, SWEEP)
                    .query(UUID.class)
                    .list();
            if (cases.isEmpty()) {
                return marked;
            }
            for (UUID caseId : cases) {
                marked += sweep(caseId);
            }
            after = cases.get(cases.size() - 1);
        }
    }

    private int sweep(UUID caseId) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                lock(caseId);
                var now = timeline.now();
                var late = rows("d.case_id = ? and d.state = 'running' and d.due_at < ?", caseId, Timestamp.from(now));
                late.forEach(row -> miss(row, now));
                return late.size();
            }));
        } catch (RuntimeException e) {
            // one case that fails must not hide the others; the next sweep tries it again
            // and the message of a listener's exception is not for the log: who knows what it holds
            log.error(
                    "the sweep of missed deadlines failed for case {}: {}",
                    caseId,
                    e.getClass().getName());
            return 0;
        }
    }

    /** A calendar was loaded: what still runs is computed anew, both calculations stay; met and missed deadlines do not move. */
    @EventListener
    @Transactional
    public void recompute(CalendarLoaded loaded) {
        var moved = new LinkedHashSet<UUID>();
        var newest = calendar.snapshot();
        for (UUID caseId : affected(loaded.years())) {
            var owner = lock(caseId);
            var profile = operators.get(owner.operator());
            for (Row row : rows("d.case_id = ? and d.state = 'running' order by d.position", caseId)) {
                if (recompute(row, profile, newest)) {
                    moved.add(caseId);
                }
            }
        }
        if (!moved.isEmpty()) {
            events.publishEvent(new DeadlinesMoved(Set.copyOf(moved)));
        }
    }

    @Override
    @Transactional
    public Deadline move(UUID caseId, Duty duty, LocalDate dueOn, String reason, Actor by) {
        var owner = lock(caseId);
        var row = newest(caseId, duty);
        var now = timeline.now();
        var before = movable(row, now);
        var profile = operators.get(owner.operator());
        var newest = calendar.snapshot();
        var computed = computed(row, before.readings(), newest);
        var decision = ManagersDate.reading(dueOn, now, reason, by, profile.week());
        ManagersDate.check(decision, before, computed);
        if (owner.kind() == CaseKind.CLAIM && decision.receipt().dueAt().isAfter(row.dueAt())) {
            // The claimant has to learn of it, so it is a prolongation with its letter.
            throw new ConflictException("casefile.deadline.prolong-instead");
        }
        replace(row, before, ManagersDate.over(computed, decision), profile, newest);
        timeline.append(
                caseId,
                TimelineEvent.of("deadline.moved", by)
                        .result("by-manager")
                        .with("duty", duty.code())
                        .with("before", row.dueAt())
                        .with("dueAt", decision.receipt().dueAt())
                        .with("reason", reason));
        events.publishEvent(new DeadlinesMoved(Set.of(caseId)));
        return of(caseId, duty).orElseThrow();
    }

    @Override
    @Transactional
    public Deadline prolong(UUID caseId, Duty duty, LocalDate dueOn, String reason, Actor by) {
        var owner = lock(caseId);
        var longer = prolonged(caseId, duty, owner.operator());
        var decision = longer.decision(dueOn, reason, by);
        var row = longer.row();
        replace(
                row,
                longer.before(),
                ManagersDate.over(longer.computed(), decision),
                longer.profile(),
                longer.calendar());
        var dueAt = decision.receipt().dueAt();
        jdbc.sql("update qupiya.deadline set prolonged_at = ? where id = ?")
                .params(Timestamp.from(longer.now()), row.id())
                .update();
        // A warning given before the old end says nothing of the new one.
        var steps = steps(longer.profile(), row.from(), decision.receipt(), longer.calendar());
        jdbc.sql(
                        """
                        update qupiya.deadline_step s set at = n.at, taken_at = null
                        from unnest(?::text[], ?::timestamptz[]) as n(name, at)
                        where s.deadline_id = ? and s.name = n.name and n.at > ?""")
                .params(
                        steps.keySet().toArray(String[]::new),
                        steps.values().stream().map(Instant::toString).toArray(String[]::new),
                        row.id(),
                        Timestamp.from(longer.now()))
                .update();
        timeline.append(
                caseId,
                TimelineEvent.of("deadline.prolonged", by)
                        .with("duty", duty.code())
                        .with("before", row.dueAt())
                        .with("dueAt", dueAt)
                        .with("reason", reason));
        events.publishEvent(new DeadlinesMoved(Set.of(caseId)));
        events.publishEvent(new DeadlineProlonged(caseId, duty, row.dueAt(), dueAt, reason));
        return of(caseId, duty).orElseThrow();
    }

    @Override
    @Transactional(readOnly = true)
    public Prolongation prolongation(UUID caseId, Duty duty, @Nullable LocalDate dueOn) {
        var operator = jdbc.sql("select operator from qupiya.case_file where id = ?")
                .param(caseId)
                .query(String.class)
                .optional()
                .map(OperatorKey::new)
                .orElseThrow(() -> new NotFoundException("casefile.unknown"));
        var longer = prolonged(caseId, duty, operator);
        if (dueOn == null) {
            return new Prolongation(longer.row().dueAt(), longer.latestOn(), null, List.of());
        }
        var receipt = longer.decision(dueOn, "", CLOCK).receipt();
        var warnings = longer.profile().warnings().steps(longer.row().from(), receipt, longer.calendar()).stream()
                .filter(step -> step.at().isAfter(longer.now()))
                .map(step -> new Deadline.Step(step.code(), step.at(), null))
                .toList();
        return new Prolongation(longer.row().dueAt(), longer.latestOn(), receipt.dueAt(), warnings);
    }

    /** A deadline that may be prolonged, and how far. */
    private Prolonged prolonged(UUID caseId, Duty duty, OperatorKey operator) {
        var row = newest(caseId, duty);
        var now = timeline.now();
        if (row.prolongedAt() != null) {
            throw new ConflictException("casefile.deadline.prolonged");
        }
        var before = movable(row, now);
        var profile = operators.get(operator);
        var newest = calendar.snapshot();
        var computed = computed(row, before.readings(), newest);
        if (computed.get(0).rule().source() == TermRule.Source.LAW) {
            throw new ConflictException("casefile.deadline.of-law");
        }
        var most = profile.prolongations().get(duty);
        var latestOn = ManagersDate.latest(computed, most, profile.week(), newest);
        return new Prolonged(row, before, computed, profile, newest, now, latestOn);
    }

    /** What a prolongation starts from. */
    private record Prolonged(
            Row row,
            Deadline before,
            List<Deadline.Reading> computed,
            OperatorProfile profile,
            WorkingCalendar calendar,
            Instant now,
            LocalDate latestOn) {

        Deadline.Reading decision(LocalDate dueOn, String reason, Actor by) {
            var decision = ManagersDate.reading(dueOn, now, reason, by, profile.week());
            ManagersDate.checkProlonged(decision, before, computed, latestOn);
            return decision;
        }
    }

    private Row newest(UUID caseId, Duty duty) {
        return rows("d.case_id = ? and d.duty = ? order by d.position desc limit 1", caseId, duty.code()).stream()
                .findFirst()
                .orElseThrow(() -> new NotFoundException("casefile.deadline.unknown"));
    }

    /** A deadline on which a manager may decide: it runs, and neither law nor subject sets its day. */
    private Deadline movable(Row row, Instant now) {
        if (row.state() != DeadlineState.RUNNING || now.isAfter(row.dueAt())) {
            throw new ConflictException("casefile.deadline.ended");
        }
        var deadline = complete(List.of(row)).get(0);
        if (deadline.ruling().rule().source() == TermRule.Source.LAW) {
            throw new ConflictException("casefile.deadline.of-law");
        }
        if (deadline.ruling().rule().source() == TermRule.Source.SUBJECT) {
            throw new ConflictException("casefile.deadline.of-subject");
        }
        return deadline;
    }

    /** Puts a new calculation in the place of the current one, and the steps not taken yet where they belong now. */
    private void replace(
            Row row, Deadline before, List<Deadline.Reading> after, OperatorProfile profile, WorkingCalendar newest) {
        var now = timeline.now();
        var receipt = after.get(0).receipt();
        jdbc.sql("update qupiya.deadline_calculation set replaced_at = ? where deadline_id = ? and replaced_at is null")
                .params(Timestamp.from(now), row.id())
                .update();
        insertCalculation(row.id(), before.earlier().size() + 2, now, receipt.dueAt(), after);
        var steps = steps(profile, row.from(), receipt, newest);
        dropSteps(row.id(), steps.keySet());
        setSteps(row.id(), steps);
        jdbc.sql("update qupiya.deadline set due_at = ? where id = ?")
                .params(Timestamp.from(receipt.dueAt()), row.id())
                .update();
    }

    private boolean recompute(Row row, OperatorProfile profile, WorkingCalendar newest) {
        var now = timeline.now();
        if (now.isAfter(row.dueAt())) {
            miss(row, now);
            return false;
        }
        var before = complete(List.of(row)).get(0);
        var after = recomputed(row, before.readings(), newest);
        if (sameDays(before.readings(), after)) {
            return false;
        }
        var receipt = after.get(0).receipt();
        replace(row, before, after, profile, newest);
        if (receipt.dueAt().equals(row.dueAt())) {
            return false;
        }
        timeline.append(
                row.caseId(),
                TimelineEvent.of("deadline.moved", CALENDAR)
                        .with("duty", row.duty().code())
                        .with("before", row.dueAt())
                        .with("dueAt", receipt.dueAt())
                        .with("calendar", receipt.calendar()));
        return true;
    }

    /** The same rules by another calendar: what the law said when the term began to run stays, and so does a manager's date. */
    static List<Deadline.Reading> recomputed(Row row, List<Deadline.Reading> readings, WorkingCalendar calendar) {
        var computed = computed(row, readings, calendar);
        return readings.stream()
                .filter(one -> one.decided() != null)
                .findFirst()
                .map(decision -> ManagersDate.over(computed, decision))
                .orElse(computed);
    }

    /** What the rules give, without a manager's decision. */
    private static List<Deadline.Reading> computed(Row row, List<Deadline.Reading> readings, WorkingCalendar calendar) {
        var rules = readings.stream()
                .filter(one -> one.role() != Deadline.Reading.Role.INFORMATION && one.decided() == null)
                .map(Deadline.Reading::rule)
                .toList();
        var why = readings.stream()
                .filter(one -> one.role() == Deadline.Reading.Role.INFORMATION)
                .map(Deadline.Reading::why)
                .findFirst()
                .orElse(null);
        return readings(
                row.duty(),
                rules,
                row.from(),
                row.alsoFrom(),
                why,
                readings.get(0).receipt().week(),
                calendar);
    }

    private static boolean sameDays(List<Deadline.Reading> before, List<Deadline.Reading> after) {
        for (int i = 0; i < before.size(); i++) {
            var a = before.get(i).receipt();
            var b = after.get(i).receipt();
            if (!a.dueAt().equals(b.dueAt())
                    || !a.counted().equals(b.counted())
                    || !a.skipped().equals(b.skipped())
                    || a.official() != b.official()) {
                return false;
            }
        }
        return true;
    }

    /** Cases with a running deadline that lies, even in part, in one of these years. */
    List<UUID> affected(Collection<Integer> years) {
        if (years.isEmpty()) {
            return List.of();
        }
        int first = years.stream().min(Integer::compare).orElseThrow();
        int last = years.stream().max(Integer::compare).orElseThrow();
        return jdbc.sql(
                        """
                        select distinct case_id from qupiya.deadline
                        where state = 'running' and due_at >= ? and least(started_from, coalesce(also_from, started_from)) < ?
                        order by case_id""")
                .params(Timestamp.from(startOf(first)), Timestamp.from(startOf(last + 1)))
                .query(UUID.class)
                .list();
    }

    private static Instant startOf(int year) {
        return Almaty.startOf(LocalDate.of(year, 1, 1));
    }

    /** Until when the file of a case that is closed now has to be kept. */
    Instant retainUntil(OperatorKey operator, Instant closedAt) {
        var rules = terms.rules(operator, Duty.KEEP_CASE_FILE, Almaty.dayOf(closedAt));
        if (rules.isEmpty()) {
            throw new IllegalStateException("the profile of " + operator + " says not how long a case file is kept");
        }
        return Stricter.of(
                        Duty.KEEP_CASE_FILE,
                        rules,
                        closedAt,
                        operators.get(operator).week(),
                        calendar)
                .ruling()
                .receipt()
                .dueAt();
    }

    private Owner lock(UUID caseId) {
        return jdbc.sql("select operator, status, kind from qupiya.case_file where id = ? for no key update")
                .param(caseId)
                .query((row, n) -> new Owner(
                        new OperatorKey(row.getString(1)),
                        row.getString(2).equals("closed"),
                        CaseKind.of(row.getString(3))))
                .optional()
                .orElseThrow(() -> new NotFoundException("casefile.unknown"));
    }

    List<Row> rows(String where, Object... params) {
        return jdbc.sql("select d.* from qupiya.deadline d where " + where)
                .params(params)
                .query(JdbcDeadlines::row)
                .list();
    }

    List<Deadline> complete(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var ids = ids(rows.stream().map(Row::id).toList());
        var calculations = new HashMap<UUID, List<Calculation>>();
        jdbc.sql(
                        """
                        select deadline_id, computed_at, replaced_at, due_at, readings from qupiya.deadline_calculation
                        where deadline_id = any(?::uuid[]) order by deadline_id, revision desc""")
                .param(ids)
                .query(row -> {
                    calculations
                            .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new Calculation(
                                    row.getTimestamp(2).toInstant(),
                                    CaseFileRows.instant(row, "replaced_at"),
                                    row.getTimestamp(4).toInstant(),
                                    read(row.getString(5))));
                });
        var steps = new HashMap<UUID, List<Deadline.Step>>();
        jdbc.sql(
                        "select deadline_id, name, at, taken_at from qupiya.deadline_step where deadline_id = any(?::uuid[]) order by at")
                .param(ids)
                .query(row -> {
                    steps.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new Deadline.Step(
                                    row.getString(2),
                                    row.getTimestamp(3).toInstant(),
                                    CaseFileRows.instant(row, "taken_at")));
                });
        return rows.stream()
                .map(row -> deadline(
                        row, calculations.getOrDefault(row.id(), List.of()), steps.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private static Deadline deadline(Row row, List<Calculation> calculations, List<Deadline.Step> steps) {
        var earlier = calculations.stream()
                .skip(1)
                .map(old -> new Deadline.Earlier(
                        old.computedAt(), Objects.requireNonNull(old.replacedAt()), old.dueAt(), old.readings()))
                .toList();
        return new Deadline(
                row.id(),
                row.caseId(),
                row.duty(),
                row.from(),
                row.dueAt(),
                row.state(),
                row.metAt(),
                calculations.get(0).readings(),
                earlier,
                steps,
                row.prolongedAt());
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                Duty.of(row.getString("duty")).orElseThrow(),
                row.getTimestamp("started_from").toInstant(),
                CaseFileRows.instant(row, "also_from"),
                row.getTimestamp("due_at").toInstant(),
                DeadlineState.of(row.getString("state")),
                CaseFileRows.instant(row, "met_at"),
                CaseFileRows.instant(row, "prolonged_at"));
    }

    private static String[] ids(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }

    private String write(List<Deadline.Reading> readings) {
        try {
            return json.writeValueAsString(readings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt cannot be written", e);
        }
    }

    private List<Deadline.Reading> read(String readings) {
        try {
            return json.readValue(readings, READINGS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored receipt cannot be read", e);
        }
    }

    /** A row of the table. */
    record Row(
            UUID id,
            UUID caseId,
            Duty duty,
            Instant from,
            @Nullable Instant alsoFrom,
            Instant dueAt,
            DeadlineState state,
            @Nullable Instant metAt,
            @Nullable Instant prolongedAt) {}

    private record Calculation(
            Instant computedAt, @Nullable Instant replacedAt, Instant dueAt, List<Deadline.Reading> readings) {}

    private record Owner(OperatorKey operator, boolean closed, CaseKind kind) {}

    /** What the basis is made of, so that it can be said in the reader's language. */
    private static TimelineEvent withSource(TimelineEvent event, TermRule rule) {
        var sourced = event.with("source", rule.source().code()).with("clause", rule.clause());
        return rule.act() == null ? sourced : sourced.with("act", rule.act());
    }
}
