package kz.qupiya.breachnotification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of the data (Law 94-V art. 1(15-1)). The code stands as the ground of the case. */
public enum BreachKind {
    /** They are lost. */
    LOSS,
    /** They were given to, or spread among, people who had no right to them. */
    DISCLOSURE,
    /** They were changed unlawfully. */
    ALTERATION,
    /** They were destroyed unlawfully. */
    DESTRUCTION,
    /** Somebody without a right to it had access. */
    UNAUTHORISED_ACCESS;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON, never renamed. */
    public String code() {
        return code;
    }

    /** The kind of a name as in JSON. */
    public static Optional<BreachKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
