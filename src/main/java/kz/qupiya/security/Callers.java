package kz.qupiya.security;

import java.util.Optional;

/** Names the one who is calling, from whatever way of authentication the request came by. */
public interface Callers {

    /**
     * The caller of the current request.
     *
     * @throws IllegalStateException outside of an authenticated request, as in a job of the engine; the security chains leave no
     *     request of the API without a caller
     */
    Caller current();

    /** The caller of the current request, or nothing in a job of the engine, a scheduled task or a public page. */
    Optional<Caller> find();
}
