package kz.qupiya.casefile;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Callers;
import kz.qupiya.security.HiddenCases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom the cases concern, in PostgreSQL. Asked anew each time: what one node hides, the others hide at once. */
@Component
class ConcernedStaff implements HiddenCases {

    /** No user has this id, so that a query without a reader hides nothing. */
    private static final String NOBODY = "";

    private final JdbcClient jdbc;
    private final ObjectProvider<Callers> callers;

    ConcernedStaff(JdbcClient jdbc, ObjectProvider<Callers> callers) {
        this.jdbc = jdbc;
        this.callers = callers;
    }

    /** A condition on the case {@code c} that leaves out what is hidden; its one parameter is the user. */
    static final String VISIBLE =
            "not exists (select from qupiya.case_concern k where k.case_id = c.id and k.user_id = %s)";

    /** The user who reads now, for {@link #VISIBLE}; matches nobody in a job. */
    String reader() {
        var known = callers.getIfAvailable();
        return known == null ? NOBODY : known.find().map(Caller::id).orElse(NOBODY);
    }

    @Override
    public Set<String> numbersHiddenFrom(String userId) {
        return jdbc.sql(
                        """
                        select c.number from qupiya.case_concern k join qupiya.case_file c on c.id = k.case_id where k.user_id = ?""")
                .param(userId)
                .query(String.class)
                .set();
    }

    Set<UUID> hiddenFrom(String userId) {
        return NOBODY.equals(userId)
                ? Set.of()
                : jdbc.sql("select case_id from qupiya.case_concern where user_id = ?")
                        .param(userId)
                        .query(UUID.class)
                        .set();
    }

    /** Whether the timeline of a case has the number of one of these. */
    boolean namedBy(UUID caseId, Set<UUID> others) {
        return jdbc.sql(
                        """
                        select exists (select from qupiya.case_event e join qupiya.case_file o on position(o.number in e.data) > 0
                                       where e.case_id = ? and o.id = any(?::uuid[]))""")
                .params(caseId, others.stream().map(UUID::toString).toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    Set<String> of(UUID caseId) {
        return jdbc.sql("select user_id from qupiya.case_concern where case_id = ?")
                .param(caseId)
                .query(String.class)
                .set();
    }

    /** Puts these in the place of those who stand there. */
    void replace(UUID caseId, Set<String> userIds, Instant now) {
        var named = userIds.toArray(String[]::new);
        jdbc.sql("delete from qupiya.case_concern where case_id = ? and user_id <> all(?::text[])")
                .params(caseId, named)
                .update();
        jdbc.sql(
                        """
                        insert into qupiya.case_concern (case_id, user_id, named_at) select ?, u, ? from unnest(?::text[]) as u
                        on conflict (case_id, user_id) do nothing""")
                .params(caseId, Timestamp.from(now), named)
                .update();
    }
}
