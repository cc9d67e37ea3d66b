package kz.qupiya.campaign;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.campaign.NoticeAnswered.Kind;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What people answer on the public page. Whether a code names anybody is told to nobody: the answer is the same. */
class NoticeAnswers implements NoticeReports {

    static final int LONGEST_TEXT = 4_000;
    private static final Logger log = LoggerFactory.getLogger(NoticeAnswers.class);
    private static final Actor PERSON = Actor.outside("notice");

    private final CampaignStore store;
    private final NoticeLedger ledger;
    private final NoticeCodes codes;
    private final CampaignSettings settings;
    private final CaseVault vault;
    private final CaseFiles cases;
    private final KeyedDigests digests;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    NoticeAnswers(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeCodes codes,
            CampaignSettings settings,
            CaseVault vault,
            CaseFiles cases,
            KeyedDigests digests,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.codes = codes;
        this.settings = settings;
        this.vault = vault;
        this.cases = cases;
        this.digests = digests;
        this.events = events;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Counts one more from a network address, and tells whether it is within the limit. */
    boolean admits(String address) {
        var now = clock.instant();
        return jdbc.sql(
                                """
                                insert into qupiya.campaign_visit as v (visitor, count, since) values (:visitor, 1, :now)
                                on conflict (visitor) do update set
                                    count = case when v.since < :from then 1 else v.count + 1 end,
                                    since = case when v.since < :from then excluded.since else v.since end
                                returning count""")
                        .param("visitor", digests.of("campaign-visitor", address.getBytes(StandardCharsets.UTF_8)))
                        .param("now", CampaignStore.at(now))
                        .param("from", CampaignStore.at(now.minus(settings.visitorWindow())))
                        .query(Integer.class)
                        .single()
                <= settings.perVisitor();
    }

    /** Takes an answer; a code that names nobody is passed over in silence. */
    void take(String code, Kind kind, @Nullable String text) {
        var named = codes.read(code);
        if (named.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> store.byNumber(named.get().campaign())
                .filter(campaign -> ledger.has(campaign.number(), named.get().seq()))
                .ifPresent(campaign -> take(campaign, named.get().seq(), kind, text)));
    }

    private void take(CampaignRow campaign, long seq, Kind kind, @Nullable String text) {
        var now = clock.instant();
        // Held, so that answers under one code are counted one after the other.
        var fresh = ledger.confirm(campaign.number(), seq, now).orElse(false);
        if (kind == Kind.CONFIRMED) {
            if (fresh) {
                answered(campaign, seq, kind, now);
            }
            return;
        }
        if (given(campaign.number(), seq) >= settings.perCode()
                || cases.get(campaign.caseId()).destroyedAt() != null) {
            log.info("A report under a code of campaign {} was not taken", campaign.number());
            return;
        }
        var id = answered(campaign, seq, kind, now);
        vault.put(campaign.caseId(), field(id), CardNumbers.mask(text == null ? "" : text));
        cases.record(campaign.caseId(), CampaignBook.event("campaign.misuse-reported", campaign, PERSON));
    }

    private UUID answered(CampaignRow campaign, long seq, Kind kind, Instant now) {
        var id = UUID.randomUUID();
        jdbc.sql("insert into qupiya.campaign_answer (id, campaign, seq, kind, at) values (?, ?, ?, ?, ?)")
                .params(id, campaign.number(), seq, kind.name().toLowerCase(Locale.ROOT), CampaignStore.at(now))
                .update();
        events.publishEvent(new NoticeAnswered(campaign.id(), campaign.caseId(), seq, kind));
        return id;
    }

    private long given(int campaign, long seq) {
        return jdbc.sql(
                        "select count(*) from qupiya.campaign_answer where campaign = ? and kind = 'misuse' and seq = ?")
                .params(campaign, seq)
                .query(Long.class)
                .single();
    }

    long reports(int campaign) {
        return jdbc.sql("select count(*) from qupiya.campaign_answer where campaign = ? and kind = 'misuse'")
                .param(campaign)
                .query(Long.class)
                .single();
    }

    /** A report of misuse with the person's words; null where they have been destroyed. */
    record Report(UUID id, int campaign, long seq, Instant at, @Nullable String text) {}

    /** The newest reports of a case. */
    List<Report> reports(UUID caseId, int most) {
        record Stored(UUID id, int campaign, long seq, Instant at) {}
        return jdbc
                .sql(
                        """
                        select a.id, a.campaign, a.seq, a.at from qupiya.campaign_answer a join qupiya.campaign c on c.number = a.campaign
                        where c.case_id = ? and a.kind = 'misuse' order by a.at desc limit ?""")
                .params(caseId, most)
                .query((rs, n) -> new Stored(
                        rs.getObject(1, UUID.class), rs.getInt(2), rs.getLong(3), CampaignStore.instant(rs, 4)))
                .list()
                .stream()
                .map(one -> new Report(
                        one.id(),
                        one.campaign(),
                        one.seq(),
                        one.at(),
                        vault.reveal(caseId, field(one.id())).orElse(null)))
                .toList();
    }

    @Override
    public Optional<NoticeReport> find(UUID caseId, UUID reportId) {
        return jdbc.sql(
                        """
                        select c.audience, a.seq, a.at from qupiya.campaign_answer a join qupiya.campaign c on c.number = a.campaign
                        where c.case_id = ? and a.id = ? and a.kind = 'misuse'""")
                .params(caseId, reportId)
                .query((rs, n) -> new NoticeReport(
                        reportId,
                        rs.getObject(1, UUID.class),
                        rs.getLong(2),
                        CampaignStore.instant(rs, 3),
                        vault.reveal(caseId, field(reportId)).orElse(null)))
                .optional();
    }

    /** Forgets who came when. */
    void purge() {
        jdbc.sql("delete from qupiya.campaign_visit where since < ?")
                .param(CampaignStore.at(clock.instant().minus(settings.visitorWindow())))
                .update();
    }

    private static String field(UUID id) {
        return "notice-answer." + id;
    }
}
