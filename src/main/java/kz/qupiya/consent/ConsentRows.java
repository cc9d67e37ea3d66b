package kz.qupiya.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of the register. Everything joins the caller's transaction. */
@Component
class ConsentRows {

    /** Namespace of the advisory locks, so that they meet nobody else's. */
    private static final int LOCKS = 1_000_100;

    private static final int STRIPES = 256;
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcClient jdbc;
    private final JdbcOperations batches;

    ConsentRows(JdbcClient jdbc, JdbcOperations batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** A row of the register as far as endings need it. */
    record Row(
            UUID id,
            OperatorKey operator,
            Instant givenAt,
            Instant recordedAt,
            @Nullable Instant until,
            int purposes,
            int running,
            boolean shortened,
            TermKind term,
            String digest) {

        /** What it covers at a moment, whether or not its expiry is on record. */
        int runningAt(Instant moment) {
            return until != null && !until.isAfter(moment) ? 0 : running;
        }
    }

    /** An ending as stored. */
    record Event(
            UUID consent,
            int sequence,
            HowEnded how,
            int purposes,
            Instant at,
            Instant recordedAt,
            @Nullable String caseNumber,
            String hash) {}

    /** A withdrawal on record. */
    record Withdrawal(IdentifierHash hash, String caseNumber, int purposes, @Nullable Long person, Instant at) {

        /** Whether a consent of that person that was given then is taken back by it. */
        boolean takesBack(@Nullable Long whose, Instant givenAt) {
            return !at.isBefore(givenAt) && (person == null || whose == null || person.equals(whose));
        }
    }

    /**
     * Makes a withdrawal and a consent of the same person wait for each other, and neither for its like: of two at the same moment either the withdrawal finds the
     * consent or the consent finds the withdrawal.
     */
    void lockToGive(Collection<IdentifierHash> person) {
        lock("pg_advisory_xact_lock_shared", stripes(person));
    }

    /** For a whole chunk of consents. */
    void lockToGiveMany() {
        jdbc.sql("select count(pg_advisory_xact_lock_shared(?, s)) from generate_series(0, ?) s")
                .params(LOCKS, STRIPES - 1)
                .query(Long.class)
                .single();
    }

    /** The other side of {@link #lockToGive}. */
    void lockToWithdraw(Collection<IdentifierHash> person) {
        lock("pg_advisory_xact_lock", stripes(person));
    }

    private void lock(String function, int[] stripes) {
        for (int stripe : stripes) {
            jdbc.sql("select count(" + function + "(?, ?))")
                    .params(LOCKS, stripe)
                    .query(Long.class)
                    .single();
        }
    }

    /** In one order everywhere. */
    private static int[] stripes(Collection<IdentifierHash> person) {
        var stripes = new TreeSet<Integer>();
        person.forEach(hash -> stripes.add(hash.bytes()[8] & 0xff));
        return stripes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The row of a text, made if there is none. */
    long text(OperatorKey operator, ConsentText text, Instant now) {
        var known = findText(operator, text);
        if (known != null) {
            return known;
        }
        jdbc.sql("insert into qupiya.consent_text (operator, digest, contents, added_at) values (?, ?, ?, ?)"
                        + " on conflict (operator, digest) do nothing")
                .params(operator.value(), text.digestBytes(), text.contents(), at(now))
                .update();
        var made = findText(operator, text);
        if (made == null) {
            throw new IllegalStateException("no text of a consent");
        }
        return made;
    }

    private @Nullable Long findText(OperatorKey operator, ConsentText text) {
        return jdbc.sql("select id from qupiya.consent_text where operator = ? and digest = ?")
                .params(operator.value(), text.digestBytes())
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /** Whether the row is new. */
    boolean insert(UUID id, CheckedConsent consent, long textId, String by, Instant now, String digest, byte[] sealed) {
        var inserted = jdbc.sql(
                        """
                        insert into qupiya.consent
                               (id, given_at, recorded_at, until, text_id, purposes, running, shortened, term, operator, recorded_by, digest, sealed)
                        values (:id, :given, :now, :until, :text, :purposes, :purposes, :shortened, :term, :operator, :by, :digest, :sealed)
                            on conflict (id) do nothing""")
                .param("id", id)
                .param("given", at(consent.givenAt()))
                .param("now", at(now))
                .param("until", consent.until() == null ? null : at(consent.until()))
                .param("text", textId)
                .param("purposes", consent.purposes())
                .param("shortened", consent.shortened())
                .param("term", consent.term().code())
                .param("operator", consent.operator().value())
                .param("by", by)
                .param("digest", HEX.parseHex(digest))
                .param("sealed", sealed)
                .update();
        if (inserted == 0) {
            return false;
        }
        var person = consent.person();
        batches.batchUpdate(
                "insert into qupiya.consent_identifier (until, person, purposes, running, kinds, kind, consent_id, hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                consent.identifiers().stream()
                        .map(hash -> new @Nullable Object[] {
                            consent.until() == null ? null : at(consent.until()),
                            person,
                            consent.purposes(),
                            consent.purposes(),
                            consent.kinds(),
                            CheckedConsent.kindBit(hash.kind()),
                            id,
                            hash.bytes()
                        })
                        .toList(),
                new int[] {
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE,
                    java.sql.Types.BIGINT,
                    java.sql.Types.INTEGER,
                    java.sql.Types.INTEGER,
                    java.sql.Types.SMALLINT,
                    java.sql.Types.SMALLINT,
                    java.sql.Types.OTHER,
                    java.sql.Types.BINARY
                });
        return true;
    }

    /** Remembers a withdrawal for consents that come later. */
    void remember(
            OperatorKey operator,
            Set<IdentifierHash> hashes,
            int purposes,
            @Nullable Long person,
            Instant at,
            String caseNumber,
            Instant now) {
        batches.batchUpdate(
                "insert into qupiya.consent_withdrawal (hash, case_number, purposes, person, at, recorded_at, operator)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                hashes.stream()
                        .map(hash -> new @Nullable Object[] {
                            hash.bytes(), caseNumber, purposes, person, at(at), at(now), operator.value()
                        })
                        .toList(),
                new int[] {
                    java.sql.Types.BINARY,
                    java.sql.Types.VARCHAR,
                    java.sql.Types.INTEGER,
                    java.sql.Types.BIGINT,
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE,
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE,
                    java.sql.Types.VARCHAR
                });
    }

    /** Withdrawals of anybody who has one of these identifiers, by identifier. */
    Map<IdentifierHash, List<Withdrawal>> withdrawals(Collection<IdentifierHash> hashes) {
        Map<IdentifierHash, List<Withdrawal>> found = new HashMap<>();
        var kinds = new HashMap<IdentifierHash, IdentifierKind>();
        hashes.forEach(hash -> kinds.put(hash, hash.kind()));
        jdbc.sql("select hash, case_number, purposes, person, at from qupiya.consent_withdrawal where hash = any (?)"
                        + " order by at, case_number, purposes")
                .param(bytes(hashes))
                .query(rs -> {
                    // Kind does not matter for equality.
                    var hash = IdentifierHash.of(IdentifierKind.IIN, rs.getBytes(1));
                    found.computeIfAbsent(hash, h -> new ArrayList<>(1))
                            .add(new Withdrawal(
                                    hash,
                                    rs.getString(2),
                                    rs.getInt(3),
                                    rs.getObject(4, Long.class),
                                    instant(rs, "at")));
                });
        return found;
    }

    /** Ids of the consents that name one of the identifiers and no IIN but these. */
    List<UUID> ids(Collection<IdentifierHash> person) {
        var numbers = person.stream()
                .filter(hash -> hash.kind() == IdentifierKind.IIN)
                .map(CheckedConsent::personOf)
                .toArray(Long[]::new);
        return jdbc.sql(
                        """
                        select distinct consent_id from qupiya.consent_identifier
                         where hash = any (?) and (person is null or ? or person = any (?))""")
                .params(bytes(person), numbers.length == 0, numbers)
                .query(UUID.class)
                .list();
    }

    List<Row> rows(OperatorKey operator, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from qupiya.consent where id = any (?) and operator = ? order by given_at desc, id")
                .params(ids.toArray(UUID[]::new), operator.value())
                .query(ConsentRows::row)
                .list();
    }

    /** Those of them in which something runs, held until the transaction ends. */
    List<Row> held(OperatorKey operator, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from qupiya.consent where id = any (?) and operator = ? and running <> 0 order by id"
                        + " for no key update")
                .params(ids.toArray(UUID[]::new), operator.value())
                .query(ConsentRows::row)
                .list();
    }

    /** The next ones whose term is over, held; what another node holds is left to it. */
    List<Row> due(Instant now, int atMost) {
        return jdbc.sql("select * from qupiya.consent where running <> 0 and until <= ? order by until limit ?"
                        + " for no key update skip locked")
                .params(at(now), atMost)
                .query(ConsentRows::row)
                .list();
    }

    /** Endings of these consents, by consent, in order. */
    Map<UUID, List<Event>> events(Collection<UUID> ids) {
        Map<UUID, List<Event>> events = new HashMap<>();
        jdbc.sql("select * from qupiya.consent_event where consent_id = any (?) order by consent_id, sequence")
                .param(ids.toArray(UUID[]::new))
                .query(rs -> {
                    var event = new Event(
                            rs.getObject("consent_id", UUID.class),
                            rs.getInt("sequence"),
                            HowEnded.of(rs.getString("how")),
                            rs.getInt("purposes"),
                            instant(rs, "at"),
                            instant(rs, "recorded_at"),
                            rs.getString("case_number"),
                            HEX.formatHex(rs.getBytes("hash")));
                    events.computeIfAbsent(event.consent, id -> new ArrayList<>(1))
                            .add(event);
                });
        return events;
    }

    /** Puts endings on record and takes their purposes out of what runs. */
    void end(List<Event> endings) {
        batches.batchUpdate(
                "insert into qupiya.consent_event (consent_id, sequence, how, purposes, at, recorded_at, case_number, hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                endings.stream()
                        .map(event -> new @Nullable Object[] {
                            event.consent,
                            event.sequence,
                            event.how.code(),
                            event.purposes,
                            at(event.at),
                            at(event.recordedAt),
                            event.caseNumber,
                            HEX.parseHex(event.hash)
                        })
                        .toList());
        var purposes = endings.stream()
                .map(event -> new Object[] {event.purposes, event.consent})
                .toList();
        batches.batchUpdate("update qupiya.consent set running = running & ~?::integer where id = ?", purposes);
        batches.batchUpdate(
                "update qupiya.consent_identifier set running = running & ~?::integer where consent_id = ?", purposes);
    }

    private static Row row(ResultSet rs, int n) throws SQLException {
        return new Row(
                rs.getObject("id", UUID.class),
                new OperatorKey(rs.getString("operator")),
                instant(rs, "given_at"),
                instant(rs, "recorded_at"),
                rs.getObject("until") == null ? null : instant(rs, "until"),
                rs.getInt("purposes"),
                rs.getInt("running"),
                rs.getBoolean("shortened"),
                TermKind.of(rs.getString("term")),
                HEX.formatHex(rs.getBytes("digest")));
    }

    static byte[][] bytes(Collection<IdentifierHash> hashes) {
        return hashes.stream().map(IdentifierHash::bytes).toArray(byte[][]::new);
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
