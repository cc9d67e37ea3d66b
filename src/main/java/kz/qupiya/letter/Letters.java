package kz.qupiya.letter;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes letters and says what became of them. */
public interface Letters {

    /**
     * Writes a letter in the caller's transaction and queues it; a sender of its own takes it from there. A recipient without a mail address gets it on the print
     * list.
     *
     * @return id of the letter; that of the first one if the case has a letter under the same {@link LetterRequest#once()} key
     * @throws IllegalArgumentException if a fact is missing, unknown or of a wrong type, or a code has no wording: an error of the caller, which names the fact
     *     and never its value
     */
    UUID send(LetterRequest request);

    /**
     * How a letter would read, as HTML in each language letters are written in, whatever languages it will go out in. Writes nothing.
     *
     * @throws IllegalArgumentException as {@link #send}
     */
    Map<LetterLanguage, String> preview(LetterRequest request);

    /**
     * How a letter would read on paper, in the languages that it will go out in. Writes nothing.
     *
     * @throws IllegalArgumentException as {@link #send}
     */
    byte[] previewPdf(LetterRequest request);

    /** The letters of a case, oldest first. */
    List<LetterView> ofCase(UUID caseId);

    /**
     * A letter.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     */
    LetterView get(UUID letterId);

    /**
     * A letter as PDF, as it went out or will.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none, or its text was destroyed with the case file
     */
    byte[] pdf(UUID letterId);

    /**
     * A letter as HTML.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none, or its text was destroyed with the case file
     */
    String html(UUID letterId);

    /**
     * A letter as HTML in one language, also in one that it did not go out in.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none, its text was destroyed, or it was written before other languages were kept
     */
    String html(UUID letterId, LetterLanguage language);
}
