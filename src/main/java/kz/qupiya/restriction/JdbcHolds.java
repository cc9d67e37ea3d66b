package kz.qupiya.restriction;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class JdbcHolds implements Holds {

    /** Each keeps a connection while it waits for another one: all of the pool must never wait like that. */
    private static final int AT_ONCE = 6;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Whoever places takes one of them, whoever destroys all: so neither waits for its like. */
    private static final int SLOTS = 16;

    private static final String KEY = "hashtextextended('qupiya:holds:' || :operator || ':' || slot, 120)";
    private static final String EVERY = " from generate_series(0, " + (SLOTS - 1) + ") as slot";

    /** The rule of {@link #standing} for many. */
    private static final String KEPT =
            """
            select distinct on (a.place) a.place, r.kind, r.case_number
              from unnest(cast(? as int4[]), cast(? as bytea[]), cast(? as bool[])) as a(place, hash, numbered)
              join qupiya.restriction_identifier i on i.hash = a.hash and i.active
              join qupiya.restriction r on r.id = i.restriction_id
             where r.ended_at is null and r.operator = ?
               and (r.kind = 'hold' or (r.kind = 'block' and r.reason <> 'retention'))
               and (i.kind in ('iin', 'contract', 'login') or not a.numbered
                    or not exists (select from qupiya.restriction_identifier n
                                    where n.restriction_id = r.id and n.kind = 'iin'
                                      and (n.origin = 'given' or r.searched_at is not null)))
             order by a.place, r.kind <> 'hold', r.since, r.id""";

    private final JdbcClient jdbc;
    private final JdbcOperations arrays;
    private final IdentifierHasher hasher;
    private final TransactionTemplate alone;
    private final HoldSettings settings;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    JdbcHolds(
            JdbcClient jdbc,
            JdbcOperations arrays,
            IdentifierHasher hasher,
            PlatformTransactionManager transactions,
            HoldSettings settings) {
        this.jdbc = jdbc;
        this.arrays = arrays;
        this.hasher = hasher;
        this.settings = settings;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Held on(OperatorKey operator, Collection<Identifier> person) {
        return new Held(standing(operator, person), unsearched(operator));
    }

    /**
     * Whoever is reached through a telephone or a mailbox only is another person when an IIN says so: the one the hold was placed with, or, once every system has told whose
     * the telephone is, any of those.
     */
    private List<Restriction> standing(OperatorKey operator, Collection<Identifier> person) {
        var hashes = hasher.hashes(operator, person);
        if (hashes.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        JdbcRestrictions.SELECT
                                + """
                        where r.kind = 'hold' and r.ended_at is null and r.operator = :operator and exists (
                            select from qupiya.restriction_identifier i
                             where i.restriction_id = r.id and i.active and i.hash in (:hashes)
                               and (i.kind in ('iin', 'contract', 'login') or not :numbered
                                    or not exists (select from qupiya.restriction_identifier n
                                                    where n.restriction_id = r.id and n.kind = 'iin'
                                                      and (n.origin = 'given' or r.searched_at is not null))))
                        order by r.since, r.id""")
                .param("operator", operator.value())
                .param("hashes", hashes.stream().map(IdentifierHash::bytes).toList())
                .param("numbered", hashes.stream().anyMatch(hash -> hash.kind() == IdentifierKind.IIN))
                .query(JdbcRestrictions::restriction)
                .list();
    }

    @Override
    public Map<Integer, Keeper> kept(OperatorKey operator, List<? extends Collection<Identifier>> people) {
        Map<Integer, Keeper> kept = new HashMap<>();
        List<Integer> places = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        List<Boolean> numbered = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            var person = people.get(i);
            var hasNumber = person.stream().anyMatch(one -> one.kind() == IdentifierKind.IIN);
            for (Identifier identifier : person) {
                places.add(i);
                hashes.add(hasher.hash(operator, identifier).bytes());
                numbered.add(hasNumber);
            }
        }
        if (places.isEmpty()) {
            return kept;
        }
        arrays.query(
                connection -> {
                    var statement = connection.prepareStatement(KEPT);
                    statement.setArray(1, connection.createArrayOf("int4", places.toArray()));
                    statement.setArray(2, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
                    statement.setArray(3, connection.createArrayOf("bool", numbered.toArray()));
                    statement.setString(4, operator.value());
                    return statement;
                },
                (RowCallbackHandler) row ->
                        kept.put(row.getInt(1), new Keeper(RestrictionKind.of(row.getString(2)), row.getString(3))));
        return kept;
    }

    @Override
    public List<Restriction> unsearched(OperatorKey operator) {
        return jdbc.sql(JdbcRestrictions.SELECT
                        + "where r.operator = :operator and r.kind = 'hold' and r.ended_at is null and r.searched_at is null"
                        + " order by r.since, r.id")
                .param("operator", operator.value())
                .query(JdbcRestrictions::restriction)
                .list();
    }

    @Override
    public <T> T whileNonePlaced(OperatorKey operator, Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            var done = alone.execute(status -> {
                jdbc.sql("select set_config('lock_timeout', :patience, true)")
                        .param("patience", settings.patience().toMillis() + "ms")
                        .query(String.class)
                        .single();
                lock("select count(pg_advisory_xact_lock_shared(" + KEY + "))" + EVERY, operator);
                return work.get();
            });
            if (done == null) {
                throw new IllegalStateException("work that is guarded tells what it did");
            }
            return done;
        } finally {
            places.release();
        }
    }

    @Override
    public boolean keepFromBeingPlaced(OperatorKey operator) {
        return jdbc.sql("select bool_and(pg_try_advisory_xact_lock_shared(" + KEY + "))" + EVERY)
                .param("operator", operator.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Waits for everything that is being destroyed at the operator, and keeps more from beginning until the caller's transaction ends. All holds of one transaction take the
     * same slot, that of its connection: two transactions with several holds each cannot wait for each other.
     */
    void placing(OperatorKey operator) {
        lock(
                "select count(pg_advisory_xact_lock(" + KEY + ")) from (select pg_backend_pid() % " + SLOTS
                        + " as slot) as own",
                operator);
    }

    private void lock(String sql, OperatorKey operator) {
        try {
            jdbc.sql(sql)
                    .param("operator", operator.value())
                    .query(Integer.class)
                    .single();
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException sqlException
                    && LOCK_NOT_AVAILABLE.equals(sqlException.getSQLState())) {
                throw new CannotAcquireLockException("a hold is being placed");
            }
            throw e;
        }
    }
}
