package kz.qupiya.consent;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.Purpose;

/** Purposes as the bits in which the register stores them. A bit, once given, never means anything else. */
final class PurposeBits {

    private PurposeBits() {}

    static int bit(Purpose purpose) {
        return 1
                << switch (purpose) {
                    case SERVICE -> 0;
                    case BILLING -> 1;
                    case SUPPORT -> 2;
                    case NOTICES -> 3;
                    case ADVERTISING -> 4;
                    case STATISTICS -> 5;
                    case THIRD_PARTY_TRANSFER -> 6;
                    case CHANGE -> 7;
                    case DESTRUCTION -> 8;
                    case STORAGE -> 9;
                    case CASE_CORRESPONDENCE -> 10;
                    case COOKIES -> 11;
                };
    }

    static int of(Collection<Purpose> purposes) {
        return purposes.stream().mapToInt(PurposeBits::bit).reduce(0, (one, other) -> one | other);
    }

    static Set<Purpose> purposes(int bits) {
        var purposes = EnumSet.noneOf(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            if ((bits & bit(purpose)) != 0) {
                purposes.add(purpose);
            }
        }
        return purposes;
    }

    /** Their names in JSON, in the order of {@link Purpose}. */
    static List<String> codes(int bits) {
        return purposes(bits).stream().map(Purpose::code).toList();
    }
}
