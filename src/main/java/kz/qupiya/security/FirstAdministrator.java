package kz.qupiya.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Makes the first administrator from the settings, as long as there is none. The engine's own set-up page, on which anybody could do
 * so, is closed for good.
 */
@Component
@ConditionalOnProperty(name = "qupiya.embedded", havingValue = "false", matchIfMissing = true)
class FirstAdministrator implements FirstUsers {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    /**
     * The first administrator; used only while there is none.
     *
     * @param id user id, ASCII
     * @param password the password, or null to read it from the file
     * @param passwordFile file whose first line is the password, as secrets are mounted
     */
    @ConfigurationProperties("qupiya.admin")
    record Settings(@Nullable String id, @Nullable String password, @Nullable Path passwordFile) {}

    private final IdentityService identity;
    private final UserRegister register;
    private final Settings settings;

    FirstAdministrator(IdentityService identity, UserRegister register, Settings settings) {
        this.identity = identity;
        this.register = register;
        this.settings = settings;
    }

    @Override
    public void create() {
        if (identity.createUserQuery().memberOfGroup(Role.ADMIN.groupId()).count() > 0) {
            return;
        }
        var id = settings.id();
        var password = password();
        if (id == null || id.isBlank() || password == null || password.isBlank()) {
            throw new IllegalStateException("There is no administrator: set qupiya.admin.id (QUPIYA_ADMIN_ID) and"
                    + " qupiya.admin.password (QUPIYA_ADMIN_PASSWORD) or qupiya.admin.password-file");
        }
        if (identity.createUserQuery().userId(id).count() == 0) {
            var user = identity.newUser(id);
            user.setFirstName("Администратор");
            user.setLastName(id.toUpperCase(Locale.ROOT));
            if (!identity.checkPasswordAgainstPolicy(password, user).isValid()) {
                // The engine's own refusal would not say which setting is meant.
                throw new IllegalStateException(
                        "qupiya.admin.password (QUPIYA_ADMIN_PASSWORD) or qupiya.admin.password-file"
                                + " is too easily guessed: at least 10 characters, with an upper and a lower case letter, a digit"
                                + " and another character, and without the id");
            }
            user.setPassword(password);
            identity.saveUser(user);
        }
        register.join(id, Role.ADMIN);
        log.info("Made the first administrator, {}", id);
    }

    private @Nullable String password() {
        var file = settings.passwordFile();
        if (file == null) {
            return settings.password();
        }
        try {
            return Files.readString(file).lines().findFirst().orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("qupiya.admin.password-file cannot be read: " + file, e);
        }
    }
}
