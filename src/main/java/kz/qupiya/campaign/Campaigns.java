package kz.qupiya.campaign;

import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;

/**
 * Notices to many people. The changing methods take part in the caller's transaction, or open one.
 *
 * <p>Sending goes on by itself on every node once a campaign is released; {@link CampaignDrained} tells when nothing is left to do.
 */
public interface Campaigns {

    /**
     * Drafts a notice, bound to its list and its text; nothing is sent. The same {@link NewCampaign#onceKey()} in one case gives the same campaign, unchanged.
     *
     * @throws kz.qupiya.problem.InvalidInputException if a text is missing, too long or holds an unknown placeholder ({@code texts.<language>.subject},
     *     {@code texts.<language>.paragraphs})
     */
    CampaignView draft(NewCampaign campaign);

    /**
     * SHA-256 over what all people are going to read, hexadecimal: subject and paragraphs in every language.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is no such campaign
     */
    String textHash(UUID campaign);

    /**
     * How the notice reads for somebody, as HTML; with a made-up name and code.
     *
     * @param language {@code ru} or {@code kk}; anything else shows both, as somebody gets them whose language is not known
     */
    String preview(UUID campaign, String language);

    /**
     * Releases what a second person approved. Safe to repeat.
     *
     * @param audienceHash hash of the list that was approved
     * @param textHash     hash of the text that was approved
     * @throws kz.qupiya.problem.ConflictException if either is not what the draft is bound to, or the campaign was stopped
     */
    void release(UUID campaign, String audienceHash, String textHash, Actor by);

    /**
     * Sends nothing more for now; takes hold within a chunk. No effect on one that is paused.
     *
     * @throws kz.qupiya.problem.ConflictException if it does not run
     */
    void pause(UUID campaign, Actor by);

    /**
     * Goes on. No effect on one that runs.
     *
     * @throws kz.qupiya.problem.ConflictException if it is not paused
     */
    void resume(UUID campaign, Actor by);

    /** Sends nothing more, for good; who has not been reached stays on record as such. No effect on one that is stopped. */
    void stop(UUID campaign, Actor by);

    /**
     * How a campaign stands.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     */
    CampaignView get(UUID campaign);

    /** The campaigns of a case, the oldest first. */
    List<CampaignView> ofCase(UUID caseId);
}
