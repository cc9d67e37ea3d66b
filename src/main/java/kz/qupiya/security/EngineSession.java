package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the engine who is calling, with groups and tenants. Without it the engine would check no authorisation at all, even with
 * authorisations enabled.
 */
final class EngineSession extends OncePerRequestFilter {

    private final IdentityService identity;
    private final Directory directory;

    EngineSession(IdentityService identity, Directory directory) {
        this.identity = identity;
        this.directory = directory;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication)) {
            throw new IllegalStateException("engine REST is reached by authenticated callers only");
        }
        var caller = authentication.caller();
        var groups = directory.find(caller.id()).map(Directory.Person::groups).orElseThrow();
        identity.setAuthentication(caller.id(), List.copyOf(groups), List.copyOf(caller.operators()));
        try {
            chain.doFilter(request, response);
        } finally {
            identity.clearAuthentication();
        }
    }
}
