package kz.qupiya.intake;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what comes from one address or to one operator, on all nodes together; addresses as keyed hashes only. */
@Component
class RateLimit {

    private final JdbcClient jdbc;
    private final Codes codes;
    private final FormSettings settings;
    private final Clock clock;

    RateLimit(JdbcClient jdbc, Codes codes, FormSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.codes = codes;
        this.settings = settings;
        this.clock = clock;
    }

    /** Counts one more, and tells whether it is within the limit. */
    boolean admits(String scope, String whose, int most) {
        var now = clock.instant();
        var from = now.minus(settings.window());
        return jdbc.sql(
                                """
                        insert into qupiya.form_rate as f (scope, count, since) values (:scope, 1, :now)
                        on conflict (scope) do update set
                            count = case when f.since < :from then 1 else f.count + 1 end,
                            since = case when f.since < :from then excluded.since else f.since end
                        returning count""")
                        .param("scope", codes.hash("intake-rate-" + scope, whose))
                        .param("now", Timestamp.from(now))
                        .param("from", Timestamp.from(from))
                        .query(Integer.class)
                        .single()
                <= most;
    }

    /** Deletes what counts no more. */
    void purge() {
        var before = Timestamp.from(clock.instant().minus(settings.window().plus(Duration.ofDays(1))));
        jdbc.sql("delete from qupiya.form_rate where since < ?").param(before).update();
        jdbc.sql("delete from qupiya.form_used where used_at < ?").param(before).update();
    }
}
