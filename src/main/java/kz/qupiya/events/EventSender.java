package kz.qupiya.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.operator.EventEndpoint;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what lies in the outbox. A chunk is claimed with a lease and the transaction ended before anything is sent; an event goes only after the one before of its case
 * and address. Each delivery is at least once: the id is the same in every try.
 */
@Component
public class EventSender {

    private static final int CHUNK = 50;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Operators operators;
    private final CaseFiles cases;
    private final Parties parties;
    private final EventSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    EventSender(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Operators operators,
            CaseFiles cases,
            Parties parties,
            EventSettings settings,
            ObjectMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.operators = operators;
        this.cases = cases;
        this.parties = parties;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sends what is due, until nothing is.
     *
     * @return how many were delivered
     */
    public int sendDue() {
        var delivered = 0;
        for (var chunk = claim(); !chunk.isEmpty(); chunk = claim()) {
            for (var event : chunk) {
                delivered += send(event) ? 1 : 0;
            }
        }
        return delivered;
    }

    private List<Pending> claim() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var claimed = transactions.execute(status -> jdbc.sql(
                        """
                        update qupiya.outgoing_event set attempts = attempts + 1, next_attempt_at = :lease
                        where id in (
                            select id from qupiya.outgoing_event e
                            where sent_at is null and next_attempt_at <= :now
                              and not exists (
                                select 1 from qupiya.outgoing_event before
                                where before.case_id = e.case_id and before.endpoint = e.endpoint and before.sent_at is null
                                  and before.position < e.position)
                            order by position limit :chunk for update skip locked)
                        returning id, operator, endpoint, case_id, type, data::text as data, at, attempts""")
                .param("lease", now.plus(LEASE))
                .param("now", now)
                .param("chunk", CHUNK)
                .query(Pending.class)
                .list());
        return claimed == null ? List.of() : claimed;
    }

    private boolean send(Pending event) {
        var error = post(event);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        if (error == null) {
            jdbc.sql("update qupiya.outgoing_event set sent_at = ?, error = null where id = ?")
                    .params(now, event.id())
                    .update();
            return true;
        }
        var pause = PAUSES.get(Math.min(event.attempts(), PAUSES.size()) - 1);
        jdbc.sql("update qupiya.outgoing_event set next_attempt_at = ?, error = ? where id = ?")
                .params(now.plus(pause), error, event.id())
                .update();
        return false;
    }

    private @Nullable String post(Pending event) {
        var endpoint = operators
                .find(event.operator())
                .flatMap(profile -> profile.events().stream()
                        .filter(e -> e.name().equals(event.endpoint()))
                        .findFirst())
                .orElse(null);
        var secret = settings.secret(event.operator(), event.endpoint());
        if (endpoint == null || secret == null) {
            return endpoint == null ? "no-endpoint" : "no-secret";
        }
        try {
            var body = body(event, endpoint);
            var timestamp = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            var request = HttpRequest.newBuilder(endpoint.url())
                    .timeout(Duration.ofSeconds(5))
                    .header("Content-Type", "application/cloudevents+json; charset=UTF-8")
                    .header("X-Qupiya-Timestamp", timestamp)
                    .header("X-Qupiya-Signature", "v1=" + sign(secret, timestamp + "." + body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? null : "status-" + status;
        } catch (IOException e) {
            return "unreachable";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String body(Pending event, EventEndpoint endpoint) throws IOException {
        var caseFile = cases.get(event.caseId());
        var data = json.readTree(event.data());
        if (endpoint.allowIdentifiers() && "https".equals(endpoint.url().getScheme())) {
            var subject = ((ObjectNode) data).putObject("subject");
            parties.identifiers(event.caseId())
                    .forEach(identifier -> subject.put(identifier.kind().json(), identifier.value()));
        }
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("specversion", "1.0");
        envelope.put("id", event.id());
        envelope.put("source", "/api/v1/operators/" + new OperatorKey(event.operator()).value());
        envelope.put("type", event.type());
        envelope.put("subject", caseFile.number().value());
        envelope.put("time", event.at().toString());
        envelope.put("datacontenttype", "application/json");
        envelope.put("data", data);
        return json.writeValueAsString(envelope);
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

    record Pending(
            UUID id,
            String operator,
            String endpoint,
            UUID caseId,
            String type,
            String data,
            Instant at,
            int attempts) {}
}
