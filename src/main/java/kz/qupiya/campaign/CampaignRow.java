package kz.qupiya.campaign;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A campaign as it is stored. */
record CampaignRow(
        UUID id,
        int number,
        UUID caseId,
        String operator,
        UUID audience,
        String audienceHash,
        String textHash,
        boolean rehearsal,
        CampaignState state,
        @Nullable String haltedBy,
        long enrolledTo,
        boolean enrolled,
        Instant createdAt,
        String createdBy,
        @Nullable Instant releasedAt,
        @Nullable String releasedBy,
        @Nullable Instant startedAt,
        @Nullable Instant judgedFrom,
        @Nullable Instant finishedAt,
        @Nullable Instant drainedAt) {}
