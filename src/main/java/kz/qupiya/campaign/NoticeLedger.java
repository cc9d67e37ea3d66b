package kz.qupiya.campaign;

import static kz.qupiya.campaign.CampaignStore.at;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import kz.qupiya.campaign.Audience.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger: one row per person and campaign. Every statement touches a chunk, whatever the size of the list. */
class NoticeLedger {

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    NoticeLedger(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /**
     * Somebody of a chunk.
     *
     * @param attempts this one counted
     * @param inOrder  whether it was the person's turn in the list, and no other moment
     */
    record Claimed(long seq, @Nullable String language, int attempts, boolean phone, boolean inOrder) {}

    /**
     * What became of somebody of a chunk.
     *
     * @param channel where the person stands from now on
     * @param tried   whether it counts as an attempt
     * @param code    what a mail server or gateway said, for the channel that was tried; null to leave it
     */
    record Settled(
            long seq,
            Channel channel,
            String state,
            boolean tried,
            @Nullable Instant nextAttemptAt,
            @Nullable String code,
            @Nullable Instant sentAt) {

        static Settled sent(long seq, Channel channel, @Nullable String code, Instant now) {
            return new Settled(seq, channel, "sent", true, null, code, now);
        }

        /** Waits for another attempt on the same channel. */
        static Settled later(long seq, Channel channel, Instant next, String code) {
            return new Settled(seq, channel, "failed-temporarily", true, next, code, null);
        }

        /** Is to be tried on another channel. */
        static Settled next(long seq, Channel channel, Instant now, String code) {
            return new Settled(seq, channel, "queued", true, now, code, null);
        }

        /** Was not tried after all. */
        static Settled back(long seq, Channel channel, Instant notBefore) {
            return new Settled(seq, channel, "queued", false, notBefore, null, null);
        }

        /** Has come to where staff go on, or nobody can. */
        static Settled end(long seq, Channel channel, String state, @Nullable String code) {
            return new Settled(seq, channel, state, true, null, code, null);
        }
    }

    /** Adds people; who is there stays as is. */
    void enrol(int campaign, List<Member> members, Function<Member, Channel> first) {
        template.execute(
                (Connection connection) -> connection.prepareStatement(
                        """
                        insert into qupiya.campaign_recipient (campaign, seq, language, channel, state, phone)
                        select ?, m.seq, m.language, m.channel, 'queued', m.phone
                        from unnest(?::bigint[], ?::text[], ?::text[], ?::boolean[]) as m(seq, language, channel, phone)
                        on conflict (campaign, seq) do nothing"""),
                (PreparedStatement statement) -> {
                    statement.setInt(1, campaign);
                    statement.setArray(2, array(statement, "bigint", members, Member::seq));
                    statement.setArray(3, array(statement, "text", members, Member::language));
                    statement.setArray(4, array(statement, "text", members, member -> first.apply(member)
                            .json()));
                    statement.setArray(5, array(statement, "boolean", members, Member::phone));
                    return statement.executeUpdate();
                });
    }

    /**
     * Claims a chunk of one channel: first whose sender is gone, then whose time has come, then the next of the list.
     *
     * @param after people of the list up to here have been looked at; a hint that spares the way over rows that are done
     */
    List<Claimed> claim(int campaign, Channel channel, long after, UUID owner, Instant until, Instant now, int most) {
        var due = claim(
                """
                state = 'sending' and lease_until < :now order by lease_until""",
                campaign,
                channel,
                after,
                owner,
                until,
                now,
                most);
        if (due.isEmpty()) {
            due = claim(
                    """
                    state in ('queued', 'failed-temporarily') and next_attempt_at is not null and next_attempt_at <= :now order by next_attempt_at""",
                    campaign,
                    channel,
                    after,
                    owner,
                    until,
                    now,
                    most);
        }
        return due.isEmpty()
                ? claim(
                        """
                        state = 'queued' and next_attempt_at is null and seq > :after order by seq""",
                        campaign,
                        channel,
                        after,
                        owner,
                        until,
                        now,
                        most)
                : due;
    }

    private List<Claimed> claim(
            String which, int campaign, Channel channel, long after, UUID owner, Instant until, Instant now, int most) {
        // By an array, so that the planner goes by the key however little it knows of a table that has just been
        // filled.
        return jdbc.sql(
                        """
                        update qupiya.campaign_recipient set state = 'sending', attempts = attempts + 1, lease_owner = :owner, lease_until = :until
                        where campaign = :campaign and seq = any (array(
                            select seq from qupiya.campaign_recipient where campaign = :campaign and channel = :channel and %s
                            limit :most for update skip locked))
                        returning seq, language, attempts, phone, attempts = 1 and next_attempt_at is null"""
                                .formatted(which))
                .param("owner", owner)
                .param("until", at(until))
                .param("campaign", campaign)
                .param("channel", channel.json())
                .param("after", after)
                .param("now", at(now))
                .param("most", most)
                .query((rs, n) ->
                        new Claimed(rs.getLong(1), rs.getString(2), rs.getInt(3), rs.getBoolean(4), rs.getBoolean(5)))
                .list();
    }

    /**
     * Writes what became of people, if they still belong to that sender.
     *
     * @return whether all did; if not, another sender has taken some over and what it writes stands
     */
    boolean settle(int campaign, UUID owner, List<Settled> settled) {
        if (settled.isEmpty()) {
            return true;
        }
        if (settled.stream().allMatch(one -> "sent".equals(one.state()) && one.code() == null)) {
            return sent(campaign, owner, settled);
        }
        var written = template.execute(
                (Connection connection) -> connection.prepareStatement(
                        """
                        update qupiya.campaign_recipient r set channel = v.channel, state = v.state, next_attempt_at = v.next, sent_at = v.sent,
                            mail_code = case when r.channel = 'mail' then coalesce(v.code, r.mail_code) else r.mail_code end,
                            sms_code = case when r.channel = 'sms' then coalesce(v.code, r.sms_code) else r.sms_code end,
                            attempts = case when v.channel <> r.channel then 0 when v.tried then r.attempts else greatest(r.attempts - 1, 0) end,
                            lease_owner = null, lease_until = null
                        from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::boolean[])
                            as v(seq, channel, state, next, code, sent, tried)
                        where r.campaign = ? and r.seq = v.seq and r.state = 'sending' and r.lease_owner = ?"""),
                (PreparedStatement statement) -> {
                    statement.setArray(1, array(statement, "bigint", settled, Settled::seq));
                    statement.setArray(2, array(statement, "text", settled, one -> one.channel()
                            .json()));
                    statement.setArray(3, array(statement, "text", settled, Settled::state));
                    statement.setArray(
                            4, array(statement, "timestamptz", settled, one -> timestamp(one.nextAttemptAt())));
                    statement.setArray(5, array(statement, "text", settled, Settled::code));
                    statement.setArray(6, array(statement, "timestamptz", settled, one -> timestamp(one.sentAt())));
                    statement.setArray(7, array(statement, "boolean", settled, Settled::tried));
                    statement.setInt(8, campaign);
                    statement.setObject(9, owner);
                    return statement.executeUpdate();
                });
        return written != null && written == settled.size();
    }

    /** As {@link #settle} where everybody's notice went out, which is how nearly all of a campaign goes: the row keeps its channel and what was said of it before. */
    private boolean sent(int campaign, UUID owner, List<Settled> settled) {
        var written = template.execute(
                (Connection connection) -> connection.prepareStatement(
                        """
                        update qupiya.campaign_recipient set state = 'sent', next_attempt_at = null, sent_at = ?, lease_owner = null, lease_until = null
                        where campaign = ? and seq = any (?) and state = 'sending' and lease_owner = ?"""),
                (PreparedStatement statement) -> {
                    // One moment for the few that were acknowledged together, the last of theirs.
                    statement.setObject(
                            1,
                            at(Objects.requireNonNull(
                                    settled.get(settled.size() - 1).sentAt())));
                    statement.setInt(2, campaign);
                    statement.setArray(3, array(statement, "bigint", settled, Settled::seq));
                    statement.setObject(4, owner);
                    return statement.executeUpdate();
                });
        return written != null && written == settled.size();
    }

    /**
     * Somebody's mail came back.
     *
     * @return where the person stands now; nothing if the mail had not gone out or is known to have come back
     */
    Optional<Channel> returned(int campaign, long seq, String code, boolean smsPossible, Instant now) {
        return jdbc.sql(
                        """
                        update qupiya.campaign_recipient set mail_code = :code, state = 'queued', attempts = 0, sent_at = null, next_attempt_at = :now,
                            channel = case when phone and :sms then 'sms' else 'print' end, lease_owner = null, lease_until = null
                        where campaign = :campaign and seq = :seq and channel = 'mail' and state in ('sent', 'sending')
                        returning channel""")
                .param("code", code)
                .param("now", at(now))
                .param("sms", smsPossible)
                .param("campaign", campaign)
                .param("seq", seq)
                .query(String.class)
                .optional()
                .map(Channel::of);
    }

    /** Marks that somebody has got the notice. @return whether it is new; nothing if there is no such person */
    Optional<Boolean> confirm(int campaign, long seq, Instant now) {
        return jdbc.sql(
                        """
                        update qupiya.campaign_recipient r set confirmed_at = coalesce(r.confirmed_at, :now)
                        from (select seq, confirmed_at from qupiya.campaign_recipient where campaign = :campaign and seq = :seq for update) before
                        where r.campaign = :campaign and r.seq = before.seq returning before.confirmed_at is null""")
                .param("now", at(now))
                .param("campaign", campaign)
                .param("seq", seq)
                .query(Boolean.class)
                .optional();
    }

    boolean has(int campaign, long seq) {
        return jdbc.sql("select exists (select 1 from qupiya.campaign_recipient where campaign = ? and seq = ?)")
                .params(campaign, seq)
                .query(Boolean.class)
                .single();
    }

    // --- what it shows

    /** People by channel and state, with how many mails came back and how many people confirmed. */
    record Counts(List<CampaignView.Count> counts, long bounced, long confirmed) {

        Map<String, Long> states() {
            Map<String, Long> states = new TreeMap<>();
            counts.forEach(count -> states.merge(count.state(), count.people(), Long::sum));
            return states;
        }
    }

    Counts counts(int campaign) {
        var totals = new long[2];
        List<CampaignView.Count> counts = new ArrayList<>();
        jdbc.sql(
                        """
                        select channel, state, count(*), count(*) filter (where mail_code like 'dsn-%'), count(confirmed_at)
                        from qupiya.campaign_recipient where campaign = ? group by channel, state order by channel, state""")
                .param(campaign)
                .query(rs -> {
                    counts.add(new CampaignView.Count(rs.getString(1), rs.getString(2), rs.getLong(3)));
                    totals[0] += rs.getLong(4);
                    totals[1] += rs.getLong(5);
                });
        return new Counts(counts, totals[0], totals[1]);
    }

    /** A row as lists show it. */
    record Line(
            long seq,
            String state,
            String channel,
            @Nullable String code,
            @Nullable Instant sentAt,
            @Nullable String language) {}

    /** Lines in these states behind a place, in the order of the list. */
    List<Line> lines(int campaign, Collection<String> states, long after, int most) {
        return template.query(
                connection -> {
                    var statement = connection.prepareStatement(
                            """
                            select seq, state, channel, coalesce(sms_code, mail_code), sent_at, language from qupiya.campaign_recipient
                            where campaign = ? and state = any (?) and seq > ? order by seq limit ?""");
                    statement.setInt(1, campaign);
                    statement.setArray(2, connection.createArrayOf("text", states.toArray()));
                    statement.setLong(3, after);
                    statement.setInt(4, most);
                    return statement;
                },
                (rs, n) -> new Line(
                        rs.getLong(1),
                        rs.getString(2),
                        rs.getString(3),
                        rs.getString(4),
                        CampaignStore.instantOrNull(rs, 5),
                        rs.getString(6)));
    }

    /** The people of the print list are posted. @return how many */
    int printed(int campaign, long upTo, Instant now) {
        return jdbc.sql(
                        """
                        update qupiya.campaign_recipient set state = 'printed', sent_at = ? where campaign = ? and state = 'listed' and seq <= ?""")
                .params(at(now), campaign, upTo)
                .update();
    }

    /** As PostgreSQL reads it, with its zone: an array goes over as text. */
    private static @Nullable String timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static <T> Array array(
            PreparedStatement statement, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        return statement
                .getConnection()
                .createArrayOf(type, rows.stream().map(column).toArray());
    }
}
