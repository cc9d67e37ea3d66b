package kz.qupiya.subject;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** The rules of the individual identification number (Government decree 565 of 11.06.2003 and what the register really gave out). */
final class Iin {

    static final int LENGTH = 12;
    private static final int[] FIRST_WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    private static final int[] SECOND_WEIGHTS = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};
    private static final int NO_DIGIT = 10;

    private Iin() {}

    /** A business number: where a person's number has the tens of a day of birth (0 to 3), this one has the kind of legal person. */
    static boolean isBin(String digits) {
        var fifth = digits.charAt(4);
        return fifth >= '4' && fifth <= '6';
    }

    /** Whether the twelfth digit follows from the eleven before it; numbers that get no digit in two passes were never given out. */
    static boolean checkDigitHolds(String digits) {
        var expected = remainder(digits, FIRST_WEIGHTS);
        if (expected == NO_DIGIT) {
            expected = remainder(digits, SECOND_WEIGHTS);
        }
        return expected != NO_DIGIT && expected == digit(digits, 11);
    }

    /** 1 to 6 are men and women of three centuries, 0 was given to some foreigners; nobody has another. */
    static boolean centuryExists(String digits) {
        return digit(digits, 6) <= 6;
    }

    /** Twelve zeros satisfy the check digit and stand in many a client base for "not known". */
    static boolean isPlaceholder(String digits) {
        return digits.chars().allMatch(c -> c == '0');
    }

    static boolean legacy(String digits) {
        return bornOn(digits).isEmpty();
    }

    /** The day of birth; nothing where the number has no century, or a day that no calendar has. */
    static Optional<LocalDate> bornOn(String digits) {
        var century = digit(digits, 6);
        if (century == 0) {
            return Optional.empty();
        }
        var year = 1800 + (century - 1) / 2 * 100 + digit(digits, 0) * 10 + digit(digits, 1);
        try {
            return Optional.of(LocalDate.of(
                    year, digit(digits, 2) * 10 + digit(digits, 3), digit(digits, 4) * 10 + digit(digits, 5)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int remainder(String digits, int[] weights) {
        var sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(digits, i) * weights[i];
        }
        return sum % 11;
    }

    private static int digit(String digits, int index) {
        return digits.charAt(index) - '0';
    }
}
