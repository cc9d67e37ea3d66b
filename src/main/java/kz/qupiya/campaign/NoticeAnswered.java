package kz.qupiya.campaign;

import java.util.UUID;

/**
 * Somebody answered a notice on the public page. Published in the transaction that records it.
 *
 * @param seq the person's place in the list
 */
public record NoticeAnswered(UUID campaignId, UUID caseId, long seq, Kind kind) {

    /** What the person said. */
    public enum Kind {
        /** Has got the notice. */
        CONFIRMED,
        /** Tells of misuse; the words lie in the vault of the case. */
        MISUSE
    }
}
