package kz.qupiya.letter;

import java.util.List;
import java.util.UUID;

/** Documents that go out with a letter. Implemented by the process whose letter it is, and asked when the mail is written; on paper they are printed from the case. */
public interface LetterAnnexes {

    /** The documents that go with a letter of the case, in their order; none for a letter of another process. */
    List<Annex> of(UUID caseId, String template);

    /** A document as it goes out. */
    record Annex(String fileName, String mediaType, byte[] content) {

        /** Says nothing of what it holds. */
        @Override
        public String toString() {
            return "Annex[" + mediaType + ", " + content.length + " bytes]";
        }
    }
}
