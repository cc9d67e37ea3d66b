package kz.qupiya.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the public form.
 *
 * @param perAddress  requests from one network address within {@code window}
 * @param perOperator requests to one operator within {@code window}
 * @param asks        looks at the status page and tries of codes from one address within {@code window}
 * @param window      how long they count
 * @param open        how long a form may lie open before it is sent
 * @param documents   how many documents go with a request
 */
@ConfigurationProperties("qupiya.form")
record FormSettings(
        @DefaultValue("10") int perAddress,
        @DefaultValue("600") int perOperator,
        @DefaultValue("60") int asks,
        @DefaultValue("1h") Duration window,
        @DefaultValue("4h") Duration open,
        @DefaultValue("3") int documents) {}
