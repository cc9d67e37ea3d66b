package kz.qupiya.letter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A letter as written.
 *
 * @param subject      subject line of the mail and title of the PDF
 * @param html         the letter; source of the PDF too
 * @param text         the letter as plain text
 */
record RenderedLetter(String subject, String html, String text) {

    /** SHA-256 of everything the reader gets to see, hexadecimal. */
    String sha256() {
        return sha256(subject + "\n" + html + "\n" + text);
    }

    static String sha256(String content) {
        return sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds personal data. */
    @Override
    public String toString() {
        return "RenderedLetter[" + sha256() + "]";
    }
}
