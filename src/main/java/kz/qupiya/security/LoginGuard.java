package kz.qupiya.security;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stands before the engine's password check and stops listening to who fails too often.
 *
 * <p>The engine locks a user for good at the tenth failure in a row, however long that takes, so anyone who knows the id of a technical
 * user could shut it out. This guard refuses for a while instead: by pair of user and address, by address, and by user for addresses from
 * which the user did not log in during the last 30 days. It puts the engine's counter back before the tenth, so that no failure over HTTP
 * locks for good, and failures from elsewhere never stop a system that logs in from its own address. The engine's lock stays on behind
 * it. Counters are in the database: nodes share them.
 */
@Component
class LoginGuard {

    private static final int KNOWN_DAYS = 30;

    /** Half of the failures after which the engine locks for good. */
    private static final int RESET = 5;

    private final JdbcClient jdbc;
    private final Secret secret;
    private final SecuritySettings.Login limits;
    private final Clock clock;
    private final IdentityService identity;
    private final EngineAccess access;

    LoginGuard(
            JdbcClient jdbc,
            Secret secret,
            SecuritySettings settings,
            Clock clock,
            IdentityService identity,
            EngineAccess access) {
        this.jdbc = jdbc;
        this.secret = secret;
        this.limits = settings.login();
        this.clock = clock;
        this.identity = identity;
        this.access = access;
    }

    /** How long a refused caller should wait. */
    Duration window() {
        return limits.window();
    }

    /** Whether a password of this user from this address may be put to the engine. */
    boolean admits(String userId, String address) {
        if (failures(pair(userId, address)) >= limits.perPair() || failures(address(address)) >= limits.perAddress()) {
            return false;
        }
        return failures(user(userId)) < limits.perUser() || isKnown(userId, address);
    }

    /** Counts a wrong password. */
    void failed(String userId, String address) {
        count(pair(userId, address));
        count(address(address));
        if (!isKnown(userId, address)) {
            count(user(userId));
        }
        if (count(engine(userId)) % RESET == 1) {
            access.asSystem(() -> identity.unlockUser(userId));
        }
    }

    /** Forgets the failures of this user from this address, and remembers the address. */
    void succeeded(String userId, String address) {
        jdbc.sql("delete from qupiya.login_failure where scope in (:scopes)")
                .param("scopes", List.of(pair(userId, address), user(userId), engine(userId)))
                .update();
        jdbc.sql(
                        """
                insert into qupiya.login_success (scope, last_on) values (:scope, :today)
                on conflict (scope) do update set last_on = excluded.last_on
                where login_success.last_on < excluded.last_on""")
                .param("scope", known(userId, address))
                .param("today", today())
                .update();
    }

    /** Deletes what counts no more. */
    void purge() {
        jdbc.sql("delete from qupiya.login_failure where since < :before")
                .param("before", windowStart())
                .update();
        jdbc.sql("delete from qupiya.login_success where last_on < :before")
                .param("before", today().minusDays(KNOWN_DAYS))
                .update();
    }

    private boolean isKnown(String userId, String address) {
        return jdbc.sql("select 1 from qupiya.login_success where scope = :scope and last_on >= :from")
                .param("scope", known(userId, address))
                .param("from", today().minusDays(KNOWN_DAYS))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private int failures(byte[] scope) {
        return jdbc.sql("select failures from qupiya.login_failure where scope = :scope and since >= :from")
                .param("scope", scope)
                .param("from", windowStart())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    private int count(byte[] scope) {
        return jdbc.sql(
                        """
                insert into qupiya.login_failure as f (scope, failures, since) values (:scope, 1, :now)
                on conflict (scope) do update set
                    failures = case when f.since < :from then 1 else f.failures + 1 end,
                    since = case when f.since < :from then excluded.since else f.since end
                returning failures""")
                .param("scope", scope)
                .param("now", Timestamp.from(clock.instant()))
                .param("from", windowStart())
                .query(Integer.class)
                .single();
    }

    private Timestamp windowStart() {
        return Timestamp.from(clock.instant().minus(limits.window()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private byte[] pair(String userId, String address) {
        return secret.hash("login-pair", userId, address);
    }

    private byte[] address(String address) {
        return secret.hash("login-address", address);
    }

    private byte[] user(String userId) {
        return secret.hash("login-user", userId);
    }

    private byte[] engine(String userId) {
        return secret.hash("login-engine", userId);
    }

    private byte[] known(String userId, String address) {
        return secret.hash("login-known", userId, address);
    }
}
