package kz.qupiya.security;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** Makes the demonstration users of the embedded mode and gives them their password anew at each start. Their names are made up. */
@Component
@ConditionalOnProperty(name = "qupiya.embedded", havingValue = "true")
class DemoStaff implements FirstUsers, DemoUsers {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 14;

    /**
     * The password of all demonstration users ({@code QUPIYA_DEMO_PASSWORD}).
     *
     * @param password any; a random one without it
     */
    @ConfigurationProperties("qupiya.demo")
    record Settings(@Nullable String password) {}

    private record Demo(String id, Role role, String firstName, String lastName, @Nullable String onlyOperator) {

        Demo(String id, Role role, String firstName, String lastName) {
            this(id, role, firstName, lastName, null);
        }
    }

    private static final List<Demo> USERS = List.of(
            new Demo("admin", Role.ADMIN, "Асхат", "Администраторов"),
            new Demo("clerk", Role.CLERK, "Динара", "Приёмова"),
            new Demo("clerk2", Role.CLERK, "Ерлан", "Канцеляров"),
            new Demo("officer", Role.OFFICER, "Гүлнар", "Хранителева"),
            new Demo("officer2", Role.OFFICER, "Нұрлан", "Защитников"),
            new Demo("lawyer", Role.LAWYER, "Сәуле", "Правоведова"),
            new Demo("security", Role.SECURITY, "Тимур", "Безопаснов"),
            new Demo("custodian", Role.CUSTODIAN, "Мадина", "Системная"),
            new Demo("manager", Role.MANAGER, "Бауыржан", "Руководителев"),
            new Demo("integration", Role.CLIENT, "Система", "Интеграционная"),
            new Demo("integration2", Role.CLIENT, "Система", "Интеграционная вторая", "twelve"));

    private final IdentityService identity;
    private final UserRegister register;
    private final ObjectProvider<OperatorDirectory> operators;
    private final String password;

    DemoStaff(
            IdentityService identity,
            UserRegister register,
            Settings settings,
            ObjectProvider<OperatorDirectory> operators) {
        this.identity = identity;
        this.register = register;
        this.operators = operators;
        this.password = settings.password() == null || settings.password().isBlank() ? random() : settings.password();
    }

    @Override
    public List<String> ids() {
        return USERS.stream().map(Demo::id).toList();
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public void create() {
        var keys = operators
                .orderedStream()
                .flatMap(directory -> directory.names().keySet().stream())
                .toList();
        USERS.forEach(demo -> create(demo, keys));
    }

    private void create(Demo demo, Collection<String> keys) {
        // Asked first: the engine counts a wrong password on the user's row.
        var knows = identity.checkPassword(demo.id(), password);
        var user = identity.createUserQuery().userId(demo.id()).singleResult();
        if (user == null) {
            user = identity.newUser(demo.id());
        }
        user.setFirstName(demo.firstName());
        user.setLastName(demo.lastName());
        user.setEmail(demo.id() + "@example.kz");
        if (!knows) {
            user.setPassword(password);
        }
        save(user);
        identity.unlockUser(demo.id());
        register.join(demo.id(), demo.role());
        var only = demo.onlyOperator();
        register.joinOperators(demo.id(), only == null ? keys : keys.contains(only) ? Set.of(only) : Set.of());
    }

    /** Whoever sets a demonstration password may set a simple one: there is nothing real to protect, and all is bound to 127.0.0.1. */
    private void save(User user) {
        ((IdentityServiceImpl) identity).saveUser(user, true);
    }

    private static String random() {
        var random = new SecureRandom();
        var made = new StringBuilder();
        random.ints(LENGTH, 0, LETTERS.length()).forEach(i -> made.append(LETTERS.charAt(i)));
        return made.toString();
    }
}
