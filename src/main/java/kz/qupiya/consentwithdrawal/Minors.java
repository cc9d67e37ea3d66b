package kz.qupiya.consentwithdrawal;

import java.time.LocalDate;
import java.util.Collection;
import kz.qupiya.subject.Identifier;

/** Whether a person is under age, as far as an IIN tells: its first digits are the day of birth. */
final class Minors {

    /** Law of the Republic of Kazakhstan: majority at eighteen (Civil Code art. 17). */
    private static final int MAJORITY = 18;

    private Minors() {}

    static boolean isAmong(Collection<Identifier> identifiers, LocalDate day) {
        return identifiers.stream()
                .flatMap(identifier -> identifier.bornOn().stream())
                .anyMatch(born -> born.plusYears(MAJORITY).isAfter(day));
    }
}
