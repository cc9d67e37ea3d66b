package kz.qupiya.campaign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts for monitoring what became of notices on this node. Rehearsals give nothing to anybody and are left out. */
class NoticeTally {

    private final MeterRegistry meters;

    NoticeTally(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What may become of a notice on one channel. */
    enum Result {
        /** Given to a mail server or a gateway, or posted. */
        SENT("sent"),
        /** Will not be tried on this channel any more. */
        FAILED("failed"),
        /** Was sent and came back. */
        BOUNCED("bounced");

        private final String tag;

        Result(String tag) {
            this.tag = tag;
        }
    }

    void count(CampaignRow campaign, Channel channel, Result result, long notices) {
        count(campaign.operator(), campaign.rehearsal(), channel, result, notices);
    }

    void count(String operator, boolean rehearsal, Channel channel, Result result, long notices) {
        if (notices > 0 && !rehearsal) {
            Counter.builder("qupiya.campaign.notices")
                    .description("Notices by what became of them; who fails on one channel may be sent one on the next")
                    .tag("operator", operator)
                    .tag("channel", channel.json())
                    .tag("result", result.tag)
                    .register(meters)
                    .increment(notices);
        }
    }
}
