package kz.qupiya.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The people who work here: members of staff, not API clients, and never a data subject. */
@Component
public class StaffDirectory {

    private final IdentityService identity;
    private final Directory directory;
    private final EngineAccess access;

    StaffDirectory(@Lazy IdentityService identity, Directory directory, EngineAccess access) {
        this.identity = identity;
        this.directory = directory;
        this.access = access;
    }

    /**
     * A member of staff.
     *
     * @param id        the engine's user id
     * @param name      first and last name; the id where there is none
     * @param roles     what the person may do
     * @param operators keys of the operators for which the person works
     */
    public record Member(String id, String name, Set<Role> roles, Set<String> operators) {

        /** Whether the person may do a task of these groups for this operator. */
        public boolean mayDo(Collection<String> groups, String operator) {
            return operators.contains(operator)
                    && roles.stream().map(Role::groupId).anyMatch(groups::contains);
        }
    }

    /** The member of an id; nothing for an unknown user, and for an API client. */
    public Optional<Member> find(String userId) {
        return access.asSystem(
                () -> member(identity.createUserQuery().userId(userId).singleResult()));
    }

    /**
     * How these users are called, by their ids: what people read, where the record keeps ids.
     *
     * @return first and last name, or the id of a user without one; nothing for a user who is no more
     */
    public Map<String, String> names(Collection<String> userIds) {
        if (userIds.isEmpty()) {
            return Map.of();
        }
        var ids = userIds.stream().distinct().toArray(String[]::new);
        return access.asSystem(() -> identity.createUserQuery().userIdIn(ids).list().stream()
                .collect(Collectors.toMap(User::getId, StaffDirectory::name)));
    }

    /** Everybody who works for at least one of these operators, by name. */
    public List<Member> of(Set<String> operators) {
        return access.asSystem(() -> {
            var people = new TreeMap<String, User>();
            Arrays.stream(Role.values())
                    .filter(role -> role != Role.CLIENT)
                    .forEach(role -> identity.createUserQuery().memberOfGroup(role.groupId()).list().stream()
                            .forEach(user -> people.put(user.getId(), user)));
            return people.values().stream()
                    .flatMap(user -> member(user).stream())
                    .filter(member -> member.operators().stream().anyMatch(operators::contains))
                    .sorted(Comparator.comparing(Member::name).thenComparing(Member::id))
                    .toList();
        });
    }

    private Optional<Member> member(@Nullable User user) {
        return user == null
                ? Optional.empty()
                : directory
                        .find(user.getId())
                        .map(Directory.Person::caller)
                        .filter(caller -> caller.roles().stream().anyMatch(role -> role != Role.CLIENT))
                        .map(caller -> new Member(user.getId(), name(user), caller.roles(), caller.operators()));
    }

    private static String name(User user) {
        var name = ((user.getFirstName() == null ? "" : user.getFirstName()) + " "
                        + (user.getLastName() == null ? "" : user.getLastName()))
                .strip();
        return name.isEmpty() ? user.getId() : name;
    }
}
