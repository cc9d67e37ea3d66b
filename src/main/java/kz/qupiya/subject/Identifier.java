package kz.qupiya.subject;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One identifier of a person in its normal form. Made by {@link Identifiers}; compare and hash nothing else.
 *
 * @param kind what it is
 * @param value the normal form, personal data: IIN as 12 digits, telephone as E.164, e-mail in lower case with an ASCII domain, login and
 *     contract trimmed, in the letters they were written in
 */
public record Identifier(IdentifierKind kind, String value) {

    public Identifier {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an identifier has a value");
        }
    }

    /**
     * Whether this is an IIN of the kind that older registers gave out against the rules: no century, or a birth date that no calendar
     * has. It is a valid identifier, and staff should look twice.
     */
    public boolean legacy() {
        return kind == IdentifierKind.IIN && Iin.legacy(value);
    }

    /** The day of birth that an IIN tells; nothing for another kind, or an IIN that tells none. */
    public Optional<LocalDate> bornOn() {
        return kind == IdentifierKind.IIN ? Iin.bornOn(value) : Optional.empty();
    }

    /** The kind only: an identifier must not get into a log by way of a message. */
    @Override
    public String toString() {
        return kind.json() + ":***";
    }
}
