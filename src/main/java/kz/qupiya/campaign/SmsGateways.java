package kz.qupiya.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The operators' gateways for SMS. A message is posted as JSON ({@code id}, {@code to}, {@code text}), signed over timestamp and body with HMAC-SHA-256 as outgoing events are;
 * the id is the same in every try, so that a gateway can tell a repetition.
 */
class SmsGateways {

    private static final int TOO_MANY = 429;
    private static final int TIMEOUT = 408;
    private static final int KNOWN = 409;

    private final CampaignSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http;

    SmsGateways(CampaignSettings settings, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /** Whether an operator has one. */
    boolean isThere(String operator) {
        return settings.sms().containsKey(operator);
    }

    double rate(String operator) {
        var gateway = settings.sms().get(operator);
        return gateway == null ? 0 : gateway.rate();
    }

    Outcome send(String operator, String id, String phone, String text) {
        var gateway = settings.sms().get(operator);
        if (gateway == null) {
            return new Outcome.Refused("no-gateway");
        }
        try {
            var body = body(id, phone, text);
            var timestamp = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            var request = HttpRequest.newBuilder(gateway.url())
                    .timeout(settings.ioTimeout())
                    .header("Content-Type", "application/json; charset=UTF-8")
                    .header("Idempotency-Key", id)
                    .header("X-Qupiya-Timestamp", timestamp)
                    .header("X-Qupiya-Signature", "v1=" + sign(gateway.secret(), timestamp + "." + body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return outcome(
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return new Outcome.Down("sms-gateway");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Down("sms-gateway");
        }
    }

    private static Outcome outcome(int status) {
        if (status / 100 == 2 || status == KNOWN) {
            return new Outcome.Sent();
        }
        // A wrong signature or a wrong address of the gateway would fail for everybody.
        if (status / 100 == 5 || status == 401 || status == 403 || status == 404) {
            return new Outcome.Down("sms-gateway");
        }
        return status == TOO_MANY || status == TIMEOUT
                ? new Outcome.Later("sms-" + status)
                : new Outcome.Refused("sms-" + status);
    }

    private String body(String id, String phone, String text) throws JsonProcessingException {
        var body = new LinkedHashMap<String, String>();
        body.put("id", id);
        body.put("to", phone);
        body.put("text", text);
        return json.writeValueAsString(body);
    }

    private static String sign(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
