package kz.qupiya.security;

import java.util.Collection;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;

/** Makes a user a member of a group or a tenant, if it is none yet. */
@Component
class UserRegister {

    private final IdentityService identity;

    UserRegister(IdentityService identity) {
        this.identity = identity;
    }

    void join(String userId, Role role) {
        if (identity.createGroupQuery()
                        .groupId(role.groupId())
                        .groupMember(userId)
                        .count()
                == 0) {
            identity.createMembership(userId, role.groupId());
        }
    }

    void joinOperators(String userId, Collection<String> keys) {
        for (var key : keys) {
            if (identity.createTenantQuery().tenantId(key).userMember(userId).count() == 0) {
                identity.createTenantUserMembership(key, userId);
            }
        }
    }
}
