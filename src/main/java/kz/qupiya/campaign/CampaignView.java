package kz.qupiya.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign stands.
 *
 * @param number       by which codes name it
 * @param haltedBy     {@code failures} if it paused by itself because too many notices failed
 * @param waitsFor     what it waits for: {@code mail-server}, {@code mail-login}, {@code mail-sender}, {@code sms-gateway}, {@code fault} (of ours); null if for
 *     nothing
 * @param waitsSince   since when
 * @param total        people enrolled so far; all of them once {@code enrolled}
 * @param enrolled     whether the whole list is in the ledger
 * @param counts       people by channel and state
 * @param states       people by state, over all channels
 * @param reached      people to whom a notice was given: sent, or posted on paper
 * @param left         people for whom something is still to be done without staff
 * @param bounced      people whose mail came back
 * @param perSecond    notices a second, over the last two minutes
 * @param doneAt       when it will be done at that rate; null while nothing moves
 * @param confirmed    people who confirmed that they got it
 * @param reports      reports of misuse
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignView(
        UUID id,
        int number,
        UUID caseId,
        String operator,
        CampaignState state,
        @Nullable String haltedBy,
        @Nullable String waitsFor,
        @Nullable Instant waitsSince,
        boolean rehearsal,
        UUID audience,
        String audienceHash,
        String textHash,
        long total,
        boolean enrolled,
        List<Count> counts,
        Map<String, Long> states,
        long reached,
        long left,
        long bounced,
        double perSecond,
        @Nullable Instant doneAt,
        long confirmed,
        long reports,
        Instant createdAt,
        String createdBy,
        @Nullable Instant releasedAt,
        @Nullable String releasedBy,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * Some of the people.
     *
     * @param channel {@code mail}, {@code sms} or {@code print}
     * @param state   {@code queued}, {@code sending}, {@code failed-temporarily}, {@code sent}, {@code listed} (waits for the post), {@code printed},
     *     {@code unreached}
     */
    public record Count(String channel, String state, long people) {}
}
