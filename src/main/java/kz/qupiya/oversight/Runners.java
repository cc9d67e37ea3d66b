package kz.qupiya.oversight;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.time.LocalTime;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineChecks;
import kz.qupiya.casework.HoldSearches;
import kz.qupiya.casework.SuspendedDestructions;
import kz.qupiya.casework.TermParts;
import kz.qupiya.claimhandling.Evidence;
import kz.qupiya.consent.ConsentExpiry;
import kz.qupiya.consentwithdrawal.OpenObligations;
import kz.qupiya.datablocking.Blocking;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.events.EventSender;
import kz.qupiya.retention.RetentionReminders;
import kz.qupiya.retention.RetentionRuns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The recurring runners, shared out over the nodes: each runs on one node at a time. A handful of rows; nothing here is per person. The senders of letters bring their
 * own.
 */
@Configuration(proxyBeanMethods = false)
class Runners {

    /** A failing timer of the engine must not hide a missed deadline for longer than this. */
    private static final Duration DEADLINES = Duration.ofMinutes(5);

    private static final Duration UNCLAIMED = Duration.ofMinutes(5);
    private static final Duration RECOVERY = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofMinutes(15);
    /** Permits do not wait for it: they compare with the clock. */
    private static final Duration CONSENTS = Duration.ofMinutes(1);

    /** Destructions wait for people who may be the one on whom a hold stands. */
    private static final Duration HOLDS = Duration.ofMinutes(1);

    /** Somebody has pressed a button and looks. */
    private static final Duration RETENTION = Duration.ofMinutes(1);

    private static final Duration NOTICES = Duration.ofSeconds(15);

    @Bean
    RecurringTask<Void> sweepDeadlines(Deadlines deadlines) {
        return every("sweep-deadlines", DEADLINES, deadlines::sweepMissed);
    }

    @Bean
    RecurringTask<Void> recoverSteps(StepRecovery recovery) {
        return every("recover-steps", RECOVERY, recovery::recover);
    }

    @Bean
    RecurringTask<Void> raiseUnclaimedTasks(UnclaimedTasks unclaimed) {
        return every("raise-unclaimed-tasks", UNCLAIMED, unclaimed::raise);
    }

    @Bean
    RecurringTask<Void> chaseTermParts(TermParts parts) {
        return every("chase-term-parts", UNCLAIMED, parts::chase);
    }

    @Bean
    RecurringTask<Void> sweepBlocks(Blocking blocking, DataMaps maps) {
        return every("sweep-blocks", SWEEP, () -> maps.all().forEach(map -> blocking.sweep(map.operator())));
    }

    @Bean
    RecurringTask<Void> releaseEvidence(Evidence evidence) {
        return every("release-evidence", SWEEP, evidence::sweep);
    }

    @Bean
    RecurringTask<Void> expireConsents(ConsentExpiry consents) {
        return every("expire-consents", CONSENTS, consents::sweep);
    }

    @Bean
    RecurringTask<Void> tellRecipients(Recipients recipients) {
        return every("tell-recipients", NOTICES, recipients::sendDue);
    }

    @Bean
    RecurringTask<Void> chaseRecipients(Recipients recipients) {
        return every("chase-recipients", SWEEP, recipients::chase);
    }

    @Bean
    RecurringTask<Void> completeSuspendedDestructions(SuspendedDestructions destructions) {
        return every("complete-suspended-destructions", SWEEP, destructions::sweep);
    }

    @Bean
    RecurringTask<Void> searchHolds(HoldSearches holds) {
        return every("search-holds", HOLDS, holds::sweep);
    }

    @Bean
    RecurringTask<Void> endOpenObligations(OpenObligations obligations) {
        return every("end-open-obligations", SWEEP, obligations::sweep);
    }

    @Bean
    RecurringTask<Void> sendEvents(EventSender sender) {
        return every("send-events", NOTICES, sender::sendDue);
    }

    @Bean
    RecurringTask<Void> sendStaffNotices(StaffNotices notices) {
        return every("send-staff-notices", NOTICES, notices::sendDue);
    }

    @Bean
    RecurringTask<Void> verifyTimelines(TimelineChecks checks) {
        return Tasks.recurring("verify-timelines", Schedules.daily(Almaty.ZONE, LocalTime.of(3, 0)))
                .execute((instance, context) -> checks.verifyAll());
    }

    /** A check that a manager asked for, or that a node left when it died. */
    @Bean
    RecurringTask<Void> carryOnTimelineCheck(TimelineChecks checks) {
        return every("carry-on-timeline-check", RECOVERY, checks::carryOn);
    }

    @Bean
    RecurringTask<Void> previewRetention(RetentionRuns runs) {
        return Tasks.recurring("preview-retention", Schedules.daily(Almaty.ZONE, LocalTime.of(2, 0)))
                .execute((instance, context) -> runs.preview());
    }

    /** Those who approve want to see what would stay. */
    @Bean
    RecurringTask<Void> lookAtRetention(RetentionRuns runs) {
        return every("look-at-retention", RETENTION, runs::look);
    }

    @Bean
    RecurringTask<Void> remindOfRetention(RetentionReminders reminders) {
        return every("remind-of-retention", SWEEP, reminders::remind);
    }

    @Bean
    RecurringTask<Void> carryOutRetention(RetentionRuns runs) {
        return every("carry-out-retention", RETENTION, runs::work);
    }

    @Bean
    RecurringTask<Void> destroyExpiredCaseFiles(CaseFiles cases) {
        return Tasks.recurring("destroy-expired-case-files", Schedules.daily(Almaty.ZONE, LocalTime.of(4, 0)))
                .execute((instance, context) -> cases.destroyExpired());
    }

    @Bean
    RecurringTask<Void> forgetConsentLoads(ConsentExpiry consents) {
        return Tasks.recurring("forget-consent-loads", Schedules.daily(Almaty.ZONE, LocalTime.of(4, 30)))
                .execute((instance, context) -> consents.forgetLoads());
    }

    private static RecurringTask<Void> every(String name, Duration delay, Runnable work) {
        return Tasks.recurring(name, FixedDelay.of(delay)).execute((instance, context) -> work.run());
    }
}
