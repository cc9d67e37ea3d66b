package kz.qupiya.letter;

import java.util.List;
import java.util.UUID;

/**
 * Letters that a case is about to write, for staff to read before they decide or approve. Each process that writes letters implements it; nothing is stored, and what is
 * sent in the end is written anew from the facts of then.
 */
@FunctionalInterface
public interface LetterDrafts {

    /** The letters that would go out as things stand, at most one of a template; none for a case of another process. */
    List<LetterRequest> of(UUID caseId);
}
