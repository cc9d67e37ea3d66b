package kz.qupiya.privacy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Values that were planted, and all the spellings in which one would still be readable: as it is, in any case, in UTF-8 and UTF-16, with
 * the escapes of JSON and of addresses, in Base64 and in hexadecimal, and as a digest without a key, which whoever tries all IINs turns
 * back within minutes.
 */
final class Canaries {

    /** Parts of a Base64 text that do not depend on what stands before and after the value. */
    private static final int SHORTEST_BASE64 = 10;

    /** So many characters of a value are looked up at once before any whole spelling is compared: the scan reads every byte of the database. */
    private static final int GRAM = 5;

    private static final int GRAMS = 1 << 24;

    private final BitSet beginnings = new BitSet(GRAMS);

    private record Needles(Set<String> inText, Set<String> inBytes) {}

    private final Map<String, Needles> planted = new LinkedHashMap<>();

    /**
     * Remembers a value.
     *
     * @param name what it is called when it is found; never the value, so that a failing test spreads nothing
     * @return the value
     */
    String plant(String name, String value) {
        var text = new LinkedHashSet<String>();
        var bytes = new LinkedHashSet<String>();
        add(value, text, bytes);
        // A telephone without its plus, a number in groups without its gaps.
        var bare = value.replaceAll("[\\s+-]", "");
        if (bare.length() >= 10 && bare.chars().allMatch(Character::isDigit)) {
            add(bare, text, bytes);
        }
        text.forEach(this::remember);
        bytes.forEach(this::remember);
        planted.put(name, new Needles(text, bytes));
        return value;
    }

    private void remember(String spelling) {
        if (spelling.length() < GRAM) {
            throw new IllegalArgumentException("a value as short as this would be found everywhere");
        }
        beginnings.set(gram(spelling, 0));
    }

    private static int gram(String text, int at) {
        int hash = 0;
        for (int i = at; i < at + GRAM; i++) {
            hash = hash * 0x9E3779B1 + text.charAt(i);
        }
        return (hash ^ hash >>> 15) & GRAMS - 1;
    }

    /** Whether a spelling may begin somewhere in a text; mostly none does, and then nothing has to be compared. */
    private boolean mayHold(String text) {
        for (int at = 0; at + GRAM <= text.length(); at++) {
            if (beginnings.get(gram(text, at))) {
                return true;
            }
        }
        return false;
    }

    private static void add(String value, Set<String> text, Set<String> bytes) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        text.add(value.toLowerCase(Locale.ROOT));
        text.add(escaped(value).toLowerCase(Locale.ROOT));
        text.add(java.net.URLEncoder.encode(value, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        text.add(HexFormat.of().formatHex(utf8));
        bytes.add(latin1(utf8));
        for (var charset :
                List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("windows-1251"))) {
            var encoded = value.getBytes(charset);
            bytes.add(latin1(encoded));
            text.add(HexFormat.of().formatHex(encoded));
        }
        for (int shift = 0; shift < 3; shift++) {
            var shifted = new byte[shift + utf8.length];
            System.arraycopy(utf8, 0, shifted, shift, utf8.length);
            var base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            var steady = base64.substring(shift == 0 ? 0 : shift + 1, base64.length() - 1);
            if (steady.length() >= SHORTEST_BASE64) {
                text.add(steady.toLowerCase(Locale.ROOT));
                text.add(steady.replace('+', '-').replace('/', '_').toLowerCase(Locale.ROOT));
            }
        }
        for (var written :
                new LinkedHashSet<>(List.of(value, value.toLowerCase(Locale.ROOT), value.toUpperCase(Locale.ROOT)))) {
            for (var algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")) {
                var digest = digest(algorithm, written.getBytes(StandardCharsets.UTF_8));
                bytes.add(latin1(digest));
                text.add(HexFormat.of().formatHex(digest));
                text.add(Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(digest)
                        .toLowerCase(Locale.ROOT));
            }
        }
    }

    /** The names of the values that stand in a text. */
    List<String> in(String text) {
        var low = text.toLowerCase(Locale.ROOT);
        return mayHold(low) ? named(needles -> needles.inText().stream().anyMatch(low::contains)) : List.of();
    }

    /** The names of the values that stand in bytes, whatever these are. */
    List<String> in(byte[] bytes) {
        var raw = latin1(bytes);
        var found = new LinkedHashSet<>(
                mayHold(raw) ? named(needles -> needles.inBytes().stream().anyMatch(raw::contains)) : List.of());
        found.addAll(in(new String(bytes, StandardCharsets.UTF_8)));
        return List.copyOf(found);
    }

    private List<String> named(java.util.function.Predicate<Needles> found) {
        var names = new ArrayList<String>();
        planted.forEach((name, needles) -> {
            if (found.test(needles)) {
                names.add(name);
            }
        });
        return names;
    }

    int count() {
        return planted.size();
    }

    private static String escaped(String value) {
        var escaped = new StringBuilder();
        value.chars().forEach(c -> escaped.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
