package kz.qupiya.letter;

/** Prints pages that are no letters in the look of letters, with the same fonts: those of PDF itself have no Kazakh letters. */
public interface PdfPrinter {

    /** Place of the style sheet of letters on the classpath. */
    String STYLE = "letters/letter.css";

    /**
     * Prints a page.
     *
     * @param html well-formed XHTML that loads nothing
     */
    byte[] print(String html);
}
