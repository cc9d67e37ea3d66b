package kz.qupiya.security;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deletes every night what this module promised to keep no longer. */
@Configuration(proxyBeanMethods = false)
class Housekeeping {

    @Bean
    RecurringTask<Void> securityHousekeeping(StoredAnswers answers, LoginGuard guard) {
        // 02:30 in Almaty.
        return Tasks.recurring("security-housekeeping", Schedules.daily(ZoneOffset.UTC, LocalTime.of(21, 30)))
                .execute((instance, context) -> {
                    answers.purge();
                    guard.purge();
                });
    }
}
