package kz.qupiya.restriction;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class JdbcRestrictionFigures implements RestrictionFigures {

    private final JdbcClient jdbc;

    JdbcRestrictionFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Standing> standing(Collection<OperatorKey> operators, Instant at) {
        return jdbc.sql(
                        """
                        select operator, kind, reason, count(*) as restrictions, min(since) as oldest from qupiya.restriction
                        where operator = any(:operators::text[]) and since <= :at and (ended_at is null or ended_at > :at)
                        group by operator, kind, reason order by operator, kind, restrictions desc, reason""")
                .param("operators", operators.stream().map(OperatorKey::value).toArray(String[]::new))
                .param("at", Timestamp.from(at))
                .query((row, n) -> new Standing(
                        new OperatorKey(row.getString("operator")),
                        RestrictionKind.of(row.getString("kind")),
                        row.getString("reason"),
                        row.getLong("restrictions"),
                        row.getTimestamp("oldest").toInstant()))
                .list();
    }
}
