package kz.qupiya.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Registers letters as a clerk does, and lets everything run that is due. */
@Component
@Profile("test")
public class Cases {

    private final Api api;
    private final Jobs jobs;

    Cases(Api api, Jobs jobs) {
        this.api = api;
        this.jobs = jobs;
    }

    /** A data block on somebody whom no other test knows, received now; its number. */
    public String open(String operator) {
        return open(operator, Map.of());
    }

    /** @see #open(String) */
    public String open(String operator, Instant receivedAt) {
        return open(operator, Map.of("receivedAt", receivedAt.toString()));
    }

    /**
     * @param more what the request has besides, or instead
     * @see #open(String)
     */
    public String open(String operator, Map<String, ?> more) {
        var request = new HashMap<String, Object>(Map.of("channel", "letter"));
        request.putAll(more);
        var number = api.openCaseAs("clerk", operator, Api.somePhone(), request);
        jobs.runDue(number);
        return number;
    }
}
