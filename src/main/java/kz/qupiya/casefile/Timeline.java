package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of what was done in a case. Each row carries a SHA-256 over itself and the row before; the case keeps the count and the head of its
 * chain, and anchors keep them a second time.
 */
public interface Timeline {

    /** All events of a case in their order. */
    List<Entry> of(UUID caseId);

    /** Checks one chain now. */
    Verification verify(UUID caseId);

    /**
     * One row of a timeline.
     *
     * @param sequence position in the chain, from 1
     * @param at       when, to the microsecond
     * @param previousHash hash of the row before, hexadecimal; 64 zeros before the first
     * @param hash     SHA-256 of the previous hash, a line feed and the canonical JSON of the row, hexadecimal
     */
    record Entry(
            long sequence,
            Instant at,
            Actor by,
            String code,
            @Nullable String result,
            Map<String, Object> data,
            String previousHash,
            String hash) {}

    /**
     * What the check of one chain found.
     *
     * @param events   how many rows the chain has
     * @param head     hash of the last row, or null for an empty chain
     * @param brokenAt sequence of the first row that is wrong or missing; null when sound
     * @param fault    {@code empty}, {@code sequence}, {@code previous-hash}, {@code hash}, {@code truncated}, {@code anchor} or {@code head}; null when sound
     */
    record Verification(
            UUID caseId,
            CaseNumber number,
            boolean sound,
            long events,
            @Nullable String head,
            @Nullable Long brokenAt,
            @Nullable String fault,
            Instant checkedAt) {}
}
