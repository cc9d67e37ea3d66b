package kz.qupiya.otherrequest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request knows of its case beyond the case file. No personal data: the answer's text lies in the vault.
 *
 * @param about     what is asked
 * @param claim     whether it is a pre-trial claim
 * @param answered  whether the text of an answer was written
 * @param reason    code of the ground of a refusal, or why the requester is not entitled
 * @param decidedBy who decided
 */
record OtherRequest(
        UUID caseId,
        About about,
        boolean claim,
        boolean answered,
        @Nullable String reason,
        @Nullable String decidedBy) {}
