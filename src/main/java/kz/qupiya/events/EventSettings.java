package kz.qupiya.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of outgoing events.
 *
 * @param secrets signing secrets by operator and name of the endpoint
 */
@ConfigurationProperties("qupiya.events")
record EventSettings(@Nullable Map<String, Map<String, String>> secrets) {

    @Nullable
    String secret(String operator, String endpoint) {
        return secrets == null ? null : secrets.getOrDefault(operator, Map.of()).get(endpoint);
    }
}
