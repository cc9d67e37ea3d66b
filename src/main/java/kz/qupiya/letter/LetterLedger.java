package kz.qupiya.letter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of letters. Every method joins the caller's transaction. */
@Repository
class LetterLedger {

    private static final String COLUMNS =
            "id, case_id, operator, number, template, languages, addressee, name_field, email_field, address_field, channel,"
                    + " print_reason, state, attempts, next_attempt_at, lease_owner, failure, message_id, bounce_token, content_sha256,"
                    + " created_at, sent_at, bounced_at, printed_at, registered_mail";

    private final JdbcClient jdbc;

    LetterLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets one transaction at a time number the letters of a case. */
    void lockCase(UUID caseId) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:case, 60))")
                .param("case", caseId.toString())
                .query((rs, row) -> Boolean.TRUE)
                .list();
    }

    Optional<UUID> findOnce(UUID caseId, String onceKey) {
        return jdbc.sql("select id from qupiya.letter where case_id = :case and once_key = :once")
                .param("case", caseId)
                .param("once", onceKey)
                .query(UUID.class)
                .optional();
    }

    int nextSequence(UUID caseId) {
        return jdbc.sql("select coalesce(max(seq), 0) + 1 from qupiya.letter where case_id = :case")
                .param("case", caseId)
                .query(Integer.class)
                .single();
    }

    void insert(LetterRow row, String caseNumber, int sequence, String onceKey, String templateHash, byte[] content) {
        jdbc.sql(
                        """
                        insert into qupiya.letter (id, case_id, operator, case_number, seq, number, once_key, template, template_hash, languages, addressee,
                            name_field, email_field, address_field, channel, print_reason, state, next_attempt_at, message_id, bounce_token, content,
                            content_sha256, created_at)
                        values (:id, :case, :operator, :caseNumber, :seq, :number, :once, :template, :hash, :languages, :addressee,
                            :name, :email, :address, :channel, :printReason, :state, :next, :messageId, :token, :content, :sha256, :created)""")
                .param("id", row.id())
                .param("case", row.caseId())
                .param("operator", row.operator())
                .param("caseNumber", caseNumber)
                .param("seq", sequence)
                .param("number", row.number())
                .param("once", onceKey)
                .param("template", row.template())
                .param("hash", templateHash)
                .param(
                        "languages",
                        row.languages().stream().map(LetterLanguage::tag).collect(Collectors.joining(",")))
                .param("addressee", row.addressee())
                .param("name", row.nameField())
                .param("email", row.emailField())
                .param("address", row.addressField())
                .param("channel", row.channel().json())
                .param("printReason", row.printReason())
                .param("state", row.state().json())
                .param("next", timestamp(row.nextAttemptAt()))
                .param("messageId", row.messageId())
                .param("token", row.bounceToken())
                .param("content", content)
                .param("sha256", row.contentSha256())
                .param("created", Timestamp.from(row.createdAt()))
                .update();
    }

    Optional<LetterRow> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.letter where id = :id")
                .param("id", id)
                .query(LetterLedger::row)
                .optional();
    }

    /** Like {@link #find}, and nobody else changes the row until the transaction ends. */
    Optional<LetterRow> lock(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.letter where id = :id for update")
                .param("id", id)
                .query(LetterLedger::row)
                .optional();
    }

    List<LetterRow> ofCase(UUID caseId) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.letter where case_id = :case order by seq")
                .param("case", caseId)
                .query(LetterLedger::row)
                .list();
    }

    /** @param hidden cases whose letters are left out */
    List<LetterRow> toPrint(String operator, Set<UUID> hidden, int limit) {
        return jdbc.sql("select " + COLUMNS
                        + " from qupiya.letter where operator = :operator and printed_at is null and print_reason is not null"
                        + " and case_id <> all(:hidden::uuid[]) order by created_at, id limit :limit")
                .param("operator", operator)
                .param("hidden", hidden.stream().map(UUID::toString).toArray(String[]::new))
                .param("limit", limit)
                .query(LetterLedger::row)
                .list();
    }

    byte[] content(UUID id) {
        return jdbc.sql("select content from qupiya.letter where id = :id")
                .param("id", id)
                .query(byte[].class)
                .single();
    }

    byte @Nullable [] pdf(UUID id) {
        return jdbc.sql("select pdf from qupiya.letter where id = :id")
                .param("id", id)
                .query((rs, row) -> Optional.ofNullable(rs.getBytes(1)))
                .single()
                .orElse(null);
    }

    /** Keeps the PDF of a letter; the first one stays. */
    void keepPdf(UUID id, byte[] sealed, String sha256) {
        jdbc.sql("update qupiya.letter set pdf = :pdf, pdf_sha256 = :sha256 where id = :id and pdf is null")
                .param("pdf", sealed)
                .param("sha256", sha256)
                .param("id", id)
                .update();
    }

    /** Takes letters that are due, and those whose sender died, and marks them as being sent. */
    List<LetterRow> claim(Instant now, Instant leaseUntil, UUID owner, int limit) {
        return jdbc.sql(
                        """
                        with due as (
                            select id as due_id from qupiya.letter
                            where (channel = 'mail' and state in ('queued', 'failed-temporarily') and next_attempt_at <= :now)
                               or (state = 'sending' and lease_until <= :now)
                            order by next_attempt_at limit :limit
                            for update skip locked)
                        update qupiya.letter set state = 'sending', lease_owner = :owner, lease_until = :until, attempts = attempts + 1
                        from due where id = due_id returning """
                                + " " + COLUMNS)
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .param("owner", owner)
                .param("until", Timestamp.from(leaseUntil))
                .query(LetterLedger::row)
                .list();
    }

    /** Records how an attempt ended, unless the lease was lost to another sender meanwhile. */
    boolean settle(
            LetterRow claimed,
            LetterState state,
            @Nullable String failure,
            @Nullable Instant nextAttempt,
            @Nullable Instant sentAt,
            @Nullable String printReason) {
        return jdbc.sql(
                                """
                        update qupiya.letter set state = :state, failure = :failure, next_attempt_at = :next, sent_at = :sent, print_reason = :printReason,
                            lease_owner = null, lease_until = null
                        where id = :id and state = 'sending' and lease_owner = :owner""")
                        .param("state", state.json())
                        .param("failure", failure)
                        .param("next", timestamp(nextAttempt))
                        .param("sent", timestamp(sentAt))
                        .param("printReason", printReason)
                        .param("id", claimed.id())
                        .param("owner", claimed.leaseOwner())
                        .update()
                == 1;
    }

    /** The letter that a bounce is about: by the token of its return path, else by its Message-ID. */
    Optional<LetterRow> lockBounced(@Nullable String token, @Nullable String messageId) {
        return jdbc.sql("select " + COLUMNS
                        + " from qupiya.letter where bounce_token = :token or (cast(:token as text) is null and message_id = :messageId)"
                        + " for update")
                .param("token", token)
                .param("messageId", messageId)
                .query(LetterLedger::row)
                .optional();
    }

    /** The case of the letter that went out under one of these Message-IDs; of several the one named first. */
    Optional<UUID> caseOfMail(String operator, List<String> messageIds) {
        return jdbc.sql(
                        """
                        select case_id from qupiya.letter where operator = :operator and message_id in (:ids)
                        order by array_position(cast(:order as text[]), message_id) limit 1""")
                .param("operator", operator)
                .param("ids", messageIds)
                .param("order", messageIds.toArray(String[]::new))
                .query(UUID.class)
                .optional();
    }

    void bounce(UUID id, String failure, Instant at) {
        jdbc.sql(
                        """
                        update qupiya.letter set state = 'bounced', failure = :failure, bounced_at = :at, print_reason = 'bounced', next_attempt_at = null,
                            lease_owner = null, lease_until = null
                        where id = :id""")
                .param("failure", failure)
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void printed(UUID id, Instant at, String by, @Nullable String registeredMail) {
        jdbc.sql(
                        "update qupiya.letter set state = 'printed', printed_at = :at, printed_by = :by, registered_mail = :registered where id = :id")
                .param("at", Timestamp.from(at))
                .param("by", by)
                .param("registered", registeredMail)
                .param("id", id)
                .update();
    }

    private static LetterRow row(ResultSet rs, int number) throws SQLException {
        return new LetterRow(
                rs.getObject("id", UUID.class),
                rs.getObject("case_id", UUID.class),
                rs.getString("operator"),
                rs.getString("number"),
                rs.getString("template"),
                Arrays.stream(rs.getString("languages").split(","))
                        .map(LetterLanguage::of)
                        .toList(),
                rs.getString("addressee"),
                rs.getString("name_field"),
                rs.getString("email_field"),
                rs.getString("address_field"),
                LetterChannel.of(rs.getString("channel")),
                rs.getString("print_reason"),
                LetterState.of(rs.getString("state")),
                rs.getInt("attempts"),
                instant(rs, "next_attempt_at"),
                rs.getObject("lease_owner", UUID.class),
                rs.getString("failure"),
                rs.getString("message_id"),
                rs.getString("bounce_token"),
                rs.getString("content_sha256"),
                rs.getTimestamp("created_at").toInstant(),
                instant(rs, "sent_at"),
                instant(rs, "bounced_at"),
                instant(rs, "printed_at"),
                rs.getString("registered_mail"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var timestamp = rs.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
