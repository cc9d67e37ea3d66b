package kz.qupiya.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller whose credentials have been verified, and by which way. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    /** By what the caller proved who it is. */
    enum Way {
        /** User id and password with this request. */
        BASIC,
        /** A signed token with this request. */
        TOKEN,
        /** The session of the web applications; the browser sends it by itself, so that writes need a CSRF token. */
        SESSION,
        /** The token of the metrics collector; it opens nothing else. */
        SCRAPE
    }

    private final transient Caller caller;
    private final Way way;

    CallerAuthentication(Caller caller, Way way) {
        super(caller.roles().stream()
                .map(role -> new SimpleGrantedAuthority(role.name()))
                .toList());
        this.caller = caller;
        this.way = way;
        super.setAuthenticated(true);
    }

    Caller caller() {
        return caller;
    }

    Way way() {
        return way;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.id();
    }
}
