package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives whoever opens Tasklist the lists of the own operators, and takes away those of operators that are not the person's any more. The
 * engine knows rights of users and groups but none of tenants, and an administrator adds people to operators at any time.
 */
@Component
class OperatorLists {

    private static final Pattern ASKED =
            Pattern.compile(WebappRules.ROOT + "/api/engine/engine/[^/]+/filter(/count)?/?");
    private static final long KEPT = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST = 10_000;
    private static final long LOCK = 0x7175_7069_7962L;

    /** What this node has seen to lately; the engine's tables hold what counts. */
    private record Offered(Set<String> operators, long since) {}

    private final FilterService filters;
    private final AuthorizationService authorizations;
    private final EngineAccess access;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ConcurrentHashMap<String, Offered> offered = new ConcurrentHashMap<>();

    OperatorLists(
            FilterService filters,
            AuthorizationService authorizations,
            EngineAccess access,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.filters = filters;
        this.authorizations = authorizations;
        this.access = access;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Sees to it before Tasklist reads which lists there are. */
    OncePerRequestFilter beforeLists() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if ("GET".equals(request.getMethod())
                        && ASKED.matcher(request.getRequestURI()).matches()
                        && SecurityContextHolder.getContext().getAuthentication()
                                instanceof CallerAuthentication caller) {
                    offer(caller.caller());
                }
                chain.doFilter(request, response);
            }
        };
    }

    private void offer(Caller caller) {
        var last = offered.get(caller.id());
        if (last != null && last.operators().equals(caller.operators()) && System.nanoTime() - last.since() < KEPT) {
            return;
        }
        access.asSystem(() -> transaction.executeWithoutResult(status -> settle(caller)));
        if (offered.size() >= MOST) {
            offered.clear();
        }
        offered.put(caller.id(), new Offered(caller.operators(), System.nanoTime()));
    }

    private void settle(Caller caller) {
        // two windows of one person open at once
        jdbc.sql("select pg_advisory_xact_lock(:lock + hashtext(:user))")
                .param("lock", LOCK)
                .param("user", caller.id())
                .query((row, n) -> true)
                .list();
        var rights = new HashMap<String, Authorization>();
        authorizations
                .createAuthorizationQuery()
                .userIdIn(caller.id())
                .resourceType(Resources.FILTER)
                .list()
                .forEach(right -> rights.put(right.getResourceId(), right));
        lists().forEach((filter, operator) -> {
            var right = rights.get(filter);
            if (right == null && caller.isOf(operator)) {
                var added = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
                added.setUserId(caller.id());
                added.setResource(Resources.FILTER);
                added.setResourceId(filter);
                added.addPermission(Permissions.READ);
                authorizations.saveAuthorization(added);
            } else if (right != null && !caller.isOf(operator)) {
                authorizations.deleteAuthorization(right.getId());
            }
        });
    }

    /** Operators of the lists that are one operator's, by the filter's id. */
    private Map<String, String> lists() {
        var lists = new HashMap<String, String>();
        filters.createTaskFilterQuery().list().forEach(filter -> {
            var properties = filter.getProperties();
            var operator = properties == null ? null : StaffFilters.operator(properties.get(StaffFilters.CODE));
            if (operator != null) {
                lists.put(filter.getId(), operator);
            }
        });
        return lists;
    }
}
