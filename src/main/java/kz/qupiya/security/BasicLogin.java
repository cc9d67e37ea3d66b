package kz.qupiya.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.security.CallerAuthentication.Way;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * User id and password against the engine's users.
 *
 * <p>The engine's password hash is slow on purpose, too slow for each call of a mailing system. Verified credentials are therefore
 * remembered for 60 seconds, as a keyed hash under a key that lives in this process alone, and only as long as the user's password
 * stays the one they were verified against.
 */
@Component
class BasicLogin implements AuthenticationProvider {

    private static final long KEPT = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST = 10_000;
    private static final int LOCKS = 64;

    /** The guard has stopped listening to this address or user. */
    static final class TooManyFailures extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        TooManyFailures() {
            super("too many failures");
        }
    }

    private record Verified(String credential, long since) {}

    private final IdentityService identity;
    private final EngineAccess access;
    private final Directory directory;
    private final LoginGuard guard;
    private final SecretKeySpec key = Secret.random();
    private final ConcurrentHashMap<String, Verified> verified = new ConcurrentHashMap<>();
    private final Object[] locks = new Object[LOCKS];

    BasicLogin(IdentityService identity, EngineAccess access, Directory directory, LoginGuard guard) {
        this.identity = identity;
        this.access = access;
        this.directory = directory;
        this.guard = guard;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var userId = attempt.getName();
        var password = String.valueOf(attempt.getCredentials());
        var address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        var entry = Base64.getEncoder()
                .encodeToString(Secret.hash(
                        key,
                        "basic",
                        userId.getBytes(StandardCharsets.UTF_8),
                        password.getBytes(StandardCharsets.UTF_8)));
        var person = directory.find(userId).orElse(null);
        if (person != null && isFresh(entry, person)) {
            return authenticated(person);
        }
        // One check at a time for the same credentials: sixty calls in flight when the minute is over need one hash,
        // not sixty.
        synchronized (locks[Math.floorMod(entry.hashCode(), LOCKS)]) {
            if (person == null || !isFresh(entry, person)) {
                verify(userId, password, address, entry, person);
            }
        }
        return authenticated(directory.find(userId).orElseThrow(() -> new BadCredentialsException("the user is gone")));
    }

    private void verify(
            String userId, String password, String address, String entry, Directory.@Nullable Person person) {
        var known = person != null && wasRight(entry, person);
        if (!known && !guard.admits(userId, address)) {
            throw new TooManyFailures();
        }
        // An unknown user is counted as a wrong password is, so that the answer tells nothing about who exists.
        if (person != null && (check(userId, password) || known)) {
            if (verified.size() >= MOST) {
                verified.clear();
            }
            verified.put(entry, new Verified(person.credential(), System.nanoTime()));
            guard.succeeded(userId, address);
            return;
        }
        verified.remove(entry);
        guard.failed(userId, address);
        throw new BadCredentialsException("bad credentials");
    }

    private boolean check(String userId, String password) {
        return access.asSystem(() -> identity.checkPassword(userId, password));
    }

    /**
     * The engine refuses a locked user whatever the password. Credentials that were right before are right still if the stored hash is
     * the same one: then the refusal is the lock, brought about by somebody else's guesses, and does not shut out their owner.
     */
    private boolean wasRight(String entry, Directory.Person person) {
        var before = verified.get(entry);
        return before != null && before.credential().equals(person.credential());
    }

    private boolean isFresh(String entry, Directory.Person person) {
        var before = verified.get(entry);
        return before != null
                && System.nanoTime() - before.since() < KEPT
                && before.credential().equals(person.credential());
    }

    private static Authentication authenticated(Directory.Person person) {
        return new CallerAuthentication(person.caller(), Way.BASIC);
    }
}
