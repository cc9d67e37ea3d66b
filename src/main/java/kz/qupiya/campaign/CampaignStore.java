package kz.qupiya.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The campaigns themselves: state, pace, and what they wait for. A few rows each; people are in {@link NoticeLedger}. */
class CampaignStore {

    private static final TypeReference<Map<String, NoticeText>> TEXTS = new TypeReference<>() {};
    private static final String COLUMNS =
            """
            id, number, case_id, operator, audience, audience_hash, text_hash, rehearsal, state, halted_by, enrolled_to, enrolled, created_at, created_by,
            released_at, released_by, started_at, judged_from, finished_at, drained_at""";

    /** Results are counted by stretches of that length. */
    private static final int STRETCH = 10;

    private static final Duration LATELY = Duration.ofMinutes(2);

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    CampaignStore(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What a campaign waits for as a whole. */
    record Wait(Channel channel, String what, Instant since, Instant until, int tries, @Nullable Instant raisedAt) {}

    /** Stores a draft; nothing if there is one of that key in the case. */
    Optional<CampaignRow> insert(NewCampaign draft, String textHash, Instant now) {
        return jdbc.sql(
                        """
                        insert into qupiya.campaign (id, case_id, operator, once_key, audience, audience_hash, texts, text_hash, rehearsal, state, created_at, created_by)
                        values (:id, :case, :operator, :once, :audience, :audienceHash, cast(:texts as jsonb), :textHash, :rehearsal, 'draft', :now, :by)
                        on conflict (case_id, once_key) do nothing returning """
                                + " " + COLUMNS)
                .param("id", UUID.randomUUID())
                .param("case", draft.caseId())
                .param("operator", draft.operator().value())
                .param("once", draft.onceKey())
                .param("audience", draft.audience())
                .param("audienceHash", draft.audienceHash())
                .param("texts", written(draft.texts()))
                .param("textHash", textHash)
                .param("rehearsal", draft.rehearsal())
                .param("now", at(now))
                .param("by", draft.by().toString())
                .query(CampaignStore::row)
                .optional();
    }

    Optional<CampaignRow> findOnce(UUID caseId, String onceKey) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where case_id = ? and once_key = ?")
                .params(caseId, onceKey)
                .query(CampaignStore::row)
                .optional();
    }

    Optional<CampaignRow> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where id = ?")
                .param(id)
                .query(CampaignStore::row)
                .optional();
    }

    /** Held until the transaction ends. */
    Optional<CampaignRow> lock(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where id = ? for update")
                .param(id)
                .query(CampaignStore::row)
                .optional();
    }

    Optional<CampaignRow> byNumber(int number) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where number = ?")
                .param(number)
                .query(CampaignStore::row)
                .optional();
    }

    List<CampaignRow> ofCase(UUID caseId) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where case_id = ? order by number")
                .param(caseId)
                .query(CampaignStore::row)
                .list();
    }

    List<CampaignRow> running() {
        return jdbc.sql("select " + COLUMNS + " from qupiya.campaign where state = 'running' order by number")
                .query(CampaignStore::row)
                .list();
    }

    Map<String, NoticeText> texts(UUID id) {
        var stored = jdbc.sql("select texts::text from qupiya.campaign where id = ?")
                .param(id)
                .query(String.class)
                .single();
        try {
            return json.readValue(stored, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the texts of campaign " + id + " cannot be read");
        }
    }

    private String written(Map<String, NoticeText> texts) {
        try {
            return json.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written");
        }
    }

    void release(UUID id, Instant now, String by) {
        jdbc.sql(
                        """
                        update qupiya.campaign set state = 'running', released_at = :now, released_by = :by, judged_from = :now where id = :id""")
                .param("now", at(now))
                .param("by", by)
                .param("id", id)
                .update();
    }

    void pause(UUID id, @Nullable String haltedBy) {
        jdbc.sql("update qupiya.campaign set state = 'paused', halted_by = ? where id = ?")
                .params(haltedBy, id)
                .update();
    }

    /** Runs again; from now on failures are judged anew. */
    void resume(UUID id, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.campaign set state = 'running', halted_by = null, finished_at = null, judged_from = ? where id = ?""")
                .params(at(now), id)
                .update();
    }

    void stop(UUID id, Instant now) {
        jdbc.sql("update qupiya.campaign set state = 'stopped', halted_by = null, finished_at = ? where id = ?")
                .params(at(now), id)
                .update();
    }

    /** Sets one running again for somebody whose mail came back. */
    void reopen(UUID id) {
        jdbc.sql("update qupiya.campaign set state = 'running', finished_at = null where id = ? and state = 'drained'")
                .param(id)
                .update();
    }

    /**
     * Marks a campaign as drained if it runs, is enrolled wholly and nobody is left.
     *
     * @return whether it is drained now
     */
    boolean drain(int number, Instant now) {
        return jdbc.sql(
                                """
                        update qupiya.campaign set state = 'drained', finished_at = :now, drained_at = coalesce(drained_at, :now)
                        where number = :number and state = 'running' and enrolled
                          and not exists (select 1 from qupiya.campaign_recipient r where r.campaign = :number and r.state = 'queued' and r.next_attempt_at is null)
                          and not exists (select 1 from qupiya.campaign_recipient r
                            where r.campaign = :number and r.state in ('queued', 'failed-temporarily') and r.next_attempt_at is not null)
                          and not exists (select 1 from qupiya.campaign_recipient r where r.campaign = :number and r.state = 'sending')""")
                        .param("now", at(now))
                        .param("number", number)
                        .update()
                == 1;
    }

    void started(int number, Instant now) {
        jdbc.sql("update qupiya.campaign set started_at = ? where number = ? and started_at is null")
                .params(at(now), number)
                .update();
    }

    /** How far the list of a campaign is in the ledger; held until the transaction ends, and skipped while somebody else holds it. */
    Optional<Long> lockEnrolment(int number) {
        return jdbc.sql(
                        """
                        select enrolled_to from qupiya.campaign where number = ? and state = 'running' and not enrolled for update skip locked""")
                .param(number)
                .query(Long.class)
                .optional();
    }

    void enrolled(int number, long to, boolean wholly) {
        jdbc.sql("update qupiya.campaign set enrolled_to = ?, enrolled = ? where number = ?")
                .params(to, wholly, number)
                .update();
    }

    // --- pace

    /** Counts settled people. */
    void pace(int number, long done, long failed, Instant now) {
        jdbc.sql(
                        """
                        insert into qupiya.campaign_pace as p (campaign, at, done, failed) values (:number, :at, :done, :failed)
                        on conflict (campaign, at) do update set done = p.done + excluded.done, failed = p.failed + excluded.failed""")
                .param("number", number)
                .param("at", at(Instant.ofEpochSecond(now.getEpochSecond() / STRETCH * STRETCH)))
                .param("done", done)
                .param("failed", failed)
                .update();
    }

    /** People settled a second, over the last two minutes or since the campaign went on. */
    double perSecond(CampaignRow row, Instant now) {
        var judgedFrom = row.judgedFrom();
        var from = judgedFrom == null || judgedFrom.isBefore(now.minus(LATELY)) ? now.minus(LATELY) : judgedFrom;
        // the first stretch began before, so the seconds are counted from its beginning, unless nothing was sent then
        var first = Instant.ofEpochSecond(from.getEpochSecond() / STRETCH * STRETCH);
        var done = jdbc.sql("select coalesce(sum(done), 0) from qupiya.campaign_pace where campaign = ? and at >= ?")
                .params(row.number(), at(first))
                .query(Long.class)
                .single();
        var began = judgedFrom != null && judgedFrom.isAfter(first) ? judgedFrom : first;
        var seconds = Math.max(1, Duration.between(began, now).toMillis() / 1000.0);
        return done / seconds;
    }

    /** Of how many last results how many failed: the newest stretches that together have at least so many, or all there are. */
    record Failures(long done, long failed) {}

    Failures failures(int number, int window) {
        return jdbc.sql(
                        """
                        select coalesce(sum(done), 0), coalesce(sum(failed), 0) from (
                            select p.done, p.failed, sum(p.done) over (order by p.at desc) - p.done as newer
                            from qupiya.campaign_pace p join qupiya.campaign c on c.number = p.campaign
                            where p.campaign = :number and p.at >= coalesce(c.judged_from, p.at)) s
                        where newer < :window""")
                .param("number", number)
                .param("window", window)
                .query((rs, n) -> new Failures(rs.getLong(1), rs.getLong(2)))
                .single();
    }

    /** Those who wait at an operator for a notice on a channel. */
    record Queue(String operator, Channel channel) {}

    /** How many wait, in campaigns that are no rehearsals and may still go on. */
    Map<Queue, Long> waiting() {
        Map<Queue, Long> waiting = new HashMap<>();
        jdbc.sql(
                        """
                        select c.operator, r.channel, count(*)
                        from qupiya.campaign c join qupiya.campaign_recipient r on r.campaign = c.number
                        where not c.rehearsal and c.state in ('running', 'paused')
                            and r.state in ('queued', 'sending', 'failed-temporarily', 'listed')
                        group by c.operator, r.channel""")
                .query(rs -> {
                    waiting.put(new Queue(rs.getString(1), Channel.of(rs.getString(2))), rs.getLong(3));
                });
        return waiting;
    }

    // --- what a campaign waits for

    List<Wait> waits(int number) {
        return jdbc.sql(
                        "select channel, what, since, until, tries, raised_at from qupiya.campaign_wait where campaign = ?")
                .param(number)
                .query((rs, n) -> new Wait(
                        Channel.of(rs.getString(1)),
                        rs.getString(2),
                        instant(rs, 3),
                        instant(rs, 4),
                        rs.getInt(5),
                        instantOrNull(rs, 6)))
                .list();
    }

    /** Waits, or goes on waiting; the waits grow while it lasts. Of several senders that find the same, the first counts. */
    void waitFor(int number, Channel channel, String what, List<Duration> waits, Instant now) {
        var held = jdbc.sql(
                        """
                        insert into qupiya.campaign_wait as w (campaign, channel, what, since, until, tries)
                        values (:number, :channel, :what, :now, :first, 1)
                        on conflict (campaign, channel) do update set what = excluded.what where w.until > :now
                        returning tries""")
                .param("number", number)
                .param("channel", channel.json())
                .param("what", what)
                .param("now", at(now))
                .param("first", at(now.plus(waits.get(0))))
                .query(Integer.class)
                .optional();
        if (held.isPresent()) {
            return;
        }
        jdbc.sql(
                        """
                        update qupiya.campaign_wait set tries = tries + 1, what = :what,
                            until = :now + make_interval(secs => (cast(:waits as float8[]))[least(tries + 1, :count)])
                        where campaign = :number and channel = :channel and until <= :now""")
                .param("what", what)
                .param("now", at(now))
                .param(
                        "waits",
                        waits.stream().map(wait -> wait.toMillis() / 1000.0).toArray(Double[]::new))
                .param("count", waits.size())
                .param("number", number)
                .param("channel", channel.json())
                .update();
    }

    /** It works again. */
    void worksAgain(int number, Channel channel) {
        jdbc.sql("delete from qupiya.campaign_wait where campaign = ? and channel = ?")
                .params(number, channel.json())
                .update();
    }

    /** Marks a wait as told to staff; false if it was. */
    boolean raise(int number, Channel channel, Instant now) {
        return jdbc.sql(
                                """
                                update qupiya.campaign_wait set raised_at = ? where campaign = ? and channel = ? and raised_at is null""")
                        .params(at(now), number, channel.json())
                        .update()
                == 1;
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant) {
        return instant == null ? null : at(instant);
    }

    static Instant instant(ResultSet rs, int column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet rs, int column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static CampaignRow row(ResultSet rs, int n) throws SQLException {
        return new CampaignRow(
                rs.getObject(1, UUID.class),
                rs.getInt(2),
                rs.getObject(3, UUID.class),
                rs.getString(4),
                rs.getObject(5, UUID.class),
                rs.getString(6),
                rs.getString(7),
                rs.getBoolean(8),
                CampaignState.of(rs.getString(9)),
                rs.getString(10),
                rs.getLong(11),
                rs.getBoolean(12),
                instant(rs, 13),
                rs.getString(14),
                instantOrNull(rs, 15),
                rs.getString(16),
                instantOrNull(rs, 17),
                instantOrNull(rs, 18),
                instantOrNull(rs, 19),
                instantOrNull(rs, 20));
    }
}
