package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Notes of staff in a case: encrypted, card numbers masked, never changed. */
public interface Notes {

    /**
     * Adds a note.
     *
     * @throws kz.qupiya.problem.InvalidInputException if it is empty or longer than 4,000 characters (field {@code text})
     */
    Note add(UUID caseId, String text, Actor by);

    /** The notes of a case, oldest first. */
    List<Note> of(UUID caseId);

    /** A note. */
    record Note(UUID id, String text, Actor by, Instant at) {

        /** The text may name a person. */
        @Override
        public String toString() {
            return "Note[" + id + "]";
        }
    }
}
