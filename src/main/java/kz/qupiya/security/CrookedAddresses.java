package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses addresses that the container maps to a servlet although they do not begin as its mapping does, such as
 * {@code //engine-rest/version}. The firewall would refuse them too, but a filter of Spring before it fails on them with 500.
 */
final class CrookedAddresses extends OncePerRequestFilter {

    private final RejectedRequests rejected;

    CrookedAddresses(RejectedRequests rejected) {
        this.rejected = rejected;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH
                && !isBelow(request.getRequestURI(), request.getContextPath() + request.getServletPath())) {
            rejected.handle(request, response, new RequestRejectedException("not the servlet's own address"));
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isBelow(String uri, String prefix) {
        return uri.equals(prefix) || uri.startsWith(prefix + "/");
    }
}
