package kz.qupiya.claimhandling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Channel;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.otherrequest.ClaimDesk;
import kz.qupiya.otherrequest.NewClaim;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes in the claims that come by channels which serve several kinds of request. */
@Component
class ClaimsOfOtherChannels implements ClaimDesk {

    private final Claims claims;

    ClaimsOfOtherChannels(Claims claims) {
        this.claims = claims;
    }

    @Override
    public CaseFile open(OperatorKey operator, NewClaim claim, Actor by, Channel through) {
        return claims.open(
                operator,
                new ClaimRequest(
                        claim.subject(),
                        claim.requester(),
                        claim.statement(),
                        null,
                        claim.demands().isEmpty() && claim.damages() == null
                                ? List.of(DemandKind.OTHER.json())
                                : claim.demands(),
                        claim.consumerClaim(),
                        claim.allegation(),
                        damages(claim),
                        claim.receivedAt(),
                        claim.channel(),
                        claim.language()),
                by,
                through);
    }

    /** An amount is for losses, unless moral damage alone is demanded. */
    private static @Nullable JsonNode damages(NewClaim claim) {
        if (claim.damages() == null) {
            return null;
        }
        var amount = JsonNodeFactory.instance.numberNode(claim.damages());
        var moralOnly = claim.demands().contains(DemandKind.MORAL_DAMAGE.json())
                && !claim.demands().contains(DemandKind.REAL_DAMAGE.json());
        return moralOnly ? JsonNodeFactory.instance.objectNode().set("moral", amount) : amount;
    }
}
