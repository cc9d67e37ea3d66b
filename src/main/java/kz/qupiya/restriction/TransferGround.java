package kz.qupiya.restriction;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** On what ground data go to somebody else (Law 94-V art. 9; the operators' policies say which of them they use). */
public enum TransferGround {
    CONSENT,
    CONTRACT,
    LAW,
    /** Protection of rights and lawful interests. */
    PROTECTION,
    /** Reorganisation or sale of the operator's business. */
    SUCCESSION;

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ground of a JSON name, or nothing. */
    public static Optional<TransferGround> find(String json) {
        for (TransferGround ground : values()) {
            if (ground.json().equals(json)) {
                return Optional.of(ground);
            }
        }
        return Optional.empty();
    }
}
