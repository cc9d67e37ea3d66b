/**
 * Who may do what: users, roles, operators as tenants, API clients, the security chains of everything that listens on HTTP, and the
 * {@link kz.qupiya.security.Idempotency} of calls that open a case.
 *
 * <p>Other modules ask {@link kz.qupiya.security.Callers} who is calling and {@link kz.qupiya.security.Access} whether they may.
 */
@NullMarked
@ApplicationModule(displayName = "Security")
package kz.qupiya.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
