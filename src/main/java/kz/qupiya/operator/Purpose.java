package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What personal data are used for: the purposes of every profile, in JSON in kebab case. */
public enum Purpose {
    SERVICE,
    BILLING,
    SUPPORT,
    NOTICES,
    ADVERTISING,
    STATISTICS,
    /** Needs a {@link TransferGround} and a recipient too. */
    THIRD_PARTY_TRANSFER,
    CHANGE,
    DESTRUCTION,
    STORAGE,
    CASE_CORRESPONDENCE,
    /** Files that the operator puts on the person's device; KAO Solutions policy 9.5. */
    COOKIES;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The purpose of a name as in JSON. */
    public static Optional<Purpose> of(String code) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.code.equals(code))
                .findFirst();
    }
}
