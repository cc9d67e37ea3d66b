package kz.qupiya.subject;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest that proves content later and tells nothing about it now. A plain SHA-256 of what people hand in can be turned back by trying
 * all that may stand there, a name, an IIN, and goes on doing so after the content has been destroyed. Here a random salt goes before the
 * content; the salt belongs in the vault of the case, and goes with its key.
 */
public final class SaltedDigest {

    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SaltedDigest() {}

    /** A new salt, hexadecimal; for one content only. */
    public static String salt() {
        var salt = new byte[LENGTH];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /**
     * SHA-256 over the salt as written and the content, hexadecimal.
     *
     * @param salt null for what is no secret, and for what was digested before salts were used
     */
    public static String of(@Nullable String salt, byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            if (salt != null) {
                digest.update(salt.getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As {@link #of(String, byte[])} over text in UTF-8. */
    public static String of(@Nullable String salt, String content) {
        return of(salt, content.getBytes(StandardCharsets.UTF_8));
    }
}
