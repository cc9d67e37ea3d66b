package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("BCrypt as the engine's password hash")
class PasswordHashingTest {

    private final PasswordHashing.BCrypt hash = new PasswordHashing.BCrypt();

    @Test
    @DisplayName("tells apart passwords that differ after the 72nd byte, where the engine's salt stands")
    void longPasswords() {
        var longOne = "x".repeat(80);
        var stored = hash.encrypt(longOne + "salt-1");
        assertThat(hash.check(longOne + "salt-1", stored)).isTrue();
        assertThat(hash.check(longOne + "salt-2", stored)).isFalse();
    }

    @Test
    @DisplayName("gives the same password another hash each time")
    void salted() {
        assertThat(hash.encrypt("пароль")).isNotEqualTo(hash.encrypt("пароль")).startsWith("$2");
    }
}
