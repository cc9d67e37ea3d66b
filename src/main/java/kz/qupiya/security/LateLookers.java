package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps an answer that arrives late from taking away the session of a log-in that was faster.
 *
 * <p>The web applications give a session with its cookies to whoever reads anything without one, and a log-in ends the session that it came with. A script or a font that was
 * asked for before the log-in and is answered after it would come with the cookies of a new, empty session: the person would be out again at once. So a session begins with a
 * page, as it opens, and with a log-in; whatever else is read without one is answered without one.
 */
final class LateLookers extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** {@code /camunda}, an application, or its page for an engine; what lies deeper or has an ending is a part of a page. */
    private static final Pattern PAGE = Pattern.compile(WebappRules.ROOT + "(/app(/[^/.]+){0,2})?/?");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !READING.contains(request.getMethod())
                || request.getSession(false) != null
                || PAGE.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Looker(request), new WithoutCookies(response));
    }

    /** Has a session for as long as the answer takes. */
    private static final class Looker extends HttpServletRequestWrapper {

        private @Nullable HttpSession passing;

        Looker(HttpServletRequest request) {
            super(request);
        }

        @Override
        public HttpSession getSession() {
            if (passing == null) {
                passing = new PassingSession(getServletContext());
            }
            return passing;
        }

        @Override
        public @Nullable HttpSession getSession(boolean create) {
            return create ? getSession() : passing;
        }
    }

    /** Sets no cookie, that of the token for writing least of all: it would be one of no session. */
    private static final class WithoutCookies extends HttpServletResponseWrapper {

        WithoutCookies(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addCookie(Cookie cookie) {
            // dropped
        }

        @Override
        public void addHeader(String name, String value) {
            if (!HttpHeaders.SET_COOKIE.equalsIgnoreCase(name)) {
                super.addHeader(name, value);
            }
        }

        @Override
        public void setHeader(String name, String value) {
            if (!HttpHeaders.SET_COOKIE.equalsIgnoreCase(name)) {
                super.setHeader(name, value);
            }
        }
    }

    /** Attributes, and nothing that stays. */
    private static final class PassingSession implements HttpSession {

        private final Map<String, Object> attributes = new ConcurrentHashMap<>();
        private final long now = System.currentTimeMillis();
        private final String id = UUID.randomUUID().toString();
        private final ServletContext context;

        PassingSession(ServletContext context) {
            this.context = context;
        }

        @Override
        public long getCreationTime() {
            return now;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public long getLastAccessedTime() {
            return now;
        }

        @Override
        public ServletContext getServletContext() {
            return context;
        }

        @Override
        public void setMaxInactiveInterval(int interval) {
            // it ends with the answer
        }

        @Override
        public int getMaxInactiveInterval() {
            return 0;
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public Enumeration<String> getAttributeNames() {
            return Collections.enumeration(attributes.keySet());
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            if (value == null) {
                attributes.remove(name);
            } else {
                attributes.put(name, value);
            }
        }

        @Override
        public void removeAttribute(String name) {
            attributes.remove(name);
        }

        @Override
        public void invalidate() {
            attributes.clear();
        }

        @Override
        public boolean isNew() {
            return true;
        }
    }
}
