package kz.qupiya.affected;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.bulk.BinaryCopy;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseSeals;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The people of lists in the database. Every method joins the transaction of a caller that holds the list locked. */
@Repository
class PeopleStore {

    private static final String DIGEST = "affected-person";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final IdentifierHasher hasher;
    private final KeyedDigests digests;

    PeopleStore(JdbcClient jdbc, JdbcTemplate template, IdentifierHasher hasher, KeyedDigests digests) {
        this.jdbc = jdbc;
        this.template = template;
        this.hasher = hasher;
        this.digests = digests;
    }

    /** The list that is worked on, with the key of its case. */
    record Work(OperatorKey operator, int list, CaseSeals.Seal seal) {}

    /**
     * That somebody of a list is known by an identifier.
     *
     * @param anchored whether that person has an IIN
     */
    record Known(int list, int seq, int kind, boolean anchored) {

        boolean isSame(Known other) {
            return list == other.list && seq == other.seq;
        }
    }

    /**
     * Lets the planner find a few thousand identifiers by the index for the rest of the transaction: of a table that fills up it knows the size too late, and reads all of it for
     * every chunk.
     */
    void findByIndex() {
        jdbc.sql(
                        """
                        select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
                               set_config('plan_cache_mode', 'force_custom_plan', true)""")
                .query()
                .singleRow();
    }

    /** First halves of keyed hashes, in the order of the identifiers. 128 bits are enough that no two of all people ever meet. */
    UUID[] hashes(OperatorKey operator, List<Identifier> identifiers) {
        var hashes = new UUID[identifiers.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = half(hasher.hash(operator, identifiers.get(i)));
        }
        return hashes;
    }

    private static UUID half(IdentifierHash hash) {
        var bytes = ByteBuffer.wrap(hash.bytes());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Who is known by which of these in any of the lists. */
    Map<UUID, List<Known>> known(Collection<UUID> hashes, Collection<Integer> lists) {
        Map<UUID, List<Known>> known = new HashMap<>();
        if (!hashes.isEmpty() && !lists.isEmpty()) {
            jdbc.sql(
                            """
                            select i.hash, i.list, i.seq, i.kind, i.anchored
                              from unnest(?) asked(hash) join qupiya.affected_identifier i on i.hash = asked.hash and i.list = any (?)""")
                    .param(hashes.toArray(UUID[]::new))
                    .param(lists.toArray(Integer[]::new))
                    .query(rs -> {
                        known.computeIfAbsent(rs.getObject(1, UUID.class), hash -> new ArrayList<>(1))
                                .add(new Known(rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getBoolean(5)));
                    });
        }
        return known;
    }

    /** People of the list by their place. */
    Map<Integer, Gathered> people(Work work, Collection<Integer> seqs) {
        Map<Integer, Gathered> people = new HashMap<>();
        if (!seqs.isEmpty()) {
            jdbc.sql(
                            """
                            select p.seq, p.language, p.sealed
                              from unnest(?) asked(seq) join qupiya.affected_person p on p.list = ? and p.seq = asked.seq""")
                    .param(seqs.toArray(Integer[]::new))
                    .param(work.list())
                    .query(rs -> {
                        int seq = rs.getInt(1);
                        var person = Person.read(work.seal().open(label(work.list(), seq), rs.getBytes(3)));
                        people.put(
                                seq,
                                Gathered.stored(
                                        seq, person, rs.getString(2), hashes(work.operator(), person.identifiers())));
                    });
        }
        return people;
    }

    /**
     * Stores what has become of people: new ones, those of whom more is known, and takes away those that are somebody else or nobody any more.
     *
     * @return how many places were taken: one for each new person, and one if anything else was changed, so that a look at the next place tells whether a list is as it was
     */
    int write(Work work, Collection<Gathered> people) {
        var gone = people.stream()
                .filter(p -> p.seq != 0 && (p.isJoined() || p.isEmpty()))
                .toList();
        var fresh = people.stream().filter(p -> p.seq == 0 && !p.isJoined()).toList();
        var changed = people.stream()
                .filter(p -> p.seq != 0 && p.isChanged() && !p.isJoined() && !p.isEmpty())
                .toList();
        forget(work, gone, changed);
        var persons = new BinaryCopy("qupiya.affected_person", "list, seq, has, language, digest, sealed");
        var identifiers = new BinaryCopy("qupiya.affected_identifier", "list, seq, hash, kind, anchored");
        int places = fresh.size() + (gone.isEmpty() && changed.isEmpty() ? 0 : 1);
        int next = places == 0 ? 0 : take(work.list(), places);
        for (Gathered one : fresh) {
            one.seq = next++;
            var person = one.person();
            var bytes = person.bytes();
            persons.row()
                    .int4(work.list())
                    .int4(one.seq)
                    .int2(person.has())
                    .text(one.language())
                    .bytes(digest(bytes, one.language()))
                    .bytes(work.seal().seal(label(work.list(), one.seq), bytes));
            known(work, one, identifiers);
        }
        changed.forEach(one -> known(work, one, identifiers));
        update(work, changed);
        template.execute((ConnectionCallback<Boolean>) connection -> {
            persons.send(connection);
            identifiers.send(connection);
            return true;
        });
        return places;
    }

    private void known(Work work, Gathered one, BinaryCopy identifiers) {
        one.identifiers().forEach((hash, identifier) -> {
            if (!one.storedHashes().contains(hash)) {
                identifiers
                        .row()
                        .int4(work.list())
                        .int4(one.seq)
                        .uuid(hash)
                        .int2(Person.code(identifier.kind()))
                        .flag(one.anchored);
            }
        });
    }

    private int take(int list, int places) {
        return jdbc.sql("update qupiya.affected_list set next_seq = next_seq + ? where no = ? returning next_seq - ?")
                .params(places, list, places)
                .query(Integer.class)
                .single();
    }

    private void update(Work work, List<Gathered> changed) {
        if (changed.isEmpty()) {
            return;
        }
        template.batchUpdate(
                "update qupiya.affected_person set has = ?, language = ?, digest = ?, sealed = ? where list = ? and seq = ?",
                changed.stream()
                        .map(one -> {
                            var person = one.person();
                            var bytes = person.bytes();
                            return new @Nullable Object[] {
                                person.has(),
                                one.language(),
                                digest(bytes, one.language()),
                                work.seal().seal(label(work.list(), one.seq), bytes),
                                work.list(),
                                one.seq
                            };
                        })
                        .toList());
    }

    /** Takes away people, and identifiers that are no longer somebody's. */
    private void forget(Work work, List<Gathered> gone, List<Gathered> changed) {
        List<UUID> hashes = new ArrayList<>();
        List<Integer> seqs = new ArrayList<>();
        gone.forEach(one -> one.storedHashes().forEach(hash -> {
            hashes.add(hash);
            seqs.add(one.seq);
        }));
        changed.forEach(one -> one.storedHashes().stream()
                .filter(hash -> !one.identifiers().containsKey(hash))
                .forEach(hash -> {
                    hashes.add(hash);
                    seqs.add(one.seq);
                }));
        if (!hashes.isEmpty()) {
            jdbc.sql(
                            """
                            delete from qupiya.affected_identifier i using unnest(?, ?) gone(hash, seq)
                             where i.list = ? and i.hash = gone.hash and i.seq = gone.seq""")
                    .params(hashes.toArray(UUID[]::new), seqs.toArray(Integer[]::new), work.list())
                    .update();
        }
        if (!gone.isEmpty()) {
            jdbc.sql("delete from qupiya.affected_person where list = ? and seq = any (?)")
                    .params(work.list(), gone.stream().map(one -> one.seq).toArray(Integer[]::new))
                    .update();
        }
    }

    /** Takes away everybody of a list. */
    void clear(int list) {
        jdbc.sql("delete from qupiya.affected_identifier where list = ?")
                .param(list)
                .update();
        jdbc.sql("delete from qupiya.affected_person where list = ?")
                .param(list)
                .update();
    }

    private byte[] digest(byte[] person, @Nullable String language) {
        var spoken = language == null ? new byte[0] : language.getBytes(StandardCharsets.US_ASCII);
        var content = Arrays.copyOf(person, person.length + spoken.length);
        System.arraycopy(spoken, 0, content, person.length, spoken.length);
        return digests.of(DIGEST, content);
    }

    static String label(int list, long seq) {
        return "affected/" + list + "/" + seq;
    }
}
