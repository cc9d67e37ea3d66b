package kz.qupiya.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes the engine hash passwords by BCrypt; its own way is one round of SHA-512. Passwords hashed the engine's way before stay good
 * until they are changed.
 *
 * <p>{@link LoginGuard} slows down guesses, so the engine's own delay after a wrong password is off: it would answer the right password
 * with a refusal for the next seconds. Its lock at the tenth failure stays.
 */
@Component
class PasswordHashing extends AbstractProcessEnginePlugin {

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setPasswordEncryptor(new BCrypt());
        engine.setLoginDelayBase(0);
    }

    /**
     * BCrypt reads 72 bytes at most and the engine puts its salt after the password, so a long password would lose the salt or be refused.
     * What is hashed is therefore a digest of both: 64 characters.
     */
    static final class BCrypt implements PasswordEncryptor {

        private static final int COST = 10;

        private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(COST);

        @Override
        public String encrypt(String password) {
            return encoder.encode(digest(password));
        }

        @Override
        public boolean check(String password, String encrypted) {
            return encoder.matches(digest(password), encrypted);
        }

        @Override
        public String hashAlgorithmName() {
            return "BCRYPT";
        }

        private static String digest(String password) {
            try {
                var digest = MessageDigest.getInstance("SHA-384").digest(password.getBytes(StandardCharsets.UTF_8));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-384", e);
            }
        }
    }
}
