package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.security.CallerAuthentication.Way;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses writes that another site made a browser send. A caller by session must send the session's CSRF token as the web applications
 * do; a browser may also send remembered Basic credentials by itself, so that a write which the browser says comes from another site is
 * refused whatever the credentials.
 */
final class CrossSiteCheck extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Answers answers;

    CrossSiteCheck(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READING.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if ("cross-site".equals(request.getHeader("Sec-Fetch-Site")) || !hasTokenIfNeeded(request)) {
            answers.refuse(request, response, new ForbiddenException("security.cross-site"));
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean hasTokenIfNeeded(HttpServletRequest request) {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)
                || caller.way() != Way.SESSION) {
            return true;
        }
        var session = request.getSession(false);
        var expected = session == null ? null : SessionLogin.csrfToken(session);
        var sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
        return expected != null
                && sent != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
