package kz.qupiya.campaign;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports of misuse that people gave on the page of their notice. */
public interface NoticeReports {

    /** A report of a case. */
    Optional<NoticeReport> find(UUID caseId, UUID reportId);

    /**
     * A report.
     *
     * @param audience the list that the notice was sent to
     * @param seq      the person's place in it
     * @param text     the person's words; null where they have been destroyed
     */
    record NoticeReport(UUID id, UUID audience, long seq, Instant at, @Nullable String text) {

        /** The words may name a person. */
        @Override
        public String toString() {
            return "NoticeReport[" + id + "]";
        }
    }
}
