package kz.qupiya.datamap;

import java.util.Optional;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;

/** A column that identifies the person a row is about. */
public record IdentifierColumn(IdentifierKind kind, String column, Spelling spelling) {

    private static final int IIN_DIGITS = 12;

    /** The identifier that stands in the column; nothing if what stands there is none. A number has lost its leading zeros. */
    Optional<Identifier> read(String stored) {
        var text = kind == IdentifierKind.IIN
                        && stored.length() < IIN_DIGITS
                        && stored.chars().allMatch(Character::isDigit)
                ? "0".repeat(IIN_DIGITS - stored.length()) + stored
                : stored;
        return Identifiers.find(kind, spelling.read(text.strip()));
    }
}
