package kz.qupiya.intake;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the public form leaves to be done later. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FormSettings.class)
class IntakeTasks {

    @Bean
    RecurringTask<Void> sendContactCodes(ContactCodes codes) {
        return Tasks.recurring("send-contact-codes", FixedDelay.of(Duration.ofSeconds(10)))
                .execute((instance, context) -> codes.sendAsked());
    }

    @Bean
    RecurringTask<Void> intakeHousekeeping(RateLimit limit) {
        // 02:40 in Almaty.
        return Tasks.recurring("intake-housekeeping", Schedules.daily(ZoneOffset.UTC, LocalTime.of(21, 40)))
                .execute((instance, context) -> limit.purge());
    }
}
