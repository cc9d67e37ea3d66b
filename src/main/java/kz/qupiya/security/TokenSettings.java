package kz.qupiya.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Verifies tokens where an issuer is configured. Its keys are fetched with the first token, so that we start without it. */
@Configuration(proxyBeanMethods = false)
@Conditional(TokenSettings.IssuerIsConfigured.class)
class TokenSettings {

    @Bean
    JwtDecoder jwtDecoder(SecuritySettings settings) {
        var jwt = settings.jwt();
        var validator = validator(jwt);
        return new SupplierJwtDecoder(() -> {
            var decoder = jwt.jwkSetUri() == null
                    ? NimbusJwtDecoder.withIssuerLocation(String.valueOf(jwt.issuer()))
                            .build()
                    : NimbusJwtDecoder.withJwkSetUri(jwt.jwkSetUri()).build();
            decoder.setJwtValidator(validator);
            return decoder;
        });
    }

    static OAuth2TokenValidator<Jwt> validator(SecuritySettings.Jwt jwt) {
        var audience = jwt.audience();
        if (audience == null) {
            throw new IllegalArgumentException("qupiya.security.jwt.audience is required with an issuer");
        }
        var validators = new ArrayList<OAuth2TokenValidator<Jwt>>();
        validators.add(new JwtTimestampValidator());
        if (jwt.issuer() != null) {
            validators.add(new JwtIssuerValidator(jwt.issuer()));
        }
        validators.add(new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, audiences -> audiences != null && audiences.contains(audience)));
        // A token that never ends could not be taken back.
        validators.add(new JwtClaimValidator<Object>(JwtClaimNames.EXP, expires -> expires != null));
        return new DelegatingOAuth2TokenValidator<>(validators);
    }

    /** Either setting will do. */
    static final class IssuerIsConfigured extends AnyNestedCondition {

        IssuerIsConfigured() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("qupiya.security.jwt.issuer")
        static final class Issuer {}

        @ConditionalOnProperty("qupiya.security.jwt.jwk-set-uri")
        static final class Keys {}
    }
}
