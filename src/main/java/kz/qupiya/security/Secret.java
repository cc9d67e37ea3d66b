package kz.qupiya.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The key of the keyed hashes that all nodes must share: from the setting {@code qupiya.security.secret}, else random and kept in the
 * database. A hash without a key over an address or a request could be turned back by trying all of them.
 */
@Component
class Secret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 32;

    private final JdbcClient jdbc;
    private final SecuritySettings settings;
    private volatile @Nullable SecretKeySpec key;

    Secret(JdbcClient jdbc, SecuritySettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** HMAC-SHA-256 over the parts, each preceded by its length so that no two lists of parts run together. */
    byte[] hash(String purpose, byte[]... parts) {
        return hash(key(), purpose, parts);
    }

    /** As {@link #hash(String, byte[]...)} over text. */
    byte[] hash(String purpose, String... parts) {
        var bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        return hash(purpose, bytes);
    }

    static byte[] hash(SecretKeySpec key, String purpose, byte[]... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, purpose.getBytes(StandardCharsets.UTF_8));
            for (var part : parts) {
                update(mac, part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** A key that lives as long as this process. */
    static SecretKeySpec random() {
        var bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static void update(Mac mac, byte[] part) {
        mac.update((byte) (part.length >>> 24));
        mac.update((byte) (part.length >>> 16));
        mac.update((byte) (part.length >>> 8));
        mac.update((byte) part.length);
        mac.update(part);
    }

    private SecretKeySpec key() {
        var known = key;
        if (known == null) {
            var configured = settings.secret();
            known = configured == null
                    ? new SecretKeySpec(stored(), ALGORITHM)
                    : new SecretKeySpec(configured.getBytes(StandardCharsets.UTF_8), ALGORITHM);
            key = known;
        }
        return known;
    }

    private byte[] stored() {
        // Two nodes may come here at once: the first insert wins and both read it.
        jdbc.sql("insert into qupiya.security_secret (name, value) values ('hash', :value) on conflict do nothing")
                .param("value", random().getEncoded())
                .update();
        return jdbc.sql("select value from qupiya.security_secret where name = 'hash'")
                .query(byte[].class)
                .single();
    }
}
