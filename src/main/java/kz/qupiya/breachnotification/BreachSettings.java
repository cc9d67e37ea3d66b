package kz.qupiya.breachnotification;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of breach notifications.
 *
 * @param authority   the authorised body
 * @param responsible by operator's key, the person responsible for the processing of personal data (Law 94-V art. 25(2)(10)), whose contacts the notification holds
 */
@ConfigurationProperties("qupiya.breach")
record BreachSettings(@DefaultValue Authority authority, @DefaultValue Map<String, Responsible> responsible) {

    /**
     * The authorised body.
     *
     * @param name    its name in Russian, as it stands in the address
     * @param email   where notifications go by mail; without it they are handed in by hand
     * @param address its postal address
     */
    record Authority(
            @DefaultValue("Министерство искусственного интеллекта и цифрового развития Республики Казахстан")
                    String name,
            @Nullable String email,
            @Nullable String address) {}

    /** The responsible person: staff, named to the authority because the law says so. */
    record Responsible(@Nullable String name, @Nullable String phone, @Nullable String email) {}
}
