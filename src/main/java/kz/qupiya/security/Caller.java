package kz.qupiya.security;

import java.util.Arrays;
import java.util.Set;

/**
 * Who is calling. Immutable, and never a data subject.
 *
 * @param id the engine's user id, or the subject of the token; ASCII, fit for a timeline
 * @param roles what the caller may do
 * @param operators keys of the operators for which the caller may do it, that is the engine's tenants
 */
public record Caller(String id, Set<Role> roles, Set<String> operators) {

    public Caller {
        roles = Set.copyOf(roles);
        operators = Set.copyOf(operators);
    }

    /** Whether the caller has at least one of these roles. */
    public boolean hasAny(Role... anyOf) {
        return Arrays.stream(anyOf).anyMatch(roles::contains);
    }

    /** Whether the caller may act for this operator at all, whatever the role. */
    public boolean isOf(String operatorKey) {
        return operators.contains(operatorKey);
    }
}
