package kz.qupiya.affected;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.affected.PeopleStore.Work;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Settles who is one person when a list is frozen, now that all lines are there (decision 0105). Somebody without an IIN who shares identifiers with exactly one other person is
 * that person. With several, nobody knows which: what is known to be theirs is theirs, and what is left stands for itself, so that nobody is lost. Those whom an earlier list has
 * are marked, and count no more.
 */
@Component
class Settlement {

    private static final int BATCH = 1_000;

    /** Known people of earlier lists by their IIN. Whoever stands marked in an earlier list is who stands there unmarked. */
    private static final String BY_IIN =
            """
            update qupiya.affected_person p set same_list = f.list, same_seq = f.seq
              from (select i.seq as here, min(coalesce(q.same_list, q.list)) as list, min(coalesce(q.same_seq, q.seq)) as seq
                      from qupiya.affected_identifier i
                      join qupiya.affected_identifier o on o.hash = i.hash and o.kind = 1 and o.list = any (:earlier)
                      join qupiya.affected_person q on q.list = o.list and q.seq = o.seq
                     where i.list = :list and i.kind = 1
                     group by i.seq) f
             where p.list = :list and p.seq = f.here""";

    /** Somebody without an IIN in an earlier list whom only one person with an IIN can be. */
    private static final String BY_TRACE =
            """
            update qupiya.affected_person p set same_list = t.list, same_seq = t.seq
              from (select distinct on (u.of_list, u.of_seq) u.* from (
                    select o.list, o.seq, min(coalesce(y.same_list, y.list)) as of_list, min(coalesce(y.same_seq, y.seq)) as of_seq
                      from qupiya.affected_identifier o
                      join qupiya.affected_person z on z.list = o.list and z.seq = o.seq and z.same_seq is null
                      join qupiya.affected_identifier i on i.hash = o.hash and i.anchored and (i.list = :list or i.list = any (:earlier))
                      join qupiya.affected_person y on y.list = i.list and y.seq = i.seq
                     where o.list = any (:earlier) and not o.anchored
                     group by o.list, o.seq
                    having count(distinct (coalesce(y.same_list, y.list), coalesce(y.same_seq, y.seq))) = 1) u
                     order by u.of_list, u.of_seq, u.list, u.seq) t
             where t.of_list = :list and p.list = :list and p.seq = t.of_seq and p.same_seq is null""";

    /** Everybody without an IIN who shares identifiers with others, and how many they are. */
    private static final String FLOATING =
            """
            select g.seq, min(coalesce(p.same_list, o.list)), min(coalesce(p.same_seq, o.seq)),
                   count(distinct (coalesce(p.same_list, o.list), coalesce(p.same_seq, o.seq)))
              from qupiya.affected_identifier g
              join qupiya.affected_identifier o on o.hash = g.hash and (o.list = any (?) or (o.list = ? and o.anchored))
              join qupiya.affected_person p on p.list = o.list and p.seq = o.seq
             where g.list = ? and not g.anchored
             group by g.seq
             order by 4, 2, 3, 1""";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final PeopleStore people;

    Settlement(JdbcClient jdbc, JdbcTemplate template, PeopleStore people) {
        this.jdbc = jdbc;
        this.template = template;
        this.people = people;
    }

    /** Somebody without an IIN, and who that may be: one or several. */
    private record Floating(int seq, int ofList, int ofSeq, int others) {}

    /** Settles a list that the caller holds locked. */
    void settle(Work work, Collection<Integer> earlier) {
        var lists = earlier.toArray(Integer[]::new);
        if (lists.length > 0) {
            jdbc.sql(BY_IIN).param("list", work.list()).param("earlier", lists).update();
            jdbc.sql(BY_TRACE)
                    .param("list", work.list())
                    .param("earlier", lists)
                    .update();
        }
        var floats = jdbc.sql(
                        "select exists (select 1 from qupiya.affected_identifier where list = ? and not anchored)")
                .param(work.list())
                .query(Boolean.class)
                .single();
        if (!floats) {
            return;
        }
        List<Floating> batch = new ArrayList<>(BATCH);
        template.query(
                connection -> {
                    var statement = connection.prepareStatement(FLOATING);
                    statement.setFetchSize(BATCH);
                    statement.setArray(1, connection.createArrayOf("integer", lists));
                    statement.setInt(2, work.list());
                    statement.setInt(3, work.list());
                    return statement;
                },
                rs -> {
                    batch.add(new Floating(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4)));
                    if (batch.size() == BATCH) {
                        settle(work, earlier, batch);
                        batch.clear();
                    }
                });
        settle(work, earlier, batch);
    }

    private void settle(Work work, Collection<Integer> earlier, List<Floating> batch) {
        var here = batch.stream()
                .filter(f -> f.others() == 1 && f.ofList() == work.list())
                .toList();
        var before = batch.stream()
                .filter(f -> f.others() == 1 && f.ofList() != work.list())
                .toList();
        var unclear = batch.stream().filter(f -> f.others() > 1).toList();
        join(work, here);
        mark(work, before);
        part(work, earlier, unclear);
    }

    private void join(Work work, List<Floating> batch) {
        Set<Integer> seqs = new LinkedHashSet<>();
        batch.forEach(f -> {
            seqs.add(f.seq());
            seqs.add(f.ofSeq());
        });
        var loaded = people.people(work, seqs);
        batch.forEach(f -> {
            var person = loaded.get(f.ofSeq());
            var same = loaded.get(f.seq());
            if (person == null || same == null) {
                throw new IllegalStateException("somebody of the list " + work.list() + " is missing");
            }
            person.take(same);
        });
        people.write(work, loaded.values());
    }

    private void mark(Work work, List<Floating> batch) {
        if (!batch.isEmpty()) {
            jdbc.sql(
                            """
                            update qupiya.affected_person p set same_list = f.list, same_seq = f.same
                              from unnest(?, ?, ?) f(seq, list, same) where p.list = ? and p.seq = f.seq""")
                    .params(
                            batch.stream().map(Floating::seq).toArray(Integer[]::new),
                            batch.stream().map(Floating::ofList).toArray(Integer[]::new),
                            batch.stream().map(Floating::ofSeq).toArray(Integer[]::new),
                            work.list())
                    .update();
        }
    }

    private void part(Work work, Collection<Integer> earlier, List<Floating> batch) {
        var loaded = people.people(work, batch.stream().map(Floating::seq).toList());
        var hashes = loaded.values().stream()
                .flatMap(one -> one.identifiers().keySet().stream())
                .collect(Collectors.toSet());
        var lists = new ArrayList<>(earlier);
        lists.add(work.list());
        var others = new HashSet<UUID>();
        people.known(hashes, lists).forEach((hash, known) -> {
            if (known.stream().anyMatch(k -> k.list() != work.list() || k.anchored())) {
                others.add(hash);
            }
        });
        loaded.values().forEach(one -> one.forget(others));
        people.write(work, loaded.values());
    }

    /** Counts of the people of a list, as long as it collects without regard to earlier lists. */
    record Counts(long people, long withIin, long withEmail, long withPhone, long withName) {}

    Counts count(int list) {
        return jdbc.sql(
                        """
                        select count(*), count(*) filter (where has & 1 <> 0), count(*) filter (where has & 2 <> 0), count(*) filter (where has & 4 <> 0),
                               count(*) filter (where has & 8 <> 0)
                          from qupiya.affected_person where list = ? and same_seq is null""")
                .param(list)
                .query((rs, n) -> new Counts(rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)))
                .single();
    }

    /** SHA-256 over the digests of all people in their order, without holding them in memory. */
    String hash(int list) {
        MessageDigest hash;
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        hash.update("qupiya-affected/1\n".getBytes(StandardCharsets.US_ASCII));
        template.query(
                connection -> {
                    var statement = connection.prepareStatement(
                            "select digest from qupiya.affected_person where list = ? and same_seq is null order by digest");
                    statement.setFetchSize(10 * BATCH);
                    statement.setInt(1, list);
                    return statement;
                },
                rs -> {
                    hash.update(rs.getBytes(1));
                });
        return HexFormat.of().formatHex(hash.digest());
    }
}
