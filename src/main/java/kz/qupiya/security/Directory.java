package kz.qupiya.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The engine's users as callers. What it knows of a user is at most 60 seconds old, and at most one second after a password, a
 * membership or a user was changed, on any node: triggers on the engine's tables move a version that is asked for once a second.
 */
@Component
class Directory {

    private static final long KEPT = TimeUnit.SECONDS.toNanos(60);
    private static final long ASKED = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST = 10_000;

    /**
     * A user as the engine has it.
     *
     * @param credential changes when the password does; says nothing about it
     */
    record Person(Caller caller, Set<String> groups, String credential) {}

    private record Known(Person person, long since) {}

    private final IdentityService identity;
    private final EngineAccess access;
    private final JdbcClient jdbc;
    private final SecretKeySpec key = Secret.random();
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(-1);
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - ASKED);

    Directory(IdentityService identity, EngineAccess access, JdbcClient jdbc) {
        this.identity = identity;
        this.access = access;
        this.jdbc = jdbc;
    }

    /** The user, or nothing when there is none of this id (any more). */
    Optional<Person> find(String userId) {
        forgetWhatChanged();
        var now = System.nanoTime();
        var hit = known.get(userId);
        if (hit != null && now - hit.since() < KEPT) {
            return Optional.of(hit.person());
        }
        var before = version.get();
        var loaded = load(userId);
        if (loaded == null) {
            known.remove(userId);
            return Optional.empty();
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        if (version.get() == before) {
            known.put(userId, new Known(loaded, now));
        }
        return Optional.of(loaded);
    }

    /** The user as the engine has it now, past what is remembered. */
    Optional<Person> fresh(String userId) {
        known.remove(userId);
        return Optional.ofNullable(load(userId));
    }

    private void forgetWhatChanged() {
        var now = System.nanoTime();
        var last = asked.get();
        if (now - last < ASKED || !asked.compareAndSet(last, now)) {
            return;
        }
        long current = jdbc.sql("select version from qupiya.identity_version")
                .query(Long.class)
                .single();
        if (version.getAndSet(current) != current) {
            known.clear();
        }
    }

    private @Nullable Person load(String userId) {
        return access.asSystem(() -> {
            var user = identity.createUserQuery().userId(userId).singleResult();
            if (user == null) {
                return null;
            }
            var groups = identity.createGroupQuery().groupMember(user.getId()).list().stream()
                    .map(Group::getId)
                    .collect(Collectors.toUnmodifiableSet());
            var operators =
                    identity.createTenantQuery().userMember(user.getId()).includingGroupsOfUser(true).list().stream()
                            .map(Tenant::getId)
                            .collect(Collectors.toUnmodifiableSet());
            var roles = EnumSet.noneOf(Role.class);
            groups.forEach(group -> Role.ofGroup(group).ifPresent(roles::add));
            return new Person(new Caller(user.getId(), roles, operators), groups, credential(user.getId()));
        });
    }

    private String credential(String userId) {
        var stored = jdbc.sql(
                        "select coalesce(pwd_, '') || ':' || coalesce(salt_, '') from act_id_user where id_ = :id")
                .param("id", userId)
                .query(String.class)
                .optional()
                .orElse("");
        return Base64.getEncoder()
                .encodeToString(Secret.hash(key, "credential", stored.getBytes(StandardCharsets.UTF_8)));
    }
}
