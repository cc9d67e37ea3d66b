package kz.qupiya.affected;

import java.util.UUID;

/**
 * What a load has put into a list that was empty when it began, so that it need not ask the database for each identifier whether it is there: no false "no", few false "yes", and
 * of the same size for lists of any size. Keyed hashes are as good as random, so their bits serve as they are.
 */
final class Sieve {

    private static final int BITS = 1 << 26;
    private static final int LOOKS = 5;

    private final long[] words = new long[BITS / Long.SIZE];

    void add(UUID hash) {
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            words[bit >>> 6] |= 1L << bit;
        }
    }

    boolean mayHold(UUID hash) {
        for (int look = 0; look < LOOKS; look++) {
            int bit = bit(hash, look);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(UUID hash, int look) {
        return (int) (hash.getMostSignificantBits() + look * (hash.getLeastSignificantBits() | 1)) & (BITS - 1);
    }
}
