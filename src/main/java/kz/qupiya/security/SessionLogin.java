package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import kz.qupiya.security.CallerAuthentication.Way;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the caller from the session of the engine's web applications, so that plugins of Tasklist and Cockpit reach our API as the one
 * who is logged in there. This is the only class that knows how the web applications keep a session.
 *
 * <p>Roles and operators come from {@link Directory}, not from the session. A changed password ends the sessions that were opened with
 * the old one.
 */
final class SessionLogin extends OncePerRequestFilter {

    private static final String CREDENTIAL = SessionLogin.class.getName() + ".credential";

    private final ProcessEngine engine;
    private final Directory directory;

    SessionLogin(ProcessEngine engine, Directory directory) {
        this.engine = engine;
        this.directory = directory;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        if (session != null) {
            person(session).ifPresent(person -> {
                var context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new CallerAuthentication(person.caller(), Way.SESSION));
                SecurityContextHolder.setContext(context);
            });
        }
        chain.doFilter(request, response);
    }

    private Optional<Directory.Person> person(HttpSession session) {
        var authentication =
                AuthenticationUtil.getAuthsFromSession(session).getAuthenticationForProcessEngine(engine.getName());
        if (authentication == null) {
            return Optional.empty();
        }
        var userId = authentication.getIdentityId();
        var atLogin = session.getAttribute(CREDENTIAL);
        // At the first call, and where something seems to have changed, what is remembered may be a second too old.
        var person = atLogin == null ? directory.fresh(userId) : directory.find(userId);
        if (atLogin != null
                && person.isPresent()
                && !atLogin.equals(person.get().credential())) {
            person = directory.fresh(userId);
        }
        if (person.isEmpty() || (atLogin != null && !atLogin.equals(person.get().credential()))) {
            session.invalidate();
            return Optional.empty();
        }
        if (atLogin == null) {
            session.setAttribute(CREDENTIAL, person.get().credential());
        }
        return person;
    }

    /** The CSRF token that the web applications have given to this session. */
    static @Nullable String csrfToken(HttpSession session) {
        return session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME) instanceof String token ? token : null;
    }
}
