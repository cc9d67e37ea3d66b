package kz.qupiya.campaign;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import kz.qupiya.campaign.NoticeTally.Result;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** What the senders find out about a campaign as a whole: on the record of its case, and told to whom it concerns. */
class CampaignBook {

    private static final Logger log = LoggerFactory.getLogger(CampaignBook.class);
    static final Actor SENDER = Actor.job("campaign-sender");

    private final CampaignStore store;
    private final CampaignSettings settings;
    private final NoticeTally tally;
    private final CaseFiles cases;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CampaignBook(
            CampaignStore store,
            CampaignSettings settings,
            NoticeTally tally,
            CaseFiles cases,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.tally = tally;
        this.cases = cases;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Counts what was settled on a channel; a campaign of which too much fails pauses itself.
     *
     * @param sent   of them went out
     * @param failed of them failed in a way that speaks against the server or the list
     */
    void pace(CampaignRow campaign, Channel channel, long done, long sent, long failed) {
        if (done == 0) {
            return;
        }
        tally.count(campaign, channel, Result.SENT, sent);
        tally.count(campaign, channel, Result.FAILED, done - sent);
        store.pace(campaign.number(), done, failed, clock.instant());
        if (failed > 0) {
            judge(campaign);
        }
    }

    /** Pauses a campaign if too many of its last results failed. */
    void judge(CampaignRow campaign) {
        var lately = store.failures(campaign.number(), settings.failureWindow());
        if (lately.done() < settings.failureMinimum() || lately.failed() <= settings.failureShare() * lately.done()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            var now = store.lock(campaign.id());
            if (now.isPresent() && now.get().state() == CampaignState.RUNNING) {
                store.pause(campaign.id(), "failures");
                cases.record(
                        campaign.caseId(),
                        event("campaign.halted", campaign, SENDER)
                                .result("failures")
                                .with("failed", lately.failed())
                                .with("done", lately.done()));
                events.publishEvent(new CampaignHalted(campaign.id(), campaign.caseId(), "failures"));
                log.warn(
                        "Campaign {} has paused itself: {} of its last {} notices failed",
                        campaign.number(),
                        lately.failed(),
                        lately.done());
            }
        });
    }

    /** The campaign waits for a server as a whole; staff are told when that takes too long. */
    void waits(CampaignRow campaign, Channel channel, String what) {
        var now = clock.instant();
        transaction.executeWithoutResult(
                status -> store.waitFor(campaign.number(), channel, what, settings.serverWaits(), now));
        log.warn("Campaign {} waits: {}", campaign.number(), what);
        raise(campaign);
    }

    /** Tells staff of a wait that has lasted too long, once. */
    void raise(CampaignRow campaign) {
        var now = clock.instant();
        for (var wait : store.waits(campaign.number())) {
            if (wait.raisedAt() == null
                    && wait.since().plus(settings.raiseAfter()).isBefore(now)) {
                transaction.executeWithoutResult(status -> {
                    if (store.raise(campaign.number(), wait.channel(), now)) {
                        cases.record(
                                campaign.caseId(),
                                event("campaign.halted", campaign, SENDER).result(wait.what()));
                        events.publishEvent(new CampaignHalted(campaign.id(), campaign.caseId(), wait.what()));
                    }
                });
            }
        }
    }

    /** Ends a campaign of which nothing is left to do. */
    void drain(CampaignRow campaign) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        transaction.executeWithoutResult(status -> {
            // Held before anybody is counted: somebody whose mail comes back at this moment is either seen or opens the
            // campaign again.
            var told = store.lock(campaign.id())
                    .filter(held -> held.drainedAt() != null)
                    .isPresent();
            if (store.drain(campaign.number(), now)) {
                cases.record(campaign.caseId(), event("campaign.drained", campaign, SENDER));
                log.info("Campaign {} is drained", campaign.number());
                if (!told) {
                    events.publishEvent(new CampaignDrained(campaign.id(), campaign.caseId()));
                }
            }
        });
    }

    static TimelineEvent event(String code, CampaignRow campaign, Actor by) {
        return TimelineEvent.of(code, by).with("campaign", campaign.number());
    }
}
