package kz.qupiya.letter;

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

    /** Plain SHA-256 of what is no secret, such as an id or the text of a template; hexadecimal. */
    static String sha256(String content) {
        return SaltedDigest.of(null, content);
    }

    /** Holds personal data. */
    @Override
    public String toString() {
        return "RenderedLetter[" + sha256() + "]";
    }
}
