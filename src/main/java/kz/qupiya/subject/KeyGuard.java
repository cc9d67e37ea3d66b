package kz.qupiya.subject;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the keys at hand with those that the database was written with, and stops the start if they differ. With another hash key
 * nobody who is restricted would be found again, and permits would say yes.
 */
@Component
class KeyGuard implements InitializingBean {

    private final JdbcClient jdbc;
    private final Keys keys;
    private final KeyedHasher hasher;
    private final Clock clock;

    KeyGuard(JdbcClient jdbc, Keys keys, KeyedHasher hasher, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.hasher = hasher;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        jdbc.sql(
                        "insert into qupiya.key_check (name, fingerprint, written_at) values ('hash', ?, ?) on conflict (name) do nothing")
                .param(hasher.fingerprint())
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        var known = jdbc.sql("select fingerprint from qupiya.key_check where name = 'hash'")
                .query(byte[].class)
                .single();
        if (!MessageDigest.isEqual(known, hasher.fingerprint())) {
            throw new IllegalStateException(
                    "qupiya.keys.hash is not the key that this database was written with: restore that key."
                            + " With another one no restricted person would be found");
        }
        var missing = jdbc.sql(
                        "select distinct master_key from qupiya.vault_key where master_key is not null and master_key not in (:known)"
                                + " union select master_key from qupiya.seal_key where master_key not in (:known)")
                .param("known", keys.masterIds())
                .query(String.class)
                .list();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("qupiya.keys.master lacks keys that cases are still encrypted under: "
                    + missing + ". Add the old keys behind the new one");
        }
    }
}
