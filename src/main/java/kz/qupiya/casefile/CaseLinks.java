package kz.qupiya.casefile;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which cases a case is linked with. A link is an event of a timeline with the fact {@code number}: opened instead of, from, or beside another case. A number that somebody wrote into a mail is
 * none, since anybody may write any.
 */
@Component
class CaseLinks {

    private static final Set<String> NO_LINKS =
            Set.of("case.opened", "mail.names-case", "mail.registered-apart", "person.viewed-from");

    private final JdbcClient jdbc;

    CaseLinks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A link.
     *
     * @param code of the event that made it, in this case
     */
    record Link(UUID caseId, CaseNumber number, CaseKind kind, String code, Instant at) {}

    /** The links of a case, each other case once, by the event that named it first. */
    List<Link> of(UUID caseId, OperatorKey operator) {
        Map<UUID, Link> links = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select c.id, c.number, c.kind, e.code, e.at
                        from (select code, at, sequence, data::jsonb ->> 'number' as number from qupiya.case_event
                              where case_id = :case and code not in (:none) and data like '%"number":"%') e
                        join qupiya.case_file c on c.number = e.number and c.operator = :operator and c.id <> :case
                        order by e.sequence""")
                .param("case", caseId)
                .param("none", NO_LINKS)
                .param("operator", operator.value())
                .query((row, n) -> new Link(
                        row.getObject(1, UUID.class),
                        new CaseNumber(row.getString(2)),
                        CaseKind.of(row.getString(3)),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()))
                .list()
                .forEach(link -> links.putIfAbsent(link.caseId(), link));
        return List.copyOf(links.values());
    }
}
