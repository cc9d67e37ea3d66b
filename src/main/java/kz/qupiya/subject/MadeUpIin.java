package kz.qupiya.subject;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Makes individual identification numbers of people who do not exist: the date and the check digit are right, the serial is 9000 or above,
 * where the register has not come on any day.
 */
public final class MadeUpIin {

    /** The lowest serial of a made-up number. */
    public static final int FIRST_SERIAL = 9000;
    /** The highest serial. */
    public static final int LAST_SERIAL = 9999;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");
    private static final int[] FIRST_WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    private static final int[] SECOND_WEIGHTS = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};

    private MadeUpIin() {}

    /**
     * The number of a person born on that day, or null where the rule gives no check digit to that serial: such numbers are never issued.
     *
     * @throws IllegalArgumentException for a serial below 9000
     */
    public static @Nullable String of(LocalDate birthDate, boolean female, int serial) {
        if (serial < FIRST_SERIAL || serial > LAST_SERIAL) {
            throw new IllegalArgumentException("serial " + serial);
        }
        int century = (birthDate.getYear() < 2000 ? 3 : 5) + (female ? 1 : 0);
        String body = DATE.format(birthDate) + century + serial;
        int check = checkDigit(body, FIRST_WEIGHTS);
        if (check == 10) {
            check = checkDigit(body, SECOND_WEIGHTS);
        }
        return check == 10 ? null : body + check;
    }

    private static int checkDigit(String body, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (body.charAt(i) - '0') * weights[i];
        }
        return sum % 11;
    }
}
