package kz.qupiya.security;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The demonstration users for tests, and users of a test's own. */
@Component
@Profile("test")
public class Staff {

    static final String OPERATOR = "zvonobot";
    static final String FOREIGN = "twelve";

    private final IdentityService identity;
    private final UserRegister register;
    private final ObjectProvider<DemoUsers> demo;

    Staff(IdentityService identity, UserRegister register, ObjectProvider<DemoUsers> demo) {
        this.identity = identity;
        this.register = register;
        this.demo = demo;
    }

    String password() {
        return demo.getObject().password();
    }

    List<String> ids() {
        return demo.getObject().ids();
    }

    /** A user of its own, so that a test may spoil it. */
    public void make(String id, String password, Role role, String... operators) {
        var user = identity.newUser(id);
        user.setFirstName("Тест");
        user.setLastName("Тестов");
        user.setPassword(password);
        identity.saveUser(user);
        register.join(id, role);
        for (var operator : operators) {
            tenant(operator);
        }
        register.joinOperators(id, List.of(operators));
    }

    /** Makes the tenant of an operator whose profile has not started; else it is there. */
    void tenant(String operator) {
        if (identity.createTenantQuery().tenantId(operator).count() == 0) {
            var tenant = identity.newTenant(operator);
            tenant.setName(operator);
            identity.saveTenant(tenant);
        }
    }

    public void delete(String id) {
        identity.deleteUser(id);
    }
}
