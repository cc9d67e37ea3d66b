package kz.qupiya.intake.mail;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs fetcher and worker; a mailbox is read and a mail worked off by one node at a time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailTasks {

    /** No mail server keeps a mail in its queue that long, nor does anybody notice that it numbers mails anew so late. */
    private static final Duration REMEMBERED = Duration.ofDays(400);

    @Bean
    RecurringTask<Void> fetchMail(MailFetcher fetcher) {
        return Tasks.recurring("mail-fetch", FixedDelay.of(Duration.ofSeconds(10)))
                .execute((instance, context) -> fetcher.fetch());
    }

    @Bean
    RecurringTask<Void> workOffMail(MailWorker worker) {
        return Tasks.recurring("mail-work", FixedDelay.of(Duration.ofSeconds(5)))
                .execute((instance, context) -> worker.workOff());
    }

    @Bean
    RecurringTask<Void> mailHousekeeping(MailLedger ledger, Clock clock) {
        // 02:50 in Almaty.
        return Tasks.recurring("mail-housekeeping", Schedules.daily(ZoneOffset.UTC, LocalTime.of(21, 50)))
                .execute((instance, context) -> ledger.purge(clock.instant().minus(REMEMBERED)));
    }
}
