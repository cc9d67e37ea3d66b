package kz.qupiya.restriction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts and records denied permits without whom they were asked for. The caller's thread only adds one to a number in memory; once a
 * second the numbers go to the log and, in one transaction, to the table. What the database does not take stays in memory until it does,
 * and an orderly shutdown writes the rest, after the web server has stopped taking calls. A node that is killed loses a second's numbers.
 */
@Component
class Denials implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Denials.class);
    /** While the database is away the restrictions denied for are told apart up to this number only; what is counted stays right. */
    private static final int MOST_KEYS = 50_000;

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::day)
            .thenComparing(Key::operator)
            .thenComparing(Key::purpose)
            .thenComparing(Key::reason)
            .thenComparing(Key::restriction, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Key::asker);

    private final ConcurrentHashMap<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();
    private final JdbcOperations jdbc;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final PermitSettings settings;
    private @Nullable ScheduledExecutorService writer;

    Denials(
            JdbcOperations jdbc,
            PlatformTransactionManager transactions,
            MeterRegistry meters,
            Clock clock,
            PermitSettings settings) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.meters = meters;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Counts one denied permit.
     *
     * @param reason kind of the restriction, or why else it was denied
     * @param restriction the restriction, null if it was none
     */
    void count(
            OperatorKey operator,
            Purpose purpose,
            String reason,
            @Nullable UUID restriction,
            String caseNumber,
            String asker) {
        counters.computeIfAbsent(new CounterKey(operator.value(), purpose, reason), this::counter)
                .increment();
        var now = clock.instant();
        var key = new Key(
                LocalDate.ofInstant(now, Almaty.ZONE),
                operator.value(),
                purpose,
                reason,
                tallies.size() < MOST_KEYS ? restriction : null,
                asker);
        tallies.merge(key, new Tally(1, now, now, caseNumber), Tally::plus);
    }

    /** Writes down what has been counted since the last time. */
    synchronized void write() {
        Map<Key, Tally> taken = new TreeMap<>(ORDER);
        for (Key key : List.copyOf(tallies.keySet())) {
            var tally = tallies.remove(key);
            if (tally != null) {
                taken.put(key, tally);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> store(taken));
        } catch (DataAccessException | TransactionException e) {
            taken.forEach((key, tally) -> tallies.merge(key, tally, Tally::plus));
            log.warn(
                    "{} kinds of denied permits wait to be recorded: {}",
                    taken.size(),
                    e.getClass().getSimpleName());
            return;
        }
        taken.forEach((key, tally) -> log.info(
                "permit denied {} times: operator={} purpose={} reason={} case={} asker={} first={} last={}",
                tally.times,
                key.operator,
                key.purpose.code(),
                key.reason,
                tally.caseNumber,
                key.asker,
                tally.first,
                tally.last));
    }

    private void store(Map<Key, Tally> taken) {
        jdbc.batchUpdate(
                """
                insert into qupiya.permit_denial as d
                       (day, operator, purpose, reason, restriction_id, asker, times, first_at, last_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict on constraint permit_denial_key do update
                   set times = d.times + excluded.times,
                       first_at = least(d.first_at, excluded.first_at),
                       last_at = greatest(d.last_at, excluded.last_at)""",
                taken.entrySet(),
                500,
                (statement, entry) -> {
                    var key = entry.getKey();
                    var tally = entry.getValue();
                    statement.setObject(1, key.day);
                    statement.setString(2, key.operator);
                    statement.setString(3, key.purpose.code());
                    statement.setString(4, key.reason);
                    statement.setObject(5, key.restriction, java.sql.Types.OTHER);
                    statement.setString(6, key.asker);
                    statement.setLong(7, tally.times);
                    statement.setObject(8, at(tally.first));
                    statement.setObject(9, at(tally.last));
                });
    }

    private Counter counter(CounterKey key) {
        return Counter.builder("qupiya.permits.denied")
                .description("Permits denied")
                .tag("operator", key.operator)
                .tag("purpose", key.purpose.code())
                .tag("restriction", key.reason)
                .register(meters);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Override
    public synchronized void start() {
        if (writer == null) {
            var every = settings.recordEvery().toMillis();
            writer = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "permit-denials");
                thread.setDaemon(true);
                return thread;
            });
            writer.scheduleWithFixedDelay(this::writeQuietly, every, every, TimeUnit.MILLISECONDS);
        }
    }

    /** A failure that nobody foresaw must not end the schedule. */
    private void writeQuietly() {
        try {
            write();
        } catch (RuntimeException e) {
            log.error("denied permits are not being recorded: {}", e.getClass().getName());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopping;
        synchronized (this) {
            stopping = writer;
            writer = null;
        }
        if (stopping != null) {
            stopping.shutdown();
        }
        writeQuietly();
    }

    @Override
    public synchronized boolean isRunning() {
        return writer != null;
    }

    /** Starts before the web server and so stops after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    private record Key(
            LocalDate day, String operator, Purpose purpose, String reason, @Nullable UUID restriction, String asker) {}

    private record CounterKey(String operator, Purpose purpose, String reason) {}

    private record Tally(long times, Instant first, Instant last, String caseNumber) {

        Tally plus(Tally other) {
            return new Tally(
                    times + other.times,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    caseNumber);
        }
    }
}
