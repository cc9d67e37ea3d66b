package kz.qupiya.breachnotification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.affected.AffectedList;
import kz.qupiya.affected.AffectedListed;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.campaign.CampaignDrained;
import kz.qupiya.campaign.CampaignState;
import kz.qupiya.campaign.Campaigns;
import kz.qupiya.campaign.NewCampaign;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells the people: a duty of Zvonobot on loss and disclosure (policy 3.5), in every other case an officer's decision with a reason, since the law leaves it to the State (Law 94-V art.
 * 27-1(1)(6-2)). Text and list are approved by a second person and bound by their hashes.
 */
@Service
public class PeopleNotices {

    private static final Set<String> WHY_TELL = Set.of("people-can-protect-themselves", "high-risk", "promised");
    private static final Set<String> WHY_NOT = Set.of("state-tells", "no-risk", "investigation", "told-by-other-means");
    private static final Set<String> REJECTIONS = Set.of("not-clear", "not-true", "translation", "advice-missing");
    private static final Set<String> UNREACHED = Set.of("posted", "published", "left-to-state");
    private static final Actor SYSTEM = Actor.system("breachnotification");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final AffectedLists lists;
    private final Campaigns campaigns;
    private final BreachRows breaches;
    private final NoticeTexts texts;
    private final BreachProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;

    PeopleNotices(
            CaseFiles cases,
            Deadlines deadlines,
            AffectedLists lists,
            Campaigns campaigns,
            BreachRows breaches,
            NoticeTexts texts,
            BreachProcess process,
            JdbcClient jdbc,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.lists = lists;
        this.campaigns = campaigns;
        this.breaches = breaches;
        this.texts = texts;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Somebody has checked the list; it is frozen next. */
    @Transactional
    public void determined(UUID caseId, Actor by) {
        cases.record(
                caseId,
                TimelineEvent.of("list.checked", by)
                        .with("version", lists.current(caseId).version()));
    }

    /**
     * Freezes the list that collects.
     *
     * @return its version
     */
    @Transactional
    public String freeze(UUID caseId) {
        var list = lists.freeze(caseId, SYSTEM);
        return String.valueOf(list.version());
    }

    /** Something was loaded after the last list was frozen and taken up: the newcomers are a list of their own, with a round of their own. */
    @EventListener
    void listed(AffectedListed loaded) {
        var first = loaded.version() > 1
                && loaded.accepted() > 0
                && breaches.exists(loaded.caseId())
                && jdbc.sql(
                                        """
                                        insert into qupiya.breach_later_list (case_id, list_version, begun_at) values (?, ?, ?)
                                        on conflict do nothing""")
                                .params(loaded.caseId(), loaded.version(), BreachRows.at(clock.instant()))
                                .update()
                        == 1;
        if (first) {
            process.laterList(cases.get(loaded.caseId()));
        }
    }

    /** Whether the operator must tell the people, or has decided to, and there is anybody to tell. */
    public boolean mustTell(UUID caseId, int version) {
        return breaches.get(caseId).tells() && list(caseId, version).people() > 0;
    }

    /** Whether nobody is to be told: the list is empty, or it was decided not to. */
    public boolean nobody(UUID caseId, int version) {
        return list(caseId, version).people() == 0
                || "not-tell".equals(breaches.get(caseId).tell());
    }

    /**
     * The officer's decision on telling people; it holds for later lists too.
     *
     * @return {@code tell} or {@code not-tell}
     * @throws InvalidInputException for an unknown decision, or a reason that does not go with it
     * @throws ConflictException     if the policy binds the operator
     */
    @Transactional
    public String decide(UUID caseId, @Nullable String tell, @Nullable String reason, Actor by) {
        var breach = breaches.lock(caseId);
        if ("duty".equals(breach.tell())) {
            throw new ConflictException("breachnotification.tell.bound");
        }
        var telling = "tell".equals(tell);
        if (tell == null || !telling && !"not-tell".equals(tell)) {
            throw new InvalidInputException("tell", "problem.field.missing");
        }
        if (reason == null || !(telling ? WHY_TELL : WHY_NOT).contains(reason)) {
            throw new InvalidInputException("tellReason", "breachnotification.tell.reason");
        }
        breaches.tell(caseId, tell, reason, clock.instant(), by.id());
        cases.record(
                caseId,
                TimelineEvent.of("breach.people-to-be-told", by).result(tell).with("reason", reason));
        if (!telling) {
            deadlines.cancel(caseId, Duty.NOTIFY_PEOPLE, "not-told", by);
        }
        return tell;
    }

    /**
     * The text is ready.
     *
     * @param by who answers for the text, and may not approve it
     */
    @Transactional
    public void written(UUID caseId, int version, Actor by) {
        breaches.lock(caseId);
        jdbc.sql("delete from qupiya.breach_notice_author where case_id = ? and list_version = ?")
                .params(caseId, version)
                .update();
        jdbc.sql("insert into qupiya.breach_notice_author (case_id, list_version, by, at) values (?, ?, ?, ?)")
                .params(caseId, version, by.id(), BreachRows.at(clock.instant()))
                .update();
        cases.record(caseId, TimelineEvent.of("notice.ready", by).with("version", version));
    }

    /** Drafts the campaign: from here text and list are bound together. A text written anew makes a draft of its own. */
    @Transactional
    public void draft(UUID caseId, int version) {
        var caseFile = cases.get(caseId);
        var list = list(caseId, version);
        var author = author(caseId, version);
        var attempt = jdbc.sql(
                        "select coalesce(max(attempt), 0) from qupiya.breach_notice where case_id = ? and list_version = ? and rejected_at is not null")
                .params(caseId, version)
                .query(Integer.class)
                .single();
        var campaign = campaigns.draft(new NewCampaign(
                caseId,
                caseFile.operator(),
                "notice-" + version + "-" + (attempt + 1),
                list.id(),
                list.hash(),
                texts.notice(caseFile),
                breaches.get(caseId).rehearsal(),
                Actor.user(author)));
        jdbc.sql(
                        """
                        insert into qupiya.breach_notice (case_id, list_version, attempt, campaign_id, list_hash, text_hash, prepared_by, prepared_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (case_id, list_version, attempt) do nothing""")
                .params(
                        caseId,
                        version,
                        attempt + 1,
                        campaign.id(),
                        list.hash(),
                        campaign.textHash(),
                        author,
                        BreachRows.at(clock.instant()))
                .update();
    }

    /**
     * The second person's word on text and list.
     *
     * @return {@code approved}, or {@code rejected}: then it is written anew
     * @throws ForbiddenException if it is the one who wrote it
     */
    @Transactional
    public String approve(UUID caseId, int version, @Nullable String approval, @Nullable String reason, Actor by) {
        var notice = current(caseId, version);
        if (by.id().equals(notice.preparedBy())) {
            throw new ForbiddenException("breachnotification.own-preparation");
        }
        var approved = "approved".equals(approval);
        if (approval == null || !approved && !"rejected".equals(approval)) {
            throw new InvalidInputException("approval", "problem.field.missing");
        }
        if (!approved && (reason == null || !REJECTIONS.contains(reason))) {
            throw new InvalidInputException("noticeRejection", "breachnotification.reason.missing");
        }
        var now = BreachRows.at(clock.instant());
        if (approved) {
            jdbc.sql("update qupiya.breach_notice set approved_by = ?, approved_at = ? where campaign_id = ?")
                    .params(by.id(), now, notice.campaign())
                    .update();
        } else {
            jdbc.sql("update qupiya.breach_notice set rejected_at = ? where campaign_id = ?")
                    .params(now, notice.campaign())
                    .update();
            campaigns.stop(notice.campaign(), by);
        }
        cases.record(
                caseId,
                TimelineEvent.of("notice.approval", by)
                        .result(approval)
                        .with("version", version)
                        .with("listHash", notice.listHash())
                        .with("textHash", notice.textHash())
                        .with("reason", approved ? null : reason));
        return approval;
    }

    /** Who wrote the notice that waits for approval. */
    public Optional<String> preparedBy(UUID caseId) {
        return notices(caseId).stream()
                .filter(one -> one.approvedBy() == null && !one.rejected())
                .map(Notice::preparedBy)
                .findFirst();
    }

    /** Releases what was approved. */
    @Transactional
    public void release(UUID caseId, int version) {
        var notice = current(caseId, version);
        var by = notice.approvedBy();
        if (by == null) {
            throw new IllegalStateException("a notice that nobody approved is not sent");
        }
        campaigns.release(notice.campaign(), notice.listHash(), notice.textHash(), Actor.user(by));
    }

    @EventListener
    void drained(CampaignDrained drained) {
        if (breaches.exists(drained.caseId())) {
            process.noticeDrained(cases.get(drained.caseId()));
        }
    }

    /**
     * How far the campaign has come.
     *
     * @return {@code running}, {@code all}, or {@code gaps} where somebody was not reached
     */
    @Transactional
    public String takeStock(UUID caseId, int version) {
        var notice = current(caseId, version);
        var campaign = campaigns.get(notice.campaign());
        if (campaign.state() != CampaignState.DRAINED && campaign.state() != CampaignState.STOPPED) {
            return "running";
        }
        jdbc.sql(
                        "update qupiya.breach_notice set drained_at = coalesce(drained_at, ?), reached = ? where campaign_id = ?")
                .params(BreachRows.at(clock.instant()), campaign.reached(), notice.campaign())
                .update();
        var all = campaign.reached() >= campaign.total();
        cases.record(
                caseId,
                TimelineEvent.of("notice.drained", SYSTEM)
                        .result(all ? "all" : "gaps")
                        .with("version", version)
                        .with("people", campaign.total())
                        .with("reached", campaign.reached()));
        if (all) {
            told(caseId);
        }
        return all ? "all" : "gaps";
    }

    /**
     * What was done about those who were not reached.
     *
     * @throws InvalidInputException for an unknown choice
     */
    @Transactional
    public void followed(UUID caseId, int version, @Nullable String what, Actor by) {
        if (what == null || !UNREACHED.contains(what)) {
            throw new InvalidInputException("unreached", "problem.field.missing");
        }
        jdbc.sql("update qupiya.breach_notice set unreached = ? where campaign_id = ?")
                .params(what, current(caseId, version).campaign())
                .update();
        cases.record(
                caseId,
                TimelineEvent.of("notice.gaps-followed", by).result(what).with("version", version));
        told(caseId);
    }

    private void told(UUID caseId) {
        deadlines.meet(caseId, Duty.NOTIFY_PEOPLE, clock.instant());
    }

    /** Whether notices are still being written or sent, or a list collects that nobody has taken up. */
    boolean isUnderWay(UUID caseId) {
        var open = notices(caseId).stream().filter(one -> !one.rejected()).anyMatch(one -> one.drainedAt() == null);
        var collecting = lists.ofCase(caseId).stream().anyMatch(list -> !list.frozen() && list.people() > 0);
        return open || collecting;
    }

    /**
     * A notice to the people of one list.
     *
     * @param version of the list
     */
    record Notice(
            int version,
            int attempt,
            UUID campaign,
            String listHash,
            String textHash,
            String preparedBy,
            @Nullable String approvedBy,
            boolean rejected,
            @Nullable Instant drainedAt,
            @Nullable String unreached) {}

    List<Notice> notices(UUID caseId) {
        return jdbc.sql("select * from qupiya.breach_notice where case_id = ? order by list_version, attempt")
                .param(caseId)
                .query((row, n) -> read(row))
                .list();
    }

    private Notice current(UUID caseId, int version) {
        breaches.lock(caseId);
        return notices(caseId).stream()
                .filter(one -> one.version() == version && !one.rejected())
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private static Notice read(ResultSet row) throws SQLException {
        return new Notice(
                row.getInt("list_version"),
                row.getInt("attempt"),
                row.getObject("campaign_id", UUID.class),
                row.getString("list_hash"),
                row.getString("text_hash"),
                row.getString("prepared_by"),
                row.getString("approved_by"),
                row.getTimestamp("rejected_at") != null,
                BreachRows.orNull(row, "drained_at"),
                row.getString("unreached"));
    }

    private String author(UUID caseId, int version) {
        return jdbc.sql("select by from qupiya.breach_notice_author where case_id = ? and list_version = ?")
                .params(caseId, version)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private AffectedList list(UUID caseId, int version) {
        return lists.ofCase(caseId).stream()
                .filter(one -> one.version() == version)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }
}
