package kz.qupiya.subject;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class TinkCaseVault implements CaseVault {

    private static final String FIELD = "field/";
    private static final String SEALED = "sealed/";

    private final JdbcClient jdbc;
    private final JdbcOperations batches;
    private final CaseKeys caseKeys;
    private final Clock clock;

    TinkCaseVault(JdbcClient jdbc, JdbcOperations batches, CaseKeys caseKeys, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.caseKeys = caseKeys;
        this.clock = clock;
    }

    @Override
    public void put(UUID caseId, String field, String value) {
        putAll(caseId, Map.of(field, value));
    }

    @Override
    public void putAll(UUID caseId, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        var key = caseKeys.toWrite(caseId);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        // In the order of their names, so that two writers of one case wait for each other and do not lock each other
        // out.
        var rows = new TreeMap<>(values)
                .entrySet().stream()
                        .map(e -> new Object[] {
                            caseId,
                            e.getKey(),
                            key.seal(FIELD + e.getKey(), e.getValue().getBytes(StandardCharsets.UTF_8)),
                            now
                        })
                        .toList();
        batches.batchUpdate(
                "insert into qupiya.vault_value (case_id, field, sealed, written_at) values (?, ?, ?, ?)"
                        + " on conflict (case_id, field) do update set sealed = excluded.sealed, written_at = excluded.written_at",
                rows);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<String> reveal(UUID caseId, String field) {
        return jdbc.sql("select sealed from qupiya.vault_value where case_id = ? and field = ?")
                .params(caseId, field)
                .query(byte[].class)
                .optional()
                .flatMap(stored -> caseKeys.toRead(caseId)
                        .map(key -> new String(key.open(FIELD + field, stored), StandardCharsets.UTF_8)));
    }

    @Override
    @Transactional(readOnly = true)
    public Map<String, String> revealAll(UUID caseId) {
        Map<String, String> values = new LinkedHashMap<>();
        caseKeys.toRead(caseId).ifPresent(key -> jdbc.sql(
                        "select field, sealed from qupiya.vault_value where case_id = ? order by field")
                .param(caseId)
                .query(rs -> {
                    var field = rs.getString(1);
                    values.put(field, new String(key.open(FIELD + field, rs.getBytes(2)), StandardCharsets.UTF_8));
                }));
        return values;
    }

    @Override
    @Transactional(readOnly = true)
    public Set<String> fields(UUID caseId) {
        return new TreeSet<>(jdbc.sql("select field from qupiya.vault_value where case_id = ?")
                .param(caseId)
                .query(String.class)
                .list());
    }

    @Override
    public void remove(UUID caseId, String field) {
        jdbc.sql("delete from qupiya.vault_value where case_id = ? and field = ?")
                .params(caseId, field)
                .update();
    }

    @Override
    public byte[] seal(UUID caseId, String label, byte[] plain) {
        return caseKeys.toWrite(caseId).seal(SEALED + label, plain);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<byte[]> open(UUID caseId, String label, byte[] sealed) {
        return caseKeys.toRead(caseId).map(key -> key.open(SEALED + label, sealed));
    }

    @Override
    public void destroyKey(UUID caseId) {
        caseKeys.destroy(caseId);
        jdbc.sql("delete from qupiya.vault_value where case_id = ?")
                .param(caseId)
                .update();
        jdbc.sql("delete from qupiya.case_identifier where case_id = ?")
                .param(caseId)
                .update();
    }
}
