package kz.qupiya.engine;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Runs a piece of our own code with the rights of the system. A use case has checked its caller already; the engine's
 * authorisations guard the web applications and engine REST, not our own steps.
 */
@Component
public class EngineAccess {

    private final IdentityService identity;

    EngineAccess(@Lazy IdentityService identity) {
        this.identity = identity;
    }

    /** Runs {@code work} without an authenticated engine user, and restores the one there was. */
    public <T> T asSystem(Supplier<T> work) {
        var current = identity.getCurrentAuthentication();
        if (current == null) {
            return work.get();
        }
        identity.clearAuthentication();
        try {
            return work.get();
        } finally {
            identity.setAuthentication(current.getUserId(), current.getGroupIds(), current.getTenantIds());
        }
    }

    /** As {@link #asSystem(Supplier)}, for work without a result. */
    public void asSystem(Runnable work) {
        asSystem(() -> {
            work.run();
            return true;
        });
    }
}
