package kz.qupiya.security;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Makes a call that opens a case safe to repeat: the same {@code Idempotency-Key} with the same body gives the first answer again.
 *
 * <p>A key belongs to the current caller and one operator and is kept for 30 days, with a keyed hash of the body and the answer
 * encrypted under a key that only a caller who repeats the call can give; neither key nor body is stored.
 */
public interface Idempotency {

    /** Name of the header that carries the key. */
    String HEADER = "Idempotency-Key";

    /**
     * Does the work once per key, in one transaction with the record that it was done: what {@code work} writes and the record are
     * committed together or not at all. A second call that comes while the first still runs waits for it. An answer that is no success,
     * and an exception, are not kept and roll everything back.
     *
     * <p>Without a key the work is simply done, in a transaction too.
     *
     * @param operator key of the operator, already checked by {@link Access}
     * @param key value of the header, or null if there was none
     * @param request what the caller sent: the raw bytes, or the record made of them; two records are the same request if their JSON is
     * @param answer type of the answer's body; it must come out of its own JSON as it went in
     * @param work opens the case
     * @return the answer of {@code work}, now or when it was first done: status, {@code Location} and body
     * @throws kz.qupiya.problem.InvalidInputException if the key is longer than 255 or not visible ASCII
     * @throws kz.qupiya.problem.ConflictException if the key was used with another body, or the first call takes longer than 30 seconds
     */
    <T> ResponseEntity<T> once(
            String operator, @Nullable String key, Object request, Class<T> answer, Supplier<ResponseEntity<T>> work);
}
