package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the lists that the web applications ask for without a bound, such as all versions of a process: the engine refuses those since its answers are limited.
 */
final class WebappReads extends OncePerRequestFilter {

    private static final Pattern ENGINE = Pattern.compile(WebappRules.ROOT + "/api/engine/engine/[^/]+/.+");
    private static final Pattern BOUNDED = Pattern.compile("(^|&)maxResults=");

    private final int most;

    /** @param most the engine's own limit */
    WebappReads(int most) {
        this.most = most;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var query = request.getQueryString();
        return !"GET".equals(request.getMethod())
                || !ENGINE.matcher(request.getRequestURI()
                                .substring(request.getContextPath().length()))
                        .matches()
                || (query != null && BOUNDED.matcher(query).find());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Bounded(request), response);
    }

    /** The same request with a bound; JAX-RS reads the query from its text. */
    private final class Bounded extends HttpServletRequestWrapper {

        Bounded(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getQueryString() {
            @Nullable String asked = super.getQueryString();
            return (asked == null || asked.isEmpty() ? "" : asked + "&") + "maxResults=" + most;
        }
    }
}
