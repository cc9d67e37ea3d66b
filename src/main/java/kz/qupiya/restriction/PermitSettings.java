package kz.qupiya.restriction;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the permit check.
 *
 * @param validFor how long a caller may rely on an answer; a block placed meanwhile is not seen by a caller that does
 * @param poolSize connections kept for the check alone, so that nothing else the application does makes callers wait
 * @param patience how long the check waits for a connection and for the database's answer before it denies with {@code unavailable}
 * @param liveLookUpTimeout how long one person may be looked up in the operator's systems
 * @param bulkLookUpTimeout how long all people of one bulk check together may be
 * @param liveLookUps how many look-ups in systems may run at the same time
 * @param recordEvery how often counted denials are written down
 */
@ConfigurationProperties("qupiya.permits")
record PermitSettings(
        @DefaultValue("PT1M") Duration validFor,
        @DefaultValue("8") int poolSize,
        @DefaultValue("PT1S") Duration patience,
        @DefaultValue("PT3S") Duration liveLookUpTimeout,
        @DefaultValue("PT15S") Duration bulkLookUpTimeout,
        @DefaultValue("16") int liveLookUps,
        @DefaultValue("PT1S") Duration recordEvery) {}
