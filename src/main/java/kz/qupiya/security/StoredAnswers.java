package kz.qupiya.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * First answers in a table. The row is inserted before the work, in its transaction: a second call waits at the insert until the first
 * is committed, and finds the answer, or rolled back, and does the work itself.
 */
@Component
class StoredAnswers implements Idempotency {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private record Stored(byte[] bodyHash, byte[] answer) {}

    private record Envelope(int status, @Nullable String location, @Nullable String body) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Secret secret;
    private final Callers callers;
    private final Clock clock;
    private final ObjectMapper json;
    private final ObjectMapper sorted;
    private final SecureRandom random = new SecureRandom();

    StoredAnswers(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Secret secret,
            Callers callers,
            Clock clock,
            ObjectMapper json) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.secret = secret;
        this.callers = callers;
        this.clock = clock;
        this.json = json;
        this.sorted = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    @Override
    public <T> ResponseEntity<T> once(
            String operator, @Nullable String key, Object request, Class<T> answer, Supplier<ResponseEntity<T>> work) {
        if (key == null) {
            return done(transaction.execute(status -> {
                var result = work.get();
                if (!result.getStatusCode().is2xxSuccessful()) {
                    status.setRollbackOnly();
                }
                return result;
            }));
        }
        if (!KEY.matcher(key).matches()) {
            throw new InvalidInputException(HEADER, "security.idempotency.key");
        }
        var names = new byte[][] {bytes(callers.current().id()), bytes(operator), bytes(key)};
        var scope = secret.hash("idempotency-scope", names);
        var bodyHash = secret.hash("idempotency-body", names[0], names[1], names[2], body(request));
        var cipherKey =
                new SecretKeySpec(secret.hash("idempotency-answer", names[0], names[1], names[2], bodyHash), "AES");
        return done(transaction.execute(status -> {
            if (!claim(scope, bodyHash)) {
                return replay(scope, bodyHash, cipherKey, answer);
            }
            var result = work.get();
            if (result.getStatusCode().is2xxSuccessful()) {
                keep(scope, encrypt(cipherKey, result));
            } else {
                status.setRollbackOnly();
            }
            return result;
        }));
    }

    /** Deletes answers that are no longer promised. */
    void purge() {
        jdbc.sql("delete from qupiya.idempotency where created_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private boolean claim(byte[] scope, byte[] bodyHash) {
        var now = clock.instant();
        var timeout = jdbc.sql("select current_setting('lock_timeout')")
                .query(String.class)
                .single();
        try {
            lockTimeout("30s");
            jdbc.sql("delete from qupiya.idempotency where scope = :scope and created_at < :before")
                    .param("scope", scope)
                    .param("before", Timestamp.from(now.minus(KEPT)))
                    .update();
            var claimed = jdbc.sql(
                            """
                            insert into qupiya.idempotency (scope, body_hash, created_at) values (:scope, :hash, :now)
                            on conflict do nothing""")
                    .param("scope", scope)
                    .param("hash", bodyHash)
                    .param("now", Timestamp.from(now))
                    .update();
            // The wait for a twin is over; what the work waits for is its own affair.
            lockTimeout(timeout);
            return claimed == 1;
        } catch (PessimisticLockingFailureException e) {
            throw new ConflictException("security.idempotency.running");
        }
    }

    private void lockTimeout(String value) {
        jdbc.sql("select set_config('lock_timeout', :value, true)")
                .param("value", value)
                .query(String.class)
                .single();
    }

    private <T> ResponseEntity<T> replay(byte[] scope, byte[] bodyHash, SecretKeySpec key, Class<T> answer) {
        var stored = jdbc.sql("select body_hash, answer from qupiya.idempotency where scope = :scope")
                .param("scope", scope)
                .query((row, n) -> new Stored(row.getBytes(1), row.getBytes(2)))
                .single();
        if (!MessageDigest.isEqual(stored.bodyHash(), bodyHash)) {
            throw new ConflictException("security.idempotency.other-body");
        }
        try {
            var envelope = json.readValue(decrypt(key, stored.answer()), Envelope.class);
            var response = ResponseEntity.status(envelope.status());
            if (envelope.location() != null) {
                response.location(URI.create(envelope.location()));
            }
            return envelope.body() == null ? response.build() : response.body(json.readValue(envelope.body(), answer));
        } catch (IOException e) {
            throw new IllegalStateException("a stored answer of type " + answer.getName() + " cannot be read", e);
        }
    }

    private void keep(byte[] scope, byte[] answer) {
        jdbc.sql("update qupiya.idempotency set answer = :answer where scope = :scope")
                .param("answer", answer)
                .param("scope", scope)
                .update();
    }

    private byte[] encrypt(SecretKeySpec key, ResponseEntity<?> result) {
        try {
            var location = result.getHeaders().getLocation();
            var envelope = new Envelope(
                    result.getStatusCode().value(),
                    location == null ? null : location.toString(),
                    result.getBody() == null ? null : json.writeValueAsString(result.getBody()));
            var nonce = new byte[NONCE];
            random.nextBytes(nonce);
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var encrypted = cipher.doFinal(json.writeValueAsBytes(envelope));
            var whole = Arrays.copyOf(nonce, NONCE + encrypted.length);
            System.arraycopy(encrypted, 0, whole, NONCE, encrypted.length);
            return whole;
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be kept", e);
        }
    }

    private static byte[] decrypt(SecretKeySpec key, byte[] whole) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, whole, 0, NONCE));
            return cipher.doFinal(whole, NONCE, whole.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a stored answer was tampered with, or qupiya.security.secret was changed", e);
        }
    }

    private byte[] body(Object request) {
        if (request instanceof byte[] raw) {
            return raw;
        }
        try {
            return sorted.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a request of type " + request.getClass().getName() + " cannot be hashed");
        }
    }

    private static <T> ResponseEntity<T> done(@Nullable ResponseEntity<T> result) {
        if (result == null) {
            throw new IllegalStateException("the work gave no answer");
        }
        return result;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
