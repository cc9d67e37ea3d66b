package kz.qupiya.campaign;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notices go out. The mail server itself is set by {@code spring.mail.*}.
 *
 * @param dispatch       whether this node sends
 * @param threads        senders on this node, each with a connection of its own
 * @param chunk          how many people a sender takes at most at once
 * @param flush          after how many acknowledgements it writes them down; only these can be doubled by a crash
 * @param lease          how long a chunk belongs to its sender
 * @param rate           mails a second of one operator, on all nodes together; 0 for no limit
 * @param domainRate     mails a second to one receiving domain, on all nodes together; 0 for no limit
 * @param domainRates    other rates of some domains, by domain
 * @param retries        waits before the further attempts of a person
 * @param serverWaits    waits while the mail server or a gateway does not work; the last one goes on
 * @param raiseAfter     how long a campaign waits for a server before staff are told
 * @param failureWindow  of how many last results the failures are counted
 * @param failureShare   which part of them may fail before a campaign pauses itself
 * @param failureMinimum below so many results it does not judge
 * @param connectTimeout,ioTimeout of SMTP and of the SMS gateways
 * @param perConnection  mails over one connection before it is opened anew; 0 for no limit
 * @param idle           pause of a sender that has nothing to do
 * @param publicUrl      address under which people reach the application, for the link in a notice; without it a notice carries its code alone
 * @param sms            gateways by operator
 * @param perVisitor     answers from one network address within {@code visitorWindow}
 * @param perCode        answers under one code
 */
@ConfigurationProperties("qupiya.campaign")
record CampaignSettings(
        @DefaultValue("true") boolean dispatch,
        @DefaultValue("4") int threads,
        @DefaultValue("100") int chunk,
        @DefaultValue("10") int flush,
        @DefaultValue("5m") Duration lease,
        @DefaultValue("50") double rate,
        @DefaultValue("20") double domainRate,
        @DefaultValue Map<String, Double> domainRates,
        @DefaultValue({"1m", "5m", "30m", "2h", "6h"}) List<Duration> retries,
        @DefaultValue({"5s", "15s", "30s", "1m"}) List<Duration> serverWaits,
        @DefaultValue("15m") Duration raiseAfter,
        @DefaultValue("1000") int failureWindow,
        @DefaultValue("0.2") double failureShare,
        @DefaultValue("100") int failureMinimum,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration ioTimeout,
        @DefaultValue("1000") int perConnection,
        @DefaultValue("1s") Duration idle,
        @Nullable URI publicUrl,
        @DefaultValue Map<String, Gateway> sms,
        @DefaultValue("20") int perVisitor,
        @DefaultValue("1h") Duration visitorWindow,
        @DefaultValue("5") int perCode) {

    CampaignSettings {
        if (threads < 1 || chunk < 1 || flush < 1) {
            throw new IllegalArgumentException("qupiya.campaign.threads, chunk and flush are at least 1");
        }
        if (serverWaits.isEmpty()) {
            throw new IllegalArgumentException("qupiya.campaign.server-waits needs one wait");
        }
    }

    double rateOf(String domain) {
        return domainRates.getOrDefault(domain.toLowerCase(Locale.ROOT), domainRate);
    }

    /**
     * An operator's way to send SMS.
     *
     * @param url    whereto each message is posted
     * @param secret key of the signature, at least 16 characters; from the environment, not from a file
     * @param rate   messages a second; 0 for no limit
     */
    record Gateway(URI url, String secret, @DefaultValue("10") double rate) {

        private static final int SHORTEST_SECRET = 16;

        Gateway {
            if (secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(
                        "a secret of qupiya.campaign.sms has at least " + SHORTEST_SECRET + " characters");
            }
        }

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "Gateway[" + url + "]";
        }
    }
}
