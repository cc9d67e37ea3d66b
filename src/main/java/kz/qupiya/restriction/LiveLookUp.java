package kz.qupiya.restriction;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Asks the operator's systems about one person, with a limit on the time and on how many ask at once. Whatever is not a complete answer is
 * none: a system that failed, a resolver that threw or took too long, a queue that is full, no resolver at all.
 */
@Component
class LiveLookUp implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(LiveLookUp.class);

    private final ObjectProvider<IdentityResolver> resolvers;
    private final ThreadPoolExecutor threads;

    LiveLookUp(ObjectProvider<IdentityResolver> resolvers, PermitSettings settings) {
        this.resolvers = resolvers;
        var number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, settings.liveLookUps(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, "permit-look-up-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The person's identifiers as the systems know them; nothing if that cannot be told completely within the time. */
    Optional<Set<Identifier>> identifiers(OperatorKey operator, Collection<Identifier> person, Duration within) {
        @Nullable IdentityResolver resolver = resolvers.getIfAvailable();
        if (resolver == null || within.isNegative() || within.isZero()) {
            return Optional.empty();
        }
        try {
            var asked = threads.submit(() -> resolver.resolve(operator, person));
            try {
                var resolution = asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
                return resolution.failedSystems().isEmpty() ? Optional.of(resolution.identifiers()) : Optional.empty();
            } finally {
                asked.cancel(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            // Its message may hold a value from a system.
            var cause = e.getCause();
            log.warn(
                    "permit look-up in the systems of {} failed: {}",
                    operator.value(),
                    cause == null ? "" : cause.getClass().getName());
            return Optional.empty();
        } catch (TimeoutException | CancellationException | RejectedExecutionException e) {
            log.warn(
                    "permit look-up in the systems of {} gave up: {}",
                    operator.value(),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
