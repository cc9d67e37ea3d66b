package kz.qupiya.letter;

import java.util.UUID;

/** A letter left the house: the mail server took it, or it was printed and posted or handed over. */
public record LetterSent(UUID letterId, UUID caseId) {}
