package kz.qupiya.oversight;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What an operator's monitoring should alert on: open incidents, and jobs that are due and not done. */
@Component
class EngineMetrics implements MeterBinder {

    private static final Duration LATE = Duration.ofMinutes(5);

    private final RuntimeService runtime;
    private final ManagementService management;
    private final Clock clock;

    EngineMetrics(@Lazy RuntimeService runtime, @Lazy ManagementService management, Clock clock) {
        this.runtime = runtime;
        this.management = management;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("qupiya.incidents", () -> runtime.createIncidentQuery().count())
                .description("Steps that stand still after the last retry")
                .register(registry);
        Gauge.builder("qupiya.jobs.late", () -> management
                        .createJobQuery()
                        .withRetriesLeft()
                        .active()
                        .duedateLowerThan(Date.from(clock.instant().minus(LATE)))
                        .count())
                .description("Jobs of the engine that have been due for more than five minutes")
                .register(registry);
    }
}
