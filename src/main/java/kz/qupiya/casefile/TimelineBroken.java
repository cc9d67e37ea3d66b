package kz.qupiya.casefile;

import java.util.UUID;

/** The hash chain of a case does not verify. Published inside the transaction. */
public record TimelineBroken(UUID caseId, CaseNumber number, long brokenAt, String fault) {}
