package kz.qupiya.letter;

import java.util.Map;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;

/**
 * A letter as written.
 *
 * @param subject      subject line of the mail and title of the PDF
 * @param html         the letter; source of the PDF too
 * @param text         the letter as plain text
 * @param salt         goes before what is digested, since a reader of the ledger could try names in a letter whose other words are known; sealed with the letter
 * @param inEach       the same letter in each language alone, by tag, for staff who read it in theirs: also in one that it did not go out in; null in letters
 *     written before that was kept
 */
record RenderedLetter(
        String subject, String html, String text, @Nullable String salt, @Nullable Map<String, String> inEach) {

    RenderedLetter(String subject, String html, String text) {
        this(subject, html, text, SaltedDigest.salt(), null);
    }

    RenderedLetter withEach(Map<String, String> each) {
        return new RenderedLetter(subject, html, text, salt, Map.copyOf(each));
    }

    /** {@link SaltedDigest} of everything the reader gets to see. */
    String sha256() {
        return SaltedDigest.of(salt, digested());
    }

    /** Everything the reader gets to see, as it is digested. */
    String digested() {
        return subject + "\n" + html + "\n" + text;
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
