package kz.qupiya.campaign;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kz.qupiya.campaign.CampaignStore.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How campaigns stand, by operator: who still waits, what runs, how fast. Read from the ledger, so every node says the same; looked up once for all gauges and kept for a while,
 * since a list may be of millions. Rehearsals are left out.
 */
class CampaignMetrics implements MeterBinder {

    private static final Duration KEPT = Duration.ofSeconds(30);

    private final CampaignStore store;
    private final Supplier<List<String>> operators;
    private final Clock clock;
    private @Nullable Figures last;

    /** @param operators their keys */
    CampaignMetrics(CampaignStore store, Supplier<List<String>> operators, Clock clock) {
        this.store = store;
        this.operators = operators;
        this.clock = clock;
    }

    private record Figures(
            Instant at, Map<Queue, Long> waiting, Map<String, Integer> running, Map<String, Double> rate) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var operator : operators.get()) {
            for (var channel : Channel.values()) {
                Gauge.builder(
                                "qupiya.campaign.waiting",
                                () -> figures().waiting().getOrDefault(new Queue(operator, channel), 0L))
                        .description(
                                "People of running and paused campaigns whose notice has not gone out; on paper also those whose letter waits for the post")
                        .tag("operator", operator)
                        .tag("channel", channel.json())
                        .register(registry);
            }
            Gauge.builder("qupiya.campaign.running", () -> figures().running().getOrDefault(operator, 0))
                    .description("Campaigns that are being sent")
                    .tag("operator", operator)
                    .register(registry);
            Gauge.builder("qupiya.campaign.rate", () -> figures().rate().getOrDefault(operator, 0.0))
                    .description("Notices settled a second on all nodes, over the last two minutes")
                    .tag("operator", operator)
                    .register(registry);
        }
    }

    private synchronized Figures figures() {
        var now = clock.instant();
        var kept = last;
        // also one of a clock that was set back
        if (kept == null || Duration.between(kept.at(), now).abs().compareTo(KEPT) > 0) {
            kept = look(now);
            last = kept;
        }
        return kept;
    }

    private Figures look(Instant now) {
        Map<String, Integer> running = new HashMap<>();
        Map<String, Double> rate = new HashMap<>();
        for (var campaign : store.running()) {
            if (!campaign.rehearsal()) {
                running.merge(campaign.operator(), 1, Integer::sum);
                rate.merge(campaign.operator(), store.perSecond(campaign, now), Double::sum);
            }
        }
        return new Figures(now, store.waiting(), running, rate);
    }
}
