package kz.qupiya.campaign;

import java.time.Clock;
import kz.qupiya.letter.ReturnedMail;
import org.springframework.transaction.support.TransactionTemplate;

/** Notices that came back: the person goes on to the next channel, also after the campaign is drained. */
class NoticeReturns implements ReturnedMail {

    private final CampaignStore store;
    private final NoticeLedger ledger;
    private final NoticeCodes codes;
    private final SmsGateways gateways;
    private final CampaignBook book;
    private final NoticeTally tally;
    private final TransactionTemplate transaction;
    private final Clock clock;

    NoticeReturns(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeCodes codes,
            SmsGateways gateways,
            CampaignBook book,
            NoticeTally tally,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.codes = codes;
        this.gateways = gateways;
        this.book = book;
        this.tally = tally;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public boolean returned(String token, String status) {
        var named = codes.ofToken(token).orElse(null);
        var campaign = named == null ? null : store.byNumber(named.campaign()).orElse(null);
        if (named == null || campaign == null) {
            return false;
        }
        var now = clock.instant();
        var fresh = transaction.execute(transaction -> {
            // The campaign first, as its senders do when they end it: who comes back must not miss the end.
            store.lock(campaign.id());
            var next = ledger.returned(
                    campaign.number(), named.seq(), "dsn-" + status, gateways.isThere(campaign.operator()), now);
            if (next.isPresent()) {
                store.reopen(campaign.id());
                store.pace(campaign.number(), 0, 1, now);
            }
            return next.isPresent();
        });
        if (Boolean.TRUE.equals(fresh)) {
            tally.count(campaign, Channel.MAIL, NoticeTally.Result.BOUNCED, 1);
            book.judge(campaign);
            return true;
        }
        return false;
    }
}
