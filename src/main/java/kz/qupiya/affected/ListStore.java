package kz.qupiya.affected;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.affected.Settlement.Counts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lists and their sources in the database. Joins the caller's transaction. */
@Repository
class ListStore {

    private final JdbcClient jdbc;

    ListStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A list as it stands.
     *
     * @param no what its people are stored under
     * @param nextSeq place of the next person
     */
    record Stored(
            int no,
            UUID id,
            UUID caseId,
            int version,
            String state,
            @Nullable Counts counts,
            @Nullable String hash,
            @Nullable String sourceHash,
            @Nullable Instant frozenAt,
            Gave gave,
            int nextSeq) {

        boolean frozen() {
            return FROZEN.equals(state);
        }
    }

    /** What lines gave. */
    record Gave(long accepted, long duplicate, long rejected) {}

    /**
     * Where people came from, without anything that differs from run to run.
     *
     * @param complete whether all of it has come
     */
    record Source(@Nullable String query, @Nullable String sha256, boolean complete, long lines) {}

    private static final String FROZEN = "frozen";
    private static final String COLLECTING = "collecting";

    /** The id of a version: the same before and after anything has come into it. */
    static UUID id(UUID caseId, int version) {
        return UUID.nameUUIDFromBytes(
                ("qupiya/affected/" + caseId + "/" + version).getBytes(StandardCharsets.US_ASCII));
    }

    /** The list that collects, locked until the transaction ends; begun if there is none. */
    Stored open(UUID caseId) {
        while (true) {
            var found = lockCollecting(caseId);
            if (found.isPresent()) {
                return found.get();
            }
            int version = versions(caseId) + 1;
            jdbc.sql(
                            "insert into qupiya.affected_list (id, case_id, version, state) values (?, ?, ?, 'collecting') on conflict do nothing")
                    .params(id(caseId, version), caseId, version)
                    .update();
        }
    }

    /** The list that collects, locked until the transaction ends. */
    Optional<Stored> lockCollecting(UUID caseId) {
        return jdbc.sql("select no from qupiya.affected_list where case_id = ? and state = ? for update")
                .params(caseId, COLLECTING)
                .query(Integer.class)
                .optional()
                .flatMap(this::find);
    }

    private int versions(UUID caseId) {
        return jdbc.sql(
                        "select coalesce(max(version), 0) from qupiya.affected_list where case_id = ? and state <> 'staged'")
                .param(caseId)
                .query(Integer.class)
                .single();
    }

    /** A list that is being sent to take the place of the one that collects. */
    int stage(UUID caseId) {
        return jdbc.sql(
                        "insert into qupiya.affected_list (id, case_id, version, state) values (?, ?, 1, 'staged') returning no")
                .params(UUID.randomUUID(), caseId)
                .query(Integer.class)
                .single();
    }

    /** A staged list, locked until the transaction ends; nothing if it has been dropped. */
    Optional<Stored> lockStaged(int no) {
        return jdbc.sql("select no from qupiya.affected_list where no = ? and state = 'staged' for update")
                .param(no)
                .query(Integer.class)
                .optional()
                .flatMap(this::find);
    }

    /** Lets a staged list collect in the place of the one before, which the caller has deleted. */
    void unstage(int no, UUID caseId) {
        jdbc.sql("update qupiya.affected_list set state = 'collecting', id = ?, version = 1 where no = ?")
                .params(id(caseId, 1), no)
                .update();
    }

    void delete(int no) {
        jdbc.sql("delete from qupiya.affected_list where no = ?").param(no).update();
    }

    /** Staged lists whose load has shown no life since then. */
    List<Integer> abandoned(UUID caseId, Instant since) {
        return jdbc.sql(
                        """
                        select l.no from qupiya.affected_list l
                         where l.case_id = ? and l.state = 'staged'
                           and not exists (select 1 from qupiya.affected_source s join qupiya.affected_load d on d.id = s.load_id
                                            where s.list = l.no and d.state = 'running' and d.alive_at >= ?)
                           for update skip locked""")
                .params(caseId, at(since))
                .query(Integer.class)
                .list();
    }

    Optional<Stored> find(int no) {
        return lists("l.no = ?", no).stream().findFirst();
    }

    Optional<Stored> find(UUID id) {
        return lists("l.id = ? and l.state <> 'staged'", id).stream().findFirst();
    }

    /** The lists of a case by version, without staged ones. */
    List<Stored> ofCase(UUID caseId) {
        return lists("l.case_id = ? and l.state <> 'staged'", caseId);
    }

    /** Numbers of the frozen lists of a case. */
    List<Integer> frozen(UUID caseId) {
        return jdbc.sql("select no from qupiya.affected_list where case_id = ? and state = ? order by version")
                .params(caseId, FROZEN)
                .query(Integer.class)
                .list();
    }

    void freeze(int no, Counts counts, Gave gave, String hash, String sourceHash, Instant now, String by) {
        jdbc.sql(
                        """
                        update qupiya.affected_list
                           set state = 'frozen', people = :people, with_iin = :iin, with_email = :email, with_phone = :phone, with_name = :name, accepted = :accepted,
                               duplicate = :duplicate, rejected = :rejected, hash = :hash, source_hash = :source, frozen_at = :now, frozen_by = :by
                         where no = :no""")
                .param("people", counts.people())
                .param("iin", counts.withIin())
                .param("email", counts.withEmail())
                .param("phone", counts.withPhone())
                .param("name", counts.withName())
                .param("accepted", gave.accepted())
                .param("duplicate", gave.duplicate())
                .param("rejected", gave.rejected())
                .param("hash", hash)
                .param("source", sourceHash)
                .param("now", at(now))
                .param("by", by)
                .param("no", no)
                .update();
    }

    /** Counts what a load gave to a list. */
    void gave(int list, UUID load, long accepted, long duplicate, long rejected) {
        jdbc.sql(
                        """
                        insert into qupiya.affected_source (list, load_id, accepted, duplicate, rejected) values (?, ?, ?, ?, ?)
                            on conflict (list, load_id) do update
                           set accepted = affected_source.accepted + excluded.accepted, duplicate = affected_source.duplicate + excluded.duplicate,
                               rejected = affected_source.rejected + excluded.rejected""")
                .params(list, load, accepted, duplicate, rejected)
                .update();
    }

    /** Where the people of a list came from. */
    List<Source> sources(int list) {
        return jdbc.sql(
                        """
                        select d.query, d.sha256, d.state = 'completed', s.accepted + s.duplicate + s.rejected
                          from qupiya.affected_source s join qupiya.affected_load d on d.id = s.load_id where s.list = ?""")
                .param(list)
                .query((rs, n) -> new Source(rs.getString(1), rs.getString(2), rs.getBoolean(3), rs.getLong(4)))
                .list();
    }

    private List<Stored> lists(String where, Object param) {
        return new ArrayList<>(jdbc.sql(
                        """
                        select l.*, coalesce(l.accepted, sum(s.accepted), 0) as all_accepted, coalesce(l.duplicate, sum(s.duplicate), 0) as all_duplicate,
                               coalesce(l.rejected, sum(s.rejected), 0) as all_rejected
                          from qupiya.affected_list l left join qupiya.affected_source s on s.list = l.no
                         where %s group by l.no order by l.version"""
                                .formatted(where))
                .param(param)
                .query(ListStore::stored)
                .list());
    }

    private static Stored stored(ResultSet rs, int n) throws SQLException {
        var counts = rs.getObject("people") == null
                ? null
                : new Counts(
                        rs.getLong("people"),
                        rs.getLong("with_iin"),
                        rs.getLong("with_email"),
                        rs.getLong("with_phone"),
                        rs.getLong("with_name"));
        var frozen = rs.getObject("frozen_at", OffsetDateTime.class);
        return new Stored(
                rs.getInt("no"),
                rs.getObject("id", UUID.class),
                rs.getObject("case_id", UUID.class),
                rs.getInt("version"),
                rs.getString("state"),
                counts,
                rs.getString("hash"),
                rs.getString("source_hash"),
                frozen == null ? null : frozen.toInstant(),
                new Gave(rs.getLong("all_accepted"), rs.getLong("all_duplicate"), rs.getLong("all_rejected")),
                rs.getInt("next_seq"));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
