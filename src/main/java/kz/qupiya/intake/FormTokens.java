package kz.qupiya.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signed tokens of forms: a request is taken only from a page that we gave out, within some hours, once. Nothing of it lies in a cookie or on the server before. */
@Component
class FormTokens {

    private static final String PURPOSE = "intake-form-token";
    private final Codes codes;
    private final FormSettings settings;
    private final Clock clock;

    FormTokens(Codes codes, FormSettings settings, Clock clock) {
        this.codes = codes;
        this.settings = settings;
        this.clock = clock;
    }

    /** A token for a form of that operator. */
    String issue(OperatorKey operator) {
        var head = clock.instant().getEpochSecond() + "." + UUID.randomUUID();
        return head + "." + signature(operator, head);
    }

    /** The part of a token by which it is used once; nothing if it is none of ours, of another operator or too old. */
    Optional<UUID> check(OperatorKey operator, @Nullable String token) {
        var parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        var expected = signature(operator, parts[0] + "." + parts[1]);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), parts[2].getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        var issued = Instant.ofEpochSecond(Long.parseLong(parts[0]));
        return issued.plus(settings.open()).isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(UUID.fromString(parts[1]));
    }

    private String signature(OperatorKey operator, String head) {
        return HexFormat.of().formatHex(codes.hash(PURPOSE, operator.value() + "|" + head));
    }
}
