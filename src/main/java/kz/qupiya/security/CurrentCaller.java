package kz.qupiya.security;

import java.util.Optional;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.NotFoundException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Reads the caller from the security context of the thread. */
@Component
class CurrentCaller implements Callers, Access {

    @Override
    public Caller current() {
        return find().orElseThrow(() -> new IllegalStateException("no caller: not in an authenticated request"));
    }

    @Override
    public Optional<Caller> find() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication
                ? Optional.of(authentication.caller())
                : Optional.empty();
    }

    @Override
    public void require(String operatorKey, Role... anyOf) {
        var caller = current();
        if (!caller.isOf(operatorKey)) {
            throw new NotFoundException("security.operator.unknown");
        }
        if (anyOf.length > 0) {
            require(caller, anyOf);
        }
    }

    @Override
    public void requireRole(Role... anyOf) {
        require(current(), anyOf);
    }

    @Override
    public boolean may(String operatorKey, Role... anyOf) {
        return find().filter(caller -> caller.isOf(operatorKey))
                .filter(caller -> anyOf.length == 0 || caller.hasAny(anyOf))
                .isPresent();
    }

    private static void require(Caller caller, Role... anyOf) {
        if (!caller.hasAny(anyOf)) {
            throw new ForbiddenException("security.role.wrong");
        }
    }
}
