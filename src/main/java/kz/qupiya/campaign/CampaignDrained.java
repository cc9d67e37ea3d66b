package kz.qupiya.campaign;

import java.util.UUID;

/** Nothing is left to do in a campaign. Published once, in a transaction of the sender; a bounce that comes later is worked off without another one. */
public record CampaignDrained(UUID campaignId, UUID caseId) {}
