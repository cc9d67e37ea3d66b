package kz.qupiya.campaign;

import java.util.UUID;

/**
 * A campaign cannot go on without staff.
 *
 * @param reason {@code failures}: it paused by itself; else what it has been waiting for too long, as in {@link CampaignView#waitsFor()}
 */
public record CampaignHalted(UUID campaignId, UUID caseId, String reason) {}
