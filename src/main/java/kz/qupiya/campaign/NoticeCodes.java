package kz.qupiya.campaign;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import kz.qupiya.subject.KeyedDigests;

/**
 * Codes that name a person of a campaign and that nobody can guess or read, without anything stored per person. A code is a keyed tag of the two numbers, and the numbers
 * masked by a keyed digest of the tag: whoever has the key unmasks them and checks the tag; whoever has not sees random letters, and other letters for the neighbour.
 */
final class NoticeCodes {

    /** Letters of Crockford's base 32: none is taken for another on paper. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LETTER_BITS = 5;
    private static final int CAMPAIGN_BITS = 18;
    private static final int SEQ_BITS = 25;
    private static final int PAYLOAD_BITS = CAMPAIGN_BITS + SEQ_BITS;
    private static final int CODE_LETTERS = 16;
    private static final int TOKEN_LETTERS = 26;
    private static final BigInteger SEQ_MASK = ones(SEQ_BITS);

    private final KeyedDigests digests;

    NoticeCodes(KeyedDigests digests) {
        this.digests = digests;
    }

    /** Whom a code names. */
    record Named(int campaign, long seq) {}

    /** The code that stands in a notice: four groups of four. */
    String code(int campaign, long seq) {
        var code = make("campaign-code", CODE_LETTERS, campaign, seq);
        return code.substring(0, 4) + "-" + code.substring(4, 8) + "-" + code.substring(8, 12) + "-"
                + code.substring(12);
    }

    /** Whom a code names as somebody wrote it: in any case, with or without dashes and blanks, with O for 0 and I or L for 1. */
    Optional<Named> read(String written) {
        var code = plain(written);
        return hasForm(written) ? open("campaign-code", code) : Optional.empty();
    }

    /** Whether something looks like a code; says nothing about whether it is one. */
    static boolean hasForm(String written) {
        var code = plain(written);
        return code.length() == CODE_LETTERS && code.chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
    }

    /** What stands in the return path of a notice. */
    String token(int campaign, long seq) {
        return make("campaign-bounce", TOKEN_LETTERS, campaign, seq).toLowerCase(Locale.ROOT);
    }

    /** Whose return path it is; nothing for a token of somebody else. */
    Optional<Named> ofToken(String token) {
        var upper = token.toUpperCase(Locale.ROOT);
        return upper.length() == TOKEN_LETTERS && upper.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)
                ? open("campaign-bounce", upper)
                : Optional.empty();
    }

    private String make(String purpose, int letters, int campaign, long seq) {
        if (campaign >>> CAMPAIGN_BITS != 0 || seq >>> SEQ_BITS != 0) {
            throw new IllegalArgumentException("a code has no room for campaign " + campaign + ", place " + seq);
        }
        var payload = BigInteger.valueOf(campaign).shiftLeft(SEQ_BITS).or(BigInteger.valueOf(seq));
        var tagBits = letters * LETTER_BITS - PAYLOAD_BITS;
        var tag = keyed(purpose + "-tag", payload, PAYLOAD_BITS, tagBits);
        var masked = payload.xor(keyed(purpose + "-mask", tag, tagBits, PAYLOAD_BITS));
        var bits = tag.shiftLeft(PAYLOAD_BITS).or(masked);
        var code = new char[letters];
        for (int i = letters - 1; i >= 0; i--) {
            code[i] = LETTERS.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(LETTER_BITS);
        }
        return new String(code);
    }

    private Optional<Named> open(String purpose, String code) {
        var bits = BigInteger.ZERO;
        for (int i = 0; i < code.length(); i++) {
            bits = bits.shiftLeft(LETTER_BITS).or(BigInteger.valueOf(LETTERS.indexOf(code.charAt(i))));
        }
        var tagBits = code.length() * LETTER_BITS - PAYLOAD_BITS;
        var tag = bits.shiftRight(PAYLOAD_BITS);
        var payload = bits.and(ones(PAYLOAD_BITS)).xor(keyed(purpose + "-mask", tag, tagBits, PAYLOAD_BITS));
        if (!keyed(purpose + "-tag", payload, PAYLOAD_BITS, tagBits).equals(tag)) {
            return Optional.empty();
        }
        return Optional.of(new Named(
                payload.shiftRight(SEQ_BITS).intValue(), payload.and(SEQ_MASK).longValue()));
    }

    /** As many bits of a keyed digest as are wanted. */
    private BigInteger keyed(String purpose, BigInteger content, int contentBits, int bits) {
        var digest =
                digests.of(purpose, (contentBits + ":" + content.toString(16)).getBytes(StandardCharsets.US_ASCII));
        return new BigInteger(1, digest).shiftRight(digest.length * 8 - bits);
    }

    private static BigInteger ones(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static String plain(String written) {
        return written.replaceAll("[\\s\\p{Pd}]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }
}
