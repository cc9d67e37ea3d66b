package kz.qupiya.restriction;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of holds.
 *
 * @param patience how long a destruction waits while a hold is being placed, before it is tried again later
 */
@ConfigurationProperties("qupiya.holds")
record HoldSettings(@DefaultValue("20s") Duration patience) {}
