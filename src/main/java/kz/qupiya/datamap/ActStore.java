package kz.qupiya.datamap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.datamap.Act.ActSystem;
import kz.qupiya.datamap.ActOrder.HeldRow;
import kz.qupiya.datamap.ActOrder.Sealed;
import kz.qupiya.datamap.ActOrder.Secret;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger of acts. Joins the caller's transaction; what is personal is sealed under the key of the case. */
@Repository
class ActStore {

    private static final TypeReference<List<ActItem>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<List<ActItem.Hold>> HOLDS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> EVIDENCE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final CaseVault vault;
    private final IdentifierHasher hasher;
    private final ObjectMapper json = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    ActStore(JdbcClient jdbc, CaseVault vault, IdentifierHasher hasher) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.hasher = hasher;
    }

    /** What a preview found in one system. */
    record Preview(String system, Connector connector, String digest, @Nullable String error) {}

    void insert(
            UUID id,
            PrepareAct order,
            DataMap map,
            List<ActItem> items,
            String digest,
            List<Preview> systems,
            Secret secret,
            boolean ambiguous,
            int others,
            Instant now) {
        var authority = order.authority();
        jdbc.sql(
                        """
                        insert into qupiya.act (id, operator, case_id, kind, purposes, state, digest, map_version, items, ambiguous, other_people,
                                                decided_cases, decision, decided_at, sealed, prepared_by, prepared_at)
                        values (:id, :operator, :caseId, :kind, cast(:purposes as text[]), 'prepared', :digest, :version, cast(:items as jsonb), :ambiguous, :others,
                                cast(:decided as uuid[]), :decision, :decidedAt, :sealed, :by, :now)
                        """)
                .param("id", id)
                .param("operator", order.operator().value())
                .param("caseId", order.caseId())
                .param("kind", order.kind().json())
                .param("purposes", codes(order.purposes()))
                .param("digest", digest)
                .param("version", map.version())
                .param("items", write(items))
                .param("ambiguous", ambiguous)
                .param("others", others)
                .param("decided", uuids(authority == null ? Set.of() : authority.decidedCases()))
                .param("decision", authority == null ? null : authority.decision(), java.sql.Types.VARCHAR)
                .param(
                        "decidedAt",
                        authority == null ? null : utc(authority.decidedAt()),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("sealed", vault.seal(order.caseId(), label(id), bytes(secret)))
                .param("by", order.preparedBy())
                .param("now", utc(now))
                .update();
        for (int i = 0; i < systems.size(); i++) {
            var system = systems.get(i);
            jdbc.sql(
                            """
                            insert into qupiya.act_system (act_id, system, at, connector, state, digest, preview_error)
                            values (:id, :system, :at, :connector, 'pending', :digest, :error)
                            """)
                    .param("id", id)
                    .param("system", system.system())
                    .param("at", i)
                    .param("connector", system.connector().json())
                    .param("digest", system.digest())
                    .param("error", system.error(), java.sql.Types.VARCHAR)
                    .update();
        }
    }

    /** Lets an act continue a completed one, under its authority and approval. */
    void continues(UUID id, Act first) {
        jdbc.sql(
                        """
                        update qupiya.act a set state = 'approved', continues = f.id, approved_by = f.approved_by, approved_at = f.approved_at,
                               decided_cases = f.decided_cases, decision = f.decision, decided_at = f.decided_at
                        from qupiya.act f where a.id = :id and f.id = :first
                        """)
                .param("id", id)
                .param("first", first.id())
                .update();
    }

    /** A destruction and those that have continued it, the oldest first. */
    List<Act> withContinuations(UUID first) {
        return acts("(a.id = :id or a.continues = :id)", Map.of("id", first)).stream()
                .sorted(Comparator.comparing(act -> act.continues() != null))
                .toList();
    }

    /** Puts a new preview in place of the old one; an approval is void. */
    void replacePreview(
            Act act,
            DataMap map,
            List<ActItem> items,
            String digest,
            List<Preview> systems,
            Secret secret,
            boolean ambiguous,
            int others,
            String by,
            Instant now) {
        jdbc.sql(
                        """
                        update qupiya.act set items = cast(:items as jsonb), digest = :digest, map_version = :version, sealed = :sealed, ambiguous = :ambiguous,
                               other_people = :others, state = 'prepared', approved_by = null, approved_at = null, prepared_by = :by, prepared_at = :now
                        where id = :id
                        """)
                .param("id", act.id())
                .param("items", write(items))
                .param("digest", digest)
                .param("version", map.version())
                .param("sealed", vault.seal(act.caseId(), label(act.id()), bytes(secret)))
                .param("ambiguous", ambiguous)
                .param("others", others)
                .param("by", by)
                .param("now", utc(now))
                .update();
        for (Preview system : systems) {
            jdbc.sql(
                            "update qupiya.act_system set digest = :digest, preview_error = :error where act_id = :id and system = :system")
                    .param("id", act.id())
                    .param("system", system.system())
                    .param("digest", system.digest())
                    .param("error", system.error(), java.sql.Types.VARCHAR)
                    .update();
        }
    }

    void replaceSecret(Act act, Secret secret) {
        jdbc.sql("update qupiya.act set sealed = :sealed where id = :id")
                .param("id", act.id())
                .param("sealed", vault.seal(act.caseId(), label(act.id()), bytes(secret)))
                .update();
    }

    void approve(UUID id, String by, Instant now) {
        jdbc.sql("update qupiya.act set state = 'approved', approved_by = :by, approved_at = :now where id = :id")
                .param("id", id)
                .param("by", by)
                .param("now", utc(now))
                .update();
    }

    void complete(UUID id, Instant now) {
        jdbc.sql(
                        "update qupiya.act set state = 'completed', completed_at = coalesce(completed_at, :now) where id = :id")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    Act get(UUID id) {
        return acts("a.id = :id", Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new NotFoundException("datamap.act.unknown"));
    }

    List<Act> ofCase(UUID caseId) {
        return acts("a.case_id = :id", Map.of("id", caseId));
    }

    /** Blocks that are not released in every system. */
    List<Act> standingBlocks(UUID caseId) {
        return acts(
                "a.case_id = :id and a.kind = 'block' and exists (select 1 from qupiya.act_system s where s.act_id = a.id and s.released_at is null)",
                Map.of("id", caseId));
    }

    List<UUID> standingBlocks(OperatorKey operator) {
        return jdbc.sql(
                        """
                        select a.id from qupiya.act a
                        where a.operator = :operator and a.kind = 'block'
                          and exists (select 1 from qupiya.act_system s where s.act_id = a.id and s.released_at is null)
                        order by a.prepared_at, a.id
                        """)
                .param("operator", operator.value())
                .query(UUID.class)
                .list();
    }

    /** Blocks of a case that still hold rows in a system. */
    List<UUID> holding(UUID caseId, String system) {
        return jdbc.sql(
                        """
                        select a.id from qupiya.act a join qupiya.act_system s on s.act_id = a.id
                        where a.case_id = :case and a.kind = 'block' and s.system = :system and s.released_at is null
                        order by a.prepared_at, a.id
                        """)
                .param("case", caseId)
                .param("system", system)
                .query(UUID.class)
                .list();
    }

    Optional<Secret> secret(Act act) {
        return jdbc.sql("select sealed from qupiya.act where id = :id")
                .param("id", act.id())
                .query(byte[].class)
                .optional()
                .flatMap(trace -> vault.open(act.caseId(), label(act.id()), trace))
                .map(plain -> read(plain, Secret.class));
    }

    /** What an act did or is about to do in a system; empty if it has not begun. */
    Optional<Sealed> sealedOf(UUID actId, UUID caseId, String system) {
        return jdbc.sql(
                        "select sealed from qupiya.act_system where act_id = :id and system = :system and sealed is not null")
                .param("id", actId)
                .param("system", system)
                .query(byte[].class)
                .optional()
                .flatMap(trace -> vault.open(caseId, label(actId, system), trace))
                .map(plain -> read(plain, Sealed.class));
    }

    /** Records what is about to happen in a system, before it is committed there. */
    void begin(Act act, String system, Sealed trace, Instant now) {
        var updated = jdbc.sql(
                        """
                        update qupiya.act_system set state = 'running', attempts = attempts + 1, error = null, sealed = :sealed,
                               started_at = coalesce(started_at, :now)
                        where act_id = :id and system = :system
                        """)
                .param("id", act.id())
                .param("system", system)
                .param("sealed", vault.seal(act.caseId(), label(act.id(), system), bytes(trace)))
                .param("now", utc(now))
                .update();
        if (updated == 0) {
            throw new IllegalStateException("an act runs after the transaction that prepared it");
        }
        markRunning(act.id());
        if (act.kind() == ActKind.BLOCK) {
            hold(act.id(), system, hashes(act.operator(), system, trace.rows()));
        }
    }

    void markRunning(UUID actId) {
        jdbc.sql("update qupiya.act set state = 'running' where id = :id and state in ('prepared', 'approved')")
                .param("id", actId)
                .update();
    }

    private void hold(UUID actId, String system, Collection<String> hashes) {
        jdbc.sql(
                        """
                        insert into qupiya.act_row (act_id, system, row_hash)
                        select :id, :system, decode(h, 'hex') from unnest(cast(:hashes as text[])) h on conflict do nothing
                        """)
                .param("id", actId)
                .param("system", system)
                .param("hashes", hashes.toArray(String[]::new))
                .update();
    }

    /** The blocks hold their rows in a system no more. */
    void release(Collection<UUID> blocks, String system, Instant now) {
        jdbc.sql(
                        "update qupiya.act_system set released_at = coalesce(released_at, :now) where act_id = any(cast(:ids as uuid[])) and system = :system")
                .param("ids", uuids(blocks))
                .param("system", system)
                .param("now", utc(now))
                .update();
    }

    /** Lets the blocks that hold rows know them by their new keys too. */
    void rename(
            OperatorKey operator,
            String system,
            Map<TableName, Map<List<@Nullable String>, List<@Nullable String>>> keys) {
        keys.forEach((table, renamed) -> {
            var holders = holders(operator, system, table, renamed.keySet(), Set.of());
            Map<UUID, UUID> acts = new HashMap<>();
            holders.values().forEach(list -> list.forEach(h -> acts.put(h.actId(), h.caseId())));
            acts.forEach((actId, caseId) -> sealedOf(actId, caseId, system).ifPresent(trace -> {
                var rows = trace.rows().stream()
                        .map(row -> {
                            if (!row.table().equals(table.toString())) {
                                return row;
                            }
                            var known = row;
                            for (List<@Nullable String> key : row.keys()) {
                                var alias = renamed.get(key);
                                known = alias == null ? known : known.known(alias);
                            }
                            return known;
                        })
                        .toList();
                jdbc.sql("update qupiya.act_system set sealed = :sealed where act_id = :id and system = :system")
                        .param("id", actId)
                        .param("system", system)
                        .param(
                                "sealed",
                                vault.seal(
                                        caseId,
                                        label(actId, system),
                                        bytes(new Sealed(rows, trace.items(), trace.ends()))))
                        .update();
                hold(actId, system, hashes(operator, system, rows));
            }));
        });
    }

    void finish(
            UUID actId, String system, SystemState state, @Nullable String error, List<ActItem> items, Instant now) {
        jdbc.sql("delete from qupiya.act_item where act_id = :id and system = :system")
                .param("id", actId)
                .param("system", system)
                .update();
        if (!items.isEmpty()) {
            jdbc.sql(
                            """
                            insert into qupiya.act_item (act_id, system, table_name, column_name, outcome, count, ground, until, holds)
                            select :id, :system, i."table", i."column", i.outcome, i.count, i.ground, i.until, i.holds
                            from jsonb_to_recordset(cast(:items as jsonb))
                                 as i("table" text, "column" text, outcome text, count bigint, ground text, until date, holds jsonb)
                            """)
                    .param("id", actId)
                    .param("system", system)
                    .param("items", write(items))
                    .update();
        }
        jdbc.sql(
                        """
                        update qupiya.act_system set state = :state, error = :error, done_at = case when :done then coalesce(done_at, :now) end
                        where act_id = :id and system = :system
                        """)
                .param("id", actId)
                .param("system", system)
                .param("state", state.json())
                .param("error", error, java.sql.Types.VARCHAR)
                .param("done", state.ran())
                .param("now", utc(now))
                .update();
    }

    void state(UUID actId, String system, SystemState state, @Nullable String error, boolean attempt, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.act_system set state = :state, error = :error, attempts = attempts + :attempt, started_at = coalesce(started_at, :now)
                        where act_id = :id and system = :system
                        """)
                .param("id", actId)
                .param("system", system)
                .param("state", state.json())
                .param("error", error, java.sql.Types.VARCHAR)
                .param("attempt", attempt ? 1 : 0)
                .param("now", utc(now))
                .update();
    }

    void prove(UUID actId, String system, Map<String, String> evidence, Instant now) {
        jdbc.sql(
                        """
                        update qupiya.act_system set state = 'proved', error = null, evidence = cast(:evidence as jsonb), proved_at = coalesce(proved_at, :now)
                        where act_id = :id and system = :system
                        """)
                .param("id", actId)
                .param("system", system)
                .param("evidence", write(evidence))
                .param("now", utc(now))
                .update();
    }

    void byHand(UUID actId, String system, String by, @Nullable UUID document) {
        jdbc.sql(
                        "update qupiya.act_system set done_by = :by, proof_document = :document where act_id = :id and system = :system")
                .param("id", actId)
                .param("system", system)
                .param("by", by)
                .param("document", document, java.sql.Types.OTHER)
                .update();
    }

    /** Keeps runs and answers of an act in a system apart until the transaction ends, without touching its row. */
    void lock(UUID actId, String system) {
        jdbc.sql("select cast(pg_advisory_xact_lock(:key) as text)")
                .param(
                        "key",
                        UUID.nameUUIDFromBytes((actId + "/" + system).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .getMostSignificantBits())
                .query(String.class)
                .optional();
    }

    Map<List<@Nullable String>, List<Holders.Holder>> holders(
            OperatorKey operator,
            String system,
            TableName table,
            Collection<List<@Nullable String>> keys,
            Collection<UUID> except) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, List<@Nullable String>> byHash = new HashMap<>();
        keys.forEach(key -> byHash.put(hash(operator, system, table.toString(), key), key));
        Map<List<@Nullable String>, List<Holders.Holder>> holders = new HashMap<>();
        jdbc.sql(
                        """
                        select encode(r.row_hash, 'hex') as hash, a.id, a.case_id
                        from qupiya.act_row r
                        join qupiya.act_system s on s.act_id = r.act_id and s.system = r.system
                        join qupiya.act a on a.id = r.act_id
                        where r.row_hash in (select decode(h, 'hex') from unnest(cast(:hashes as text[])) h)
                          and a.operator = :operator and a.kind = 'block' and s.released_at is null and a.id <> all(cast(:except as uuid[]))
                        order by a.prepared_at, a.id
                        """)
                .param("hashes", byHash.keySet().toArray(String[]::new))
                .param("operator", operator.value())
                .param("except", uuids(except))
                .query((RowCallbackHandler) rs -> {
                    var key = byHash.get(rs.getString(1));
                    if (key != null) {
                        holders.computeIfAbsent(key, k -> new ArrayList<>())
                                .add(new Holders.Holder(rs.getObject(2, UUID.class), rs.getObject(3, UUID.class)));
                    }
                });
        return holders;
    }

    private Collection<String> hashes(OperatorKey operator, String system, List<HeldRow> rows) {
        return rows.stream()
                .flatMap(row -> row.keys().stream().map(key -> hash(operator, system, row.table(), key)))
                .collect(Collectors.toSet());
    }

    /** Keyed, because a key may be an IIN: whoever reads the table must not be able to try numbers out. */
    private String hash(OperatorKey operator, String system, String table, List<@Nullable String> key) {
        var text = new StringBuilder(system).append('\n').append(table);
        key.forEach(part -> text.append('\n').append(part == null ? "-" : "+" + part));
        return HexFormat.of()
                .formatHex(hasher.hash(
                                operator,
                                new Identifier(IdentifierKind.CONTRACT, "row:" + Hashes.sha256(text.toString())))
                        .bytes());
    }

    private List<Act> acts(String where, Map<String, Object> params) {
        Map<UUID, Map<String, List<ActItem>>> items = new HashMap<>();
        jdbc.sql(
                        "select i.act_id, i.system, i.table_name, i.column_name, i.outcome, i.count, i.ground, i.until, i.holds from qupiya.act_item i join qupiya.act a on a.id = i.act_id where "
                                + where + " order by i.id")
                .params(params)
                .query((RowCallbackHandler)
                        rs -> items.computeIfAbsent(rs.getObject(1, UUID.class), k -> new HashMap<>())
                                .computeIfAbsent(rs.getString(2), k -> new ArrayList<>())
                                .add(new ActItem(
                                        rs.getString(2),
                                        TableName.of(rs.getString(3)),
                                        rs.getString(4),
                                        ItemOutcome.of(rs.getString(5)),
                                        rs.getLong(6),
                                        rs.getString(7),
                                        rs.getObject(8, LocalDate.class),
                                        readHolds(rs.getString(9)))));
        Map<UUID, List<ActSystem>> systems = new LinkedHashMap<>();
        jdbc.sql("select s.* from qupiya.act_system s join qupiya.act a on a.id = s.act_id where " + where
                        + " order by s.at")
                .params(params)
                .query((RowCallbackHandler) rs -> {
                    var id = rs.getObject("act_id", UUID.class);
                    systems.computeIfAbsent(id, k -> new ArrayList<>())
                            .add(system(rs, items.getOrDefault(id, Map.of())));
                });
        return jdbc.sql("select a.* from qupiya.act a where " + where + " order by a.prepared_at, a.id")
                .params(params)
                .query((rs, n) -> {
                    var id = rs.getObject("id", UUID.class);
                    return new Act(
                            id,
                            new OperatorKey(rs.getString("operator")),
                            rs.getObject("case_id", UUID.class),
                            ActKind.of(rs.getString("kind")),
                            purposes(rs.getArray("purposes")),
                            ActState.of(rs.getString("state")),
                            rs.getString("digest"),
                            rs.getString("map_version"),
                            readItems(rs.getString("items")),
                            systems.getOrDefault(id, List.of()),
                            rs.getBoolean("ambiguous"),
                            rs.getInt("other_people"),
                            rs.getString("prepared_by"),
                            instantOf(rs, "prepared_at"),
                            rs.getString("approved_by"),
                            instant(rs, "approved_at"),
                            instant(rs, "completed_at"),
                            rs.getObject("continues", UUID.class));
                })
                .list();
    }

    /** The cases whose block the act's authority covers. */
    Set<UUID> decidedCases(UUID actId) {
        return Set.copyOf(jdbc.sql("select unnest(decided_cases) from qupiya.act where id = :id")
                .param("id", actId)
                .query(UUID.class)
                .list());
    }

    private ActSystem system(ResultSet rs, Map<String, List<ActItem>> items) throws SQLException {
        var system = rs.getString("system");
        return new ActSystem(
                system,
                Connector.valueOf(rs.getString("connector").toUpperCase(java.util.Locale.ROOT)),
                SystemState.of(rs.getString("state")),
                rs.getString("preview_error"),
                rs.getString("error"),
                rs.getInt("attempts"),
                items.getOrDefault(system, List.of()),
                readEvidence(rs.getString("evidence")),
                rs.getString("done_by"),
                rs.getObject("proof_document", UUID.class),
                instant(rs, "started_at"),
                instant(rs, "done_at"),
                instant(rs, "proved_at"));
    }

    /** The digest of the preview of one system. */
    String digest(UUID actId, String system) {
        return jdbc.sql("select digest from qupiya.act_system where act_id = :id and system = :system")
                .param("id", actId)
                .param("system", system)
                .query(String.class)
                .single();
    }

    private List<ActItem> readItems(String text) {
        try {
            return json.readValue(text, ITEMS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the items of an act cannot be read");
        }
    }

    private List<ActItem.Hold> readHolds(@Nullable String text) {
        try {
            return text == null ? List.of() : json.readValue(text, HOLDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the holds of an act cannot be read");
        }
    }

    private Map<String, String> readEvidence(String text) {
        try {
            return json.readValue(text, EVIDENCE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence of an act cannot be read");
        }
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an act cannot be written");
        }
    }

    private byte[] bytes(Object value) {
        return write(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private <T> T read(byte[] plain, Class<T> type) {
        try {
            return json.readValue(plain, type);
        } catch (IOException e) {
            // Its message would quote the content.
            throw new IllegalStateException("the sealed part of an act cannot be read");
        }
    }

    private static String label(UUID actId) {
        return "act:" + actId;
    }

    private static String label(UUID actId, String system) {
        return "act:" + actId + ":" + system;
    }

    static String uuids(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    static String codes(Collection<Purpose> purposes) {
        return purposes.stream().map(Purpose::code).sorted().collect(Collectors.joining(",", "{", "}"));
    }

    static Set<Purpose> purposes(java.sql.Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray())
                .map(code -> Purpose.of(code).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static Instant instantOf(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
