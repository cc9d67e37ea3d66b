package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

@DisplayName("A verified token")
class TokenLoginTest {

    private final SecuritySettings.Jwt settings =
            new SecuritySettings.Jwt("https://issuer.example.kz", null, "qupiya", "sub", "operators", "realm.roles");
    private final TokenLogin login = new TokenLogin(settings);

    @Test
    @DisplayName("names a caller that is never a user of the engine, with roles and operators of its claims")
    void caller() {
        var made = (CallerAuthentication) login.convert(token(Map.of(
                "sub", "officer",
                "operators", "twelve zvonobot",
                "realm", Map.of("roles", List.of("api-client", "unknown", 7)))));
        assertThat(made.caller().id()).isEqualTo("token:officer");
        assertThat(made.caller().roles()).containsExactly(Role.CLIENT);
        assertThat(made.caller().operators()).containsExactlyInAnyOrder("twelve", "zvonobot");
    }

    @Test
    @DisplayName("without roles and operators opens nothing")
    void empty() {
        var made = (CallerAuthentication) login.convert(token(Map.of("sub", "x")));
        assertThat(made.caller().roles()).isEmpty();
        assertThat(made.caller().operators()).isEmpty();
        assertThat(made.getAuthorities()).isEmpty();
    }

    @Test
    @DisplayName("with a subject that could not stand in a timeline is refused")
    void subjects() {
        for (var subject : new String[] {"Айгүл", "a b", "x".repeat(101)}) {
            assertThatThrownBy(() -> login.convert(token(Map.of("sub", subject))))
                    .isInstanceOf(InvalidBearerTokenException.class);
        }
    }

    @Test
    @DisplayName("is good for us only with our audience, its issuer and an end")
    void validated() {
        var validator = TokenSettings.validator(settings);
        var good = Map.<String, Object>of(
                "iss", "https://issuer.example.kz", "aud", List.of("qupiya", "other"), "sub", "x");
        assertThat(validator.validate(token(good)).getErrors()).isEmpty();
        assertThat(validator
                        .validate(
                                token(Map.of("iss", "https://issuer.example.kz", "aud", List.of("other"), "sub", "x")))
                        .getErrors())
                .isNotEmpty();
        assertThat(validator
                        .validate(token(Map.of("iss", "https://evil.example", "aud", List.of("qupiya"), "sub", "x")))
                        .getErrors())
                .extracting(OAuth2Error::getErrorCode)
                .isNotEmpty();
        var endless = Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .claims(claims -> claims.putAll(good))
                .build();
        assertThat(validator.validate(endless).getErrors()).isNotEmpty();
    }

    @Test
    @DisplayName("of an issuer without a configured audience is not accepted: it might be meant for another system")
    void audience() {
        assertThatThrownBy(() -> TokenSettings.validator(
                        new SecuritySettings.Jwt("https://i.example", null, null, "sub", "operators", "roles")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Jwt token(Map<String, Object> claims) {
        return Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .claims(all -> all.putAll(claims))
                .expiresAt(Instant.now().plusSeconds(60))
                .build();
    }
}
