package kz.qupiya.subject;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class JdbcCaseSubjects implements CaseSubjects {

    private static final String LABEL = "identifier/";

    private final JdbcClient jdbc;
    private final JdbcOperations batches;
    private final CaseKeys caseKeys;
    private final IdentifierHasher hasher;
    private final Clock clock;

    JdbcCaseSubjects(JdbcClient jdbc, JdbcOperations batches, CaseKeys caseKeys, IdentifierHasher hasher, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.caseKeys = caseKeys;
        this.hasher = hasher;
        this.clock = clock;
    }

    @Override
    public void add(UUID caseId, OperatorKey operator, Collection<Identifier> identifiers) {
        if (identifiers.isEmpty()) {
            return;
        }
        var key = caseKeys.toWrite(caseId);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        batches.batchUpdate(
                "insert into qupiya.case_identifier (case_id, hash, kind, operator, sealed, added_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (case_id, hash) do nothing",
                identifiers.stream()
                        .map(identifier -> {
                            var kind = identifier.kind().json();
                            return new Object[] {
                                caseId,
                                hasher.hash(operator, identifier).bytes(),
                                kind,
                                operator.value(),
                                key.seal(LABEL + kind, identifier.value().getBytes(StandardCharsets.UTF_8)),
                                now
                            };
                        })
                        .toList());
    }

    @Override
    @Transactional(readOnly = true)
    public List<Identifier> identifiers(UUID caseId) {
        return caseKeys.toRead(caseId)
                .map(key -> jdbc
                        .sql("select kind, sealed from qupiya.case_identifier where case_id = ? order by added_at")
                        .param(caseId)
                        .query((rs, n) -> new Identifier(
                                IdentifierKind.of(rs.getString(1)),
                                new String(key.open(LABEL + rs.getString(1), rs.getBytes(2)), StandardCharsets.UTF_8)))
                        .list()
                        .stream()
                        .sorted(Comparator.comparing(Identifier::kind))
                        .toList())
                .orElse(List.of());
    }

    @Override
    @Transactional(readOnly = true)
    public List<UUID> casesNaming(OperatorKey operator, Collection<Identifier> identifiers) {
        if (identifiers.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        "select case_id from qupiya.case_identifier where hash in (:hashes) group by case_id order by max(added_at) desc")
                .param(
                        "hashes",
                        hasher.hashes(operator, identifiers).stream()
                                .map(IdentifierHash::bytes)
                                .toList())
                .query(UUID.class)
                .list();
    }
}
