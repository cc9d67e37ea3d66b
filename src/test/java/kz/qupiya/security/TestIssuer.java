package kz.qupiya.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** An issuer of tokens for tests: signs with a key of its own, verified by the same rules as a configured one. */
@Configuration(proxyBeanMethods = false)
@Profile("test")
class TestIssuer {

    static final String ISSUER = "https://issuer.example.kz";
    private static final KeyPair KEYS = keys();

    @Bean
    JwtDecoder testTokens() {
        var decoder =
                NimbusJwtDecoder.withPublicKey((RSAPublicKey) KEYS.getPublic()).build();
        decoder.setJwtValidator(
                TokenSettings.validator(new SecuritySettings.Jwt(ISSUER, null, "qupiya", "sub", "operators", "roles")));
        return decoder;
    }

    static String token(String subject, List<String> operators, List<String> roles, String audience, Instant expires) {
        return sign(KEYS, subject, operators, roles, audience, expires);
    }

    /** A token that somebody else signed. */
    static String forged(String subject, List<String> operators, List<String> roles) {
        return sign(keys(), subject, operators, roles, "qupiya", Instant.now().plusSeconds(60));
    }

    private static String sign(
            KeyPair keys,
            String subject,
            List<String> operators,
            List<String> roles,
            String audience,
            Instant expires) {
        try {
            var token = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.RS256),
                    new JWTClaimsSet.Builder()
                            .issuer(ISSUER)
                            .audience(audience)
                            .subject(subject)
                            .claim("operators", operators)
                            .claim("roles", roles)
                            .expirationTime(Date.from(expires))
                            .build());
            token.sign(new RSASSASigner(keys.getPrivate()));
            return token.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
