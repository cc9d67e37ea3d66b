package kz.qupiya.letter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;

/**
 * A letter as written.
 *
 * @param subject      subject line of the mail and title of the PDF
 * @param html         the letter; source of the PDF too
 * @param text         the letter as plain text
 * @param salt         goes before what is digested, since a reader of the ledger could try names in a letter whose other words are known; sealed with the letter
 */
record RenderedLetter(String subject, String html, String text, @Nullable String salt) {

    RenderedLetter(String subject, String html, String text) {
        this(subject, html, text, SaltedDigest.salt());
    }

    /** {@link SaltedDigest} of everything the reader gets to see. */
    String sha256() {
        return SaltedDigest.of(salt, subject + "\n" + html + "\n" + text);
    }

    /** {@link SaltedDigest} of the PDF that was printed from this letter. */
    String sha256OfPdf(byte[] pdf) {
        return SaltedDigest.of(salt, pdf);
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
