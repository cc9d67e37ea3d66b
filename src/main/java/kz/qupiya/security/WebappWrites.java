package kz.qupiya.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.ProblemException;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks into the bodies of the few writes that the web applications may make.
 *
 * <ul>
 *   <li>Log-in goes through {@link LoginGuard} as over the API.
 *   <li>A task is claimed for oneself: the engine would claim it in anybody's name.
 *   <li>What somebody else has claimed or finished meanwhile is told in words, and completed by its holder alone.
 * </ul>
 */
final class WebappWrites extends OncePerRequestFilter {

    private static final String API = WebappRules.ROOT + "/api/";
    private static final Pattern LOGIN = Pattern.compile(API + "admin/auth/user/[^/]+/login/[^/]+/?");
    private static final Pattern CLAIM = Pattern.compile(API + "engine/engine/[^/]+/task/([^/]+)/claim/?");
    private static final Pattern SUBMIT = Pattern.compile(API + "engine/engine/[^/]+/task/([^/]+)/submit-form/?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Answers answers;
    private final LoginGuard guard;
    private final TaskHolders holders;

    WebappWrites(Answers answers, LoginGuard guard, TaskHolders holders) {
        this.answers = answers;
        this.guard = guard;
        this.holders = holders;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !Set.of("POST", "PUT").contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var body = HeldBody.read(request, BodyLimit.MOST);
        if (body == null) {
            answers.status(request, response, HttpStatus.PAYLOAD_TOO_LARGE);
            return;
        }
        var held = new HeldBody(request, body);
        var path = request.getRequestURI().substring(request.getContextPath().length());
        if (LOGIN.matcher(path).matches()) {
            logIn(held, body, response, chain);
        } else if (CLAIM.matcher(path).matches() && !isForOneself(body)) {
            answers.refuse(request, response, new ForbiddenException("security.claim.other"));
        } else {
            var refusal = heldByAnother(path);
            if (refusal == null) {
                chain.doFilter(held, response);
            } else {
                answers.refuseOnPage(request, response, refusal);
            }
        }
    }

    private @Nullable ProblemException heldByAnother(String path) {
        var claim = CLAIM.matcher(path);
        var submit = SUBMIT.matcher(path);
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)) {
            return null;
        }
        if (claim.matches()) {
            return holders.claiming(claim.group(1), caller.caller());
        }
        return submit.matches() ? holders.completing(submit.group(1), caller.caller()) : null;
    }

    private void logIn(HeldBody request, byte[] body, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var userId = parameter(body, "username");
        var address = request.getRemoteAddr();
        if (!guard.admits(userId, address)) {
            answers.tooMany(request, response);
            return;
        }
        var session = request.getSession(false);
        var token = session == null ? null : SessionLogin.csrfToken(session);
        chain.doFilter(token == null ? request : new SameToken(request, token), response);
        if (response.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
            guard.failed(userId, address);
        } else if (response.getStatus() == HttpStatus.OK.value()) {
            guard.succeeded(userId, address);
        }
    }

    /**
     * Lets the session that a log-in opens begin with the token of the one that it ends. The web applications would make a new one with the first call that only reads; a write
     * that the page sends before that answer is there, such as the query of its list of tasks, has the old one, and their filter ends the session of whoever comes with a wrong
     * token. No page of another site gains by knowing a token: it cannot send the header.
     */
    private static final class SameToken extends HttpServletRequestWrapper {

        private final String token;

        SameToken(HttpServletRequest request, String token) {
            super(request);
            this.token = token;
        }

        @Override
        public HttpSession getSession() {
            return withToken(super.getSession());
        }

        @Override
        public @Nullable HttpSession getSession(boolean create) {
            var session = super.getSession(create);
            return session == null ? null : withToken(session);
        }

        private HttpSession withToken(HttpSession session) {
            if (SessionLogin.csrfToken(session) == null) {
                session.setAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME, token);
            }
            return session;
        }
    }

    private static boolean isForOneself(byte[] body) {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller
                && caller.getName().equals(read(body).path("userId").textValue());
    }

    private static JsonNode read(byte[] body) {
        try {
            var node = JSON.readTree(body);
            return node == null ? JSON.createObjectNode() : node;
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private static String parameter(byte[] body, String name) {
        for (var pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            var cut = pair.indexOf('=');
            if (cut > 0 && name.equals(decoded(pair.substring(0, cut)))) {
                var value = decoded(pair.substring(cut + 1));
                return value == null ? "" : value;
            }
        }
        return "";
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
