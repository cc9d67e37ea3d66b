package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes of staff in a case: encrypted, card numbers masked, never changed. */
public interface Notes {

    /**
     * Adds a note.
     *
     * @throws kz.qupiya.problem.InvalidInputException if it is empty or longer than 4,000 characters (field {@code text})
     */
    Note add(UUID caseId, String text, Actor by);

    /**
     * Adds what somebody has to say beside an act, if anything.
     *
     * @throws kz.qupiya.problem.InvalidInputException if it is longer than 4,000 characters (field {@code note})
     */
    void attach(UUID caseId, @Nullable String note, Actor by);

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
