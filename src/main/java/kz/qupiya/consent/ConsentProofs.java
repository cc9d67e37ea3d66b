package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.SealedValues;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The proof of a person's consents that the operator owes (Law art. 25(2)(5)), with everything needed to check it. Each look is on the record. */
@Component
class ConsentProofs {

    private final ConsentRows rows;
    private final SealedValues seals;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    ConsentProofs(ConsentRows rows, SealedValues seals, JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.rows = rows;
        this.seals = seals;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** In which form a proof is looked at. */
    enum Form {
        JSON("json"),
        PDF("pdf");

        private final String code;

        Form(String code) {
            this.code = code;
        }
    }

    /** How much of a consent is left. */
    enum Status {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("ended-in-part")
        ENDED_IN_PART,
        @JsonProperty("ended")
        ENDED;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * All consents of a person, newest first; empty if none is on record.
     *
     * @param by id of whoever looks
     */
    @Transactional
    public List<Proof> of(OperatorKey operator, Set<IdentifierHash> person, String by, Form form) {
        var found = rows.rows(operator, rows.ids(person));
        var ids = found.stream().map(ConsentRows.Row::id).toList();
        record(operator, ids, by, form);
        var endings = rows.events(ids);
        var identifiers = identifiers(ids, person);
        var stored = stored(ids);
        var now = clock.instant();
        return found.stream()
                .map(row -> proof(
                        row,
                        endings.getOrDefault(row.id(), List.of()),
                        identifiers.getOrDefault(row.id(), List.of()),
                        require(stored.get(row.id())),
                        now))
                .toList();
    }

    private void record(OperatorKey operator, List<UUID> consents, String by, Form form) {
        jdbc.sql(
                        "insert into qupiya.consent_look (operator, asked_by, asked_at, form, consents) values (?, ?, ?, ?, ?)")
                .params(operator.value(), by, Timestamp.from(clock.instant()), form.code, consents.toArray(UUID[]::new))
                .update();
    }

    private Proof proof(
            ConsentRows.Row row, List<ConsentRows.Event> endings, List<Named> identifiers, Stored stored, Instant now) {
        var opened = read(seals.open(JdbcConsents.SEAL, row.id().toString(), stored.sealed));
        var salt = opened.path("salt").asText();
        var fullName = opened.path("fullName").asText();
        var address =
                opened.path("address").isTextual() ? opened.path("address").asText() : null;
        var content = Evidence.content(
                row.id(),
                row.operator().value(),
                identifiers.stream().map(Named::hash).toList(),
                row.purposes(),
                row.givenAt(),
                row.term(),
                row.until(),
                row.shortened(),
                stored.textDigest,
                fullName,
                address);
        var sound = Evidence.digest(salt, content).equals(row.digest())
                && new ConsentText(stored.text, false).digest().equals(stored.textDigest);
        var running = row.runningAt(now);
        var left = row.purposes();
        var previous = row.digest();
        List<Ended> events = new ArrayList<>(endings.size());
        for (var event : endings) {
            var text = Evidence.row(
                    row.id(),
                    event.sequence(),
                    event.how(),
                    event.purposes(),
                    event.at(),
                    event.recordedAt(),
                    event.caseNumber());
            sound &= Evidence.chained(previous, text).equals(event.hash()) && event.sequence() == events.size() + 1;
            previous = event.hash();
            left &= ~event.purposes();
            events.add(new Ended(
                    event.how(),
                    PurposeBits.purposes(event.purposes()),
                    event.at(),
                    event.recordedAt(),
                    event.caseNumber(),
                    text,
                    event.hash()));
        }
        // What runs is what was given less what was ended: a row that says otherwise was tampered with.
        sound &= left == row.running();
        var contents = read(stored.text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Proof(
                row.id(),
                running == row.purposes() ? Status.RUNNING : running == 0 ? Status.ENDED : Status.ENDED_IN_PART,
                PurposeBits.purposes(row.purposes()),
                PurposeBits.purposes(running),
                row.givenAt(),
                row.recordedAt(),
                stored.recordedBy,
                row.term(),
                row.until(),
                row.shortened(),
                identifiers.stream()
                        .map(named -> new Known(named.hash.kind(), named.asked))
                        .toList(),
                fullName,
                address,
                contents,
                events,
                new Seal(salt, content, row.digest(), stored.text, stored.textDigest, sound));
    }

    private JsonNode read(byte[] text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a consent cannot be read");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<UUID, Stored> stored(Collection<UUID> ids) {
        Map<UUID, Stored> stored = new HashMap<>();
        jdbc.sql("select c.id, c.recorded_by, c.sealed, t.contents, t.digest from qupiya.consent c"
                        + " join qupiya.consent_text t on t.id = c.text_id where c.id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .query(rs -> {
                    stored.put(
                            rs.getObject(1, UUID.class),
                            new Stored(
                                    rs.getString(2),
                                    rs.getBytes(3),
                                    rs.getString(4),
                                    java.util.HexFormat.of().formatHex(rs.getBytes(5))));
                });
        return stored;
    }

    /** In the order of their kinds, as they were when the digest was made. */
    private Map<UUID, List<Named>> identifiers(Collection<UUID> ids, Set<IdentifierHash> person) {
        Map<UUID, List<Named>> identifiers = new HashMap<>();
        jdbc.sql("select consent_id, hash, kind from qupiya.consent_identifier where consent_id = any (?)"
                        + " order by consent_id, kind")
                .param(ids.toArray(UUID[]::new))
                .query(rs -> {
                    var hash = IdentifierHash.of(kind(rs.getInt(3)), rs.getBytes(2));
                    identifiers
                            .computeIfAbsent(rs.getObject(1, UUID.class), id -> new ArrayList<>(2))
                            .add(new Named(hash, person.contains(hash)));
                });
        return identifiers;
    }

    private static IdentifierKind kind(int bit) {
        for (IdentifierKind kind : IdentifierKind.values()) {
            if (CheckedConsent.kindBit(kind) == bit) {
                return kind;
            }
        }
        throw new IllegalStateException("no such kind of identifier");
    }

    private static Stored require(@Nullable Stored stored) {
        if (stored == null) {
            throw new IllegalStateException("a consent without a text");
        }
        return stored;
    }

    private record Named(IdentifierHash hash, boolean asked) {}

    private static final class Stored {

        private final String recordedBy;
        private final byte[] sealed;
        private final String text;
        private final String textDigest;

        Stored(String recordedBy, byte[] sealed, String text, String textDigest) {
            this.recordedBy = recordedBy;
            this.sealed = sealed;
            this.text = text;
            this.textDigest = textDigest;
        }
    }

    /**
     * The proof of one consent.
     *
     * @param running what it covers now
     * @param identifiers which identifiers the consent names
     * @param contents what the text said: contents 1 and 3 to 8 of Law art. 8(4), form, action and version
     * @param endings how it ended, in order
     * @param seal with what the proof can be checked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Proof(
            UUID id,
            Status status,
            Set<Purpose> purposes,
            Set<Purpose> running,
            Instant givenAt,
            Instant recordedAt,
            String recordedBy,
            TermKind term,
            @Nullable Instant until,
            boolean shortened,
            List<Known> identifiers,
            String fullName,
            @Nullable String address,
            JsonNode contents,
            List<Ended> endings,
            Seal seal) {

        /** A person's consent: nothing of it is printed. */
        @Override
        public String toString() {
            return "Proof[" + id + "]";
        }
    }

    /**
     * @param asked whether the question named it
     */
    record Known(IdentifierKind kind, boolean asked) {}

    /**
     * An ending as the proof shows it.
     *
     * @param row canonical JSON over which the hash goes
     * @param hash SHA-256 over the hash before (for the first one the digest of the consent), a line feed and the row
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ended(
            HowEnded how,
            Set<Purpose> purposes,
            Instant at,
            Instant recordedAt,
            @JsonProperty("case") @Nullable String caseNumber,
            String row,
            String hash) {}

    /**
     * How to check a proof: {@code sha256} is SHA-256 over salt and content, {@code textSha256} SHA-256 over the text.
     *
     * @param sound whether all of it holds now
     */
    record Seal(String salt, String content, String sha256, String text, String textSha256, boolean sound) {

        /** It names a person. */
        @Override
        public String toString() {
            return "Seal[" + sha256 + "]";
        }
    }
}
