package kz.qupiya.security;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the chains.
 *
 * @param secret key of keyed hashes, at least 32 characters; without it a random one is kept in the database
 * @param scrapeToken bearer token by which a metrics collector reads {@code /actuator/prometheus}; none: managers and admins only
 * @param startable processes that may be started over engine REST
 * @param jwt tokens of an issuer; none accepted without it
 * @param login limits of failed log-ins
 */
@ConfigurationProperties("qupiya.security")
record SecuritySettings(
        @Nullable String secret,
        @Nullable String scrapeToken,
        @DefaultValue({"dataBlocking", "consentWithdrawal", "breachNotification", "claimHandling", "otherRequest"})
                Set<String> startable,
        @DefaultValue Jwt jwt,
        @DefaultValue Login login) {

    private static final int SHORTEST_SECRET = 32;

    SecuritySettings {
        requireLong("qupiya.security.secret", secret);
        requireLong("qupiya.security.scrape-token", scrapeToken);
    }

    private static void requireLong(String name, @Nullable String value) {
        if (value != null && value.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(name + " must have at least " + SHORTEST_SECRET + " characters");
        }
    }

    /**
     * Tokens signed by an issuer of the customer. Needs {@code issuer} or {@code jwk-set-uri}, and {@code audience}.
     *
     * @param issuer address of the issuer, which must also stand in the token; its keys are found by discovery
     * @param jwkSetUri address of the keys, where the issuer has no discovery
     * @param audience what must stand among the audiences of the token, so that a token for another system of the issuer is no good here
     * @param subjectClaim claim that names the caller
     * @param operatorsClaim claim with operator keys: a list, or text parted by spaces
     * @param rolesClaim claim with roles as group ids, for example {@code api-client}: a list, or text parted by spaces; a dotted path
     *     reaches into objects
     */
    record Jwt(
            @Nullable String issuer,
            @Nullable String jwkSetUri,
            @Nullable String audience,
            @DefaultValue("sub") String subjectClaim,
            @DefaultValue("operators") String operatorsClaim,
            @DefaultValue("roles") String rolesClaim) {

        boolean enabled() {
            return issuer != null || jwkSetUri != null;
        }
    }

    /**
     * When to stop listening to failed log-ins.
     *
     * @param window how long a failure counts
     * @param perPair failures of one user from one address within the window
     * @param perAddress failures from one address within the window
     * @param perUser failures of one user, within the window, from addresses that did not log in lately
     */
    record Login(
            @DefaultValue("15m") Duration window,
            @DefaultValue("10") int perPair,
            @DefaultValue("100") int perAddress,
            @DefaultValue("30") int perUser) {}
}
