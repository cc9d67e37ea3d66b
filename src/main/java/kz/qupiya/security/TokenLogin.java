package kz.qupiya.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.security.CallerAuthentication.Way;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * Makes a caller of a verified token. Roles are named as the engine's groups; an unknown role and an operator that is not ours open
 * nothing.
 *
 * <p>The id of such a caller begins with {@code token:}, so that it is never taken for a user of the engine, whom the rule of two persons
 * might compare it with.
 */
final class TokenLogin implements Converter<Jwt, AbstractAuthenticationToken> {

    static final String PREFIX = "token:";

    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7E]{1,100}");

    private final SecuritySettings.Jwt settings;

    TokenLogin(SecuritySettings.Jwt settings) {
        this.settings = settings;
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        var subject = claim(token.getClaims(), settings.subjectClaim());
        if (!(subject instanceof String name) || !SUBJECT.matcher(name).matches()) {
            throw new InvalidBearerTokenException("the token names no subject that is visible ASCII");
        }
        var roles = EnumSet.noneOf(Role.class);
        texts(claim(token.getClaims(), settings.rolesClaim()))
                .forEach(text -> Role.ofGroup(text).ifPresent(roles::add));
        var operators = texts(claim(token.getClaims(), settings.operatorsClaim()));
        return new CallerAuthentication(new Caller(PREFIX + name, roles, operators), Way.TOKEN);
    }

    /** The claim of this name, or the one at this dotted path. */
    private static @Nullable Object claim(Map<String, Object> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        Object at = claims;
        for (var step : name.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(step);
        }
        return at;
    }

    private static Set<String> texts(@Nullable Object claim) {
        var texts = new LinkedHashSet<String>();
        if (claim instanceof String text) {
            Arrays.stream(text.split(" ")).filter(part -> !part.isBlank()).forEach(texts::add);
        } else if (claim instanceof Collection<?> list) {
            list.forEach(item -> {
                if (item instanceof String text && !text.isBlank()) {
                    texts.add(text);
                }
            });
        }
        return texts;
    }
}
