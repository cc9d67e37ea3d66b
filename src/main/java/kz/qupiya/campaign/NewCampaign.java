package kz.qupiya.campaign;

import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.operator.OperatorKey;

/**
 * A notice to be drafted.
 *
 * @param onceKey      a short code by which a repeated call is known, within the case
 * @param audience     the frozen list, as {@link Audience} knows it
 * @param audienceHash what the list is bound by
 * @param texts        the text by language tag, {@code ru} or {@code kk}: in every language of the operator's letters at least. A person gets the own language where there is
 *     a text in it, and the operator's languages where it is not known
 * @param rehearsal    written and counted, and given to no mail server and no gateway
 * @param by           who drafts it
 */
public record NewCampaign(
        UUID caseId,
        OperatorKey operator,
        String onceKey,
        UUID audience,
        String audienceHash,
        Map<String, NoticeText> texts,
        boolean rehearsal,
        Actor by) {

    public NewCampaign {
        texts = Map.copyOf(texts);
    }
}
