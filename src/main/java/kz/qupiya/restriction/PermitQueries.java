package kz.qupiya.restriction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Component;

/**
 * The SQL of the permit check. One statement answers for one person, one for ten thousand; both tell by the way whether a restriction
 * that could matter is still being searched for. The statements come as one text per purpose and number of identifiers, so that the
 * driver keeps each prepared.
 */
@Component
class PermitQueries {

    private final PermitDatabase database;
    private final Map<Shape, String> texts = new ConcurrentHashMap<>();

    PermitQueries(PermitDatabase database) {
        this.database = database;
    }

    /**
     * What stands on any of a person's identifiers and denies the purpose, also what will from a later moment on.
     *
     * @param consents a question that goes along; null for none
     */
    Answers<Found> find(
            OperatorKey operator,
            Purpose purpose,
            Collection<IdentifierHash> person,
            RunningConsents.@Nullable Query consents) {
        var sql = texts.computeIfAbsent(new Shape(purpose, person.size()), PermitQueries::text);
        return ask(
                sql,
                statement -> {
                    var at = 1;
                    for (IdentifierHash hash : person) {
                        statement.setBytes(at++, hash.bytes());
                    }
                    statement.setString(at++, operator.value());
                    return at;
                },
                consents,
                PermitQueries::found);
    }

    /** The same for many hashes at once. */
    Answers<FoundMany> findMany(
            OperatorKey operator,
            Purpose purpose,
            Set<IdentifierHash> hashes,
            RunningConsents.@Nullable Query consents) {
        return ask(
                """
                select r.id, r.kind, r.case_number, r.since, i.hash, i.kind
                  from unnest(?) asked(hash)
                  join qupiya.restriction_identifier i on i.hash = asked.hash and i.active
                  join qupiya.restriction r on r.id = i.restriction_id
                 where r.ended_at is null and %s
                union all
                select null, null, null, null, null, null
                 where exists (%s)"""
                        .formatted(denies("r", purpose), searching(purpose)),
                statement -> {
                    statement.setArray(
                            1,
                            statement
                                    .getConnection()
                                    .createArrayOf(
                                            "bytea",
                                            hashes.stream()
                                                    .map(IdentifierHash::bytes)
                                                    .toArray(byte[][]::new)));
                    statement.setString(2, operator.value());
                    return 3;
                },
                consents,
                PermitQueries::foundMany);
    }

    /** One trip to the database, whether or not a question about consents goes along. */
    private <T> Answers<T> ask(
            String sql, Binding bind, RunningConsents.@Nullable Query consents, ResultSetExtractor<T> read) {
        var answers = database.jdbc()
                .execute(
                        (Connection connection) ->
                                connection.prepareStatement(consents == null ? sql : sql + ";\n" + consents.sql()),
                        (PreparedStatement statement) -> {
                            var next = bind.to(statement);
                            if (consents != null) {
                                consents.bind(statement, next);
                            }
                            statement.execute();
                            T found;
                            try (var rows = statement.getResultSet()) {
                                found = Objects.requireNonNull(read.extractData(rows));
                            }
                            if (consents == null) {
                                return new Answers<>(found, null);
                            }
                            if (!statement.getMoreResults()) {
                                throw new SQLException("the register of consents did not answer");
                            }
                            try (var rows = statement.getResultSet()) {
                                return new Answers<>(found, consents.read(rows));
                            }
                        });
        return Objects.requireNonNull(answers);
    }

    /** Sets the parameters and tells the number of the next one. */
    private interface Binding {
        int to(PreparedStatement statement) throws SQLException;
    }

    /** @param consents what the question that went along was answered; null if none did */
    record Answers<T>(T found, @Nullable List<RunningConsents.Answer> consents) {}

    /**
     * What stands on identifiers that a live look-up found to be the person's. A restriction reached only through a telephone or mailbox
     * is somebody else's if it knows an IIN and none of the person's; a hold that is searched for, if it was placed with one ({@link Holds}).
     */
    List<Hit> findLive(Purpose purpose, Set<IdentifierHash> person) {
        if (person.isEmpty()) {
            return List.of();
        }
        var numbers =
                person.stream().filter(h -> h.kind() == IdentifierKind.IIN).collect(Collectors.toSet());
        return database.jdbc()
                .query(
                        connection -> {
                            var statement = connection.prepareStatement(
                                    """
                    select distinct r.id, r.kind, r.case_number, r.since
                      from qupiya.restriction_identifier i
                      join qupiya.restriction r on r.id = i.restriction_id
                     where i.hash = any (?) and i.active and r.ended_at is null and %s
                       and (i.kind in ('iin', 'contract', 'login') or not ?
                            or not exists (select from qupiya.restriction_identifier n
                                            where n.restriction_id = r.id and n.kind = 'iin'
                                              and (r.kind <> 'hold' or n.origin = 'given' or r.searched_at is not null)))"""
                                            .formatted(denies("r", purpose)));
                            statement.setArray(
                                    1,
                                    connection.createArrayOf(
                                            "bytea",
                                            person.stream()
                                                    .map(IdentifierHash::bytes)
                                                    .toArray(byte[][]::new)));
                            statement.setBoolean(2, !numbers.isEmpty());
                            return statement;
                        },
                        (rs, n) -> hit(rs));
    }

    private static String text(Shape shape) {
        return """
                select r.id, r.kind, r.case_number, r.since
                  from qupiya.restriction_identifier i
                  join qupiya.restriction r on r.id = i.restriction_id
                 where i.hash in (%s) and i.active and r.ended_at is null and %s
                union all
                select null, null, null, null
                 where exists (%s)"""
                .formatted(
                        Stream.generate(() -> "?").limit(shape.identifiers).collect(Collectors.joining(", ")),
                        denies("r", shape.purpose),
                        searching(shape.purpose));
    }

    private static String searching(Purpose purpose) {
        return "select from qupiya.restriction s where s.operator = ? and s.ended_at is null and s.searched_at is null and "
                + denies("s", purpose);
    }

    /** Which restrictions deny a purpose; the same rule as {@code api.md}, "Permits". */
    private static String denies(String table, Purpose purpose) {
        var named = "%s.kind = 'suppression' and '%s' = any (%s.purposes)".formatted(table, purpose.code(), table);
        return "("
                + switch (purpose) {
                    case STORAGE, CASE_CORRESPONDENCE -> named;
                    case DESTRUCTION -> table + ".kind in ('block', 'hold') or " + named;
                    default -> table + ".kind = 'block' or " + named;
                } + ")";
    }

    private static Found found(ResultSet rs) throws SQLException {
        List<Hit> hits = null;
        var searching = false;
        while (rs.next()) {
            if (rs.getString(2) == null) {
                searching = true;
            } else {
                hits = hits == null ? new ArrayList<>(2) : hits;
                hits.add(hit(rs));
            }
        }
        return new Found(hits == null ? List.of() : hits, searching);
    }

    private static FoundMany foundMany(ResultSet rs) throws SQLException {
        Map<IdentifierHash, List<Hit>> hits = new HashMap<>();
        var searching = false;
        while (rs.next()) {
            if (rs.getString(2) == null) {
                searching = true;
            } else {
                hits.computeIfAbsent(
                                IdentifierHash.of(IdentifierKind.of(rs.getString(6)), rs.getBytes(5)),
                                hash -> new ArrayList<>(1))
                        .add(hit(rs));
            }
        }
        return new FoundMany(hits, searching);
    }

    private static Hit hit(ResultSet rs) throws SQLException {
        return new Hit(
                rs.getObject(1, UUID.class),
                rs.getString(2),
                rs.getString(3),
                rs.getObject(4, OffsetDateTime.class).toInstant());
    }

    private record Shape(Purpose purpose, int identifiers) {}

    /** A restriction that denies the purpose from {@code since} on. */
    record Hit(UUID restriction, String kind, String caseNumber, Instant since) {}

    /** @param searching whether a restriction that could deny stands whose identifiers are not all known */
    record Found(List<Hit> hits, boolean searching) {}

    record FoundMany(Map<IdentifierHash, List<Hit>> hits, boolean searching) {}
}
