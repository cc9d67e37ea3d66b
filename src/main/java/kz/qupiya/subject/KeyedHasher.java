package kz.qupiya.subject;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.operator.OperatorKey;
import org.springframework.stereotype.Component;

/** HMAC-SHA-256 over version, operator, kind and value, each ended by a zero byte that none of them contains. */
@Component
class KeyedHasher implements IdentifierHasher, KeyedDigests {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] DOMAIN = "qupiya/identifier/v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_DOMAIN = "qupiya/content/v1".getBytes(StandardCharsets.US_ASCII);

    private final Mac prototype;

    KeyedHasher(Keys keys) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(keys.hash(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public IdentifierHash hash(OperatorKey operator, Identifier identifier) {
        var mac = copy();
        mac.update(DOMAIN);
        mac.update((byte) 0);
        mac.update(operator.value().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(identifier.kind().json().getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        mac.update(Identifiers.hashed(identifier).getBytes(StandardCharsets.UTF_8));
        return IdentifierHash.of(identifier.kind(), mac.doFinal());
    }

    @Override
    public byte[] of(String purpose, byte[] content) {
        var mac = copy();
        mac.update(CONTENT_DOMAIN);
        mac.update((byte) 0);
        mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        return mac.doFinal(content);
    }

    /** What tells this key from another without giving it away. */
    byte[] fingerprint() {
        return copy().doFinal("qupiya/key-check/v1".getBytes(StandardCharsets.US_ASCII));
    }

    /** A Mac serves one thread; copying the keyed one is cheaper than keying a new one. */
    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the security provider's HMAC cannot be copied", e);
        }
    }
}
