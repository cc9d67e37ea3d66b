package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import kz.qupiya.bulk.Behind;
import kz.qupiya.bulk.BinaryCopy;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.KeyedDigests;
import kz.qupiya.subject.SaltedDigest;
import kz.qupiya.subject.SealedValues;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads lists of consents of any size in constant memory. Records go in by chunks, each in one transaction with the note of how far the load has come: a connection that
 * breaks keeps what was committed, and the same file sent again under the same key goes on behind it. What was recorded before is counted as a duplicate, whoever recorded
 * it, also another load at the same time.
 */
@Component
class ConsentLoads implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ConsentLoads.class);

    private static final int CHUNK = 5_000;
    private static final int MOST_CHARACTERS = 8 << 20;
    private static final long LONGEST_CHUNK = TimeUnit.SECONDS.toNanos(5);
    private static final int TRIES = 10;
    /** Of one line no more faults are told. */
    private static final int FAULTS_OF_A_LINE = 5;
    /** A call that has committed nothing for so long is taken for dead. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration KEPT = Duration.ofDays(90);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final Operators operators;
    private final ConsentChecks checks;
    private final ConsentRows rows;
    private final JdbcConsents register;
    private final KeyedDigests digests;
    private final SealedValues seals;
    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /** One thread for each load that runs, at most. */
    private final ExecutorService storers = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "consent-load");
        thread.setDaemon(true);
        return thread;
    });

    ConsentLoads(
            Operators operators,
            ConsentChecks checks,
            ConsentRows rows,
            JdbcConsents register,
            KeyedDigests digests,
            SealedValues seals,
            JdbcClient jdbc,
            JdbcTemplate template,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.operators = operators;
        this.checks = checks;
        this.rows = rows;
        this.register = register;
        this.digests = digests;
        this.seals = seals;
        this.jdbc = jdbc;
        this.template = template;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Where a load stands. */
    enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("interrupted")
        INTERRUPTED;

        private String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How far a load has come.
     *
     * @param lines records committed, the header not counted: the sum of the three behind it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(
            @JsonProperty("load") UUID id,
            State state,
            long lines,
            long accepted,
            long duplicate,
            long rejected,
            Instant startedAt,
            Instant updatedAt,
            @Nullable Instant finishedAt) {}

    /**
     * Loads a file.
     *
     * @param key names the load, so that it can be taken up again; null for one that cannot
     * @throws InvalidInputException if the header or the key is wrong, or the file cannot be read any further; what stands before is loaded
     * @throws ConflictException if another file was loaded under the key, or the load is running
     */
    Progress load(OperatorKey operator, String caller, @Nullable String key, InputStream in) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw new InvalidInputException("Idempotency-Key", "security.idempotency.key");
        }
        try (var csv = new ConsentCsv(in)) {
            var start = begin(operator, caller, key, csv);
            return new Run(operator, caller, start, csv).run();
        } catch (UncheckedIOException | IOException e) {
            throw new InvalidInputException("", "consent.load.broken");
        }
    }

    /** Where a load of an operator stands. */
    Progress progress(OperatorKey operator, UUID id) {
        return jdbc.sql("select * from qupiya.consent_load where id = ? and operator = ?")
                .params(id, operator.value())
                .query(this::progress)
                .optional()
                .orElseThrow(() -> new NotFoundException("consent.load.unknown"));
    }

    /** Hands out the lines that were not taken, in their order, without holding them in memory. */
    void rejects(OperatorKey operator, UUID id, Consumer<Reject> to) {
        progress(operator, id);
        transaction.executeWithoutResult(status -> template.query(
                connection -> {
                    var statement = connection.prepareStatement(
                            "select line, field, code from qupiya.consent_reject where load_id = ? order by line, field, code");
                    statement.setFetchSize(1_000);
                    statement.setObject(1, id);
                    return statement;
                },
                rs -> {
                    to.accept(new Reject(rs.getLong(1), rs.getString(2), rs.getString(3)));
                }));
    }

    /** Forgets loads that ended long ago; what they loaded stays. */
    int forgetOld() {
        return jdbc.sql("delete from qupiya.consent_load where alive_at < ? and state <> 'running'")
                .param(ConsentRows.at(clock.instant().minus(KEPT)))
                .update();
    }

    /** A fault of a line, without its value. */
    record Reject(long line, String field, String code) {}

    /** Finds the load of a key or begins one, and makes this call the one that runs it. */
    private Start begin(OperatorKey operator, String caller, @Nullable String key, ConsentCsv csv) {
        var runner = UUID.randomUUID();
        var now = clock.instant();
        var digest = key == null ? null : digests.of("consent-load", key.getBytes(StandardCharsets.US_ASCII));
        var start = transaction.execute(status -> {
            var id = UUID.randomUUID();
            var inserted = jdbc.sql(
                            """
                            insert into qupiya.consent_load
                                   (id, operator, caller, key, state, runner, lines, digest, accepted, duplicate, rejected, started_at, alive_at)
                            values (:id, :operator, :caller, :key, 'running', :runner, 0, :digest, 0, 0, 0, :now, :now)
                                on conflict (operator, caller, key) where key is not null do nothing""")
                    .param("id", id)
                    .param("operator", operator.value())
                    .param("caller", caller)
                    .param("key", digest, java.sql.Types.BINARY)
                    .param("runner", runner)
                    .param("digest", csv.digest())
                    .param("now", ConsentRows.at(now))
                    .update();
            if (inserted == 1) {
                return new Start(id, runner, 0, csv.digest(), false);
            }
            var known = jdbc.sql(
                            "select * from qupiya.consent_load where operator = ? and caller = ? and key = ? for update")
                    .params(operator.value(), caller, digest)
                    .query((rs, n) -> Map.entry(
                            new Start(
                                    rs.getObject("id", UUID.class),
                                    runner,
                                    rs.getLong("lines"),
                                    rs.getBytes("digest"),
                                    "completed".equals(rs.getString("state"))),
                            "running".equals(rs.getString("state"))
                                    && ConsentRows.instant(rs, "alive_at").isAfter(now.minus(LEASE))))
                    .single();
            if (known.getValue()) {
                throw new ConflictException("consent.load.running");
            }
            if (!known.getKey().completed) {
                jdbc.sql("update qupiya.consent_load set state = 'running', runner = ?, alive_at = ? where id = ?")
                        .params(runner, ConsentRows.at(now), known.getKey().id)
                        .update();
            }
            return known.getKey();
        });
        return java.util.Objects.requireNonNull(start);
    }

    private Progress progress(ResultSet rs, int n) throws SQLException {
        var alive = ConsentRows.instant(rs, "alive_at");
        var state = State.valueOf(rs.getString("state").toUpperCase(java.util.Locale.ROOT));
        var dead = state == State.RUNNING && !alive.isAfter(clock.instant().minus(LEASE));
        return new Progress(
                rs.getObject("id", UUID.class),
                dead ? State.INTERRUPTED : state,
                rs.getLong("lines"),
                rs.getLong("accepted"),
                rs.getLong("duplicate"),
                rs.getLong("rejected"),
                ConsentRows.instant(rs, "started_at"),
                alive,
                rs.getObject("finished_at") == null ? null : ConsentRows.instant(rs, "finished_at"));
    }

    /** Where a call takes a load up. */
    private static final class Start {

        private final UUID id;
        private final UUID runner;
        private final long lines;
        private final byte[] digest;
        private final boolean completed;

        Start(UUID id, UUID runner, long lines, byte[] digest, boolean completed) {
            this.id = id;
            this.runner = runner;
            this.lines = lines;
            this.digest = digest;
            this.completed = completed;
        }
    }

    /** A consent ready to be stored. */
    private static final class Ready {

        private final UUID id;
        private final CheckedConsent consent;
        private final String digest;
        private final byte[] sealed;

        Ready(UUID id, CheckedConsent consent, String digest, byte[] sealed) {
            this.id = id;
            this.consent = consent;
            this.digest = digest;
            this.sealed = sealed;
        }
    }

    /** What goes in with one transaction. */
    private static final class Chunk {

        private final List<Ready> ready = new ArrayList<>();
        private final List<Reject> rejects = new ArrayList<>();
        private final long since = System.nanoTime();
        private long rejected;
        private long characters;
        private byte[] digest = {};

        boolean full() {
            return ready.size() + rejects.size() >= CHUNK
                    || characters >= MOST_CHARACTERS
                    || System.nanoTime() - since >= LONGEST_CHUNK;
        }
    }

    /** One call that loads a file: while a chunk is stored, the next one is read. */
    private final class Run {

        private final OperatorKey operator;
        private final String caller;
        private final Start start;
        private final ConsentCsv csv;
        private final CsvConsents consents;
        private final Map<String, Long> textIds = new HashMap<>();
        private Chunk gathering = new Chunk();
        /** Interrupted: the chunk is stored or not when the next call asks; nothing of it is lost or taken twice. */
        private final Behind behind = new Behind(storers, "consent.load.running");

        Run(OperatorKey operator, String caller, Start start, ConsentCsv csv) {
            this.operator = operator;
            this.caller = caller;
            this.start = start;
            this.csv = csv;
            this.consents = new CsvConsents(operators.get(operator), checks, csv.header());
        }

        Progress run() {
            var completed = start.completed;
            try {
                skip();
                var record = csv.next();
                if (completed && record != null) {
                    throw new ConflictException("consent.load.other-file");
                }
                while (record != null) {
                    take(record);
                    if (gathering.full()) {
                        store(false);
                    }
                    record = csv.next();
                }
                if (!completed) {
                    store(true);
                    behind.await();
                    completed = true;
                }
            } catch (InvalidInputException e) {
                // What stands before a line that cannot be read is taken.
                store(false);
                behind.await();
                throw e;
            } finally {
                settle();
                if (!completed) {
                    release();
                }
            }
            return progress(operator, start.id);
        }

        /** Hands the chunk on to be stored, when the one before is. */
        private void store(boolean last) {
            var chunk = gathering;
            chunk.digest = csv.digest();
            gathering = new Chunk();
            behind.store(() -> commit(chunk, last));
        }

        /** Lets the last chunk end before the load is given up, whatever became of it. */
        private void settle() {
            try {
                behind.await();
            } catch (RuntimeException e) {
                log.warn(
                        "the last chunk of a load of consents was not stored: {}",
                        e.getClass().getName());
            }
        }

        /** Reads what an earlier call committed, and makes sure that it is the same. */
        private void skip() {
            while (csv.read() < start.lines && csv.next() != null) {
                // only its digest matters
            }
            if (csv.read() != start.lines || !Arrays.equals(csv.digest(), start.digest)) {
                throw new ConflictException("consent.load.other-file");
            }
        }

        private void take(CsvRecord record) {
            record.getFields().forEach(field -> gathering.characters += field.length());
            List<Violation> violations = new ArrayList<>(0);
            var consent = consents.read(record, violations);
            if (consent == null) {
                gathering.rejected++;
                violations.stream()
                        .limit(FAULTS_OF_A_LINE)
                        .map(fault -> new Reject(record.getStartingLineNumber(), fault.field(), fault.code()))
                        .forEach(gathering.rejects::add);
                return;
            }
            var id = consent.id(digests);
            var salt = SaltedDigest.salt();
            gathering.ready.add(new Ready(
                    id,
                    consent,
                    Evidence.digest(salt, Evidence.content(id, consent)),
                    seals.seal(
                            JdbcConsents.SEAL,
                            id.toString(),
                            Evidence.sealed(salt, consent.fullName(), consent.address()))));
        }

        private void commit(Chunk chunk, boolean last) {
            texts(chunk);
            for (int tried = 1; ; tried++) {
                try {
                    transaction.executeWithoutResult(status -> insert(chunk, last));
                    return;
                } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                    // Another load has just recorded one of these: the next look sees it.
                    if (tried == TRIES) {
                        throw e;
                    }
                }
            }
        }

        /** In a transaction of their own: a chunk that is rolled back must not take with it a text whose number is remembered here. */
        private void texts(Chunk chunk) {
            if (textIds.size() > CHUNK) {
                textIds.clear();
            }
            var unknown = new TreeMap<String, ConsentText>();
            chunk.ready.forEach(one -> {
                if (!textIds.containsKey(one.consent.textDigest())) {
                    unknown.put(one.consent.textDigest(), one.consent.text());
                }
            });
            if (!unknown.isEmpty()) {
                transaction.executeWithoutResult(status ->
                        unknown.forEach((digest, text) -> textIds.put(digest, rows.text(operator, text, now()))));
            }
        }

        private void insert(Chunk chunk, boolean last) {
            var now = now();
            var fresh = new TreeMap<UUID, Ready>();
            if (!chunk.ready.isEmpty()) {
                rows.lockToGiveMany();
                chunk.ready.forEach(one -> fresh.putIfAbsent(one.id, one));
                fresh.keySet().removeAll(known(fresh.keySet()));
                copy(fresh.values(), now);
                register.settle(
                        fresh.values().stream()
                                .map(one -> new JdbcConsents.Fresh(one.id, one.consent, one.digest))
                                .toList(),
                        now);
            }
            copyRejects(chunk);
            var updated = jdbc.sql(
                            """
                            update qupiya.consent_load
                               set lines = lines + :lines, digest = :digest, accepted = accepted + :accepted, duplicate = duplicate + :duplicate,
                                   rejected = rejected + :rejected, alive_at = :now, state = :state, runner = :still, finished_at = :finished
                             where id = :id and runner = :runner""")
                    .param("lines", chunk.ready.size() + chunk.rejected)
                    .param("digest", chunk.digest)
                    .param("accepted", fresh.size())
                    .param("duplicate", chunk.ready.size() - fresh.size())
                    .param("rejected", chunk.rejected)
                    .param("now", ConsentRows.at(now))
                    .param("state", (last ? State.COMPLETED : State.RUNNING).code())
                    .param("still", last ? null : start.runner, java.sql.Types.OTHER)
                    .param("finished", last ? ConsentRows.at(now) : null, java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("id", start.id)
                    .param("runner", start.runner)
                    .update();
            if (updated == 0) {
                // This call was taken for dead and another one has gone on.
                throw new ConflictException("consent.load.running");
            }
        }

        private Set<UUID> known(Collection<UUID> ids) {
            return new HashSet<>(jdbc.sql("select id from qupiya.consent where id = any (?)")
                    .param(ids.toArray(UUID[]::new))
                    .query(UUID.class)
                    .list());
        }

        private void copy(Collection<Ready> fresh, Instant now) {
            var consent = new BinaryCopy(
                    "qupiya.consent",
                    "id, given_at, recorded_at, until, text_id, purposes, running, shortened, term, operator, recorded_by, digest, sealed");
            var identifier = new BinaryCopy(
                    "qupiya.consent_identifier", "until, person, purposes, running, kinds, kind, consent_id, hash");
            for (var one : fresh) {
                var given = one.consent;
                consent.row()
                        .uuid(one.id)
                        .at(given.givenAt())
                        .at(now)
                        .at(given.until())
                        .int8(textIds.get(given.textDigest()))
                        .int4(given.purposes())
                        .int4(given.purposes())
                        .flag(given.shortened())
                        .text(given.term().code())
                        .text(operator.value())
                        .text(caller)
                        .bytes(java.util.HexFormat.of().parseHex(one.digest))
                        .bytes(one.sealed);
                var person = given.person();
                for (var hash : given.identifiers()) {
                    identifier
                            .row()
                            .at(given.until())
                            .int8(person)
                            .int4(given.purposes())
                            .int4(given.purposes())
                            .int2(given.kinds())
                            .int2(CheckedConsent.kindBit(hash.kind()))
                            .uuid(one.id)
                            .bytes(hash.bytes());
                }
            }
            send(consent, identifier);
        }

        private void copyRejects(Chunk chunk) {
            var reject = new BinaryCopy("qupiya.consent_reject", "load_id, line, field, code");
            chunk.rejects.forEach(fault -> reject.row()
                    .uuid(start.id)
                    .int8(fault.line)
                    .text(fault.field)
                    .text(fault.code));
            send(reject);
        }

        private void send(BinaryCopy... copies) {
            template.execute((ConnectionCallback<Boolean>) connection -> {
                for (BinaryCopy copy : copies) {
                    copy.send(connection);
                }
                return true;
            });
        }

        /** Lets the next call take the load up at once. */
        private void release() {
            try {
                jdbc.sql(
                                "update qupiya.consent_load set state = 'interrupted', runner = null, alive_at = ? where id = ? and runner = ?")
                        .params(ConsentRows.at(now()), start.id, start.runner)
                        .update();
            } catch (RuntimeException e) {
                log.warn(
                        "a load of consents could not be released: {}",
                        e.getClass().getName());
            }
        }
    }

    @Override
    public void destroy() {
        storers.shutdown();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
