package kz.qupiya.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By what a model is known after it has left the engine. */
public final class ModelDigest {

    private ModelDigest() {}

    /** SHA-256 of the XML as it was deployed, 64 hexadecimal digits. */
    public static String of(byte[] xml) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(xml));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }
}
