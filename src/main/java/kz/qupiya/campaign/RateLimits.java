package kz.qupiya.campaign;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import kz.qupiya.subject.KeyedDigests;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rates that all nodes share. A bucket is the moment up to which sending is given away, so that a second is never given twice, whoever asks. Of a domain only a stretch
 * ahead is given; the rest is told when to come again, each later than the one before, so that they do not all come at once.
 */
class RateLimits {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final KeyedDigests digests;

    RateLimits(JdbcTemplate jdbc, TransactionTemplate transaction, KeyedDigests digests) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.digests = digests;
    }

    /**
     * What is wanted of a bucket.
     *
     * @param perSecond its rate
     */
    record Wanted(int count, double perSecond) {}

    /**
     * What was given.
     *
     * @param slots when each may go
     * @param again when each of the rest may ask again
     */
    record Given(List<Instant> slots, List<Instant> again) {}

    /**
     * Takes from several buckets at once.
     *
     * @param wanted  by name of the bucket
     * @param horizon how far ahead slots are given
     */
    Map<String, Given> take(Map<String, Wanted> wanted, Instant now, Duration horizon) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var given = transaction.execute(status -> takeLocked(wanted, now, horizon));
        return given == null ? Map.of() : given;
    }

    private Map<String, Given> takeLocked(Map<String, Wanted> wanted, Instant now, Duration horizon) {
        // In the order of their keys, so that two senders wait for each other and do not lock each other out.
        SortedMap<String, String> names = new TreeMap<>();
        wanted.keySet().forEach(name -> names.put(scope(name), name));
        jdbc.update(
                """
                insert into qupiya.campaign_rate (scope, taken, deferred) select decode(s, 'hex'), cast(? as timestamptz), cast(? as timestamptz)
                from unnest(cast(? as text[])) s on conflict do nothing""",
                now.toString(),
                now.toString(),
                names.keySet().toArray(String[]::new));
        Map<String, Given> given = new TreeMap<>();
        List<Object[]> written = new ArrayList<>();
        jdbc.query(
                """
                select encode(scope, 'hex'), taken, deferred from qupiya.campaign_rate where scope in (select decode(s, 'hex') from unnest(cast(? as text[])) s)
                order by scope for update""",
                (PreparedStatement statement) -> statement.setArray(
                        1,
                        statement
                                .getConnection()
                                .createArrayOf("text", names.keySet().toArray())),
                rs -> {
                    var name = names.get(rs.getString(1));
                    var want = name == null ? null : wanted.get(name);
                    if (want != null) {
                        var bucket = new Bucket(
                                later(CampaignStore.instant(rs, 2), now),
                                later(CampaignStore.instant(rs, 3), now),
                                Duration.ofNanos((long) (1e9 / want.perSecond())));
                        given.put(name, bucket.take(want.count(), now.plus(horizon)));
                        written.add(
                                new Object[] {bucket.taken.toString(), bucket.deferred.toString(), rs.getString(1)});
                    }
                });
        jdbc.batchUpdate(
                "update qupiya.campaign_rate set taken = cast(? as timestamptz), deferred = cast(? as timestamptz) where scope = decode(?, 'hex')",
                written);
        return given;
    }

    /** Forgets buckets that have long been full again. */
    void purge(Instant now) {
        jdbc.update(
                "delete from qupiya.campaign_rate where greatest(taken, deferred) < cast(? as timestamptz)",
                now.minus(Duration.ofDays(1)).toString());
    }

    private String scope(String name) {
        return HexFormat.of().formatHex(digests.of("campaign-rate", name.getBytes(StandardCharsets.UTF_8)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static final class Bucket {

        private Instant taken;
        private Instant deferred;
        private final Duration each;

        Bucket(Instant taken, Instant deferred, Duration each) {
            this.taken = taken;
            this.deferred = deferred;
            this.each = each;
        }

        Given take(int count, Instant end) {
            List<Instant> slots = new ArrayList<>();
            while (slots.size() < count && taken.isBefore(end)) {
                slots.add(taken);
                taken = taken.plus(each);
            }
            List<Instant> again = new ArrayList<>();
            deferred = later(deferred, taken);
            while (slots.size() + again.size() < count) {
                again.add(deferred);
                deferred = deferred.plus(each);
            }
            return new Given(slots, again);
        }
    }
}
