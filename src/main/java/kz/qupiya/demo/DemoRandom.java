package kz.qupiya.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Choices that the data sets share, all from one seeded source, so that a data set is the same in every run. */
final class DemoRandom {

    private static final Instant END = DemoPeople.REFERENCE_DAY.atStartOfDay().toInstant(ZoneOffset.ofHours(5));

    private final Random random;

    DemoRandom(long seed) {
        this.random = new Random(seed);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A moment at most that many days before the reference day, to the second. */
    Instant within(int days) {
        return END.minus(Duration.ofSeconds(1L + (long) (random.nextDouble() * days * 86_400)));
    }

    /** A moment after the given one, at most that many days, and never past the reference day. */
    Instant after(Instant start, int days) {
        Instant moment = start.plus(Duration.ofSeconds(1L + (long) (random.nextDouble() * days * 86_400)));
        return moment.isBefore(END) ? moment : END.minusSeconds(1);
    }

    LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.ofHours(5)).toLocalDate();
    }

    /** Tenge, whole, between the two. */
    BigDecimal tenge(int from, int to) {
        return BigDecimal.valueOf(from + (long) random.nextInt(to - from + 1)).setScale(2);
    }

    UUID uuid() {
        // version 4, variant 2, as gen_random_uuid() of the operator's own system would give
        long high = random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    String hex(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }

    /** An address of the blocks kept for documentation (RFC 5737). */
    String ip() {
        return pick("192.0.2.", "198.51.100.", "203.0.113.") + (1 + below(254));
    }

    /** A masked card as a processing centre returns it: the number itself is never on the operator's server (Zvonobot 8.3). */
    String cardMask() {
        return pick("440043", "516949", "400303", "539545") + "******" + digits(4);
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** A phone of someone who is nobody's client: +7 702 000 0000 to 9999. */
    String strangerPhone() {
        return String.format(Locale.ROOT, "+7702000%04d", random.nextInt(10_000));
    }

    /** A Kazakh IBAN with right check digits (ISO 13616); the bank code 999 belongs to no bank. */
    String iban() {
        String account = "999" + digits(13);
        // K is 20 and Z is 35 in the check, the digits to find stand as 00
        int rest =
                new BigInteger(account + "203500").mod(BigInteger.valueOf(97)).intValue();
        return String.format(Locale.ROOT, "KZ%02d%s", 98 - rest, account);
    }

    String userAgent() {
        return pick(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36",
                "Mozilla/5.0 (Linux; Android 15; SM-A556E) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile Safari/604.1");
    }
}
