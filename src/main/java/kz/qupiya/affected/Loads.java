package kz.qupiya.affected;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kz.qupiya.affected.ListStore.Stored;
import kz.qupiya.affected.PeopleStore.Work;
import kz.qupiya.bulk.Behind;
import kz.qupiya.bulk.BinaryCopy;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CaseSeals;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes people into the list of a case, from a source of any size in constant memory. Lines go in by chunks, each in a transaction with the list locked: several loads of one
 * case take turns. What adds keeps what was committed when it breaks, and the same file sent again finds everybody known. What replaces collects beside the list and takes its
 * place at the end, or never.
 */
@Component
class Loads implements AffectedLoads, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Loads.class);

    private static final int CHUNK = 5_000;
    private static final long LONGEST_CHUNK = TimeUnit.SECONDS.toNanos(5);
    private static final int FAULTS_OF_A_LINE = 5;
    /** A load that has committed nothing for so long is taken for dead. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final ListStore lists;
    private final PeopleStore people;
    private final CaseSeals seals;
    private final CaseFiles cases;
    private final KeyedDigests digests;
    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final ExecutorService storers = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "affected-load");
        thread.setDaemon(true);
        return thread;
    });

    Loads(
            ListStore lists,
            PeopleStore people,
            CaseSeals seals,
            CaseFiles cases,
            KeyedDigests digests,
            JdbcClient jdbc,
            JdbcTemplate template,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.lists = lists;
        this.people = people;
        this.seals = seals;
        this.cases = cases;
        this.digests = digests;
        this.jdbc = jdbc;
        this.template = template;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.clock = clock;
    }

    /** What a load does with the list. */
    enum Mode {
        ADD("add"),
        REPLACE("replace");

        private final String code;

        Mode(String code) {
            this.code = code;
        }
    }

    /**
     * What a load gave.
     *
     * @param version of the list that collects
     * @param accepted lines that named somebody new
     * @param duplicate lines that named somebody known
     * @param rejected lines that named nobody
     * @param faults lines that were taken although a field was bad
     */
    record Loaded(UUID load, int version, long accepted, long duplicate, long rejected, long faults) {}

    /** A fault of a line, without its value; taken: another identifier of the line names the person. */
    record Reject(long line, String field, String code, boolean taken) {}

    /**
     * Takes all people of a source.
     *
     * @throws ConflictException {@code affected.list.frozen} if it is to replace what is frozen; {@code affected.load.replaced} if the list was replaced meanwhile
     * @throws kz.qupiya.problem.InvalidInputException if the source cannot be read, or no further
     */
    Loaded load(CaseFile caseFile, Mode mode, PeopleSource source, String caller) {
        return new Run(caseFile, mode, source, caller).run();
    }

    @Override
    public void add(UUID caseId, InputStream csv, Actor by) {
        load(cases.get(caseId), Mode.ADD, new CsvPeople(csv), by.id());
    }

    /** The lines with faults, in their order, without holding them in memory. */
    void rejects(UUID caseId, UUID load, Consumer<Reject> to) {
        require(caseId, load);
        transaction.executeWithoutResult(status -> template.query(
                connection -> {
                    var statement = connection.prepareStatement(
                            "select line, field, code, taken from qupiya.affected_reject where load_id = ? order by line, field, code");
                    statement.setFetchSize(1_000);
                    statement.setObject(1, load);
                    return statement;
                },
                rs -> {
                    to.accept(new Reject(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getBoolean(4)));
                }));
    }

    /** Makes sure that a case has a load. */
    void require(UUID caseId, UUID load) {
        var found = jdbc.sql("select count(*) from qupiya.affected_load where id = ? and case_id = ?")
                .params(load, caseId)
                .query(Integer.class)
                .single();
        if (found == 0) {
            throw new NotFoundException("affected.load.unknown");
        }
    }

    @Override
    public void destroy() {
        storers.shutdown();
    }

    /** What goes in with one transaction. */
    private static final class Chunk {

        private final List<Row> rows = new ArrayList<>(CHUNK);
        private final List<Long> lines = new ArrayList<>(CHUNK);
        private final List<Reject> faults = new ArrayList<>();
        private final long since = System.nanoTime();
        private long rejected;
        private long faulty;

        boolean full() {
            return rows.size() >= CHUNK || faults.size() >= CHUNK || System.nanoTime() - since >= LONGEST_CHUNK;
        }
    }

    /** One load: while a chunk is stored, the next one is read. */
    private final class Run implements PeopleSource.Taker {

        private final CaseFile caseFile;
        private final Mode mode;
        private final PeopleSource source;
        private final String caller;
        private final UUID id = UUID.randomUUID();
        private int staged;
        private int last;
        private int version;
        private Chunk gathering = new Chunk();
        private final Behind behind = new Behind(storers, "affected.load.stopped");
        /** Knows the list as long as nobody else has written into it: then its next place is the one that this load has left. */
        private @Nullable Sieve sieve;

        private int left = 1;
        private long accepted;
        private long duplicate;
        private long rejected;
        private long faulty;

        Run(CaseFile caseFile, Mode mode, PeopleSource source, String caller) {
            this.caseFile = caseFile;
            this.mode = mode;
            this.source = source;
            this.caller = caller;
        }

        Loaded run() {
            transaction.executeWithoutResult(status -> begin());
            var completed = false;
            try {
                source.read(this);
                store();
                behind.await();
                transaction.executeWithoutResult(status -> complete());
                completed = true;
                return new Loaded(id, version, accepted, duplicate, rejected, faulty);
            } finally {
                if (!completed) {
                    giveUp();
                }
            }
        }

        private void begin() {
            if (mode == Mode.REPLACE) {
                refuseFrozen();
                lists.abandoned(caseFile.id(), clock.instant().minus(LEASE)).forEach(this::drop);
                staged = lists.stage(caseFile.id());
            }
            var now = ListStore.at(clock.instant());
            jdbc.sql(
                            """
                            insert into qupiya.affected_load
                                   (id, case_id, mode, kind, query, caller, state, accepted, duplicate, rejected, faults, started_at, alive_at)
                            values (:id, :case, :mode, :kind, :query, :caller, 'running', 0, 0, 0, 0, :now, :now)""")
                    .param("id", id)
                    .param("case", caseFile.id())
                    .param("mode", mode.code)
                    .param("kind", source.query() == null ? "file" : "query")
                    .param("query", source.query(), java.sql.Types.VARCHAR)
                    .param("caller", caller)
                    .param("now", now)
                    .update();
            if (staged != 0) {
                lists.gave(staged, id, 0, 0, 0);
            }
        }

        private void refuseFrozen() {
            if (!lists.frozen(caseFile.id()).isEmpty()) {
                throw new ConflictException("affected.list.frozen");
            }
        }

        private void drop(int list) {
            people.clear(list);
            lists.delete(list);
        }

        @Override
        public void take(
                long line,
                List<Identifier> identifiers,
                @Nullable String name,
                @Nullable String language,
                List<Violation> faults) {
            var taken = !identifiers.isEmpty();
            if (taken) {
                gathering.rows.add(
                        new Row(identifiers, people.hashes(caseFile.operator(), identifiers), name, language));
                gathering.lines.add(line);
                gathering.faulty += faults.isEmpty() ? 0 : 1;
            } else {
                gathering.rejected++;
            }
            faults.stream()
                    .limit(FAULTS_OF_A_LINE)
                    .map(fault -> new Reject(line, fault.field(), fault.code(), taken))
                    .forEach(gathering.faults::add);
            if (gathering.full()) {
                store();
            }
        }

        /** Waits for the chunk before, and lets this one be stored while the next is read. */
        private void store() {
            var chunk = gathering;
            gathering = new Chunk();
            behind.store(() -> transaction.executeWithoutResult(status -> store(chunk)));
        }

        private void store(Chunk chunk) {
            people.findByIndex();
            var list = lock();
            var union = union(list, chunk);
            copyFaults(chunk);
            lists.gave(list.no(), id, union.accepted(), union.duplicate(), chunk.rejected);
            var alive = jdbc.sql(
                            """
                            update qupiya.affected_load set accepted = accepted + ?, duplicate = duplicate + ?, rejected = rejected + ?, faults = faults + ?, alive_at = ?
                             where id = ? and state = 'running'""")
                    .params(
                            union.accepted(),
                            union.duplicate(),
                            chunk.rejected,
                            chunk.faulty,
                            ListStore.at(clock.instant()),
                            id)
                    .update();
            if (alive == 0) {
                throw new ConflictException("affected.load.stopped");
            }
            last = list.no();
            version = list.version();
            accepted += union.accepted();
            duplicate += union.duplicate();
            rejected += chunk.rejected;
            faulty += chunk.faulty;
        }

        private Stored lock() {
            if (staged != 0) {
                return lists.lockStaged(staged).orElseThrow(() -> new ConflictException("affected.load.stopped"));
            }
            var list = lists.open(caseFile.id());
            if (last != 0 && last != list.no() && lists.find(last).isEmpty()) {
                // The list that this load began has been replaced: what it gave is gone, and it has to be sent again.
                throw new ConflictException("affected.load.replaced");
            }
            return list;
        }

        private Union union(Stored list, Chunk chunk) {
            var earlier = staged == 0 ? lists.frozen(caseFile.id()) : List.<Integer>of();
            var all = new ArrayList<>(earlier);
            all.add(list.no());
            Set<UUID> hashes = new HashSet<>(4 * chunk.rows.size());
            var alone = earlier.isEmpty() && list.nextSeq() == left ? sieve() : null;
            for (Row row : chunk.rows) {
                for (UUID hash : row.hashes()) {
                    if (alone == null || alone.mayHold(hash)) {
                        hashes.add(hash);
                    }
                }
            }
            var known = people.known(hashes, all);
            var work = new Work(caseFile.operator(), list.no(), seals.toWrite(caseFile.id()));
            var union = new Union(list.no(), known, people.people(work, Union.toLoad(list.no(), chunk.rows, known)));
            for (int i = 0; i < chunk.rows.size(); i++) {
                if (!union.take(chunk.rows.get(i))) {
                    chunk.rejected++;
                    chunk.faults.add(new Reject(chunk.lines.get(i), "", "affected.line.shared", false));
                }
            }
            int places = people.write(work, union.people());
            // Of a chunk that is rolled back the load ends too, so it does no harm that the sieve knows it already.
            left = alone == null ? -1 : left + places;
            if (alone != null) {
                chunk.rows.forEach(row -> List.of(row.hashes()).forEach(alone::add));
            }
            return union;
        }

        private Sieve sieve() {
            var mine = sieve == null ? new Sieve() : sieve;
            sieve = mine;
            return mine;
        }

        private void copyFaults(Chunk chunk) {
            var copy = new BinaryCopy("qupiya.affected_reject", "load_id, line, field, code, taken");
            chunk.faults.forEach(fault -> copy.row()
                    .uuid(id)
                    .int8(fault.line())
                    .text(fault.field())
                    .text(fault.code())
                    .flag(fault.taken()));
            template.execute((ConnectionCallback<Boolean>) connection -> {
                copy.send(connection);
                return true;
            });
        }

        private void complete() {
            if (staged != 0) {
                takePlace();
            }
            end("completed", fileDigest(source));
            cases.record(
                    caseFile.id(),
                    event("affected.listed", mode.code).with("version", version).with("source", sourceHash(source)));
            events.publishEvent(
                    new AffectedListed(caseFile.id(), ListStore.id(caseFile.id(), version), version, id, accepted));
        }

        private void takePlace() {
            // The list that collects first, as everybody else does who holds two.
            var before = lists.lockCollecting(caseFile.id());
            refuseFrozen();
            if (lists.lockStaged(staged).isEmpty()) {
                throw new ConflictException("affected.load.stopped");
            }
            before.map(Stored::no).ifPresent(this::drop);
            lists.unstage(staged, caseFile.id());
        }

        private TimelineEvent event(String code, String result) {
            return TimelineEvent.of(code, Actor.user(caller))
                    .result(result)
                    .with("load", id)
                    .with("accepted", accepted)
                    .with("duplicate", duplicate)
                    .with("rejected", rejected);
        }

        private void end(String state, @Nullable String sha256) {
            var ended = jdbc.sql(
                            """
                            update qupiya.affected_load set state = :state, sha256 = :sha256, alive_at = :now, finished_at = :now
                             where id = :id and state = 'running'""")
                    .param("state", state)
                    .param("sha256", sha256, java.sql.Types.VARCHAR)
                    .param("now", ListStore.at(clock.instant()))
                    .param("id", id)
                    .update();
            if (ended == 0) {
                throw new ConflictException("affected.load.stopped");
            }
        }

        /** Lets the last chunk end, and leaves the list as it was if it was to be replaced. */
        private void giveUp() {
            try {
                behind.await();
            } catch (RuntimeException e) {
                log.warn(
                        "the last chunk of a list of people was not stored: {}",
                        e.getClass().getName());
            }
            try {
                transaction.executeWithoutResult(status -> {
                    if (staged != 0) {
                        drop(staged);
                    }
                    end("interrupted", null);
                    cases.record(caseFile.id(), event("affected.interrupted", mode.code));
                });
            } catch (RuntimeException e) {
                log.warn("a load of people was not ended: {}", e.getClass().getName());
            }
        }
    }

    /** What a file is known by, or the SHA-256 of the canonical JSON of a query. */
    private @Nullable String sourceHash(PeopleSource source) {
        var query = source.query();
        return query == null ? fileDigest(source) : sha256(query);
    }

    /** The same for the same file. Keyed, since of a file of one line anybody could try all telephones, and go on doing so after the case file was destroyed. */
    private @Nullable String fileDigest(PeopleSource source) {
        var sha256 = source.sha256();
        return sha256 == null
                ? null
                : HexFormat.of().formatHex(digests.of("affected-file", sha256.getBytes(StandardCharsets.US_ASCII)));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
