package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Speaks the protocol of http systems: signed calls, and the check of signed answers. See {@code src/docs/data-map.md}. */
@Component
class SystemClients {

    static final String TIMESTAMP = "X-Qupiya-Timestamp";
    static final String SIGNATURE = "X-Qupiya-Signature";
    private static final String VERSION = "v1=";
    private static final String HMAC = "HmacSHA256";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int PROTOCOL = 1;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final ObjectMapper json = JsonMapper.builder()
            .findAndAddModules()
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;

    SystemClients(DataMapSettings settings, Clock clock) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.tuning().connectTimeoutOrDefault())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.timeout = settings.tuning().requestTimeoutOrDefault();
        this.clock = clock;
    }

    /**
     * One call.
     *
     * @param purposes of a stop
     * @param continues the destruction whose kept data are to go now
     */
    record Call(
            int protocol,
            String step,
            @Nullable UUID actId,
            @Nullable String kind,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> purposes,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID continues,
            String operator,
            String system,
            List<Named> identifiers,
            List<Value> values) {}

    /** An identifier on the wire. */
    record Named(String kind, String value) {}

    /** A value to be put right. */
    record Value(String table, String column, @Nullable String value) {}

    /** What a system says. */
    record Answer(
            @Nullable UUID actId,
            @Nullable String step,
            @Nullable String state,
            @Nullable String error,
            @Nullable List<Item> items,
            @Nullable List<Named> identifiers,
            @Nullable Map<String, Object> export,
            @Nullable List<Owed> obligations) {

        List<Item> itemsOrNone() {
            return items == null ? List.of() : items;
        }

        List<Named> identifiersOrNone() {
            return identifiers == null ? List.of() : identifiers;
        }
    }

    /** Unfulfilled obligations of one code, on the wire. */
    record Owed(String code, long count) {}

    /** What became of one field, on the wire. */
    record Item(
            String table,
            String column,
            ItemOutcome outcome,
            long count,
            @Nullable LocalDate until,
            @Nullable String ground) {}

    /** A call that is about no act. */
    static Call call(String step, String operator, String system, Collection<Identifier> identifiers) {
        return call(step, null, null, Set.of(), null, operator, system, identifiers, List.of());
    }

    static Call call(
            String step,
            @Nullable UUID act,
            @Nullable ActKind kind,
            Collection<Purpose> purposes,
            @Nullable UUID continues,
            String operator,
            String system,
            Collection<Identifier> identifiers,
            List<Value> values) {
        return new Call(
                PROTOCOL,
                step,
                act,
                kind == null ? null : kind.json(),
                purposes.stream().map(Purpose::code).sorted().toList(),
                continues,
                operator,
                system,
                identifiers.stream()
                        .map(i -> new Named(i.kind().json(), i.value()))
                        .toList(),
                values);
    }

    /**
     * Calls a service.
     *
     * @return its answer; nothing if it answers later
     * @throws SystemUnavailableException if it cannot be reached or refuses
     */
    Optional<Answer> ask(String name, HttpConnection connection, Object call) {
        try {
            var body = json.writeValueAsBytes(call);
            var timestamp = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            var request = HttpRequest.newBuilder(connection.url())
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .header(TIMESTAMP, timestamp)
                    .header(SIGNATURE, sign(connection.secret(), timestamp, body))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == ACCEPTED) {
                return Optional.empty();
            }
            if (response.statusCode() != OK) {
                throw new SystemUnavailableException(name, "http-" + response.statusCode());
            }
            return Optional.of(
                    response.body().length == 0
                            ? new Answer(null, null, "done", null, null, null, null, null)
                            : json.readValue(response.body(), Answer.class));
        } catch (java.net.http.HttpTimeoutException e) {
            throw new SystemUnavailableException(name, "timeout");
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Its message may quote the body.
            throw new SystemUnavailableException(name, "bad-answer");
        } catch (IOException e) {
            throw new SystemUnavailableException(name, "unreachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemUnavailableException(name, "interrupted");
        }
    }

    /** Reads an answer that came later. */
    Optional<Answer> read(byte[] body) {
        try {
            return Optional.of(json.readValue(body, Answer.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The notice that a body acknowledges. */
    Optional<UUID> acknowledged(byte[] body) {
        try {
            return Optional.ofNullable(
                    json.readValue(body, Acknowledgement.class).notice());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Acknowledgement(@Nullable UUID notice) {}

    /** Whether a body carries a fresh signature under the secret. */
    boolean genuine(String secret, @Nullable String timestamp, @Nullable String signature, byte[] body) {
        if (timestamp == null || signature == null) {
            return false;
        }
        try {
            if (Duration.between(Instant.parse(timestamp), clock.instant())
                            .abs()
                            .compareTo(SKEW)
                    > 0) {
                return false;
            }
        } catch (DateTimeParseException e) {
            return false;
        }
        return MessageDigest.isEqual(
                sign(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    static String sign(String secret, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK knows " + HMAC, e);
        }
    }
}
