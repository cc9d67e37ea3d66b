package kz.qupiya.letter;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs sender and bounce reader; one node at a time has each of them. */
@Configuration(proxyBeanMethods = false)
class LetterTasks {

    @Bean
    RecurringTask<Void> sendLetters(LetterSender sender) {
        return Tasks.recurring("letters-send", FixedDelay.of(Duration.ofSeconds(5)))
                .execute((instance, context) -> sender.sendDue());
    }

    @Bean
    RecurringTask<Void> readBounces(BounceReader reader) {
        return Tasks.recurring("letters-bounces", FixedDelay.of(Duration.ofMinutes(1)))
                .execute((instance, context) -> reader.readBounces());
    }
}
