package kz.qupiya.intake.mail;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of mail. Every method joins the caller's transaction. */
@Repository
class MailLedger {

    private static final int CHUNK = 256 * 1024;
    private static final String COLUMNS =
            "id, operator, sender, received_at, size, kept, uid_validity, uid, attempts, state";

    private final JdbcClient jdbc;
    private final CaseVault vault;

    MailLedger(JdbcClient jdbc, CaseVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * How far a mailbox is read.
     *
     * @param uidValidity null while it has never been read
     * @param allFrom     mails before this UID are taken only if nobody has read them
     */
    record Box(@Nullable Long uidValidity, long lastUid, long allFrom) {}

    /** A mail that waits. */
    record Item(
            UUID id,
            OperatorKey operator,
            byte @Nullable [] sender,
            Instant receivedAt,
            long size,
            long kept,
            long uidValidity,
            long uid,
            int attempts,
            String state) {}

    // --- mailboxes

    /** Takes the mailbox for a while; nothing if another node has it, or if it is not yet to be tried again. */
    Optional<Box> lease(OperatorKey operator, UUID owner, Instant now, Duration lease) {
        jdbc.sql("insert into qupiya.mailbox (operator, next_at) values (?, ?) on conflict do nothing")
                .params(operator.value(), Timestamp.from(now))
                .update();
        return jdbc.sql(
                        """
                        update qupiya.mailbox set lease_owner = :owner, lease_until = :until
                        where operator = :operator and next_at <= :now and (lease_until is null or lease_until <= :now)
                        returning uid_validity, last_uid, all_from""")
                .param("owner", owner)
                .param("until", Timestamp.from(now.plus(lease)))
                .param("operator", operator.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Box(row.getObject(1, Long.class), row.getLong(2), row.getLong(3)))
                .optional();
    }

    /** Notes that a mailbox has been begun, or begun anew since the server numbers its mails anew. */
    void begin(OperatorKey operator, UUID owner, long uidValidity, long allFrom) {
        jdbc.sql(
                        """
                        update qupiya.mailbox set uid_validity = ?, last_uid = 0, all_from = ?
                        where operator = ? and lease_owner = ?""")
                .params(uidValidity, allFrom, operator.value(), owner)
                .update();
    }

    /**
     * Notes how far a mailbox has been read, and keeps the lease.
     *
     * @return false if the lease was lost to another node
     */
    boolean advance(OperatorKey operator, UUID owner, long uid, Instant until) {
        return jdbc.sql(
                                """
                        update qupiya.mailbox set last_uid = greatest(last_uid, ?), lease_until = ?
                        where operator = ? and lease_owner = ?""")
                        .params(uid, Timestamp.from(until), operator.value(), owner)
                        .update()
                == 1;
    }

    void release(OperatorKey operator, UUID owner, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.mailbox set lease_owner = null, lease_until = null, failures = 0, failure = null,
                            next_at = :now, last_read_at = :now
                        where operator = :operator and lease_owner = :owner""")
                .param("now", Timestamp.from(now))
                .param("operator", operator.value())
                .param("owner", owner)
                .update();
    }

    /**
     * Lets go of a mailbox that could not be read, until a later moment: the oftener it failed the later.
     *
     * @return how often it failed in a row
     */
    int failed(OperatorKey operator, UUID owner, Instant now, Duration first, Duration most, String failure) {
        return jdbc.sql(
                        """
                        update qupiya.mailbox set lease_owner = null, lease_until = null, failures = failures + 1, failure = :failure,
                            next_at = cast(:now as timestamptz) + least(:most, :first * power(2, least(failures, 20))) * interval '1 second'
                        where operator = :operator and lease_owner = :owner
                        returning failures""")
                .param("failure", failure)
                .param("now", Timestamp.from(now))
                .param("most", most.toSeconds())
                .param("first", first.toSeconds())
                .param("operator", operator.value())
                .param("owner", owner)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    // --- mails

    /**
     * Takes a mail in.
     *
     * @return nothing if it was taken in before
     */
    Optional<UUID> add(
            OperatorKey operator,
            byte[] fingerprint,
            byte @Nullable [] sender,
            Instant receivedAt,
            Instant now,
            long size,
            byte[] raw,
            long uidValidity,
            long uid) {
        var id = UUID.randomUUID();
        int added = jdbc.sql(
                        """
                        insert into qupiya.mail_item (id, operator, fingerprint, sender, received_at, taken_at, size, kept, uid_validity, uid, state, next_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) on conflict (operator, fingerprint) do nothing""")
                .params(
                        id,
                        operator.value(),
                        fingerprint,
                        sender,
                        Timestamp.from(receivedAt),
                        Timestamp.from(now),
                        size,
                        (long) raw.length,
                        uidValidity,
                        uid,
                        Timestamp.from(now))
                .update();
        if (added == 0) {
            return Optional.empty();
        }
        for (int from = 0, chunk = 0; from < raw.length; from += CHUNK, chunk++) {
            var plain = Arrays.copyOfRange(raw, from, Math.min(raw.length, from + CHUNK));
            jdbc.sql("insert into qupiya.mail_chunk (mail_id, chunk, content) values (?, ?, ?)")
                    .params(id, chunk, vault.seal(id, label(chunk), plain))
                    .update();
        }
        return Optional.of(id);
    }

    /** Remembers a mail that the mail server would not give out. */
    void addUnread(
            OperatorKey operator,
            byte[] fingerprint,
            Instant receivedAt,
            Instant now,
            long size,
            long uidValidity,
            long uid,
            Instant next,
            String failure) {
        jdbc.sql(
                        """
                        insert into qupiya.mail_item (id, operator, fingerprint, received_at, taken_at, size, kept, uid_validity, uid, state, attempts, next_at, failure)
                        values (?, ?, ?, ?, ?, ?, 0, ?, ?, 'unread', 1, ?, ?) on conflict (operator, fingerprint) do nothing""")
                .params(
                        UUID.randomUUID(),
                        operator.value(),
                        fingerprint,
                        Timestamp.from(receivedAt),
                        Timestamp.from(now),
                        size,
                        uidValidity,
                        uid,
                        Timestamp.from(next),
                        failure)
                .update();
    }

    /** Mails that the server would not give out and that are to be asked for again. */
    List<Item> unread(OperatorKey operator, Instant now, int limit) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from qupiya.mail_item where state = 'unread' and operator = ? and next_at <= ? order by next_at limit ?")
                .params(operator.value(), Timestamp.from(now), limit)
                .query(MailLedger::item)
                .list();
    }

    void forget(UUID id) {
        jdbc.sql("delete from qupiya.mail_item where id = ?").param(id).update();
    }

    int waiting(OperatorKey operator) {
        return jdbc.sql("select count(*) from qupiya.mail_item where state = 'waiting' and operator = ?")
                .param(operator.value())
                .query(Integer.class)
                .single();
    }

    /** The mail that has waited longest of those that are due, locked; one that another node works on is passed over. */
    Optional<Item> next(Instant now) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from qupiya.mail_item where state = 'waiting' and next_at <= ? order by next_at, received_at, id limit 1 for update skip locked")
                .param(Timestamp.from(now))
                .query(MailLedger::item)
                .optional();
    }

    /** What was kept of a mail. */
    byte[] content(Item item) {
        var content = new ByteArrayOutputStream((int) item.kept());
        jdbc.sql("select chunk, content from qupiya.mail_chunk where mail_id = ? order by chunk")
                .param(item.id())
                .query(row -> {
                    content.writeBytes(vault.open(item.id(), label(row.getInt(1)), row.getBytes(2))
                            .orElseThrow(() -> new IllegalStateException("the key of mail " + item.id() + " is gone")));
                });
        return content.toByteArray();
    }

    /** Ends a mail; what was kept of it is destroyed. */
    void done(UUID id, String state, @Nullable String reason, @Nullable UUID caseId, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.mail_item set state = ?, reason = ?, case_id = ?, worked_at = ?, next_at = null, failure = null
                        where id = ?""")
                .params(state, reason, caseId, Timestamp.from(now), id)
                .update();
        jdbc.sql("delete from qupiya.mail_chunk where mail_id = ?").param(id).update();
        vault.destroyKey(id);
    }

    /** Puts a mail off after a failure; {@code waiting} once more if it is to be worked off unread. */
    void retry(UUID id, String state, Instant next, String failure) {
        jdbc.sql(
                        """
                        update qupiya.mail_item set state = ?, attempts = attempts + 1, next_at = ?, failure = ?
                        where id = ? and state in ('waiting', 'unread')""")
                .params(state, Timestamp.from(next), failure, id)
                .update();
    }

    // --- senders

    /** Lets one mail of a sender at a time be worked off, on all nodes. */
    void lockSender(OperatorKey operator, byte[] sender) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:operator || encode(:sender, 'hex'), 104))")
                .param("operator", operator.value())
                .param("sender", sender)
                .query((row, n) -> Boolean.TRUE)
                .list();
    }

    /** When the mails of a sender that became cases or joined one were worked off since a moment, the newest first. */
    List<Instant> workedOff(OperatorKey operator, byte[] sender, Instant since, int limit) {
        return jdbc.sql(
                        """
                        select worked_at from qupiya.mail_item
                        where operator = ? and sender = ? and state in ('opened', 'joined') and worked_at > ? order by worked_at desc limit ?""")
                .params(operator.value(), sender, Timestamp.from(since), limit)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list();
    }

    /** How many mails of a sender became cases since a moment. */
    int opened(OperatorKey operator, byte[] sender, Instant since) {
        return jdbc.sql(
                        """
                        select count(*) from qupiya.mail_item
                        where operator = ? and sender = ? and state = 'opened' and worked_at > ?""")
                .params(operator.value(), sender, Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    /** Lets all mails of a sender wait. */
    void postpone(OperatorKey operator, byte[] sender, Instant until) {
        jdbc.sql(
                        """
                        update qupiya.mail_item set next_at = :until
                        where id in (
                            select id from qupiya.mail_item
                            where operator = :operator and sender = :sender and state = 'waiting' and next_at < :until
                            for update skip locked)""")
                .param("until", Timestamp.from(until))
                .param("operator", operator.value())
                .param("sender", sender)
                .update();
    }

    /** The newest case that a sender opened by mail and that is still open. */
    Optional<UUID> newestOpen(OperatorKey operator, byte[] sender) {
        return jdbc.sql(
                        """
                        select c.id from qupiya.mail_item i join qupiya.case_file c on c.id = i.case_id
                        where i.operator = ? and i.sender = ? and i.state = 'opened' and c.status <> 'closed' and c.kind = 'other-request'
                        order by i.worked_at desc limit 1""")
                .params(operator.value(), sender)
                .query(UUID.class)
                .optional();
    }

    // --- mails of cases

    void attach(UUID id, UUID caseId, Item item, boolean joined, @Nullable String named) {
        jdbc.sql(
                        "insert into qupiya.case_mail (id, case_id, mail_id, received_at, joined, named_number) values (?, ?, ?, ?, ?, ?)")
                .params(id, caseId, item.id(), Timestamp.from(item.receivedAt()), joined, named)
                .update();
    }

    /** Mails of a case, oldest first. */
    List<Attached> ofCase(UUID caseId) {
        return jdbc.sql(
                        "select id, received_at, joined, named_number from qupiya.case_mail where case_id = ? order by received_at, id")
                .param(caseId)
                .query((row, n) -> new Attached(
                        row.getObject(1, UUID.class),
                        row.getTimestamp(2).toInstant(),
                        row.getBoolean(3),
                        row.getString(4)))
                .list();
    }

    /** A mail of a case. */
    record Attached(UUID id, Instant receivedAt, boolean joined, @Nullable String namedNumber) {}

    /** Deletes what no mail server delivers again. */
    int purge(Instant before) {
        return jdbc.sql("delete from qupiya.mail_item where next_at is null and worked_at < ?")
                .param(Timestamp.from(before))
                .update();
    }

    // --- health

    /** How a mailbox does. */
    record Health(
            String operator,
            int failures,
            @Nullable String failure,
            @Nullable Instant lastReadAt,
            long waiting,
            @Nullable Instant oldest) {}

    List<Health> health() {
        return jdbc.sql(
                        """
                        select b.operator, b.failures, b.failure, b.last_read_at, count(i.id), min(i.taken_at)
                        from qupiya.mailbox b
                        left join qupiya.mail_item i on i.operator = b.operator and i.next_at is not null
                        group by b.operator order by b.operator""")
                .query((row, n) -> new Health(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        instant(row, 4),
                        row.getLong(5),
                        instant(row, 6)))
                .list();
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static String label(int chunk) {
        return "mail/" + chunk;
    }

    private static Item item(ResultSet row, int n) throws SQLException {
        return new Item(
                row.getObject("id", UUID.class),
                new OperatorKey(row.getString("operator")),
                row.getBytes("sender"),
                row.getTimestamp("received_at").toInstant(),
                row.getLong("size"),
                row.getLong("kept"),
                row.getLong("uid_validity"),
                row.getLong("uid"),
                row.getInt("attempts"),
                row.getString("state"));
    }
}
