/**
 * One notice to a great many people, none lost: a ledger row per person, senders on every node beside the job executor, a way back for bounces and for what people
 * answer.
 *
 * <p>{@link kz.qupiya.campaign.Campaigns} drafts a notice, bound to a list and a text; what a second person approved is released by the hashes of both. Addresses are
 * read from the list when a notice is sent, by {@link kz.qupiya.campaign.Audience}, and never copied here.
 */
@NullMarked
@ApplicationModule(displayName = "Campaigns")
package kz.qupiya.campaign;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
