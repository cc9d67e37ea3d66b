package kz.qupiya.intake;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import kz.qupiya.subject.KeyedDigests;
import org.springframework.stereotype.Component;

/** Random codes, and the keyed hashes as which alone they are stored. */
@Component
class Codes {

    /** Without what looks alike on paper. */
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int DIGITS = 1_000_000;
    private final SecureRandom random = new SecureRandom();
    private final KeyedDigests digests;

    Codes(KeyedDigests digests) {
        this.digests = digests;
    }

    /** Twelve characters, 59 bits: shown once, to whoever handed the request in. */
    String access() {
        return random.ints(12, 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(java.util.stream.Collectors.joining());
    }

    /** Six digits: sent to a contact on file, good for some tries. */
    String oneTime() {
        return "%06d".formatted(random.nextInt(DIGITS));
    }

    /** The hash of a text for a purpose. */
    byte[] hash(String purpose, String text) {
        return digests.of(purpose, text.getBytes(StandardCharsets.UTF_8));
    }
}
