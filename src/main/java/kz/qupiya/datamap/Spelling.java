package kz.qupiya.datamap;

import java.util.Collection;
import java.util.Locale;

/** How an identifier stands in a column. */
public enum Spelling {
    /** The normal form. */
    EXACT,
    /** Compared without regard to case. */
    LOWER,
    /** A telephone as {@code +77010000001}. */
    PLUS,
    /** A telephone as {@code 77010000001}. */
    DIGITS,
    /** A telephone as {@code 87010000001}. */
    EIGHT,
    /** A telephone as {@code 7010000001}. */
    TEN,
    /** A telephone in any spelling, compared by its last ten digits. */
    ANY;

    private static final int TEN_DIGITS = 10;

    /** Whether the spelling is one of telephones. */
    boolean ofPhone() {
        return this != EXACT && this != LOWER;
    }

    /** The normal forms as they would stand in the column. */
    String[] write(Collection<String> normal) {
        return normal.stream().map(this::write).toArray(String[]::new);
    }

    private String write(String normal) {
        return switch (this) {
            case EXACT, PLUS -> normal;
            case LOWER -> normal.toLowerCase(Locale.ROOT);
            case DIGITS -> normal.startsWith("+") ? normal.substring(1) : normal;
            case EIGHT -> normal.startsWith("+7") ? "8" + normal.substring(2) : normal;
            case TEN -> normal.startsWith("+7") ? normal.substring(2) : normal;
            case ANY -> {
                var digits = normal.replaceAll("\\D", "");
                yield digits.length() > TEN_DIGITS ? digits.substring(digits.length() - TEN_DIGITS) : digits;
            }
        };
    }

    /** What stands in the column, written so that the normal form can be made of it. */
    String read(String stored) {
        return this == DIGITS && !stored.startsWith("+") ? "+" + stored : stored;
    }
}
